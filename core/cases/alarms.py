"""Which clocks have come far enough to tell somebody, many at a time, each thing once."""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from core.cases.models import Case
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.deadlines.queries import pauses_of
from core.deadlines.services import WHOLE, steps_of
from core.rules import Milestone

CLOCK_FIELDS = tuple(field.name for field in Clock._meta.concrete_fields)

logger = logging.getLogger(__name__)

# The rows come in the order of one statement; all clocks are told apart by their id.
STORE = """
UPDATE deadlines_clock AS clock
SET warned_percent = seen.percent, next_check_at = seen.next_check_at, state = seen.state
FROM unnest(%s::uuid[], %s::smallint[], %s::timestamptz[], %s::text[])
    AS seen (id, percent, next_check_at, state)
WHERE clock.id = seen.id
"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A clock has come this far. `passed`: what was reached since somebody looked last, in order."""

    clock: Clock
    passed: tuple[int, ...]
    next_check_at: datetime | None

    @property
    def case(self) -> Case:
        return self.clock.case

    @property
    def milestone(self) -> Milestone:
        return Milestone(self.clock.milestone)

    @property
    def percent(self) -> int:
        return self.passed[-1]

    @property
    def is_due(self) -> bool:
        """Its time is over."""
        return self.percent == WHOLE


def waiting(now: datetime, *, besides: Collection[UUID], most: int) -> list[Clock]:
    """The longest waiting first, locked with their cases; what somebody works on is passed over."""
    clocks = (
        Clock.objects.filter(next_check_at__lte=now)
        .exclude(pk__in=besides)
        .select_related("case")
        .only(*CLOCK_FIELDS, "case__assignee", "case__kind")
        .prefetch_related("pauses")
        .order_by("next_check_at", "pk")
    )
    return list(clocks.select_for_update(of=("self", "case"), skip_locked=True)[:most])


def alarms(clocks: Iterable[Clock], now: datetime) -> list[Alarm]:
    """A clock whose dates cannot be worked out is left for the log, and the others are told of."""
    found = []
    for clock in clocks:
        try:
            alarm = alarm_of(clock, now)
        except Exception:
            logger.exception("Could not work out where clock %s stands", clock.pk)
            continue
        if alarm is not None:
            found.append(alarm)
    return found


def alarm_of(clock: Clock, now: datetime) -> Alarm | None:
    """The due instant itself is still on time."""
    steps = [step for step in steps_of(clock, pauses_of(clock)) if step[0] > clock.warned_percent]
    passed = [percent for percent, at in steps if at < now or (at == now and percent < WHOLE)]
    if not passed:
        return None
    ahead = [at for percent, at in steps if percent > max(passed)]
    return Alarm(clock, tuple(sorted(passed)), min(ahead, default=None))


def silence(told: Sequence[Alarm]) -> None:
    """Each was told of as far as it has come: in one statement."""
    states = [ClockState.MISSED if alarm.is_due else ClockState.RUNNING for alarm in told]
    with connection.cursor() as cursor:
        cursor.execute(
            STORE,
            [
                [alarm.clock.pk for alarm in told],
                [alarm.percent for alarm in told],
                [alarm.next_check_at for alarm in told],
                [state.value for state in states],
            ],
        )
