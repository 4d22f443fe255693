"""What can be done with a complaint, as a table: the form, who may, the service, the sentence after it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases.enums import CaseStatus as S
from core.cases.rules import check_can_view
from core.complaints import rules, services
from core.complaints.desk import checks, forms
from core.complaints.desk import compensation_forms as paying
from core.complaints.desk import investigation_forms as investigating
from core.complaints.desk.investigation_forms import day_of, paper_of
from core.complaints.enums import Finding, RecordKind, RightsClass, Severity
from core.complaints.models import Complaint
from core.complaints.services import compensation
from core.complaints.workflow import FOUND, UNDER_WAY
from core.service_requests.desk.actions import Action, Perform
from core.service_requests.desk.forms import OptionalNoteForm


def _with_words(service: Any) -> Perform:
    """For services whose words have the names of the form's fields."""

    def perform(case_id: UUID, actor: Actor, form: Any) -> object:
        return service(case_id, actor=actor, **form.cleaned_data)

    return perform


def _triage(case_id: UUID, actor: Actor, form: Any) -> object:
    data = form.cleaned_data
    return services.triage(
        case_id,
        actor=actor,
        subject_key=data["subject_key"],
        severity=Severity(data["severity"]),
        rights_class=RightsClass(data["rights_class"]),
        note=data["note"],
    )


def _name_party(case_id: UUID, actor: Actor, form: Any) -> object:
    data = form.cleaned_data
    said = {name: data[name] for name in ("unit", "name", "note")}
    return services.name_party(case_id, actor=actor, person=form.chosen(), **said)


def _unname(case_id: UUID, actor: Actor, form: Any) -> object:
    row = UUID(form.cleaned_data["party"])
    return services.unname_party(case_id, actor=actor, involvement_id=row)


def _assign(case_id: UUID, actor: Actor, form: Any) -> object:
    handler = forms.chosen_person(form.cleaned_data["handler"])
    return services.assign(case_id, actor=actor, handler=handler)


def _write(case_id: UUID, actor: Actor, form: Any) -> object:
    text = form.cleaned_data["text"]
    documents = form.documents()
    return services.write_to_complainant(case_id, actor=actor, text=text, documents=documents)


