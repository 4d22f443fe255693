"""What can be done with a request, as a table: the form, who may, the service, the sentence after it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.request_types.enums import Priority
from core.service_requests import rules, services, waiting
from core.service_requests.appeals import check_can_appeal
from core.service_requests.daily_rules import check_can_assign_by_rule, check_can_change_priority
from core.service_requests.desk import forms, wait_actions
from core.service_requests.desk.appeal_forms import AppealForm
from core.service_requests.desk.delivery_forms import DeliverForm
from core.service_requests.enums import ContactDirection, Outcome
from foundation.access import Check, reason
from foundation.uploads import store_checked

Perform = Callable[[UUID, Actor, Any], object]


@dataclass(frozen=True, slots=True)
class Action:
    """`statuses`: where it is the next step; empty for what can be done on any day.

    `adds`: it undoes nobody's work, so it may be saved whatever happened meanwhile.
    """

    name: str
    label: str | Promise
    icon: str
    form: type[forms.ActionForm]
    check: Check
    perform: Perform
    done: str | Promise
    statuses: tuple[S, ...] = ()
    danger: bool = False
    quiet: bool = False
    """Shown only where it is possible."""
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """An action as one person meets it at one request."""

    action: Action
    form: forms.ActionForm
    why_not: str | None

    @property
    def url_name(self) -> str:
        return f"desk:{self.action.name}"

    @property
    def is_open(self) -> bool:
        """It was tried and refused: its words and errors are shown at once."""
        return bool(self.form.errors)

    @property
    def is_hidden(self) -> bool:
        return self.action.quiet and self.why_not is not None and not self.is_open


def offered(action: Action, case: Case, actor: Actor, form: forms.ActionForm | None) -> Offered:
    form = form or new_form(action, case)
    return Offered(action, form, reason(action.check, actor, case))


def new_form(action: Action, case: Case, **data: Any) -> forms.ActionForm:
    return action.form(case=case, auto_id=f"{action.name}_%s", **data)


def _mark_missing(case_id: UUID, actor: Actor, form: Any) -> object:
    question = form.cleaned_data["question"]
    documents = form.documents()
    return services.mark_missing(case_id, actor=actor, documents=documents, question=question)


def _add_document(case_id: UUID, actor: Actor, form: Any) -> object:
    data = form.cleaned_data
    document = NewDocument(store_checked(data["file"]), data["purpose"])
    item_id = UUID(data["item"]) if data.get("item") else None
    return services.add_document(case_id, actor=actor, document=document, item_id=item_id)


def _decide(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.decide(
        case_id,
        actor=actor,
        outcome=Outcome(form.cleaned_data["outcome"]),
        reason=form.cleaned_data["reason"],
        early_reason=form.cleaned_data.get("early_reason", ""),
        details=form.details(),
    )


def _deliver(case_id: UUID, actor: Actor, form: Any) -> object:
    proof = form.proof() if form.asks_for_proof else None
    return services.deliver(case_id, actor=actor, proof=proof, note=form.cleaned_data["note"])


def _assign(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.assign(case_id, actor=actor, assignee=form.chosen())


def _add_note(case_id: UUID, actor: Actor, form: Any) -> object:
    text = form.cleaned_data["text"]
    return services.add_note(case_id, actor=actor, text=text, chosen=form.chosen())


def _change_priority(case_id: UUID, actor: Actor, form: Any) -> object:
    priority = Priority(form.cleaned_data["priority"])
    return services.change_priority(case_id, actor=actor, priority=priority)


def _log_contact(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.log_contact(
        case_id,
        actor=actor,
        direction=ContactDirection(form.cleaned_data["direction"]),
        channel=ReplyChannel(form.cleaned_data["channel"]),
        summary=form.cleaned_data["summary"],
    )


def _with_words(service: Callable[..., object]) -> Perform:
    """For services whose words have the names of the form's fields."""

    def perform(case_id: UUID, actor: Actor, form: Any) -> object:
        return service(case_id, actor=actor, **form.cleaned_data)

    return perform


