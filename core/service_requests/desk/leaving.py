"""«Before the person leaves»: one page for whoever sits opposite, to be gone through aloud or printed."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import MissingKind
from core.cases.models import Case
from core.cases.queries import unsettled_items
from core.messages.channels import mobile_of
from core.service_requests import rules
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.actions import MARK_MISSING, offered
from core.service_requests.desk.clocks import next_dates
from core.service_requests.staleness import token_of
from foundation.access import reason
from tenants.people.access import person


@dataclass(frozen=True, slots=True)
class Paper:
    """What the person has said and signed."""

    declared: bool
    signed: bool


@for_case_workers
@require_safe
def leaving(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case, actor = found(request, case_id), person(request)
    items = unsettled_items(case)
    events = case.events.order_by("-happened_at", "-pk")
    context = {
        "case": case,
        "missing": items,
        "unasked": [
            item for item in items if item.asked_at is None and item.kind == MissingKind.DOCUMENT
        ],
        "dates": next_dates(case),
        "paper": _paper(case),
        "reached": _reached(case),
        "why_not_ask": reason(rules.check_can_mark_missing, actor, case),
        "ask": offered(MARK_MISSING, case, actor, None),
        "seen": token_of(case, events),
    }
    return render(request, "desk/leaving.html", context)


def _paper(case: Case) -> Paper:
    return Paper(
        declared=case.declared_at is not None,
        signed=case.documents.filter(is_signature=True).exists(),
    )


def _reached(case: Case) -> str:
    """The number or address that the agreed way needs; empty for ways that need none."""
    match ReplyChannel(case.reply_channel):
        case ReplyChannel.EMAIL:
            return case.reply_email or ""
        case ReplyChannel.PHONE | ReplyChannel.SMS | ReplyChannel.WHATSAPP:
            return mobile_of(case)
        case _:
            return ""
