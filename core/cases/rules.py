"""Who may see a case, and what holds every kind of case up."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor, id_of
from core.cases.circles import circle_of, is_in_circle
from core.cases.enums import CaseStatus
from core.cases.models import Case, ChecklistItem
from core.cases.queries import open_steps, unsettled_items
from core.cases.workflow import Workflow
from core.rules import Stage
from foundation.arabic import isolate
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.roles import ROLE_PERMISSIONS, Permission, Role

WORKING = frozenset(
    {
        Permission.REGISTER_CASES,
        Permission.HANDLE_CASES,
        Permission.RESEARCH_CASES,
        Permission.DECIDE_CASES,
        Permission.DELIVER_CASES,
    }
)


LONGEST_TEXT = 10_000


class NotYourPart(NotAllowed):
    code = "not_your_part"
    message = _("Your roles do not include this part of the work.")


class NotVisible(NotAllowed):
    code = "not_visible"
    message = _("You may only see the cases that you registered yourself.")


class StepNotPossible(WrongState):
    code = "wrong_state"
    message = _("This is not possible while the case is “%(status)s”.")


class StepsOpen(WrongState):
    code = "steps_open"
    message = _("Handling steps of the policy are still open: %(steps)s")


class ItemsMissing(WrongState):
    code = "items_missing"
    message = _("Still missing: %(items)s")


class CaseEnded(WrongState):
    code = "case_ended"
    message = _("This case has ended.")


class StepForAnotherRole(NotAllowed):
    code = "step_for_another_role"
    message = _("The policy gives this step to: %(role)s.")


class StepAlreadyThere(WrongState):
    code = "step_already_there"
    message = _("Somebody has already done this.")


class TextMissing(Invalid):
    code = "text_missing"
    message = _("Please write something.")


class TextTooLong(Invalid):
    code = "text_too_long"
    message = _("This is too long: at most %(limit)s characters. It begins with “%(beginning)s”.")


def holds_any(actor: Actor, *permissions: Permission) -> bool:
    return any(actor.has_permission(permission) for permission in permissions)


def check_holds_any(actor: Actor, *permissions: Permission) -> None:
    if not holds_any(actor, *permissions):
        raise NotYourPart


def check_can_view(actor: Actor, case: Case) -> None:
    if (circle := circle_of(case)) is not None:
        if not is_in_circle(circle, actor, case):
            raise NotVisible
        return
    if actor.has_permission(Permission.VIEW_CASES):
        return
    check_holds_any(actor, Permission.VIEW_OWN_INTAKES)
    if case.registered_by_id is None or str(case.registered_by_id) != id_of(actor):
        raise NotVisible


def check_can_work(actor: Actor, case: Case) -> None:
    """Whoever may do any of the work on this case."""
    check_can_view(actor, case)
    if (circle := circle_of(case)) is None:
        check_holds_any(actor, *WORKING)
    elif not circle.works(actor, case):
        raise NotYourPart


def check_can_step(workflow: Workflow, name: str, case: Case) -> None:
    try:
        workflow.step(name, status=case.status)
    except WrongState:
        raise StepNotPossible(status=CaseStatus(case.status).label) from None


def check_is_open(case: Case) -> None:
    if not case.is_open:
        raise CaseEnded


def check_no_open_steps(case: Case, stage: Stage) -> None:
    """Steps of this stage and of those before it."""
    if held_up_by := open_steps(case, stage):
        raise StepsOpen(steps=_listed([item.text for item in held_up_by]))


def check_nothing_missing(case: Case) -> None:
    if missing := unsettled_items(case):
        raise ItemsMissing(items=_listed([item.label for item in missing]))


def check_can_work_on_step(actor: Actor, case: Case, item: ChecklistItem) -> None:
    """Whoever may do the work of the role that the policy names; anybody who works on cases else."""
    check_can_view(actor, case)
    check_is_open(case)
    check_holds_any(actor, *WORKING)
    if not item.role:
        return
    role = Role(item.role)
    expected = ROLE_PERMISSIONS[role] & WORKING
    if expected and not holds_any(actor, *expected):
        raise StepForAnotherRole(role=role.label)


def check_can_set_step_aside(actor: Actor, case: Case, item: ChecklistItem) -> None:
    """Whoever handles the case, and whoever the step is for."""
    check_can_view(actor, case)
    check_is_open(case)
    if not actor.has_permission(Permission.HANDLE_CASES):
        check_can_work_on_step(actor, case, item)


def check_has_text(text: str) -> None:
    if not text.strip():
        raise TextMissing
    check_length(text)


def check_length(text: str, limit: int = LONGEST_TEXT) -> None:
    if len(text.strip()) > limit:
        raise TextTooLong(limit=limit, beginning=text.strip()[:30])


def _listed(texts: list[str]) -> str:
    return " ".join(f"«{isolate(text)}»" for text in texts)
