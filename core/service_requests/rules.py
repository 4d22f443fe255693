"""Who may do what to a service request, and what must be done first. Each check says why not.

Pages ask `foundation.access.reason(rules.check_can_decide, actor, case)` to word a disabled button.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import rules as governing
from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.deadlines.queries import earliest_moment
from core.messages.sections import is_set_up
from core.rules import Milestone, Stage
from core.service_requests.appeals import check_may_decide
from core.service_requests.budgets import ProgrammeMissing, running_programmes
from core.service_requests.deciding import NO_DETAILS, DecisionDetails
from core.service_requests.enums import DeliveryState, Outcome
from core.service_requests.exclusions import check_not_excluded
from core.service_requests.models import Delivery
from core.service_requests.workflow import WORKFLOW
from foundation import clock
from foundation.dates import both_calendars
from foundation.errors import Invalid, WrongState
from tenants.people.models import User
from tenants.people.roles import Permission

LONGEST_SUBJECT = 200
LONGEST_ITEM = 500
LONGEST_REGISTER_NUMBER = 40
LONGEST_INSTALMENT = 300
MOST_INSTALMENTS = 60


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


class NothingGranted(Invalid):
    code = "nothing_granted"
    message = _("Nothing is granted with a rejection.")


class AmountMissing(Invalid):
    code = "amount_missing"
    message = _("Say how much is granted from the programme.")


class NotInPart(Invalid):
    code = "not_in_part"
    message = _("Accepted in part means less than the %(asked)s riyals that were asked for.")


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


class WayNotSetUp(Invalid):
    code = "way_not_set_up"
    message = _("The association has not set this way up yet. Choose another one.")


class CannotBeAssigned(Invalid):
    code = "cannot_be_assigned"
    message = _("%(name)s has no role that works on requests.")


class InstalmentsOutOfRange(Invalid):
    code = "instalments_out_of_range"
    message = _("A delivery has between one and %(most)s instalments.")


class AmountNotPositive(Invalid):
    code = "amount_not_positive"
    message = _("An amount is more than zero.")


class MoreThanGranted(Invalid):
    code = "more_than_granted"
    message = _("That makes %(planned)s riyals together, and %(granted)s were granted.")


class NothingPlanned(WrongState):
    code = "nothing_planned"
    message = _("Nothing more is planned. Plan the rest first, or end the delivery as it is.")


class InstalmentsOpen(WrongState):
    code = "instalments_open"
    message = _("Instalments are still planned. Hand them over first, or end the service.")


class Planned(Protocol):
    """An instalment as it was typed."""

    @property
    def what(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...


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
    check_may_decide(actor, case)
    cases.check_can_step(WORKFLOW, "accept", case)
    check_not_excluded(actor, case)
    cases.check_no_open_steps(case, Stage.DECISION)


def check_can_decide_in_session(actor: Actor, case: Case) -> None:
    """The body decided; whoever may call its sessions applies it to the cases."""
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.CALL_SESSIONS)
    cases.check_can_step(WORKFLOW, "accept", case)
    cases.check_no_open_steps(case, Stage.DECISION)


def check_decision(
    case: Case,
    outcome: Outcome,
    reason: str,
    early_reason: str,
    details: DecisionDetails = NO_DETAILS,
) -> None:
    cases.check_length(reason)
    cases.check_length(early_reason)
    if outcome != Outcome.ACCEPTED and not reason.strip() and not details.reasons:
        raise ReasonMissing
    check_amount(case, outcome, details)
    earliest = earliest_decision(case)
    if earliest is not None and not early_reason.strip():
        raise EarlyReasonMissing(earliest)


def check_amount(case: Case, outcome: Outcome, details: DecisionDetails) -> None:
    """Money comes from a programme, as far as the association has any that runs."""
    if outcome == Outcome.REJECTED and (details.amount or details.programme_id):
        raise NothingGranted
    if details.programme_id is not None and not details.amount:
        raise AmountMissing
    if details.amount is None:
        return
    if outcome != Outcome.REJECTED and details.amount <= 0:
        raise AmountNotPositive
    asked = case.amount_asked
    if outcome == Outcome.PARTLY_ACCEPTED and asked is not None and details.amount >= asked:
        raise NotInPart(asked=asked)
    if details.programme_id is None and running_programmes(clock.today()).exists():
        raise ProgrammeMissing


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


def check_can_plan_delivery(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.DELIVER_CASES)
    cases.check_can_step(WORKFLOW, "end_service", case)


def check_instalments(case: Case, instalments: Sequence[Planned], *, already: Decimal) -> None:
    """`already`: what was handed over; together no more than was granted."""
    if not 1 <= len(instalments) <= MOST_INSTALMENTS:
        raise InstalmentsOutOfRange(most=MOST_INSTALMENTS)
    for instalment in instalments:
        cases.check_has_text(instalment.what)
        cases.check_length(instalment.what, LONGEST_INSTALMENT)
        if instalment.amount is not None and instalment.amount <= 0:
            raise AmountNotPositive
    planned = sum((each.amount or Decimal(0) for each in instalments), start=already)
    if case.amount_granted is not None and planned > case.amount_granted:
        raise MoreThanGranted(planned=planned, granted=case.amount_granted)


def check_can_hand_over(actor: Actor, case: Case) -> None:
    check_can_plan_delivery(actor, case)


def check_can_take_back(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.DELIVER_CASES)
    if case.status != CaseStatus.DELIVERING:
        cases.check_can_step(WORKFLOW, "resume_delivery", case)


def check_can_end_service(actor: Actor, case: Case) -> None:
    check_can_plan_delivery(actor, case)


def only_planned(case: Case) -> Delivery | None:
    """The instalment that is still planned; None where there is none. Raises InstalmentsOpen for more."""
    planned = list(case.deliveries.filter(state=DeliveryState.PLANNED).order_by("order")[:2])
    if len(planned) > 1:
        raise InstalmentsOpen
    return planned[0] if planned else None


def check_nothing_handed_over(case: Case) -> None:
    if case.deliveries.filter(state=DeliveryState.DELIVERED).exists():
        raise NothingPlanned


def check_all_handed_over(case: Case) -> None:
    if case.deliveries.filter(state=DeliveryState.PLANNED).exists():
        raise InstalmentsOpen


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


def check_can_reissue_code(actor: Actor, case: Case) -> None:
    """Whoever takes requests in, or handles them; a delegate for their own intakes."""
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.REGISTER_CASES, Permission.HANDLE_CASES)


def check_can_assign(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_is_open(case)


def check_can_be_assigned(assignee: User) -> None:
    if not cases.holds_any(assignee, *cases.WORKING):
        raise CannotBeAssigned(name=assignee.display_name)


def check_can_correct_answers(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.REGISTER_CASES)
    cases.check_is_open(case)


def check_can_add_note(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, *cases.WORKING)


def check_can_log_contact(actor: Actor, case: Case) -> None:
    check_can_add_note(actor, case)


BY_MOBILE = (ReplyChannel.PHONE, ReplyChannel.SMS, ReplyChannel.WHATSAPP)


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
    if reply_channel in BY_MOBILE and not mobile:
        raise MobileMissing
    if not is_set_up(reply_channel):
        raise WayNotSetUp
