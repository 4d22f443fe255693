"""Who may set up types of requests, and what stands against it."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.request_types.content import TypeContent
from core.request_types.enums import FormState
from core.request_types.faults import Fault
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import is_usable
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.roles import Permission


class MayNotEditTypes(NotAllowed):
    code = "may_not_edit_types"
    message = _("Your roles do not include setting up types of requests.")


class FormChanged(WrongState):
    code = "form_changed"
    message = _(
        "Somebody else changed this form meanwhile. Look at what it says now; save again to replace it."
    )


class NotADraft(WrongState):
    code = "not_a_draft"
    message = _("This version is not a draft any more; begin a new one from it.")


class NotPublished(WrongState):
    code = "not_published"
    message = _("Only a published form can be withdrawn.")


class FormFaulty(Invalid):
    code = "form_faulty"
    message = _("The form cannot be published yet: %(first)s")

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(first=str(faults[0]))
        self.faults = faults


class NameMissing(Invalid):
    code = "type_name_missing"
    message = _("The type needs a name in Arabic.")


class TypeNotOffered(Invalid):
    code = "type_not_offered"
    message = _("This type of request is not offered any more. Please choose another.")


class NotByThisChannel(Invalid):
    code = "type_not_by_this_channel"
    message = _("“%(type)s” cannot be asked for by this channel.")


def check_can_edit(actor: Actor) -> None:
    if not actor.has_permission(Permission.EDIT_REQUEST_TYPES):
        raise MayNotEditTypes


def check_is_draft(version: RequestTypeVersion, revision: int | None) -> None:
    if version.state != FormState.DRAFT:
        raise NotADraft
    if revision is not None and revision != version.revision:
        raise FormChanged


def check_can_be_asked_for(version: RequestTypeVersion, channel_key: str) -> None:
    if not is_usable(version):
        raise TypeNotOffered
    content = TypeContent.model_validate(version.content)
    if not content.is_open_to(channel_key):
        raise NotByThisChannel(type=str(content.name))
