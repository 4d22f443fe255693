"""Who may sign a version, who may see who signed, and what a signature needs."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from foundation.errors import Invalid, NotAllowed, WrongState
from policies.enums import VersionState
from policies.models import Acknowledgement
from tenants.people.roles import Permission

LONGEST_NAME = 200
SEE = (Permission.EDIT_POLICIES, Permission.RECORD_APPROVAL, Permission.VIEW_REPORTS)
REMIND = (Permission.EDIT_POLICIES, Permission.RECORD_APPROVAL)


class MayNotSeeSignatures(NotAllowed):
    code = "may_not_see_signatures"
    message = _("Your role does not include seeing who has signed the policy.")


class MayNotRemind(NotAllowed):
    code = "may_not_remind"
    message = _(
        "Only those who look after the policy, and the board's secretary, may remind people."
    )


class NotAskedToSign(WrongState):
    code = "not_asked_to_sign"
    message = _("Nobody asked you to sign this version of the policy.")


class VersionSuperseded(WrongState):
    code = "version_superseded"
    message = _("A newer version took the place of this one: read and sign that one instead.")


class NameNeeded(Invalid):
    code = "name_needed"
    message = _("Write your full name: it is your signature.")


class NameTooLong(Invalid):
    code = "name_too_long"
    message = _("This name is too long.")


class NotAgreed(Invalid):
    code = "not_agreed"
    message = _("Tick that you have read the policy and will work by it.")


class AnswerNeeded(Invalid):
    code = "answer_needed"
    message = _("Choose an answer to the question.")


class WrongAnswer(Invalid):
    code = "wrong_answer"
    message = _("That is not what the policy says. Read the clause again, and answer once more.")


class RemindedToday(WrongState):
    code = "reminded_today"
    message = _("Everybody who still has to sign was reminded today already. Try again tomorrow.")


def check_can_see(actor: Actor) -> None:
    if not any(map(actor.has_permission, SEE)):
        raise MayNotSeeSignatures


def check_can_remind(actor: Actor) -> None:
    if not any(map(actor.has_permission, REMIND)):
        raise MayNotRemind


def check_can_be_signed(asked: Acknowledgement) -> None:
    if asked.version.state != VersionState.IN_FORCE:
        raise VersionSuperseded


def check_signature(name: str, *, agreed: bool) -> None:
    if not name.strip():
        raise NameNeeded
    if len(name.strip()) > LONGEST_NAME:
        raise NameTooLong
    if not agreed:
        raise NotAgreed
