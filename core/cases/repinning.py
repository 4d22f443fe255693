"""Open cases that move to another version of the policy: what would change, and the change itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.actors import Actor
from core.cases import telling, timing
from core.cases.enums import CaseKind, EventName, MissingKind, Visibility
from core.cases.history import CaseHistory, ClockFacts, Histories, histories
from core.cases.models import Case, CaseEvent, ChecklistItem, MissingItem
from core.cases.recording import record_event
from core.deadlines import services as clocks
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.due import Due, due
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.request_types import own_deadlines
from core.rules import DeadlineRule, GoverningRules, HandlingStep, Milestone
from foundation import clock as time
from foundation.arabic import searchable

OUT_OF_THE_WAY = "moving:"
LONGEST_KEY = 80


class Fate(StrEnum):
    """What becomes of one promise of a case."""

    SAME = "same"
    MOVED = "moved"
    BEGUN = "begun"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Change:
    """One promise of an open case, under the version it has and under the one it would have."""

    case: CaseHistory
    milestone: Milestone
    fate: Fate
    clause: str
    clock: ClockFacts | None
    rule: DeadlineRule | None
    after: Due | None

    @property
    def old_date(self) -> date | None:
        return self.clock.due_date if self.clock else None

    @property
    def new_date(self) -> date | None:
        return self.after.due_date if self.after else None

    @property
    def is_paused(self) -> bool:
        """No date, since the case waits for somebody."""
        promised = self.rule is not None and self.rule.term.maximum is not None
        return promised and self.after is not None and self.after.due is None

    @property
    def distance(self) -> timedelta:
        """How far the date moves; what begins or ends to be promised moves farthest."""
        if self.fate in (Fate.BEGUN, Fate.RELEASED):
            return timedelta.max
        if self.old_date is None or self.new_date is None:
            return timedelta(0)
        return abs(self.new_date - self.old_date)

    @property
    def is_later(self) -> bool:
        return bool(self.old_date and self.new_date and self.new_date > self.old_date)

    @property
    def is_late_at_once(self) -> bool:
        new = self.after.due if self.after else None
        was_late = self.clock is not None and self.clock.state == ClockState.MISSED
        return new is not None and new < time.now() and not was_late


def open_cases(versions: Iterable[UUID]) -> QuerySet[Case]:
    """Those that have not ended and are pinned to one of these versions."""
    return Case.objects.filter(closed_at=None, policy_version__in=list(versions)).order_by(
        "received_at", "pk"
    )


def changes(cases: QuerySet[Case], rules: Iterable[DeadlineRule]) -> list[Change]:
    """Of all these cases, the largest change first. As many queries for one case as for thousands."""
    found = histories(cases, calendars=True)
    wanted = list(rules)
    reserved = own_deadlines.reserved_among(wanted)
    planned = [
        change
        for case in found.cases
        for change in _plan(case, _rules_for(case, wanted, reserved), found)
    ]
    return sorted(planned, key=_largest_first)


def _rules_for(
    case: CaseHistory, rules: list[DeadlineRule], reserved: frozenset[str]
) -> list[DeadlineRule]:
    """Without the dates that only other types of request have."""
    return own_deadlines.running(rules, all_rules=rules, own=case.own_deadline, reserved=reserved)


def _largest_first(change: Change) -> tuple[Any, ...]:
    return -change.distance, change.case.reference, change.milestone


def _plan(case: CaseHistory, rules: list[DeadlineRule], found: Histories) -> Iterator[Change]:
    """What is owed only: what has happened stays as it was promised."""
    matched = matches(case, rules)
    for clock in case.clocks:
        if not clock.is_owed:
            continue
        rule = matched.get(clock.id)
        if rule is None:
            yield Change(case, clock.milestone, Fate.RELEASED, clock.clause, clock, None, None)
            continue
        after = _due(rule, clock.started_at, found.calendars[clock.calendar], case)
        moved = (after.due, after.due_date) != (clock.due_at, clock.due_date)
        fate = Fate.MOVED if moved else Fate.SAME
        yield Change(case, rule.milestone, fate, rule.clause.address, clock, rule, after)
    for rule, start in beginning(case, rules, matched.values()):
        after = _due(rule, start, _calendar_at(start, found), case)
        yield Change(case, rule.milestone, Fate.BEGUN, rule.clause.address, None, rule, after)


def matches(case: CaseHistory, rules: Iterable[DeadlineRule]) -> dict[UUID, DeadlineRule]:
    """The rule that goes on with each clock: the same milestone from the same start, best the same key."""
    left = list(rules)
    found: dict[UUID, DeadlineRule] = {}
    for by_key in (True, False):
        for clock in case.clocks:
            if clock.id in found:
                continue
            for rule in left:
                alike = (rule.milestone, rule.start) == (clock.milestone, clock.start)
                if alike and (not by_key or rule.key == clock.rule_key):
                    found[clock.id] = rule
                    left.remove(rule)
                    break
    return found


def beginning(
    case: CaseHistory, rules: Iterable[DeadlineRule], matched: Iterable[DeadlineRule]
) -> Iterator[tuple[DeadlineRule, datetime]]:
    """Rules that no clock follows, of things that are still to be done and have begun to count."""
    taken = {rule.key for rule in matched}
    for rule in rules:
        start = case.start_of(rule)
        if rule.key not in taken and rule.milestone not in case.reached and start is not None:
            yield rule, start


def _due(rule: DeadlineRule, start: datetime, calendar: WorkCalendar, case: CaseHistory) -> Due:
    return due(rule.term, start, calendar, case.pauses_after(start))


def _calendar_at(start: datetime, found: Histories) -> WorkCalendar:
    year = timezone.localdate(start).year
    if year not in found.in_force:
        found.in_force[year] = calendar_in_force(date(year, 1, 1))
    return found.in_force[year]


@dataclass(frozen=True, slots=True)
class Progress:
    moved: int
    left: int

    @property
    def total(self) -> int:
        return self.moved + self.left

    @property
    def percent(self) -> int:
        return 100 * self.moved // self.total if self.total else 100


def progress(version_id: UUID, versions: Iterable[UUID]) -> Progress:
    """How many open cases came to this version, and how many still wait in the ones before."""
    moved = CaseEvent.objects.filter(
        name=EventName.REPINNED, details__version=str(version_id)
    ).count()
    return Progress(moved, open_cases(versions).count())


@transaction.atomic
def repin(case_id: UUID, rules: GoverningRules, *, actor: Actor | None = None) -> bool:
    """Move one case, and tell its timeline; False where it has ended or was moved already."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not case.is_open or case.policy_version == rules.version_id:
        return False
    before = case.policy_label
    found = histories(Case.objects.filter(pk=case.pk), calendars=True)
    all_rules = list(rules.deadlines)
    reserved = own_deadlines.reserved_among(all_rules)
    wanted = _rules_for(found.cases[0], all_rules, reserved)
    planned = list(_plan(found.cases[0], wanted, found))
    _move_clocks(found.cases[0], planned, wanted)
    # Steps and papers of the policy are those of requests.
    is_request = case.kind == CaseKind.REQUEST
    steps = _new_checklist(case, rules) if is_request else {}
    papers = _new_papers(case, rules) if is_request else {}
    case.policy_version = rules.version_id
    case.policy_label = rules.version_label
    case.rules_digest = rules.digest
    case.save(update_fields=["policy_version", "policy_label", "rules_digest"])
    dates = [_told(change) for change in planned if change.fate != Fate.SAME]
    record_event(
        case,
        EventName.REPINNED,
        actor=actor,
        by_system=actor is None,
        visibility=Visibility.BENEFICIARY if dates else Visibility.STAFF,
        details={
            "version": str(rules.version_id),
            "policy": rules.version_label,
            "policy_before": before,
            "dates": dates,
            **steps,
            **papers,
        },
    )
    timing.show_leading_clock(case)
    if dates:
        telling.dates_moved(case)
    return True


