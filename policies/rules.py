"""Who may do what to the policy. Each check raises, with a reason fit for the screen."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from foundation.errors import NotAllowed
from policies.models import PolicyVersion
from policies.workflow import step
from tenants.people.roles import Permission


class MayNotViewPolicies(NotAllowed):
    code = "may_not_view_policies"
    message = _("Your role does not include reading drafts of the policy.")


class MayNotEditPolicies(NotAllowed):
    code = "may_not_edit_policies"
    message = _("Only those who look after the policy may change it.")


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


def check_can_bring_into_force(actor: Actor, version: PolicyVersion) -> None:
    if not actor.has_permission(Permission.RECORD_APPROVAL):
        raise MayNotRecordApproval
    step("bring_into_force", version.state)
