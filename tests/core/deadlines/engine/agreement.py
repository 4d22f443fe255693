"""What must hold for every case; the tests ask it a few thousand times, the soak far more often."""

from datetime import UTC, timedelta

from core.deadlines.engine.due import due
from core.deadlines.engine.explain import explain
from core.deadlines.engine.progress import moments, progress
from core.deadlines.engine.reasons import ReasonKind
from core.deadlines.engine.terms import Unit
from tests.core.deadlines.engine.cases import build_some
from tests.core.deadlines.engine.oracle import Oracle

HOURS = (Unit.HOUR, Unit.WORKING_HOUR)


def check(case):
    """All that is known of one case."""
    oracle = Oracle(case.calendar, case.pauses, case.grain)
    found = due(case.term, case.start, case.calendar, case.pauses)
    check_dates(case, found, oracle)
    check_explanation(case, found)
    if case.term.maximum is not None:
        check_moments(case, found, oracle)
        check_progress(case, found, oracle)


def check_many(pick, number, *, all_of=200):
    """The dates of as many cases, 50 to a calendar; everything about one in `all_of`."""
    left = number
    while left > 0:
        oracle = None
        for case in build_some(pick, min(50, left)):
            oracle = oracle or Oracle(case.calendar, (), case.grain)
            oracle.stop(case.pauses)
            check_dates(case, due(case.term, case.start, case.calendar, case.pauses), oracle)
            if left % all_of == 0:
                check(case)
            left -= 1


def check_dates(case, found, oracle):
    if case.term.maximum is None:
        assert (found.due, found.due_date) == (None, None)
    else:
        assert pair(found.due, found.due_date) == oracle.due(case.term, case.start)
    if case.term.minimum is None:
        assert (found.earliest, found.earliest_date) == (None, None)
    else:
        expected = oracle.earliest(case.term, case.start)
        assert pair(found.earliest, found.earliest_date) == expected


def pair(instant, day):
    assert (instant is None) == (day is None)
    return None if instant is None else (instant.astimezone(UTC), day)


def check_explanation(case, found):
    days = explain(case.term, case.start, case.calendar, case.pauses)
    amount = case.term.maximum or case.term.minimum
    last = found.due_date if case.term.maximum else found.earliest_date
    numbers = [day.number for day in days if day.number is not None]
    assert [day.date for day in days] == consecutive(days)
    assert numbers == list(range(1, len(numbers) + 1))
    if last is not None:
        kind = ReasonKind.DUE if case.term.maximum else ReasonKind.EARLIEST
        assert days[-1].date == last
        assert days[-1].reasons[-1].kind == kind
    if last is not None and amount.unit in HOURS:
        assert sum(day.time.total_seconds() for day in days) == amount.value * 3600
    if last is not None and amount.unit in (Unit.WORKING_DAY, Unit.DAY):
        assert numbers[-1] == amount.value
    assert all(day.counted or day.reasons for day in days if amount.unit not in HOURS)


def consecutive(days):
    first = days[0].date.toordinal()
    return [type(days[0].date).fromordinal(first + place) for place in range(len(days))]


def check_moments(case, found, oracle):
    warned = moments(case.term, case.start, case.calendar, case.pauses)
    if found.due is None:
        assert warned == ()
        return
    instants = [moment.at.astimezone(UTC) for moment in warned]
    latest = found.due.astimezone(UTC)
    assert instants == oracle.moments(case.term.maximum, case.start, latest, (50, 75, 90))
    assert [moment.percent for moment in warned] == [50, 75, 90]
    assert instants == sorted(instants)
    assert case.start.astimezone(UTC) <= instants[0]
    assert instants[-1] <= latest


def check_progress(case, found, oracle):
    """At due everything has been counted, just before it not; nothing has at the start."""
    begun = progress(case.term, case.start, case.start, case.calendar, case.pauses)
    assert begun.counted == 0
    middle = case.start.astimezone(UTC) + timedelta(days=5)
    halfway = progress(case.term, case.start, middle, case.calendar, case.pauses)
    assert halfway.counted == oracle.counted(case.term.maximum, case.start, middle)
    assert halfway.paused == oracle.paused(middle)
    if found.due is None:
        assert begun.working_days_left is None
        return
    today = middle.astimezone(oracle.zone).date()
    assert halfway.working_days_left == oracle.days_left(today, found.due_date)
    reached = progress(case.term, case.start, found.due, case.calendar, case.pauses)
    assert reached.counted == reached.total == begun.total
    assert not reached.late
