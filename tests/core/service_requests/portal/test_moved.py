"""The page of a request that moved to another version of the policy: the new date, and why."""

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.cases.repinning import repin
from core.rules import Stage
from core.service_requests import services
from tests.core.provider import RULES, days, deadline
from tests.core.requests import do_steps, settle_everything


def test_the_page_tells_the_new_date_and_why(follower, received, everyone, policy, at):
    at(2026, 3, 15, 10)
    case = Case.objects.get(pk=received[0].pk)
    settle_everything(case, everyone)
    do_steps(case, everyone, Stage.COMPLETION)
    services.mark_complete(case.pk, actor=everyone)
    rules = tuple(
        deadline(rule.key, rule.milestone, rule.start, days(10))
        if rule.key == "decision"
        else rule
        for rule in RULES.deadlines
    )
    before = follower.get("/follow/case/").content.decode()

    repin(case.pk, policy.change(version_label="2", deadlines=rules))

    after = follower.get("/follow/case/").content.decode()
    assert Case.objects.get(pk=case.pk).status == CaseStatus.COMPLETE
    assert "تغيرت مواعيد طلبك بتغير السياسة" not in before
    assert after.count("تغيرت مواعيد طلبك بتغير السياسة") == 2
    for words in ("حل الإصدار 2 من السياسة محل الإصدار 1", "2 أبريل 2026", "9 أبريل 2026"):
        assert words in after


def test_a_move_that_changes_no_date_is_not_told(follower, received, policy):
    repin(received[0].pk, policy.change(version_label="2"))

    assert "تغيرت مواعيد" not in follower.get("/follow/case/").content.decode()
