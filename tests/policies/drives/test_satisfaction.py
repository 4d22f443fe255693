from datetime import date

from core.cases.enums import CaseStatus
from core.rules import MeasureMethod
from core.satisfaction.models import MeasureRound
from core.satisfaction.schedule import plan_rounds
from foundation import codes
from policies.content import Measure
from tests.core.requests import bring_to

SURVEY = Measure(label="استبانة بعد الخدمة", method=MeasureMethod.SURVEY, address="6-1")
VISIT = Measure(label="زيارات للأسر", method=MeasureMethod.VISIT, every_months=3, address="6-1")


def test_ratings_are_asked_for_where_the_policy_measures_by_survey(
    bring, everyone, association, site
):
    def offered():
        case = bring_to(CaseStatus.DELIVERED, everyone, channel_key="phone")
        received = bring_code(case)
        visitor = site(association)
        visitor.post("/follow/", {"code": received})
        return 'id="rating"' in visitor.get("/follow/case/").content.decode()

    bring(satisfaction=(SURVEY,), deadlines=())
    with_survey = offered()
    bring(satisfaction=(VISIT,))
    without = offered()

    assert (with_survey, without) == (True, False)


def test_rounds_are_planned_by_the_method_and_the_rhythm_of_the_policy(bring, at):
    def planned():
        plan_rounds()
        rounds = MeasureRound.objects.exclude(state="left_out").order_by("due_on", "pk")
        return [(each.method, each.clause_address, each.due_on) for each in rounds]

    at(2026, 1, 5, 9)
    bring(satisfaction=(VISIT,))
    visits = planned()
    bring(satisfaction=(VISIT.model_copy(update={"every_months": 6}),))
    rarer = planned()
    interviews = Measure(
        label="لقاءات", method=MeasureMethod.INTERVIEW, every_months=1, address="6-1"
    )
    bring(satisfaction=(interviews,))

    assert visits == [("visit", "6-1", date(2026, 4, 5))]
    assert rarer == [("visit", "6-1", date(2026, 4, 5)), ("visit", "6-1", date(2026, 7, 5))]
    assert planned() == [("interview", "6-1", date(2026, 2, 5))]


def bring_code(case):
    """A code of our own: the receipt's was shown once."""
    code = codes.new_code()
    case.tracking_index = codes.code_hash(code)
    case.save(update_fields=["tracking_index"])
    return code


def test_the_executive_sees_when_each_measure_is_due(bring, see, executive, at):
    at(2026, 1, 5, 9)
    bring(satisfaction=(VISIT,))
    at(2026, 2, 1, 9)
    first = see("/reports/", executive)
    at(2026, 4, 6, 9)
    second = see("/reports/", executive)
    bring(satisfaction=(VISIT.model_copy(update={"every_months": 12}),))
    yearly = see("/reports/", executive)

    assert "زيارات للأسر" in first
    assert [day in first for day in ("5 أبريل 2026م", "5 يوليو 2026م")] == [True, False]
    assert [day in second for day in ("5 أبريل 2026م", "5 يوليو 2026م")] == [False, True]
    assert "6 أبريل 2027م" in yearly
