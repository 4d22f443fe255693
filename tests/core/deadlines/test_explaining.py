"""The person reads why a date is what it is: every day, in both calendars, by its name."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import override

from core.cases.models import Case
from core.deadlines import services as clocks
from core.deadlines.calendar import services as calendar
from core.deadlines.engine.calendar import Window
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.terms import Amount, Unit
from core.deadlines.enums import DayKind, PauseReason
from core.deadlines.models import Clock
from core.deadlines.queries import explain_clock
from core.rules import Milestone, StartEvent
from tenants.people.roles import Role
from tests.core.provider import days, deadline
from tests.core.requests import receive

RIYADH = ZoneInfo("Asia/Riyadh")
RAMADAN = Name(ar="رمضان 1447", en="Ramadan 1447")
SHORT = Name(ar="يوم قصير", en="Short day")
TEN_TO_THREE = (Window(time(10), time(15)),)


def told(clock: Clock, language: str) -> dict[int, tuple[str, ...]]:
    clock = Clock.objects.prefetch_related("pauses").get(pk=clock.pk)
    with override(language):
        return {line.date.day: line.reasons for line in explain_clock(clock)}


def in_season(manager) -> None:
    planned = calendar.plan_special_hours(
        first=date(2026, 2, 18), last=date(2026, 3, 19), name=RAMADAN, windows=TEN_TO_THREE
    )
    calendar.apply_change(planned, actor=manager)
    short = calendar.plan_days(
        kind=DayKind.WORKING,
        first=date(2026, 3, 3),
        last=date(2026, 3, 3),
        name=SHORT,
        windows=(Window(time(10), time(12)),),
    )
    calendar.apply_change(short, actor=manager)


def started(rule, at) -> tuple[Case, Clock]:
    case = receive().case
    clocks.start_clocks_for(case.pk, rules=[rule], at=at)
    return case, Clock.objects.get(case=case, rule_key=rule.key)


def test_days_hours_of_a_season_and_waits_are_named_in_both_languages(governed, make_person, at):
    moment = at(2026, 3, 1, 10)
    in_season(make_person(Role.POLICY_OFFICER))
    case, clock = started(deadline("t", Milestone.DELIVER, StartEvent.DECISION, days(5)), moment)
    at(2026, 3, 4, 12)
    wait = {"reason": PauseReason.OUTSIDE_BODY}
    clocks.pause_clocks(case.pk, at=datetime(2026, 3, 4, 12, tzinfo=RIYADH), **wait)
    clocks.resume_clocks(case.pk, at=datetime(2026, 3, 5, 10, tzinfo=RIYADH), **wait)

    english, arabic = told(clock, "en"), told(clock, "ar")

    assert english[2] == ("Special working hours: Ramadan 1447",)
    assert english[3] == ("Special working hours: Short day",)
    assert "Paused: Waiting for an outside body" in english[4]
    assert english[6] == ("Weekend",)
    assert arabic[2] == ("ساعات عمل خاصة: رمضان 1447",)
    assert arabic[3] == ("ساعات عمل خاصة: يوم قصير",)
    clock.refresh_from_db()
    assert clock.due_at == datetime(2026, 3, 9, 15, tzinfo=RIYADH)


def test_working_hours_count_by_the_hours_of_the_season(governed, make_person, at):
    moment = at(2026, 3, 1, 14)
    in_season(make_person(Role.POLICY_OFFICER))
    eight = deadline("t", Milestone.DELIVER, StartEvent.DECISION, Amount(8, Unit.WORKING_HOUR))
    _case, clock = started(eight, moment)

    # One hour on Sunday, five on Monday, two on the short Tuesday.
    assert clock.due_at == datetime(2026, 3, 3, 12, tzinfo=RIYADH)
    assert "Special working hours: Short day" in told(clock, "en")[3]
