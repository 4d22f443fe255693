"""The round over all deadlines: who must be told is told, once, and what is late goes up the ladder."""

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.cases import alarms
from core.cases.alarms import Alarm
from core.cases.circles import Circle, circle_of, is_in_circle
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import News, record_news
from core.escalation.ladder import LADDERS, Ladders, Rung
from core.escalation.staff import Staff
from core.notices.enums import NoticeKind
from core.notices.services import Told, notify_all
from foundation import audit
from tenants.people.models import User

logger = logging.getLogger(__name__)

AT_ONCE = 1000
MOST_ROUNDS = 20
"""Of one association; what is left then comes with the next minute, after the others' turn."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What the ladder makes of an alarm: whom it tells, and to whom the case goes."""

    alarm: Alarm
    handlers: list[UUID]
    others: list[UUID]
    taker: UUID | None

    @property
    def goes_up(self) -> bool:
        return bool(self.others or self.taker)


def sweep_deadlines(now: datetime) -> int:
    """Warn of what comes near and mark what was missed; returns how many. Safe to run twice at once."""
    done: set[UUID] = set()
    told = 0
    for _round in range(MOST_ROUNDS):
        seen, number = _round_of(now, besides=done)
        told += number
        done |= seen
        if len(seen) < AT_ONCE:
            break
    return told


def _round_of(now: datetime, *, besides: Collection[UUID]) -> tuple[set[UUID], int]:
    """Who was looked at, and how many were told of; one that fails does not stop the others."""
    try:
        return _look(now, besides=besides, most=AT_ONCE)
    except Exception:
        logger.exception("Could not sweep many deadlines at once; one by one instead")
    seen = set(besides)
    told = 0
    while len(seen) - len(besides) < AT_ONCE:
        try:
            looked, number = _look(now, besides=seen, most=1)
        except FailedAlone as error:
            logger.exception("Could not sweep clock %s", error.clock_id)
            looked, number = {error.clock_id}, 0
        if not looked:
            break
        seen |= looked
        told += number
    return seen - set(besides), told


class FailedAlone(Exception):
    """What is wrong is wrong with this clock."""

    def __init__(self, clock_id: UUID) -> None:
        self.clock_id = clock_id
        super().__init__(str(clock_id))


@transaction.atomic
def _look(now: datetime, *, besides: Collection[UUID], most: int) -> tuple[set[UUID], int]:
    # The log's turn before any case: whoever has a case and waits for the log is not waited for.
    audit.take_turn()
    clocks = alarms.waiting(now, besides=besides, most=most)
    if not clocks:
        return set(), 0
    try:
        found = alarms.alarms(clocks, now)
        if found:
            _tell(found)
    except Exception as error:
        if most > 1:
            raise
        raise FailedAlone(clocks[0].pk) from error
    return {clock.pk for clock in clocks}, len(found)


def _tell(found: list[Alarm]) -> None:
    ladders, staff = LADDERS.read(), Staff()
    reached = list(_climb(found, ladders, staff))
    alarms.silence(found)
    record_news(_news(reached))
    notify_all(_notices(reached))
    _hand_over(reached)


def _climb(found: Iterable[Alarm], ladders: Ladders, staff: Staff) -> Iterator[Reached]:
    holders: dict[UUID, UUID | None] = {}
    for alarm in found:
        case = alarm.case
        if (circle := circle_of(case)) is not None:
            yield _within(circle, alarm, ladders, staff)
            continue
        holder = holders.setdefault(case.pk, case.assignee_id)
        rungs = ladders.of(alarm.milestone)
        steps = [rungs[percent] for percent in rungs if percent in alarm.passed]
        taker = _taker(steps, staff, holder)
        handlers = staff.handlers(holder) if any(step.handler for step in steps) else []
        people = [person for step in steps for person in step.people]
        others = staff.told(people, [role for step in steps for role in step.roles])
        if taker is not None:
            staff.takes(taker)
            holders[case.pk] = taker
        yield Reached(
            alarm,
            [person for person in handlers if person != taker],
            [person for person in others if person != taker and person not in handlers],
            taker,
        )


def _within(circle: Circle, alarm: Alarm, ladders: Ladders, staff: Staff) -> Reached:
    """Of a case that only its circle opens nobody else hears, and the clock gives it to nobody."""
    case, rungs = alarm.case, ladders.of(alarm.milestone)
    steps = [rungs[percent] for percent in rungs if percent in alarm.passed]
    people = [person for step in steps for person in step.people]
    above = staff.told(people, [role for step in steps for role in step.roles])
    users = User.objects.filter(pk__in=above).order_by("display_name", "pk")
    others = [user.pk for user in users if is_in_circle(circle, user, case)]
    handlers = [case.assignee_id] if case.assignee_id else []
    return Reached(alarm, handlers, [pk for pk in others if pk not in handlers], None)


def _taker(steps: list[Rung], staff: Staff, holder: UUID | None) -> UUID | None:
    """The highest rung that gives the case away says to whom."""
    for step in reversed(steps):
        if step.give_to_role is not None or step.give_to_person is not None:
            return staff.taker(role=step.give_to_role, person=step.give_to_person, holder=holder)
    return None


def _news(reached: Iterable[Reached]) -> Iterator[News]:
    for each in reached:
        alarm = each.alarm
        details = {
            "milestone": alarm.milestone.value,
            "clause": alarm.clock.clause_address,
            "percent": alarm.percent,
        }
        name = EventName.DEADLINE_MISSED if alarm.is_due else EventName.DEADLINE_WARNING
        yield News(alarm.clock.case_id, name, details)
        if each.goes_up:
            who: dict[str, object] = {"people": [str(person) for person in each.others]}
            if each.taker is not None:
                who["assignee"] = str(each.taker)
            yield News(alarm.clock.case_id, EventName.ESCALATED, details | who)


def _notices(reached: Iterable[Reached]) -> Iterator[Told]:
    for each in reached:
        missed = each.alarm.is_due
        kind = NoticeKind.DEADLINE_MISSED if missed else NoticeKind.DEADLINE_WARNING
        above = [*each.others, *([each.taker] if each.taker else [])]
        yield from (_told(each.alarm, person, kind) for person in each.handlers)
        yield from (_told(each.alarm, person, NoticeKind.ESCALATED) for person in above)


def _told(alarm: Alarm, person: UUID, kind: NoticeKind) -> Told:
    return Told(
        recipient_id=person,
        kind=kind,
        subject=f"{alarm.clock.pk}:{alarm.percent}",
        case_id=alarm.clock.case_id,
        details={"milestone": alarm.milestone.value, "percent": alarm.percent},
    )


def _hand_over(reached: Iterable[Reached]) -> None:
    """The last of several alarms of one case decides; its case is locked."""
    takers = {each.alarm.clock.case_id: each.taker for each in reached if each.taker}
    cases = Case.objects.filter(pk__in=takers).only("pk", "assignee", "revision")
    given = list(cases) if takers else []
    for case in given:
        case.assignee_id = takers[case.pk]
        case.revision += 1
    Case.objects.bulk_update(given, ["assignee", "revision"])
