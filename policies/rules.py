"""Who may do what to the policy. Each check raises, with a reason fit for the screen."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from foundation.errors import NotAllowed, WrongState
from policies.enums import VersionState
from policies.models import PolicyVersion
from policies.workflow import step
from tenants.people.roles import Permission

WHAT_IF = (Permission.EDIT_POLICIES, Permission.RECORD_APPROVAL, Permission.VIEW_REPORTS)


class MayNotViewPolicies(NotAllowed):
    code = "may_not_view_policies"
    message = _("Your role does not include reading drafts of the policy.")


class MayNotEditPolicies(NotAllowed):
    code = "may_not_edit_policies"
    message = _("Only those who look after the policy may change it.")


class NotUnderReview(WrongState):
    code = "not_under_review"
    message = _("Remarks belong to a draft, or to a version that awaits the board.")


class MayNotRecordApproval(NotAllowed):
    code = "may_not_record_approval"
    message = _("Only the board's secretary may record the board's approval.")


def check_can_view(actor: Actor) -> None:
    if not actor.has_permission(Permission.VIEW_POLICIES):
        raise MayNotViewPolicies


def check_can_edit(actor: Actor, version: PolicyVersion | None = None) -> None:
    """Without a version: may this person begin a draft?"""
    if not actor.has_permission(Permission.EDIT_POLICIES):
        raise MayNotEditPolicies
    if version is not None:
        step("edit", version.state)


def check_can_send_to_board(actor: Actor, version: PolicyVersion) -> None:
    check_can_edit(actor)
    step("send_to_board", version.state)


def check_can_withdraw_from_board(actor: Actor, version: PolicyVersion) -> None:
    check_can_edit(actor)
    step("withdraw_from_board", version.state)


def check_can_discard(actor: Actor, version: PolicyVersion) -> None:
    check_can_edit(actor)
    step("discard_draft", version.state)


def check_can_record_approval(actor: Actor, version: PolicyVersion) -> None:
    if not actor.has_permission(Permission.RECORD_APPROVAL):
        raise MayNotRecordApproval
    step("record_approval", version.state)


def check_can_comment(actor: Actor, version: PolicyVersion) -> None:
    check_can_view(actor)
    if version.state not in (VersionState.DRAFT, VersionState.AWAITING_BOARD):
        raise NotUnderReview


def check_can_resolve_comment(actor: Actor, version: PolicyVersion) -> None:
    """Also once the version is approved: what was left open then is still answered."""
    check_can_edit(actor)
    if version.state == VersionState.WITHDRAWN:
        raise NotUnderReview


def check_can_ask_what_if(actor: Actor) -> None:
    """Those who decide what a policy promises, and those who answer for its figures."""
    if not any(actor.has_permission(permission) for permission in WHAT_IF):
        raise MayNotViewPolicies


def check_can_bring_into_force(actor: Actor, version: PolicyVersion) -> None:
    if not actor.has_permission(Permission.RECORD_APPROVAL):
        raise MayNotRecordApproval
    step("bring_into_force", version.state)
