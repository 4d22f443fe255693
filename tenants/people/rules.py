"""Who may manage whom, and what would lock an association out of its own account."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.actors import Actor
from tenants.people.models import ApiToken, Invitation, User, normalised_email
from tenants.people.roles import Permission, Role
from tenants.people.structure import stands_above


class MayNotManagePeople(NotAllowed):
    code = "may_not_manage_people"
    message = _("Only people with the permission to manage people may do this.")


class MayNotManageTokens(NotAllowed):
    code = "may_not_manage_tokens"
    message = _("Only people with the permission to manage API tokens may do this.")


class LastAdministrator(NotAllowed):
    code = "last_administrator"
    message = _("This is the last active administrator. Make someone else an administrator first.")


class NotYourself(NotAllowed):
    code = "not_yourself"
    message = _("You cannot deactivate your own account.")


class AlreadyHasAccount(Invalid):
    code = "already_has_account"
    message = _("Someone with this e-mail address already has an account.")


class UnknownRole(Invalid):
    code = "unknown_role"
    message = _("Choose at least one role from the list.")


class InvitationUnusable(WrongState):
    code = "invitation_unusable"
    message = _("This invitation is not valid any more. Ask your administrator for a new one.")


class AlreadyInThatState(WrongState):
    code = "already_in_that_state"
    message = _("This was already done.")


class TokenNameTaken(Invalid):
    code = "token_name_taken"
    message = _("Another token in use has this name.")


class ManagersInCircle(Invalid):
    code = "managers_in_circle"
    message = _("%(manager)s reports to %(name)s already, so %(name)s cannot report to them.")


class NotTheirOwnManager(Invalid):
    code = "not_their_own_manager"
    message = _("Nobody reports to themself. Choose somebody else.")


class ManagerNotActive(Invalid):
    code = "manager_not_active"
    message = _("This account is switched off. Choose an active person as the manager.")


def check_can_manage_people(actor: Actor) -> None:
    if not actor.has_permission(Permission.MANAGE_PEOPLE):
        raise MayNotManagePeople


def check_can_manage_tokens(actor: Actor) -> None:
    if not actor.has_permission(Permission.MANAGE_TOKENS):
        raise MayNotManageTokens


def check_roles_exist(roles: Iterable[str]) -> None:
    chosen = list(roles)
    if not chosen or not set(chosen) <= set(Role.values):
        raise UnknownRole


def check_has_no_account(email: str) -> None:
    if User.objects.filter(email=normalised_email(email)).exists():
        raise AlreadyHasAccount


def check_leaves_an_administrator(user: User, *, roles_after: Collection[str]) -> None:
    """Whoever changes something after this holds the lock on all administrators."""
    if Role.ADMINISTRATOR in roles_after or Role.ADMINISTRATOR not in user.roles:
        return
    others = User.objects.filter(is_active=True, role_grants__role=Role.ADMINISTRATOR)
    if user.is_active and not others.exclude(pk=user.pk).exists():
        raise LastAdministrator


def check_can_deactivate(actor: Actor, user: User) -> None:
    check_can_manage_people(actor)
    if isinstance(actor, User) and actor.pk == user.pk:
        raise NotYourself
    if not user.is_active:
        raise AlreadyInThatState
    check_leaves_an_administrator(user, roles_after=())


def check_can_reactivate(actor: Actor, user: User) -> None:
    check_can_manage_people(actor)
    if user.is_active:
        raise AlreadyInThatState


def check_token_name_is_free(name: str) -> None:
    if ApiToken.objects.filter(name=name, revoked_at=None).exists():
        raise TokenNameTaken


def check_is_open(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationUnusable


def check_is_in_use(token: ApiToken) -> None:
    if token.revoked_at:
        raise AlreadyInThatState


def check_can_report_to(user: User, manager: User) -> None:
    """Chains of managers end at somebody: no circles."""
    if manager.pk == user.pk:
        raise NotTheirOwnManager
    if not manager.is_active:
        raise ManagerNotActive
    if stands_above(user.pk, manager.pk):
        raise ManagersInCircle(name=user.display_name, manager=manager.display_name)