def _add_document(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.add_document(case_id, actor=actor, document=form.document())


def _propose(case_id: UUID, actor: Any, form: Any) -> object:
    return services.propose_settlement(case_id, actor=actor, terms=form.content())


def _answer_settlement(case_id: UUID, actor: Actor, form: Any) -> object:
    said = {name: form.cleaned_data[name] for name in ("accepts", "words", "digest")}
    return services.answer_settlement(case_id, actor=actor, paper=paper_of(form), **said)


def _open_investigation(case_id: UUID, actor: Actor, form: Any) -> object:
    why = form.cleaned_data.get("why_not_settled", "")
    return services.open_investigation(case_id, actor=actor, why_not_settled=why, **form.team())


def _change_team(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.change_team(case_id, actor=actor, **form.team())


def _record(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.add_record(
        case_id, actor=actor, content=form.content(), held_on=day_of(form), paper=paper_of(form)
    )


def _write_minutes(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.write_minutes(
        case_id, actor=actor, content=form.content(), held_on=day_of(form)
    )


def _note_refusal(case_id: UUID, actor: Actor, form: Any) -> object:
    record_id, signer = form.refused()
    words = form.cleaned_data["words"]
    return services.note_refusal(
        case_id, actor=actor, record_id=record_id, signer=signer, words=words
    )


def _decide(case_id: UUID, actor: Any, form: Any) -> object:
    data = form.cleaned_data
    return services.decide(
        case_id,
        actor=actor,
        finding=Finding(data["finding"]),
        reasons=data["reasons"],
        explanation=data["explanation"],
    )


def _ruling(case_id: UUID, actor: Actor, form: Any) -> object:
    paper = paper_of(form)
    return services.record_ruling(case_id, actor=actor, ruling=form.content(), paper=paper)


def _offer(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.offer(case_id, actor=actor, new=form.offer())


def _answer_offer(case_id: UUID, actor: Actor, form: Any) -> object:
    data = form.cleaned_data
    return services.answer_offer(
        case_id,
        actor=actor,
        offer_id=data["offer"],
        accepts=data["accepts"],
        words=data["words"],
        paper=paper_of(form),
    )


def _give(case_id: UUID, actor: Actor, form: Any) -> object:
    reference = form.cleaned_data["transfer_reference"]
    return services.give(case_id, actor=actor, transfer_reference=reference, proof=paper_of(form))


def _take_outside(case_id: UUID, actor: Actor, form: Any) -> object:
    paper = paper_of(form)
    return services.take_outside(case_id, actor=actor, outside=form.content(), paper=paper)


def _answer_reveal(case_id: UUID, actor: Any, form: Any) -> object:
    waiting = Complaint.objects.get(case=case_id).records
    record = waiting.get(kind=RecordKind.REVEAL, closed_at=None)
    data = form.cleaned_data
    return services.answer_reveal(
        case_id, actor=actor, record_id=record.pk, agrees=data["agrees"], words=data["words"]
    )


TRIAGE = Action(
    "triage", _("Assess it"), "filter", forms.TriageForm, rules.check_can_triage, _triage,
    _("It was assessed."), (S.RECEIVED,),
)  # fmt: skip
ACKNOWLEDGE = Action(
    "acknowledge", _("Acknowledge receipt"), "check", OptionalNoteForm,
    rules.check_can_acknowledge, _with_words(services.acknowledge),
    _("Whoever complained is told that it is being worked on."), (S.RECEIVED,),
)  # fmt: skip
START_SETTLEMENT = Action(
    "start-settlement", _("Begin an amicable settlement"), "users", OptionalNoteForm,
    rules.check_can_start_settlement, _with_words(services.start_settlement),
    _("The amicable settlement has begun."), (S.ACKNOWLEDGED,),
)  # fmt: skip
PROPOSE = Action(
    "propose-settlement", _("Put a settlement on paper"), "edit", investigating.SettlementForm,
    rules.check_can_propose_settlement, _propose,
    _("Whoever complained is asked whether they accept it."), (S.SETTLING,),
)  # fmt: skip
ANSWER_SETTLEMENT = Action(
    "answer-settlement", _("Write down their answer to the settlement"), "chat",
    investigating.SettlementAnswerForm, checks.check_can_answer_settlement,
    _answer_settlement,
    _("The answer was recorded."), (S.SETTLING,), quiet=True,
)  # fmt: skip
SETTLE = Action(
    "settle", _("Both sides have settled"), "done", OptionalNoteForm, rules.check_can_settle,
    _with_words(services.settle), _("The complaint is settled."), (S.SETTLING,),
)  # fmt: skip
OPEN_INVESTIGATION = Action(
    "open-investigation", _("Open an investigation"), "search",
    investigating.OpenInvestigationForm, checks.check_can_open_investigation,
    _open_investigation, _("The investigation is open; who investigates was told."),
    (S.ACKNOWLEDGED, S.SETTLING),
)  # fmt: skip
TURN_AWAY = Action(
    "turn-away", _("Not taken up"), "close", forms.TurnAwayForm, rules.check_can_turn_away,
    _with_words(services.turn_away), _("Whoever complained is told why."),
    (S.RECEIVED, S.ACKNOWLEDGED), danger=True,
)  # fmt: skip
PLAN = Action(
    "plan", _("Write the plan"), "list", investigating.PlanForm, rules.check_investigates,
    _record, _("The plan is among the records."), (S.INVESTIGATING,), adds=True,
)  # fmt: skip
INTERVIEW = Action(
    "interview", _("Record an interview"), "chat", investigating.InterviewForm,
    rules.check_investigates, _record, _("The interview is among the records."),
    (S.INVESTIGATING,), adds=True,
)  # fmt: skip
EVIDENCE = Action(
    "evidence", _("Record evidence"), "clip", investigating.EvidenceForm,
    rules.check_investigates, _record, _("The evidence is among the records."),
    (S.INVESTIGATING,), adds=True,
)  # fmt: skip
MINUTES = Action(
    "write-minutes", _("Write the minutes"), "edit", investigating.MinutesForm,
    rules.check_can_write_minutes, _write_minutes,
    _("The minutes were saved. Close them when they are complete."), (S.INVESTIGATING,),
)  # fmt: skip
CLOSE_MINUTES = Action(
    "close-minutes", _("Close the minutes for signing"), "lock", investigating.CloseMinutesForm,
    checks.check_can_close_minutes, _with_words(services.close_minutes),
    _("The members are asked to sign."), (S.INVESTIGATING,), quiet=True,
)  # fmt: skip
REFUSAL = Action(
    "note-refusal", _("A member does not sign"), "close", investigating.RefusalForm,
    checks.check_can_note_refusal, _note_refusal, _("It was recorded."),
    (S.INVESTIGATING,), quiet=True,
)  # fmt: skip
DECIDE = Action(
    "decide", _("Decide"), "gavel", forms.DecisionForm, rules.check_can_decide, _decide,
    _("The decision was recorded; whoever complained is told."), (S.INVESTIGATING,),
)  # fmt: skip
TEAM = Action(
    "change-team", _("Change who investigates"), "users", investigating.TeamForm,
    rules.check_can_change_team, _change_team, _("The team was changed."), (S.INVESTIGATING,),
    quiet=True,
)  # fmt: skip
COMPENSATE = Action(
    "open-compensation", _("Open the compensation"), "scales", OptionalNoteForm,
    compensation.check_can_open, _with_words(services.open_compensation),
    _("The compensation is open."), (S.UPHELD, S.PARTLY_UPHELD),
)  # fmt: skip
RULING = Action(
    "ruling", _("Record a ruling, or why none is needed"), "gavel", investigating.RulingForm,
    rules.check_can_record_ruling, _ruling, _("The ruling is among the records."),
    (*FOUND, S.COMPENSATING), adds=True,
)  # fmt: skip
OFFER = Action(
    "offer", _("Offer compensation"), "send", paying.OfferForm, compensation.check_can_offer,
    _offer, _("The offer was recorded; whoever complained is told."), (S.COMPENSATING,),
)  # fmt: skip
ANSWER_OFFER = Action(
    "answer-offer", _("Write down their answer to the offer"), "chat", paying.OfferAnswerForm,
    checks.check_can_answer_offer, _answer_offer, _("The answer was recorded."),
    (S.COMPENSATING,), quiet=True,
)  # fmt: skip
GIVE = Action(
    "give", _("Record what was given"), "done", paying.GiveForm, compensation.check_can_give,
    _give, _("What was given was recorded with its proof."), (S.COMPENSATING,),
)  # fmt: skip
END_WITHOUT = Action(
    "end-without", _("End without agreement"), "close", paying.EndWithoutForm,
    checks.check_negotiates, _with_words(services.end_without),
    _("The negotiation has ended without agreement."), (S.COMPENSATING,), danger=True,
    quiet=True,
)  # fmt: skip
RESOLVE = Action(
    "resolve", _("Resolve"), "done", forms.DoneForm, rules.check_can_resolve,
    _with_words(services.resolve), _("The complaint is resolved."), (*FOUND, S.COMPENSATING),
)  # fmt: skip
CLOSE = Action(
    "close", _("Close"), "lock", OptionalNoteForm, rules.check_can_close,
    _with_words(services.close), _("The complaint was closed."), (S.SETTLED, S.RESOLVED),
)  # fmt: skip
ASK = Action(
    "ask", _("Ask whoever complained"), "pause", forms.QuestionForm, rules.check_can_ask,
    _with_words(services.ask), _("They were asked; the clocks stand still."), UNDER_WAY,
    quiet=True,
)  # fmt: skip
ASSESS_AGAIN = Action(
    "assess-again", _("Assess it again"), "filter", forms.TriageForm, rules.check_can_triage,
    _triage, _("It was assessed."), quiet=True,
)  # fmt: skip
ASSIGN = Action(
    "assign", _("Give it to somebody else"), "user", forms.HandlerForm, rules.check_can_assign,
    _assign, _("It is recorded who handles it."), quiet=True,
)  # fmt: skip
RECUSE = Action(
    "recuse", _("I have a conflict of interest"), "close", forms.RecuseForm,
    rules.check_can_recuse, _with_words(services.recuse),
    _("You are kept out of this complaint from now on."), danger=True, quiet=True,
)  # fmt: skip
WITHDRAW = Action(
    "withdraw", _("Withdrawn by whoever complained"), "close", forms.WithdrawnForm,
    rules.check_can_withdraw, _with_words(services.withdraw), _("The complaint was withdrawn."),
    danger=True, quiet=True,
)  # fmt: skip
REOPEN = Action(
    "reopen", _("Open the complaint again"), "refresh", forms.WhyForm, rules.check_can_reopen,
    _with_words(services.reopen), _("The complaint is open again."), quiet=True,
)  # fmt: skip
APPEAL = Action(
    "appeal", _("Record an appeal"), "gavel", forms.GroundsForm, rules.check_can_appeal,
    _with_words(services.appeal),
    _("The appeal is a complaint of its own now; somebody else handles it."), quiet=True,
)  # fmt: skip
OUTSIDE = Action(
    "take-outside", _("Taken to an outside authority"), "referral", investigating.OutsideForm,
    rules.check_can_take_outside, _take_outside, _("It was recorded."), quiet=True,
)  # fmt: skip
NAME_PARTY = Action(
    "name-party", _("Name whom it concerns"), "user", forms.PartyForm, rules.check_can_name,
    _name_party, _("It was recorded. Whoever has a conflict by it sees nothing of it any more."),
    quiet=True,
)  # fmt: skip
UNNAME = Action(
    "unname-party", _("Take a name back"), "refresh", forms.TakeBackForm,
    checks.check_can_unname, _unname, _("The name was taken back."), quiet=True,
)  # fmt: skip
WRITE = Action(
    "write", _("Write to whoever complained"), "chat", forms.MessageForm, rules.check_handles,
    _write, _("The message is behind the tracking code."), adds=True, quiet=True,
)  # fmt: skip
NOTE = Action(
    "note", _("Add a note"), "edit", forms.InternalNoteForm, check_can_view,
    _with_words(services.add_note), _("The note was added."), adds=True, quiet=True,
)  # fmt: skip
DOCUMENT = Action(
    "document", _("Add a document"), "upload", forms.PaperForm, checks.check_can_add_document,
    _add_document, _("The document was added."), adds=True, quiet=True,
)  # fmt: skip
ASK_REVEAL = Action(
    "ask-reveal", _("Ask to see who complained"), "lock", forms.RevealForm,
    rules.check_can_ask_reveal, _with_words(services.ask_reveal),
    _("Somebody else must agree."), quiet=True,
)  # fmt: skip
ANSWER_REVEAL = Action(
    "answer-reveal", _("Answer the request to see who complained"), "lock",
    forms.AnswerRevealForm, checks.check_can_answer_reveal, _answer_reveal,
    _("Your answer was recorded."), quiet=True,
)  # fmt: skip

STEPS = (
    TRIAGE, ACKNOWLEDGE, START_SETTLEMENT, PROPOSE, ANSWER_SETTLEMENT, SETTLE,
    OPEN_INVESTIGATION, PLAN, INTERVIEW, EVIDENCE, MINUTES, CLOSE_MINUTES, REFUSAL, DECIDE, TEAM,
    COMPENSATE, OFFER, ANSWER_OFFER, GIVE, RULING, END_WITHOUT, RESOLVE, CLOSE, ASK, TURN_AWAY,
)  # fmt: skip
"""In the order of a complaint's life; each shown at its own statuses."""
ANY_DAY = (ASSESS_AGAIN, ASSIGN, APPEAL, REOPEN, OUTSIDE, WITHDRAW, RECUSE)
PLACED = (NAME_PARTY, UNNAME, WRITE, NOTE, DOCUMENT, ASK_REVEAL, ANSWER_REVEAL)
"""Each beside what it belongs to on the page."""
ACTIONS = {action.name: action for action in (*STEPS, *ANY_DAY, *PLACED)}
