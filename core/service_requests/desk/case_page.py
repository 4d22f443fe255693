"""One request: what is next, what holds it up, and everything that is known of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import rules as governing
from core.beneficiaries.queries import possible_duplicates
from core.cases import queries
from core.cases.enums import CaseKind, EventName
from core.cases.enums import CaseStatus as S
from core.cases.models import Case, ChecklistItem, MissingItem
from core.cases.pages import desk_address
from core.cases.queries import cases_visible_to
from core.cases.rules import (
    WORKING,
    check_can_set_step_aside,
    check_can_work_on_step,
    holds_any,
)
from core.deadlines.calendars import calendar_in_force
from core.notices.services import mark_case_read
from core.request_types.enums import Priority
from core.research.queries import gathered_visits
from core.rules import GoverningRules, Stage
from core.service_requests import presence, rules, services
from core.service_requests.desk import actions, panels
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.actions import Action, Offered, offered
from core.service_requests.desk.clauses import ClauseRef, Clauses
from core.service_requests.desk.clocks import cards_of
from core.service_requests.desk.due import PRIORITY_TONES, due_of, status_tone
from core.service_requests.desk.forms import ActionForm, SetAsideForm, SettleForm
from core.service_requests.desk.matches import Proposal, proposals
from core.service_requests.desk.timeline import Entry, entries_of
from core.service_requests.next_action import facts_from, next_action
from core.service_requests.staleness import token_of
from foundation import audit, clock
from foundation.access import allows, reason
from foundation.dates import both_calendars
from tenants.people.access import person
from tenants.people.models import User
from tenants.people.roles import Permission, Role

STAGES: dict[Stage, str | Promise] = {
    Stage.COMPLETION: gettext_lazy("Before the request counts as complete"),
    Stage.COMMITTEE: gettext_lazy("Before it goes to the body that decides"),
    Stage.DECISION: gettext_lazy("Before the decision is recorded"),
    Stage.DELIVERY: gettext_lazy("Before it counts as delivered"),
}
HELD_UP_AT = {
    S.RECEIVED: Stage.COMPLETION,
    S.WAITING_FOR_BENEFICIARY: Stage.COMPLETION,
    S.COMPLETE: Stage.COMMITTEE,
    S.UNDER_STUDY: Stage.COMMITTEE,
    S.BEFORE_COMMITTEE: Stage.DECISION,
    S.DELIVERING: Stage.DELIVERY,
}


@dataclass(frozen=True, slots=True)
class StepLine:
    item: ChecklistItem
    stage: str | Promise
    role: str | Promise
    clause: ClauseRef
    blocks: bool
    why_not: str | None
    form: ActionForm | None
    aside: ActionForm | None
    """Where this person may say that the step does not apply to the case."""

    @property
    def may_reopen(self) -> bool:
        return self.why_not is None or (self.item.set_aside and self.aside is not None)


@dataclass(frozen=True, slots=True)
class ItemLine:
    item: MissingItem
    form: ActionForm


@for_case_workers
@require_safe
def case_view(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Whoever opens it has seen what they were told of it, and what the beneficiary wrote.

    Links that know nothing but an id lead here: a case of another kind has a page of its own.
    """
    actor = person(request)
    try:
        case = found(request, case_id)
    except Http404:
        others = cases_visible_to(actor).exclude(kind=CaseKind.REQUEST)
        if (other := others.filter(pk=case_id).first()) is None:
            raise
        return redirect(desk_address(other))
    mark_case_read(actor, case)
    if case.unread_since is not None and holds_any(actor, *WORKING):
        services.mark_read(case.pk, actor=actor)
    return case_page(request, case, {})


