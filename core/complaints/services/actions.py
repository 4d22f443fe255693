"""Systemic actions: what is changed so that a kind of complaint does not come again."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.cases import rules as cases
from core.cases.enums import EventName
from core.cases.recording import record_event
from core.complaints import queries, rules
from core.complaints.models import SystemicAction
from core.complaints.services.changes import change, locked_complaint
from core.notices.enums import NoticeKind
from core.notices.services import notify
from foundation import audit, clock
from foundation.errors import Invalid, WrongState
from tenants.people.models import User
from tenants.people.roles import Permission


class TitleMissing(Invalid):
    code = "title_missing"
    message = _("Say in a few words what will change.")


class DayPassed(Invalid):
    code = "day_passed"
    message = _("The day has passed.")


class ActionOver(WrongState):
    code = "action_over"
    message = _("This action is done.")


@transaction.atomic
def create_action(
    *,
    actor: Actor,
    title: str,
    owner: User,
    due_on: date,
    plan: str = "",
    complaints: Iterable[uuid.UUID] = (),
) -> SystemicAction:
    """`complaints`: ids of cases that it answers, of those that the actor may see."""
    check_can_act(actor)
    if not title.strip():
        raise TitleMissing
    if due_on < clock.today():
        raise DayPassed
    if not owner.is_active:
        raise rules.Unfit
    action = SystemicAction(
        title=title.strip()[:200],
        plan=plan.strip(),
        owner=owner,
        due_on=due_on,
        created_by=name_of(actor),
        created_at=clock.now(),
    )
    action.save(force_insert=True)
    audit.record("systemic_action.created", action, actor=actor)
    notify(recipient=owner, kind=NoticeKind.ACTION_DUE, subject=f"new:{action.pk}")
    link(action.pk, actor=actor, complaints=complaints)
    return action


@transaction.atomic
def link(action_id: uuid.UUID, *, actor: Actor, complaints: Iterable[uuid.UUID]) -> SystemicAction:
    """Each says in its timeline that it is answered by the action."""
    check_can_act(actor)
    action = SystemicAction.objects.select_for_update().get(pk=action_id)
    seen = queries.complaints_visible_to(actor).filter(pk__in=list(complaints)).order_by("pk")
    for case_id in seen.values_list("pk", flat=True):
        case = locked_complaint(case_id)
        if case.complaint.action_id == action.pk:
            continue
        change(case.complaint, action=action)
        details = {"action": str(action.pk)}
        record_event(case, EventName.ACTION_LINKED, actor=actor, details=details)
    return action


@transaction.atomic
def finish_action(action_id: uuid.UUID, *, actor: Actor, outcome: str) -> SystemicAction:
    """By its owner, or whoever handles complaints."""
    action = SystemicAction.objects.select_for_update().get(pk=action_id)
    if not isinstance(actor, User) or action.owner_id != actor.pk:
        check_can_act(actor)
    if action.done_at is not None:
        raise ActionOver
    cases.check_has_text(outcome)
    action.done_at = clock.now()
    action.outcome = outcome.strip()
    action.save(update_fields=["done_at", "outcome"])
    audit.record("systemic_action.done", action, actor=actor)
    return action


def check_can_act(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.HANDLE_COMPLAINTS, Permission.DECIDE_COMPLAINTS)
