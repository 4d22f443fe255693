"""What whoever complained sees of their complaint, and the forms that fit its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import rules as governing
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case, CaseDocument, CaseEvent
from core.cases.queries import documents, timeline_for_beneficiary
from core.complaints import queries, rules
from core.complaints.compensation import NoCompensationInPolicy, next_stage
from core.complaints.enums import (
    CompensationState,
    Confidentiality,
    Finding,
    OfferAnswer,
    RecordKind,
    Stand,
)
from core.complaints.models import ComplaintRecord, Offer, Signature
from core.complaints.portal import phrases
from core.complaints.portal.forms import AskForm, SigningForm, WhyForm, WritingForm
from core.complaints.portal.promises import promises_for
from core.complaints.records import Content, loaded
from core.complaints.settings import SETTINGS
from core.messages.conversation import INCOMING, thread_for_beneficiary
from core.rules import CompensationStage
from core.service_requests.portal.forms import PortalForm
from foundation import clock
from foundation.access import allows

OUTGOING = (EventName.MESSAGE_WRITTEN, EventName.MARK_MISSING)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline. `note` was written for whoever complained, or by them."""

    event: CaseEvent
    icon: str
    words: phrases.Words
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the conversation; `papers` came with it from the association."""

    at: datetime
    incoming: bool
    text: str
    papers: tuple[CaseDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class SettlementSheet:
    """The settlement that was put on paper last; `mine` is the word of whoever complained."""

    record: ComplaintRecord
    content: Content
    mine: Signature | None

    @property
    def is_awaited(self) -> bool:
        return self.mine is not None and self.mine.stand == Stand.AWAITED

    @property
    def is_accepted(self) -> bool:
        return self.mine is not None and self.mine.stand == Stand.SIGNED


def case_page(
    request: HttpRequest,
    case: Case,
    forms: Mapping[str, PortalForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """`forms`: those that were sent with mistakes, by the name of their place on the page."""
    context = _context(case, forms or {})
    return render(request, "complaints/portal/case.html", context, status=status)


def readable_documents(case: Case) -> list[CaseDocument]:
    """What they sent, and what was sent to them; papers that staff added for themselves are for staff."""
    events = timeline_for_beneficiary(case).filter(name=EventName.MESSAGE_WRITTEN)
    handed = {paper for event in events for paper in event.details.get("papers", ())}
    return [each for each in documents(case) if each.from_beneficiary or str(each.pk) in handed]


def subject_of(case: Case) -> object:
    """In the language of whoever reads it."""
    return SETTINGS.read().subject(case.complaint.subject_key) or case.subject


def _context(case: Case, forms: Mapping[str, PortalForm]) -> dict[str, Any]:
    status, complaint = CaseStatus(case.status), case.complaint
    complaint.case = case
    events = list(timeline_for_beneficiary(case))
    papers = list(documents(case))
    sheet = _settlement(case)
    settling = status == CaseStatus.SETTLING and sheet is not None and sheet.is_awaited
    part = governing.pinned(case.policy_version).complaints
    return {
        "case": case,
        "complaint": complaint,
        "subject": subject_of(case),
        "anonymous": complaint.confidentiality == Confidentiality.ANONYMOUS,
        "status_words": phrases.status_words(
            status, accepted=sheet is not None and sheet.is_accepted
        ),
        "tone": phrases.TONES.get(status, "info"),
        "entries": [_entry(event) for event in events],
        "lines": _conversation(case, events, papers),
        "waits": status == CaseStatus.WAITING_FOR_BENEFICIARY,
        "promises": promises_for(case),
        "sheet": sheet,
        "settling": settling,
        "settlement_form": forms.get("settlement") or SigningForm(),
        "refusal_form": forms.get("refusal") or WhyForm(auto_id="id_%s_refusal"),
        "finding": Finding(complaint.finding).label if complaint.finding else "",
        "documents": [paper for paper in papers if paper.from_beneficiary],
        "writing_form": forms.get("writing") or WritingForm(),
        "may_withdraw": allows(rules.check_can_withdraw, None, case),
        "outside": part.outside_authority if part else None,
        "mistakes": [mistake for form in forms.values() for mistake in form.mistakes()],
        **_ways_on(case),
        **_compensation(case, forms),
    }


def _settlement(case: Case) -> SettlementSheet | None:
    record = queries.latest_record(case.complaint, RecordKind.SETTLEMENT)
    if record is None:
        return None
    mine = next((each for each in record.signatures.all() if each.signer_id is None), None)
    return SettlementSheet(record, loaded(record.kind, record.content), mine)


def _ways_on(case: Case) -> dict[str, Any]:
    """Until when it can be opened again or appealed, or until when it could be."""
    may_reopen = allows(rules.check_can_reopen, None, case)
    decided = rules.decided_on(case)
    may_appeal = allows(rules.check_can_appeal, None, case)
    ends: date | None = rules.appealable_until(case, decided) if decided else None
    return {
        "may_reopen": may_reopen,
        "reopen_until": rules.reopenable_until(case) if may_reopen else None,
        "may_appeal": may_appeal,
        "appeal_until": ends,
        "appeal_over": ends is not None and ends < clock.today() and not may_appeal,
    }


def _compensation(case: Case, forms: Mapping[str, PortalForm]) -> dict[str, Any]:
    complaint = case.complaint
    if complaint.compensation == CompensationState.NONE:
        return {"offers": []}
    offers = list(queries.offers(complaint))
    negotiating = complaint.compensation == CompensationState.OPEN
    return {
        "offers": offers,
        "open_offer": _open_offer(offers) if negotiating else None,
        "negotiating": negotiating and case.status == CaseStatus.COMPENSATING,
        "before": _before_acceptance(case) if negotiating else "",
        "offer_form": forms.get("offer") or SigningForm(),
        "offer_refusal_form": forms.get("offer_refusal") or WhyForm(auto_id="id_%s_refusal"),
        "ask_form": forms.get("ask") or AskForm(),
    }


def _open_offer(offers: list[Offer]) -> Offer | None:
    awaited = [
        each for each in offers if each.by_association and each.answer == OfferAnswer.AWAITED
    ]
    return awaited[-1] if awaited else None


def _before_acceptance(case: Case) -> str:
    """What the policy still wants before an offer can be accepted; empty where nothing is."""
    try:
        stage = next_stage(case)
    except NoCompensationInPolicy:
        return ""
    earlier = (CompensationStage.COMMITTEE_MINUTES, CompensationStage.RULING)
    if stage is None or stage[0] not in earlier:
        return ""
    return stage[1] or str(stage[0].label)


def _entry(event: CaseEvent) -> Entry:
    name = EventName(event.name)
    icon, words = phrases.EVENTS.get(name, ("dot", name.label))
    note = "" if name in phrases.SAID_ELSEWHERE else event.note
    return Entry(event, icon, words, note)


def _conversation(case: Case, events: list[CaseEvent], papers: list[CaseDocument]) -> list[Said]:
    """What both sides wrote, the newest last."""
    by_id = {str(paper.pk): paper for paper in papers}
    lines = [
        Said(line.at, line.incoming, line.text) for line in thread_for_beneficiary(case, events)
    ]
    for event in events:
        if event.name in OUTGOING and event.name not in INCOMING:
            sent = [by_id[each] for each in event.details.get("papers", ()) if each in by_id]
            lines.append(Said(event.happened_at, False, event.note, tuple(sent)))
    return sorted(lines, key=lambda line: line.at)
