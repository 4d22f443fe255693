from core.cases.models import Case
from core.rules import Stage
from policies.content import Step
from tests.core.requests import receive

GREETING = Step(
    key="step-1", text="الترحيب بالمستفيد", role=None, stage=Stage.COMPLETION, address="3-1"
)


def ready_request(see, everyone):
    case = receive(everyone, channel_key="phone").case
    see(f"/desk/requests/{case.pk}/steps/{case.checklist.get().pk}/", everyone, done="yes")
    see(f"/desk/requests/{case.pk}/mark-complete/", everyone, ok="yes")
    return f"/desk/requests/{case.pk}/"


def test_unclear_cases_and_complete_requests_go_where_the_policy_says(bring, see, everyone):
    seen = []
    for target, body in (("وحدة البحث الميداني", "لجنة الأسر"), ("مكتب الدراسات", "لجنة البرامج")):
        bring(steps=(GREETING,), referral_target=target, decision_body=body)
        shown = see(ready_request(see, everyone), everyone)
        seen.append([target in shown, body in shown, body in see("/")])

    assert seen == [[True] * 3] * 2


def test_without_a_target_nothing_is_referred(bring, see, everyone):
    bring(steps=(GREETING,), referral_target=None)
    address = ready_request(see, everyone)

    refused = see(f"{address}refer/", everyone, note="للدراسة")

    assert "لا تذكر سياسة هذه المعاملة جهة تُحال إليها الطلبات" in refused
    assert Case.objects.get().status == "complete"