MARK_COMPLETE = Action(
    "mark_complete", _("Mark as complete"), "check", forms.NothingForm,
    rules.check_can_mark_complete, _with_words(services.mark_complete),
    _("The request is complete; the clocks that start here are running."),
    (S.RECEIVED,),
)  # fmt: skip
MARK_MISSING = Action(
    "mark_missing", _("Ask for what is missing"), "pause", forms.MarkMissingForm,
    rules.check_can_mark_missing, _mark_missing,
    _("The beneficiary was asked; the clocks stand still until all has come."),
    (S.RECEIVED, S.COMPLETE, S.UNDER_STUDY),
)  # fmt: skip
SEND = Action(
    "send_to_decision_body", _("Send to the decision body"), "send", forms.OptionalNoteForm,
    rules.check_can_send_to_decision_body, _with_words(services.send_to_decision_body),
    _("The request lies before the body that decides."),
    (S.COMPLETE, S.UNDER_STUDY),
)  # fmt: skip
REFER = Action(
    "refer", _("Refer for study"), "referral", forms.OptionalNoteForm,
    rules.check_can_refer_to_research, _with_words(services.refer_to_research),
    _("The request was referred."),
    (S.COMPLETE,),
)  # fmt: skip
RETURN = Action(
    "return_from_research", _("Return from study, with findings"), "refresh", forms.FindingsForm,
    rules.check_can_return_from_research, _with_words(services.return_from_research),
    _("The findings were recorded and the request is back."),
    (S.UNDER_STUDY,),
)  # fmt: skip
DECIDE = Action(
    "decide", _("Record the decision"), "gavel", forms.DecideForm,
    rules.check_can_decide, _decide,
    _("The decision was recorded; the beneficiary is told."),
    (S.BEFORE_COMMITTEE,),
)  # fmt: skip
START_DELIVERY = Action(
    "start_delivery", _("Start the delivery"), "gift", forms.OptionalNoteForm,
    rules.check_can_start_delivery, _with_words(services.start_delivery),
    _("The delivery has started."),
    (S.ACCEPTED, S.PARTLY_ACCEPTED),
)  # fmt: skip
DELIVER = Action(
    "deliver", _("Record the delivery"), "done", DeliverForm,
    rules.check_can_deliver, _deliver,
    _("The delivery was recorded; the beneficiary is told."),
    (S.DELIVERING,),
)  # fmt: skip
CLOSE = Action(
    "close", _("Close the request"), "lock", forms.OptionalNoteForm,
    rules.check_can_close, _with_words(services.close),
    _("The request was closed."),
    (S.REJECTED, S.DELIVERED),
)  # fmt: skip
NOTE = Action(
    "add_note", _("Add a note"), "edit", forms.NoteForm,
    rules.check_can_add_note, _add_note,
    _("The note was added."), adds=True,
)  # fmt: skip
CONTACT = Action(
    "log_contact", _("Record a contact"), "phone", forms.ContactForm,
    rules.check_can_log_contact, _log_contact,
    _("The contact was recorded."), adds=True,
)  # fmt: skip
DOCUMENT = Action(
    "add_document", _("Add a document"), "upload", forms.DocumentForm,
    rules.check_can_add_document, _add_document,
    _("The document was added."), adds=True,
)  # fmt: skip
ASSIGN = Action(
    "assign", _("Assign"), "user", forms.AssignForm,
    rules.check_can_assign, _assign,
    _("It is recorded who works on the request."),
)  # fmt: skip
BY_RULE = Action(
    "assign_by_rule", _("Assign by rule"), "users", forms.NothingForm,
    check_can_assign_by_rule, _with_words(services.assign_by_rule),
    _("The rules for assigning gave it to somebody."),
)  # fmt: skip
PRIORITY = Action(
    "change_priority", _("Change the priority"), "flag", forms.PriorityForm,
    check_can_change_priority, _change_priority,
    _("The priority was changed."),
)  # fmt: skip
APPEAL = Action(
    "appeal", _("Record an appeal"), "gavel", AppealForm,
    check_can_appeal, _with_words(services.appeal),
    _("The appeal is a request of its own now; somebody else decides on it."),
)  # fmt: skip
WAIT_OUTSIDE = Action(
    "wait_outside", _("Wait for an outside body"), "pause", wait_actions.WaitOutsideForm,
    waiting.check_can_wait_outside, _with_words(services.wait_for_outside_body),
    _("The clocks stand still until the body has answered."), quiet=True,
)  # fmt: skip
OUTSIDE_ANSWERED = Action(
    "outside_answered", _("The outside body answered"), "refresh", forms.OptionalNoteForm,
    waiting.check_can_note_outside_answer, _with_words(services.outside_body_answered),
    _("The answer was recorded; the clocks run unless the beneficiary is waited for too."),
    quiet=True,
)  # fmt: skip
DATA_REQUEST = Action(
    "data_request", _("The person asks for their data"), "lock", wait_actions.WordsForm,
    waiting.check_can_take_data_request, _with_words(services.take_data_request),
    _("The thirty days of the law run."), quiet=True,
)  # fmt: skip
DATA_ANSWERED = Action(
    "data_answered", _("The person got an answer about their data"), "done",
    wait_actions.WordsForm, waiting.check_can_answer_data_request,
    wait_actions.answer_data_request, _("It was recorded."), quiet=True,
)  # fmt: skip
DATA_EXTENDED = Action(
    "data_extended", _("Extend the time for their data"), "clock", wait_actions.ExtendForm,
    waiting.check_can_extend_data_reply, wait_actions.extend_data_reply,
    _("The time was extended by thirty days."), quiet=True,
)  # fmt: skip
BREACH = Action(
    "breach", _("Data of this request got out"), "alert", wait_actions.BreachForm,
    waiting.check_can_take_breach, wait_actions.take_breach,
    _("The seventy-two hours of the law run."), quiet=True,
)  # fmt: skip
BREACH_TOLD = Action(
    "breach_told", _("The authority was told of the breach"), "done",
    wait_actions.WordsForm, waiting.check_can_note_breach_notice,
    wait_actions.note_breach_notice, _("It was recorded."), quiet=True,
)  # fmt: skip
WITHDRAW = Action(
    "withdraw", _("Withdrawn by the beneficiary"), "close", forms.WithdrawForm,
    rules.check_can_withdraw, _with_words(services.withdraw),
    _("The request was withdrawn."), danger=True,
)  # fmt: skip

STEPS = (
    MARK_COMPLETE, SEND, REFER, RETURN, DECIDE, START_DELIVERY, DELIVER, CLOSE, MARK_MISSING,
)  # fmt: skip
"""In the order of a request's life; asking for more is possible at several places of it."""
ANY_DAY = (
    CONTACT, ASSIGN, BY_RULE, PRIORITY, WAIT_OUTSIDE, OUTSIDE_ANSWERED, APPEAL,
    DATA_REQUEST, DATA_ANSWERED, DATA_EXTENDED, BREACH, BREACH_TOLD, WITHDRAW,
)  # fmt: skip
