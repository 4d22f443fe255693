"""What a beneficiary sees of their own request, and the forms that fit its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.cases.enums import CaseStatus, EventName, MissingKind
from core.cases.models import Case, CaseDocument, CaseEvent, MissingItem
from core.cases.moves import told_of_dates, told_of_move
from core.cases.queries import documents, missing_items, timeline_for_beneficiary
from core.messages.conversation import INCOMING, thread_for_beneficiary
from core.request_types.queries import content_of
from core.request_types.reading import Line, lines_of
from core.satisfaction.rules import check_is_rateable
from core.service_requests import rules
from core.service_requests.appeals import AppealTooLate, check_can_appeal
from core.service_requests.enums import Outcome
from core.service_requests.portal import phrases
from core.service_requests.portal.fields import FILE_HELP
from core.service_requests.portal.forms import (
    DocumentForm,
    PortalForm,
    RatingForm,
    ReplyForm,
)
from core.service_requests.portal.promises import promises_for
from foundation.access import allows
from foundation.errors import DomainError

OTHER_DOCUMENT = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline. `note` was written for the beneficiary, or by them."""

    event: CaseEvent
    icon: str
    words: phrases.Words
    note: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is missing, and the form to send it. `asked`: the request waits for it."""

    item: MissingItem
    form: DocumentForm

    @property
    def asked(self) -> bool:
        return self.item.asked_at is not None


def case_page(
    request: HttpRequest,
    case: Case,
    forms: Mapping[str, PortalForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """`forms`: those that were sent with mistakes, by the name of their place on the page."""
    return render(request, "portal/case.html", _context(case, forms or {}), status=status)


def document_form(item: MissingItem | None, *data: Any) -> DocumentForm:
    name = str(item.pk) if item else OTHER_DOCUMENT
    return DocumentForm(*data, for_item=item is not None, auto_id=f"id_%s_{name}")


def own_documents(case: Case) -> list[CaseDocument]:
    """What the beneficiary sent; papers that staff added are for staff."""
    return [each for each in documents(case) if each.from_beneficiary]


def _context(case: Case, forms: Mapping[str, PortalForm]) -> dict[str, Any]:
    status = CaseStatus(case.status)
    events = list(timeline_for_beneficiary(case))
    missing = [item for item in missing_items(case) if item.provided_at is None]
    may_rate = allows(check_is_rateable, case)
    may_appeal, appeal_over = _appeal(case)
    return {
        "case": case,
        "status_words": phrases.STATUSES[status],
        "tone": phrases.TONES.get(status, "info"),
        "entries": [_entry(event) for event in events],
        "lines": thread_for_beneficiary(case, events),
        "promises": promises_for(case),
        "outcome": _outcome(events),
        "moved": next((_entry(e) for e in events if e.name == EventName.REPINNED), None),
        "wanted": [
            Wanted(item, forms.get(str(item.pk)) or document_form(item))  # type: ignore[arg-type]
            for item in missing
            if item.kind == MissingKind.DOCUMENT
        ]
        if case.is_open
        else [],
        "questions": [item for item in missing if item.kind == MissingKind.ANSWER],
        "documents": own_documents(case),
        "answer_lines": _answer_lines(case),
        "other_form": forms.get(OTHER_DOCUMENT) or document_form(None),
        "reply_form": forms.get("reply") or ReplyForm(),
        "rating_form": (forms.get("rating") or RatingForm()) if may_rate else None,
        "rating": getattr(case, "rating", None),
        "file_help": FILE_HELP,
        "waits": status == CaseStatus.WAITING_FOR_BENEFICIARY,
        "may_appeal": may_appeal,
        "appeal_over": appeal_over,
        "may_withdraw": allows(rules.check_can_withdraw, None, case),
        "mistakes": [mistake for form in forms.values() for mistake in form.mistakes()],
    }


def _appeal(case: Case) -> tuple[bool, str]:
    """Whether the decision can be appealed; until when it could be, once that has passed."""
    if case.decided_at is None:
        return False, ""
    try:
        check_can_appeal(None, case)
    except AppealTooLate as error:
        return False, str(error)
    except DomainError:
        return False, ""
    return True, ""


def _answer_lines(case: Case) -> list[Line]:
    """What was answered on the form of its type; of identity numbers their end only."""
    if case.request_type is None:
        return []
    lines = lines_of(content_of(case.request_type), case.answers or {}, discreet=True)
    return [line for line in lines if not line.is_open]


def _entry(event: CaseEvent) -> Entry:
    name = EventName(event.name)
    icon, words = phrases.EVENTS.get(name, ("dot", name.label))
    # The reason of the decision stands on top already, and what people wrote among the messages.
    note = "" if name in (EventName.DECIDE, *INCOMING) else event.note
    if name == EventName.REPINNED:
        note = told_of_move(event.details, phrases.PROMISES)
    if name in (EventName.DEADLINE_MOVED, EventName.DEADLINE_EXTENDED):
        note = " ".join(filter(None, [told_of_dates(event.details, phrases.PROMISES), note]))
    return Entry(event, icon, words, note)


def _outcome(events: list[CaseEvent]) -> str:
    """Of the latest decision, whatever became of the request since."""
    for event in events:
        if event.name == EventName.DECIDE:
            return str(Outcome(event.details["outcome"]).label)
    return ""
