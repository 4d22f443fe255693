"""Who may do what to a service request, and what must be done first. Each check says why not.

Pages ask `foundation.access.reason(rules.check_can_decide, actor, case)` to word a disabled button.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases.models import Case
from core.deadlines.queries import earliest_moment
from core.rules import Milestone, Stage
from core.service_requests.enums import Outcome
from core.service_requests.workflow import WORKFLOW
from foundation import clock
from foundation.dates import both_calendars
from foundation.errors import Invalid, WrongState
from tenants.people.models import User
from tenants.people.roles import Permission

LONGEST_SUBJECT = 200
LONGEST_ITEM = 500
LONGEST_REGISTER_NUMBER = 40


class NoReferralTarget(WrongState):
    code = "no_referral_target"
    message = _("The policy of this case names nobody to refer requests to.")


class NothingAskedFor(Invalid):
    code = "nothing_asked_for"
    message = _("Name at least one missing document, or ask a question.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _(
        "A request that is not fully accepted needs a reason, for the beneficiary to read."
    )


class EarlyReasonMissing(Invalid):
    code = "early_reason_missing"
    message = _(
        "The policy gives at least until %(earliest)s. To decide earlier, record the reason."
    )

    def __init__(self, earliest: datetime) -> None:
        super().__init__(earliest=timezone.localtime(earliest).date())

    def __str__(self) -> str:
        return str(self.message) % {"earliest": both_calendars(self.details["earliest"])}


class ArrivesInFuture(Invalid):
    code = "arrives_in_future"
    message = _("A request cannot have arrived in the future.")


class SubjectMissing(Invalid):
    code = "subject_missing"
    message = _("Say in a few words what the request is about.")


class EmailMissing(Invalid):
    code = "email_missing"
    message = _("Replies by e-mail need an e-mail address.")


class MobileMissing(Invalid):
    code = "mobile_missing"
    message = _("Replies by phone need a mobile number.")


class CannotBeAssigned(Invalid):
    code = "cannot_be_assigned"
    message = _("%(name)s has no role that works on requests.")


def check_can_register(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.REGISTER_CASES)


def check_can_add_document(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, *cases.WORKING)
    cases.check_is_open(case)


def check_can_settle_missing(actor: Actor, case: Case) -> None:
    check_can_add_document(actor, case)


def check_can_mark_missing(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.RESEARCH_CASES)
    cases.check_can_step(WORKFLOW, "mark_missing", case)


def check_question(documents: Sequence[str], question: str) -> None:
    if not documents and not question.strip():
        raise NothingAskedFor
    for text in (*documents, question):
        cases.check_length(text, LONGEST_ITEM)


def check_can_mark_complete(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_can_step(WORKFLOW, "mark_complete", case)
    cases.check_nothing_missing(case)
    cases.check_no_open_steps(case, Stage.COMPLETION)


def check_can_refer_to_research(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_can_step(WORKFLOW, "refer_to_research", case)
    if not governing.pinned(case.policy_version).referral_target:
        raise NoReferralTarget


def check_can_return_from_research(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.RESEARCH_CASES, Permission.HANDLE_CASES)
    cases.check_can_step(WORKFLOW, "return_from_research", case)


def check_can_send_to_decision_body(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.RESEARCH_CASES)
    cases.check_can_step(WORKFLOW, "send_to_decision_body", case)
    cases.check_nothing_missing(case)
    cases.check_no_open_steps(case, Stage.COMMITTEE)


def check_can_decide(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.DECIDE_CASES)
    cases.check_can_step(WORKFLOW, "accept", case)
    cases.check_no_open_steps(case, Stage.DECISION)


def check_decision(case: Case, outcome: Outcome, reason: str, early_reason: str) -> None:
    cases.check_length(reason)
    cases.check_length(early_reason)
    if outcome != Outcome.ACCEPTED and not reason.strip():
        raise ReasonMissing
    earliest = earliest_decision(case)
    if earliest is not None and not early_reason.strip():
        raise EarlyReasonMissing(earliest)


def earliest_decision(case: Case) -> datetime | None:
    """The end of a minimum period that still runs; None where nothing asks to wait."""
    earliest = earliest_moment(case.pk, Milestone.REQUEST_DECISION)
    return earliest if earliest is not None and earliest > clock.now() else None


def check_can_start_delivery(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.DELIVER_CASES)
    cases.check_can_step(WORKFLOW, "start_delivery", case)


def check_can_deliver(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.DELIVER_CASES)
    cases.check_can_step(WORKFLOW, "deliver", case)
    cases.check_no_open_steps(case, Stage.DELIVERY)


def check_can_close(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_can_step(WORKFLOW, "close", case)


def check_can_withdraw(actor: Actor | None, case: Case) -> None:
    """Without an actor the beneficiary withdraws, who showed the tracking code."""
    if actor is not None:
        cases.check_can_view(actor, case)
        cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_can_step(WORKFLOW, "withdraw", case)


def check_can_assign(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_is_open(case)


def check_can_be_assigned(assignee: User) -> None:
    if not cases.holds_any(assignee, *cases.WORKING):
        raise CannotBeAssigned(name=assignee.display_name)


def check_can_add_note(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, *cases.WORKING)


def check_can_log_contact(actor: Actor, case: Case) -> None:
    check_can_add_note(actor, case)


def check_words(subject: str, description: str) -> None:
    if not subject:
        raise SubjectMissing
    cases.check_length(subject, LONGEST_SUBJECT)
    cases.check_length(description)


def check_register_number(register_number: str) -> None:
    cases.check_length(register_number, LONGEST_REGISTER_NUMBER)


def check_reply_channel(reply_channel: ReplyChannel, *, email: str, mobile: str) -> None:
    if reply_channel == ReplyChannel.EMAIL and not email:
        raise EmailMissing
    if reply_channel == ReplyChannel.PHONE and not mobile:
        raise MobileMissing
