from core.rules import Stage
from policies.content import Step
from tenants.people.roles import Role
from tests.core.requests import receive


def step(number, text, role=None):
    return Step(
        key=f"step-{number}", text=text, role=role, stage=Stage.COMPLETION, address=f"3-{number}"
    )


GREETING = step(1, "الترحيب بالمستفيد وتسجيل طلبه")
STUDY = step(2, "إحالة ما أشكل إلى البحث الاجتماعي", Role.SOCIAL_RESEARCHER)


def test_a_new_step_holds_up_the_next_stage_and_says_why(bring, see, everyone):
    def after_completing(case):
        address = f"/desk/requests/{case.pk}"
        see(f"{address}/steps/{case.checklist.get(order=1).pk}/", everyone, done="yes")
        return see(f"{address}/mark-complete/", everyone, ok="yes")

    bring(steps=(GREETING,))
    short = after_completing(receive(everyone, channel_key="phone").case)
    bring(steps=(GREETING, STUDY))
    case = receive(everyone, channel_key="phone").case
    held_up = after_completing(case)

    case.refresh_from_db()
    assert [item.role for item in case.checklist.order_by("order")] == ["", "social_researcher"]
    assert ("لا تزال خطوات" in short, "لا تزال خطوات" in held_up) == (False, True)
    assert case.status == "received"


def test_a_conditional_step_that_does_not_apply_is_set_aside(bring, see, everyone):
    bring(steps=(GREETING, STUDY))
    case = receive(everyone, channel_key="phone").case
    address = f"/desk/requests/{case.pk}"
    greeting, study = case.checklist.order_by("order")
    see(f"{address}/steps/{greeting.pk}/", everyone, done="yes")

    see(f"{address}/steps/{study.pk}/aside/", everyone, reason="الحالة واضحة")
    see(f"{address}/mark-complete/", everyone, ok="yes")

    case.refresh_from_db()
    assert case.status == "complete"
    assert "لا تنطبق على هذه المعاملة: الحالة واضحة" in see(f"{address}/", everyone)
