"""What must hold for every case; the tests ask it a few thousand times, the soak far more often."""

from datetime import UTC

from core.deadlines.engine.due import due
from core.deadlines.engine.explain import explain
from core.deadlines.engine.progress import moments, progress
from core.deadlines.engine.reasons import ReasonKind
from core.deadlines.engine.terms import Unit
from tests.core.deadlines.engine.oracle import Oracle

HOURS = (Unit.HOUR, Unit.WORKING_HOUR)


def check(case):
    found = due(case.term, case.start, case.calendar, case.pauses)
    check_oracle(case, found)
    check_explanation(case, found)
    if case.term.maximum is not None:
        check_moments(case, found)
        check_progress(case, found)


def check_oracle(case, found):
    oracle = Oracle(case.calendar, case.pauses, case.grain)
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


def check_moments(case, found):
    warned = moments(case.term, case.start, case.calendar, case.pauses)
    if found.due is None:
        assert warned == ()
        return
    instants = [moment.at.astimezone(UTC) for moment in warned]
    assert [moment.percent for moment in warned] == [50, 75, 90]
    assert instants == sorted(instants)
    assert case.start.astimezone(UTC) <= instants[0]
    assert instants[-1] <= found.due.astimezone(UTC)


def check_progress(case, found):
    """At due everything has been counted, just before it not; nothing has at the start."""
    begun = progress(case.term, case.start, case.start, case.calendar, case.pauses)
    assert begun.counted == 0
    if found.due is None:
        assert begun.working_days_left is None
        return
    reached = progress(case.term, case.start, found.due, case.calendar, case.pauses)
    assert reached.counted == reached.total == begun.total
    assert not reached.late
