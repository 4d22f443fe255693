"""Who may see and change what of a person's file."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries.models import Beneficiary
from foundation.errors import NotAllowed, WrongState
from tenants.people.models import User
from tenants.people.roles import Permission


class MayNotEditPeople(NotAllowed):
    code = "may_not_edit_people"
    message = _("Your roles do not include changing what is known of beneficiaries.")


class MayNotMerge(NotAllowed):
    code = "may_not_merge"
    message = _("Your roles do not include merging files.")


class SocialFileClosed(NotAllowed):
    code = "social_file_closed"
    message = _("Your roles do not open social files.")


class FileWasMerged(WrongState):
    code = "file_was_merged"
    message = _("This file was merged into another one; nothing changes in it any more.")


class FileChanged(WrongState):
    code = "file_changed"
    message = _(
        "Somebody else changed this file meanwhile. What you typed is kept; "
        "look at what is known now, then save again."
    )


def check_can_edit(actor: Actor, person: Beneficiary) -> None:
    if not actor.has_permission(Permission.EDIT_BENEFICIARIES):
        raise MayNotEditPeople
    check_is_current(person)


def check_can_complete(actor: Actor) -> None:
    """At a reception; a program that may register is trusted with what it sends, as staff are who edit."""
    if isinstance(actor, User) and not actor.has_permission(Permission.EDIT_BENEFICIARIES):
        raise MayNotEditPeople


def check_can_see_social_file(actor: Actor) -> None:
    if not actor.has_permission(Permission.VIEW_SOCIAL_FILES):
        raise SocialFileClosed


def check_can_edit_social_file(actor: Actor, person: Beneficiary) -> None:
    check_can_see_social_file(actor)
    check_is_current(person)


def check_can_merge(actor: Actor) -> None:
    if not actor.has_permission(Permission.MERGE_BENEFICIARIES):
        raise MayNotMerge


def check_is_current(person: Beneficiary) -> None:
    if person.merged_into_id is not None:
        raise FileWasMerged


def check_revision(person: Beneficiary, revision: int) -> None:
    if person.revision != revision:
        raise FileChanged
