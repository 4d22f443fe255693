"""Everything that changes clocks. The caller holds the lock on the case, and tells its timeline."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.deadlines import queries, statutory, term_data
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine import calendar_data
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.due import due
from core.deadlines.engine.pauses import Pause
from core.deadlines.engine.progress import moments
from core.deadlines.enums import ClockState, PauseReason
from core.deadlines.models import Clock, ClockPause
from core.rules import DeadlineRule, Milestone
from foundation import clock as time
from foundation.errors import WrongState


class MayNotBeExtended(WrongState):
    code = "may_not_be_extended"
    message = _("This deadline cannot be extended, or was extended once, or is over.")


DERIVED = ["state", "due_at", "due_date", "earliest_at", "next_check_at"]
WHOLE = 100


class Stopped(Protocol):
    """A time in which the clocks of a case stood still; open while `end` is None."""

    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime | None: ...
    @property
    def reason(self) -> PauseReason: ...


@transaction.atomic
def start_clocks_for(case_id: UUID, *, rules: Iterable[DeadlineRule], at: datetime) -> list[Clock]:
    """A clock for each rule that has none yet, with the calendar in force now."""
    started = set(Clock.objects.filter(case_id=case_id).values_list("rule_key", flat=True))
    new = [rule for rule in rules if rule.key not in started]
    if not new:
        return []
    calendar = calendar_data.to_data(calendar_in_force(timezone.localdate(at)))
    clocks = [_new_clock(case_id, rule, at, calendar) for rule in new]
    for clock in clocks:
        _derive(clock, ())
    return Clock.objects.bulk_create(clocks)


@transaction.atomic
def pause_clocks(case_id: UUID, *, reason: PauseReason, at: datetime) -> None:
    """What is due already stays due, and what the law sets runs on."""
    for clock in _clocks(case_id, ClockState.RUNNING, ClockState.PAUSED):
        if clock.rule_key in statutory.ALL or _stands(clock, reason):
            continue
        if clock.due_at is not None and clock.due_at < at:
            continue
        ClockPause.objects.create(clock=clock, reason=reason, started_at=at)
        clock.state = ClockState.PAUSED
        recompute(clock)


@transaction.atomic
def resume_clocks(case_id: UUID, *, reason: PauseReason, at: datetime) -> None:
    """A clock that waits for something else too stands still until that has come."""
    for clock in _clocks(case_id, ClockState.PAUSED):
        _end_pause(clock, at, reason=reason)
        if not _stands(clock):
            clock.state = ClockState.RUNNING
        recompute(clock)


@transaction.atomic
def meet_milestone(case_id: UUID, milestone: Milestone, *, at: datetime) -> list[Clock]:
    """It has happened: on time up to and including the due instant, missed after it."""
    clocks = [
        clock
        for clock in _clocks(case_id, *queries.OWED)
        if clock.milestone == milestone and clock.met_at is None
    ]
    for clock in clocks:
        _end_pause(clock, at)
        on_time = clock.due_at is None or at <= clock.due_at
        clock.state = ClockState.MET if on_time else ClockState.MISSED
        clock.met_at = at
        clock.next_check_at = None
        clock.save(update_fields=["state", "met_at", "next_check_at"])
    return clocks


@transaction.atomic
def extend_clock(clock_id: UUID, *, at: datetime) -> Clock:
    """Once, before it is due, and only what may be extended; raises MayNotBeExtended else."""
    clock = Clock.objects.select_for_update(of=("self",)).get(pk=clock_id)
    statute = statutory.ALL.get(clock.rule_key)
    longer = statute.extended if statute else None
    is_late = clock.due_at is not None and clock.due_at < at
    if longer is None or is_late or clock.extended_at is not None or clock.met_at is not None:
        raise MayNotBeExtended
    clock.term = term_data.to_data(longer)
    clock.extended_at = at
    pauses = queries.pauses_of(clock)
    _derive(clock, pauses)
    passed = [percent for percent, moment in steps_of(clock, pauses) if moment < at]
    clock.warned_percent = max(passed, default=0)
    _derive(clock, pauses)
    clock.save(update_fields=[*DERIVED, "term", "extended_at", "warned_percent"])
    return clock


@transaction.atomic
def cancel_clocks(case_id: UUID, *, at: datetime) -> None:
    """What has not happened is not owed any more, but to the law; what was missed stays missed."""
    for clock in _clocks(case_id, ClockState.RUNNING, ClockState.PAUSED):
        if clock.rule_key in statutory.ALL:
            continue
        _end_pause(clock, at)
        late = clock.due_at is not None and clock.due_at < at
        clock.state = ClockState.MISSED if late else ClockState.CANCELLED
        clock.next_check_at = None
        clock.save(update_fields=["state", "next_check_at"])


def recompute(clock: Clock) -> Clock:
    """Derive the dates again from the pinned term and calendar and the whole history of pauses."""
    _derive(clock, queries.pauses_of(clock))
    clock.save(update_fields=DERIVED)
    return clock


@transaction.atomic
def move_clock(clock: Clock, calendar: WorkCalendar) -> Clock:
    """Pin another calendar, after somebody confirmed what it moves. Time won back is not missed."""
    pauses = queries.pauses_of(clock)
    clock.calendar = calendar_data.to_data(calendar)
    _derive(clock, pauses)
    now = time.now()
    if clock.due_at is not None and clock.due_at >= now:
        passed = [percent for percent, at in steps_of(clock, pauses) if at < now]
        clock.warned_percent = min(clock.warned_percent, max(passed, default=0))
        if clock.state == ClockState.MISSED and clock.met_at is None:
            clock.state = ClockState.RUNNING
        _derive(clock, pauses)
    clock.save(update_fields=[*DERIVED, "calendar", "warned_percent"])
    return clock


@transaction.atomic
def repin_clock(clock: Clock, rule: DeadlineRule, stops: Iterable[Stopped]) -> Clock:
    """Count by another version's rule from the same start, with every stop of the case since then.

    The calendar stays. What has happened keeps its promise and takes only the key of the new rule.
    """
    clock.rule_key = rule.key
    if clock.met_at is not None or clock.state == ClockState.CANCELLED:
        clock.save(update_fields=["rule_key"])
        return clock
    clock.term = term_data.to_data(rule.term)
    clock.clause_address = rule.clause.address
    clock.clause_text = rule.clause.text
    clock.warned_percent = 0
    _stop(clock, stops)
    return clock


@transaction.atomic
def begin_clock(
    case_id: UUID, rule: DeadlineRule, *, at: datetime, stops: Iterable[Stopped]
) -> Clock:
    """A clock that should have begun at `at`, with every stop of its case since then."""
    calendar = calendar_data.to_data(calendar_in_force(timezone.localdate(at)))
    clock = _new_clock(case_id, rule, at, calendar)
    clock.save(force_insert=True)
    _stop(clock, stops)
    return clock


@transaction.atomic
def release_clock(clock: Clock, *, key: str, at: datetime) -> Clock:
    """The policy promises this no longer; what is late already was promised and stays late."""
    late = clock.due_at is not None and clock.due_at < at
    clock.rule_key = key
    if clock.state in (ClockState.RUNNING, ClockState.PAUSED) and not late:
        _end_pause(clock, at)
        clock.state = ClockState.CANCELLED
        clock.next_check_at = None
    clock.save(update_fields=["rule_key", "state", "next_check_at"])
    return clock


def _stop(clock: Clock, stops: Iterable[Stopped]) -> None:
    """Stand still where the case did, then derive all dates and the state from that."""
    known = set(clock.pauses.values_list("started_at", flat=True))
    new = [
        ClockPause(
            clock=clock,
            reason=stop.reason,
            started_at=max(stop.start, clock.started_at),
            ended_at=stop.end,
        )
        for stop in stops
        if (stop.end is None or stop.end > clock.started_at) and stop.start not in known
    ]
    ClockPause.objects.bulk_create(pause for pause in new if pause.started_at not in known)
    now = time.now()
    pauses = queries.pauses_of(Clock.objects.prefetch_related("pauses").get(pk=clock.pk))
    _derive(clock, pauses)
    stands = any(pause.end is None for pause in pauses)
    if stands and clock.due_at is not None:
        # It was over before the stop began, and a stop moves only what is still ahead.
        ClockPause.objects.filter(clock=clock, ended_at=None).delete()
        pauses = tuple(pause for pause in pauses if pause.end is not None)
    if stands and clock.due_at is None and queries.term_of(clock).maximum is not None:
        clock.state = ClockState.PAUSED
    elif clock.due_at is not None and clock.due_at < now and clock.state == ClockState.MISSED:
        clock.warned_percent = WHOLE
    else:
        clock.state = ClockState.RUNNING
    if clock.due_at is not None and clock.due_at >= now:
        passed = [percent for percent, at in steps_of(clock, pauses) if at < now]
        clock.warned_percent = max(passed, default=0)
    _derive(clock, pauses)
    clock.save()


def _clocks(case_id: UUID, *states: ClockState) -> list[Clock]:
    clocks = Clock.objects.filter(case_id=case_id, state__in=states).order_by("pk")
    return list(clocks.select_for_update(of=("self",)))


def _new_clock(
    case_id: UUID, rule: DeadlineRule, at: datetime, calendar: calendar_data.Data
) -> Clock:
    return Clock(
        case_id=case_id,
        rule_key=rule.key,
        milestone=rule.milestone,
        start_event=rule.start,
        term=term_data.to_data(rule.term),
        calendar=calendar,
        clause_address=rule.clause.address,
        clause_text=rule.clause.text,
        started_at=at,
    )


def _derive(clock: Clock, pauses: Sequence[Pause]) -> None:
    dates = due(queries.term_of(clock), clock.started_at, queries.calendar_of(clock), pauses)
    clock.due_at = dates.due
    clock.due_date = dates.due_date
    clock.earliest_at = dates.earliest
    ahead = [at for percent, at in steps_of(clock, pauses) if percent > clock.warned_percent]
    clock.next_check_at = min(ahead, default=None)


def steps_of(clock: Clock, pauses: Sequence[Pause]) -> list[tuple[int, datetime]]:
    """The moments to warn at, and the due instant; none while it is not known."""
    if clock.due_at is None:
        return []
    warnings = moments(
        queries.term_of(clock), clock.started_at, queries.calendar_of(clock), pauses
    )
    return [*((moment.percent, moment.at) for moment in warnings), (WHOLE, clock.due_at)]


def _stands(clock: Clock, reason: PauseReason | None = None) -> bool:
    """For this reason, or for any."""
    if clock.state != ClockState.PAUSED:
        return False
    reasons = set(clock.pauses.filter(ended_at=None).values_list("reason", flat=True))
    return reason in reasons if reason else bool(reasons)


def _end_pause(clock: Clock, at: datetime, *, reason: PauseReason | None = None) -> None:
    """Of one reason, or of all."""
    standing = ClockPause.objects.filter(clock=clock, ended_at=None)
    if reason is not None:
        standing = standing.filter(reason=reason)
    standing.update(ended_at=at)
