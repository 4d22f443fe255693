"""The clocks of a case, and what the inbox shows of them."""

from collections.abc import Iterable
from datetime import datetime

from core.cases.enums import CaseKind, EventName
from core.cases.models import Case
from core.cases.promises import PROMISED
from core.deadlines import queries, services
from core.deadlines.enums import PauseReason
from core.deadlines.models import Clock
from core.deadlines.statutory import Statute
from core.request_types import own_deadlines
from core.rules import DeadlineRule, Milestone, StartEvent, pinned
from foundation import clock


def start_clocks(
    case: Case, event: StartEvent, *, at: datetime, without: Iterable[Milestone] = ()
) -> None:
    """One clock for each rule of the case's policy that starts with `event`, unless it runs already."""
    wanted = PROMISED[CaseKind(case.kind)] - set(without)
    all_rules = pinned(case.policy_version).deadlines
    rules: list[DeadlineRule] = [
        rule for rule in all_rules if rule.start == event and rule.milestone in wanted
    ]
    if case.kind == CaseKind.REQUEST:
        rules = own_deadlines.without_those_of_others(
            rules, all_rules=all_rules, request_type=case.request_type
        )
    services.start_clocks_for(case.pk, rules=rules, at=at)
    if event != StartEvent.SUBMISSION and waits_for_outside_body(case):
        services.pause_clocks(case.pk, reason=PauseReason.OUTSIDE_BODY, at=at)
    show_leading_clock(case)


def start_own_clocks(case: Case, rules: Iterable[DeadlineRule], *, at: datetime) -> None:
    """What the association set for itself (statutory.SELF_SET), unless it runs already."""
    services.start_clocks_for(case.pk, rules=rules, at=at)
    show_leading_clock(case)


def start_statutory_clock(case: Case, statute: Statute, *, at: datetime) -> Clock:
    """What the law wants of the association, unless it runs already."""
    services.start_clocks_for(case.pk, rules=[statute.rule], at=at)
    show_leading_clock(case)
    return Clock.objects.get(case=case, rule_key=statute.rule.key)


def pause_clocks(case: Case, reason: PauseReason = PauseReason.BENEFICIARY) -> None:
    services.pause_clocks(case.pk, reason=reason, at=clock.now())
    show_leading_clock(case)


def resume_clocks(case: Case, reason: PauseReason = PauseReason.BENEFICIARY) -> None:
    services.resume_clocks(case.pk, reason=reason, at=clock.now())
    show_leading_clock(case)


def waits_for_outside_body(case: Case) -> bool:
    """By its history: each wait ends with an answer, and no second one begins before."""
    waits = case.events.filter(name__in=(EventName.WAIT_OUTSIDE, EventName.OUTSIDE_ANSWERED))
    return waits.count() % 2 == 1


def meet_milestones(case: Case, *milestones: Milestone, at: datetime | None = None) -> None:
    for milestone in milestones:
        services.meet_milestone(case.pk, milestone, at=at or clock.now())
    show_leading_clock(case)


def cancel_clocks(case: Case) -> None:
    services.cancel_clocks(case.pk, at=clock.now())
    show_leading_clock(case)


def show_leading_clock(case: Case) -> None:
    """Copy the due date that comes first to the case; call it after every change of its clocks."""
    leading = queries.leading_due(case.pk) if case.is_open else queries.NOTHING_DUE
    case.due_at = leading.due_at
    case.due_date = leading.due_date
    case.clock_paused = leading.paused
    case.save(update_fields=["due_at", "due_date", "clock_paused"])
