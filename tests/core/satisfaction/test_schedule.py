from datetime import date

import pytest

from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.rules import MeasureMethod as M
from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound
from core.satisfaction.schedule import plan_rounds
from core.satisfaction.settings import Plan
from tenants.people.roles import Role

VISITS = ("زيارات للأسر", M.VISIT, 3)


def planned():
    rounds = MeasureRound.objects.order_by("due_on", "label")
    return [(each.label, each.method, each.due_on) for each in rounds]


@pytest.fixture(autouse=True)
def stand(at, governed):
    at(2026, 1, 5, 9)


def test_the_coming_round_of_each_measure_is_planned_once(measures):
    measures(VISITS, ("استبانة سنوية", M.SURVEY, 12))

    plan_rounds()
    plan_rounds()

    # The version came into force on 1 January; 1 April is a Wednesday, 1 January 2027 a Friday.
    assert planned() == [
        ("زيارات للأسر", "visit", date(2026, 4, 1)),
        ("استبانة سنوية", "survey", date(2027, 1, 3)),
    ]
    visit = MeasureRound.objects.get(method=M.VISIT)
    assert (visit.clause_address, visit.every_months, visit.state) == ("6-1", 3, "planned")


def test_how_often_the_policy_says_changes_when_a_round_is_due(measures):
    measures(("زيارات للأسر", M.VISIT, 6))

    plan_rounds()

    assert planned() == [("زيارات للأسر", "visit", date(2026, 7, 1))]


@pytest.mark.parametrize("method", list(M))
def test_every_kind_of_measure_becomes_a_round_of_its_own(measures, method):
    measures(("قياس", method, 1))

    plan_rounds()

    assert planned() == [("قياس", method, date(2026, 2, 1))]


def test_a_measure_without_a_rhythm_goes_by_the_associations_own(measures, set_up):
    measures(("مقابلات", M.INTERVIEW, None))
    plan_rounds()
    without = planned()
    set_up(plans={M.INTERVIEW: Plan(months=2)})
    plan_rounds()

    assert without == []
    assert planned() == [("مقابلات", "interview", date(2026, 3, 1))]


def test_the_policys_rhythm_goes_before_the_associations(measures, set_up):
    measures(VISITS)
    set_up(plans={M.VISIT: Plan(months=1)})

    plan_rounds()

    assert planned() == [("زيارات للأسر", "visit", date(2026, 4, 1))]


def test_a_round_begins_as_many_working_days_before_it_is_due_as_it_takes(measures, set_up):
    measures(VISITS)
    set_up(plans={M.VISIT: Plan(days=2)})

    plan_rounds()

    # 31 March and 1 April: Tuesday and Wednesday.
    assert MeasureRound.objects.get().begins_on == date(2026, 3, 31)


def test_a_round_draws_as_many_as_the_setting_says(measures, set_up):
    measures(("استبانة", M.SURVEY, 6))
    set_up(plans={M.SURVEY: Plan(percent=30)})

    plan_rounds()

    assert MeasureRound.objects.get().sampling_percent == 30


def test_the_next_round_follows_once_the_last_was_due(measures, at):
    measures(VISITS)
    plan_rounds()
    at(2026, 4, 2, 9)
    plan_rounds()

    assert [due for _label, _method, due in planned()] == [date(2026, 4, 1), date(2026, 7, 1)]


def test_rounds_of_a_measure_that_is_gone_are_left_out_with_the_reason(measures, officer):
    measures(VISITS, ("مقابلات", M.INTERVIEW, 3))
    plan_rounds()
    measures(("مقابلات", M.INTERVIEW, 3))
    plan_rounds()

    gone = MeasureRound.objects.get(method=M.VISIT)
    assert gone.state == RoundState.LEFT_OUT
    assert "لم تعد" in (gone.left_out_reason or "")
    kept = MeasureRound.objects.get(method=M.INTERVIEW)
    assert (kept.state, kept.clause_address) == ("planned", "6-1")


def test_a_round_that_has_begun_goes_on_under_a_new_version(measures, open_round):
    begun = open_round(M.VISIT, label="زيارات للأسر")
    measures(("مقابلات", M.INTERVIEW, 3))

    plan_rounds()

    begun.refresh_from_db()
    assert begun.state == "open"


def test_the_owner_is_told_when_a_round_begins_is_near_and_is_late(
    measures, set_up, officer, executive, at
):
    measures(VISITS)
    set_up(plans={M.VISIT: Plan(owner=officer.pk, days=10)})
    for moment in [(2026, 1, 5), (2026, 3, 15), (2026, 3, 15), (2026, 3, 30), (2026, 4, 2)]:
        at(*moment, 9)
        plan_rounds()

    told = Notice.objects.filter(kind=NoticeKind.MEASURE_DUE).order_by("created_at", "pk")
    first = [each.details["moment"] for each in told if each.recipient_id == officer.pk]
    assert first == ["begins", "near", "late"]
    assert {each.recipient_id for each in told} == {officer.pk}


def test_all_who_run_measures_are_told_where_nobody_owns_one(
    measures, officer, executive, make_person, at
):
    make_person(Role.SOCIAL_RESEARCHER, name="باحثة")
    measures(VISITS)
    plan_rounds()
    at(2026, 4, 2, 9)
    plan_rounds()

    told = Notice.objects.filter(kind=NoticeKind.MEASURE_DUE)
    assert {each.recipient_id for each in told} == {officer.pk, executive.pk}