def case_page(
    request: HttpRequest, case: Case, tried: dict[str, ActionForm], *, status: int = 200
) -> HttpResponse:
    """`tried`: the form that was just refused, by the name of its action or the id of its item."""
    actor = person(request)
    with transaction.atomic():
        audit.record("case.viewed", case, actor=actor)
    pinned = governing.pinned(case.policy_version)
    clauses = Clauses(case.policy_version)
    queries.gather(case)
    timeline = entries_of(case, actor)
    facts = facts_from(
        queries.missing_items(case),
        queries.checklist(case),
        gathered_visits(case),
        (entry.event for entry in timeline),
    )
    context = {
        "case": case,
        "due": due_of(case, calendar_in_force(min(clock.today(), case.due_date or clock.today()))),
        "status_tone": status_tone(case),
        "tools": [(tool, clauses.ref(tool.clause.address)) for tool in pinned.tools],
        "steps": _steps(case, actor, clauses, tried),
        "works": holds_any(actor, *WORKING),
        "items": _items(case, tried),
        "why_not_settle": reason(rules.check_can_settle_missing, actor, case),
        "documents": list(queries.documents(case)),
        "clocks": cards_of(case, clauses),
        "timeline": timeline,
        "seen": token_of(case, (entry.event for entry in timeline)),
        "next": next_action(case, actor, facts),
        "priority_tone": PRIORITY_TONES.get(Priority(case.priority), ""),
        "beat": presence.BEAT_SECONDS,
        "outcome": _outcome(timeline),
        "panels": panels.shown(request, case),
        "twins": _twins(case, actor),
        **_offers(case, actor, tried, pinned),
    }
    return render(request, "desk/case.html", context, status=status)


def _twins(case: Case, actor: User) -> list[Proposal]:
    """Files of others: for those who may see all."""
    if not actor.has_permission(Permission.VIEW_CASES):
        return []
    return proposals(possible_duplicates(case.person))


def _outcome(timeline: list[Entry]) -> str:
    """Of the latest decision, whatever became of the request since."""
    return next((entry.fact for entry in timeline if entry.event.name == EventName.DECIDE), "")


def _offers(
    case: Case, actor: User, tried: dict[str, ActionForm], pinned: GoverningRules
) -> dict[str, Any]:
    def offer(action: Action) -> Offered:
        return offered(action, case, actor, tried.get(action.name))

    next_steps = [offer(action) for action in actions.STEPS if case.status in action.statuses]
    others = [action for action in actions.STEPS if case.status not in action.statuses]
    return {
        "next_steps": next_steps,
        "any_day": [each for each in map(offer, actions.ANY_DAY) if not each.is_hidden],
        # The form of a step that somebody else took meanwhile is shown with what was typed.
        "refused": [offer(action) for action in others if action.name in tried],
        "not_now": [offer(action) for action in others if action.name not in tried],
        "note": offer(actions.NOTE),
        "document": offer(actions.DOCUMENT),
        "hints": _hints(case, pinned),
    }


def _hints(case: Case, pinned: GoverningRules) -> dict[str, str]:
    """Whom a step leads to, by the name of its action."""
    hints = {}
    if pinned.referral_target:
        hints["refer"] = _("The policy names: %(name)s") % {"name": pinned.referral_target}
    if pinned.decision_body:
        hints["send_to_decision_body"] = hints["decide"] = _("The policy names: %(name)s") % {
            "name": pinned.decision_body
        }
    if case.status == S.BEFORE_COMMITTEE and (earliest := rules.earliest_decision(case)):
        day = both_calendars(timezone.localtime(earliest).date())
        hints["early"] = _("The policy asks to wait until %(day)s.") % {"day": day}
    return hints


def _steps(
    case: Case, actor: User, clauses: Clauses, tried: dict[str, ActionForm]
) -> list[StepLine]:
    order = list(Stage)
    held_up_at = HELD_UP_AT.get(S(case.status))
    blocking = order[: order.index(held_up_at) + 1] if held_up_at else []
    return [
        StepLine(
            item=item,
            stage=STAGES[Stage(item.stage)],
            role=Role(item.role).label if item.role else "",
            clause=clauses.ref(item.clause_address),
            blocks=not item.is_done and Stage(item.stage) in blocking,
            why_not=reason(check_can_work_on_step, actor, case, item),
            form=tried.get(str(item.pk)),
            aside=_aside_form(case, actor, item, tried),
        )
        for item in queries.checklist(case)
    ]


def _aside_form(
    case: Case, actor: User, item: ChecklistItem, tried: dict[str, ActionForm]
) -> ActionForm | None:
    if not allows(check_can_set_step_aside, actor, case, item):
        return None
    form = SetAsideForm(case=case, auto_id=f"aside_{item.pk}_%s")
    return tried.get(f"aside-{item.pk}") or form


def _items(case: Case, tried: dict[str, ActionForm]) -> list[ItemLine]:
    return [
        ItemLine(
            item,
            tried.get(str(item.pk)) or SettleForm(case=case, auto_id=f"settle_{item.pk}_%s"),
        )
        for item in queries.missing_items(case)
    ]