def _told(change: Change) -> dict[str, str]:
    return {
        "milestone": change.milestone.value,
        "fate": change.fate.value,
        "clause": change.clause,
        "from": str(change.old_date or ""),
        "to": str(change.new_date or ""),
    }


def _move_clocks(case: CaseHistory, planned: list[Change], rules: list[DeadlineRule]) -> None:
    """Keys are unique in a case, and may change places: first every clock leaves its key."""
    matched = matches(case, rules)
    of_case = {
        clock.pk: clock
        for clock in Clock.objects.select_for_update(of=("self",))
        .filter(case_id=case.id)
        .order_by("pk")
    }
    for facts in case.clocks:
        Clock.objects.filter(pk=facts.id).update(rule_key=f"{OUT_OF_THE_WAY}{facts.id}")
    now = time.now()
    for facts in case.clocks:
        clock, rule = of_case[facts.id], matched.get(facts.id)
        if rule is not None:
            clocks.repin_clock(clock, rule, case.stops)
        else:
            old = f"{facts.rule_key}@{case.policy_label}"
            free = f"{old}:{clock.pk.hex[:8]}"[-LONGEST_KEY:]
            clocks.release_clock(clock, key=free, at=now)
    for change in planned:
        if change.fate == Fate.BEGUN and change.rule is not None:
            start = case.starts[change.rule.start]
            clocks.begin_clock(case.id, change.rule, at=start, stops=case.stops)


def _new_checklist(case: Case, rules: GoverningRules) -> dict[str, Any]:
    """The steps of the new version; a tick stays with its step, found by its words or its key.

    The event keeps the old steps, so that what was ticked before is told in its own words.
    """
    old = list(case.checklist.order_by("order"))
    kept = _same_steps(old, rules.steps)
    ticked = sum(item.is_done for item in kept.values())
    case.checklist.all().delete()
    ChecklistItem.objects.bulk_create(
        _step(case, order, step, kept.get(step.key))
        for order, step in enumerate(rules.steps, start=1)
    )
    return {
        "ticks_kept": ticked,
        "ticks_dropped": sum(item.is_done for item in old) - ticked,
        "steps_before": {str(item.order): item.text for item in old},
    }


def _same_steps(
    old: list[ChecklistItem], steps: tuple[HandlingStep, ...]
) -> dict[str, ChecklistItem]:
    """By their words first: of a document that was read anew, keys are no more than places."""
    by_words = {searchable(item.text): item for item in old}
    found = {
        step.key: by_words[searchable(step.text)]
        for step in steps
        if searchable(step.text) in by_words
    }
    taken = {item.pk for item in found.values()}
    by_key = {item.key: item for item in old if item.pk not in taken}
    found |= {
        step.key: by_key[step.key]
        for step in steps
        if step.key not in found and step.key in by_key
    }
    return found


def _step(
    case: Case, order: int, step: HandlingStep, before: ChecklistItem | None
) -> ChecklistItem:
    item = ChecklistItem(
        case=case,
        order=order,
        key=step.key,
        text=step.text,
        role=step.role or "",
        stage=step.stage,
        clause_address=step.clause.address,
    )
    if before is not None:
        item.done_at, item.done_by = before.done_at, before.done_by
        item.set_aside, item.note = before.set_aside, before.note
    return item


def _new_papers(case: Case, rules: GoverningRules) -> dict[str, int]:
    """Until a case is complete it needs what the new version requires; what was asked for stays asked."""
    if case.completed_at is not None:
        return {}
    needed = {searchable(label): label for label in rules.required_documents}
    items = list(case.missing_items.filter(kind=MissingKind.DOCUMENT).order_by("pk"))
    gone = [
        item.pk
        for item in items
        if item.asked_at is None
        and item.provided_at is None
        and searchable(item.label) not in needed
    ]
    MissingItem.objects.filter(pk__in=gone).delete()
    known = {searchable(item.label) for item in items}
    new = [label for words, label in needed.items() if words not in known]
    MissingItem.objects.bulk_create(
        MissingItem(case=case, kind=MissingKind.DOCUMENT, label=label) for label in new
    )
    return {"documents_new": len(new), "documents_gone": len(gone)}
