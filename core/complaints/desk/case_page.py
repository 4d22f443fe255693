"""One complaint: its words, whom it concerns, what is next, its records, its compensation, its history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.cases import queries as cases
from core.cases.circles import circle_of, remember
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.rules import StepNotPossible
from core.complaints import conflicts, queries, rules, services
from core.complaints.compensation import NoCompensationInPolicy, passed, stages_of
from core.complaints.desk import actions
from core.complaints.desk.access import found
from core.complaints.desk.due import row_of
from core.complaints.desk.forms import party_name
from core.complaints.desk.timeline import conversation, entries_of
from core.complaints.enums import (
    KEPT_OUT,
    LET_IN,
    CompensationState,
    Confidentiality,
    Part,
    RecordKind,
    RightsClass,
)
from core.complaints.models import Complaint, ComplaintRecord, Involvement
from core.complaints.workflow import FOUND
from core.notices.services import mark_case_read
from core.service_requests.desk.actions import Action, Offered, new_form
from core.service_requests.desk.clauses import Clauses
from core.service_requests.desk.clocks import cards_of
from core.service_requests.desk.forms import ActionForm
from core.service_requests.staleness import token_of
from foundation import audit
from foundation.access import allows
from foundation.errors import DomainError, NotAllowed
from tenants.people.access import person, sign_in_required
from tenants.people.models import User

LOOKS_SHOWN = 50
LOOKS = (
    "case.viewed",
    "case.document_opened",
    "complaint.record_opened",
    "complaint.identity_seen",
    "complaint.bundle_exported",
)
LOOKED: dict[str, str | Promise] = {
    "case.viewed": gettext_lazy("opened the page"),
    "case.document_opened": gettext_lazy("opened a file"),
    "complaint.record_opened": gettext_lazy("read a record"),
    "complaint.identity_seen": gettext_lazy("saw who complained"),
    "complaint.bundle_exported": gettext_lazy("took the bundle away"),
}
WHY: dict[Part, str | Promise] = {
    Part.ABOUT: gettext_lazy("The complaint is about them."),
    Part.CONCERNED: gettext_lazy("They worked on the request that it is about."),
    Part.COMPLAINANT: gettext_lazy("The complaint came from their own e-mail address."),
    Part.RECUSED: gettext_lazy("They said so themselves."),
    Part.FIRST_TIME: gettext_lazy("They handled the complaint that is appealed."),
}


@dataclass(frozen=True, slots=True)
class ComplaintOffer(Offered):
    @property
    def address(self) -> str:
        return reverse("complaints:act", args=[self.form.case.pk, self.action.name])


@dataclass(frozen=True, slots=True)
class PartyLine:
    row: Involvement
    name: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class StageLine:
    words: str
    label: str
    is_passed: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class Look:
    at: Any
    who: str
    what: str | Promise


@sign_in_required
@require_safe
def complaint_view(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Whoever opens it has seen what they were told of it; who handles it, what was written too."""
    actor = person(request)
    case = found(request, case_id)
    mark_case_read(actor, case)
    if case.unread_since is not None and rules.handles(actor, case.complaint):
        services.mark_read(case.pk, actor=actor)
    return complaint_page(request, case, {})


def complaint_page(
    request: HttpRequest,
    case: Case,
    tried: dict[str, ActionForm],
    *,
    status: int = 200,
    identity: dict[str, str] | None = None,
) -> HttpResponse:
    """`tried`: the form that was just refused, by the name of its action."""
    actor = person(request)
    with transaction.atomic():
        audit.record("case.viewed", case, actor=actor)
    complaint = case.complaint
    cases.gather(case)
    conflicts.remember(actor, complaint)
    if (circle := circle_of(case)) is not None:
        remember(circle, actor, case)
    handles = rules.handles(actor, complaint)
    sees_amounts = allows(rules.check_can_see_amounts, actor, case)
    entries = entries_of(case, with_amounts=sees_amounts)
    context = {
        "case": case,
        "complaint": complaint,
        "row": row_of(case),
        "handles": handles,
        "clocks": cards_of(case, Clauses(case.policy_version)),
        "timeline": entries,
        "talk": conversation(entries),
        "seen": token_of(case, (entry.event for entry in entries)),
        "documents": list(cases.documents(case)),
        "first": _openable(case.appeal_of, actor),
        "appeals": [each for each in case.appeals.order_by("pk") if _openable(each, actor)],
        "about_case": _request_of(complaint, actor),
        "bundle": handles and case.status in BUNDLED,
        "looks": _looks(case) if handles and is_restricted(complaint) else None,
        **_people(complaint),
        **_records(complaint, actor, sees_amounts=sees_amounts),
        **_compensation(case, sees_amounts=sees_amounts),
        **_identity(complaint, handles=handles, shown=identity),
        **_offers(case, actor, tried),
    }
    response = render(request, "complaints/complaint.html", context, status=status)
    if identity is not None:
        response["Cache-Control"] = "no-store"
    return response


BUNDLED = (*FOUND, *rules.REOPENABLE, S.COMPENSATING)


def is_restricted(complaint: Complaint) -> bool:
    """Of these every look is shown to who handles it."""
    return (
        complaint.rights_class == RightsClass.SENSITIVE
        or complaint.confidentiality == Confidentiality.CONFIDENTIAL
    )


def _openable(case: Case | None, actor: User) -> Case | None:
    """A complaint beside this one, where the person may open that too."""
    if case is None:
        return None
    return queries.complaints_visible_to(actor).filter(pk=case.pk).first()


def _request_of(complaint: Complaint, actor: User) -> Case | None:
    if complaint.about_case_id is None:
        return None
    return cases.cases_visible_to(actor).filter(pk=complaint.about_case_id).first()


def _people(complaint: Complaint) -> dict[str, Any]:
    rows = queries.to_be_told(complaint)
    out = [
        PartyLine(row, party_name(row), WHY[Part(row.part)])
        for row in rows
        if row.part in KEPT_OUT
    ]
    return {
        "parties": out,
        "circle": [row for row in rows if row.part in LET_IN],
    }


def _records(complaint: Complaint, actor: User, *, sees_amounts: bool) -> dict[str, Any]:
    """A ruling says how much; it is open to those alone who must know."""
    records = [
        each
        for each in queries.records(complaint)
        if sees_amounts or each.kind != RecordKind.RULING
    ]
    waiting = [
        record
        for record in records
        if record.closed_at
        and any(
            each.signer_id == actor.pk and each.stand == "awaited"
            for each in record.signatures.all()
        )
    ]
    return {"records": records, "to_sign": waiting}


def _compensation(case: Case, *, sees_amounts: bool) -> dict[str, Any]:
    complaint = case.complaint
    if complaint.compensation == CompensationState.NONE:
        return {"stages": []}
    try:
        stages = stages_of(case)
    except NoCompensationInPolicy:
        stages = []
    done = passed(complaint)
    upcoming = next((stage for stage, _words in stages if not done[stage]), None)
    lines = [
        StageLine(words, str(stage.label), done[stage], stage == upcoming)
        for stage, words in stages
    ]
    offers = queries.offers(complaint).select_related("signature", "proof")
    return {"stages": lines, "offers": list(offers), "sees_amounts": sees_amounts}


def _identity(
    complaint: Complaint, *, handles: bool, shown: dict[str, str] | None
) -> dict[str, Any]:
    hidden = complaint.confidentiality == Confidentiality.CONFIDENTIAL
    asked: ComplaintRecord | None = None
    if hidden and complaint.revealed_at is None:
        asked = complaint.records.filter(kind=RecordKind.REVEAL, closed_at=None).first()
    return {
        "hidden": hidden,
        "reveal_asked": asked,
        "may_open": hidden and handles and complaint.revealed_at is not None,
        "identity": shown,
    }


def _looks(case: Case) -> list[Look]:
    """The newest first, by name: whoever handles a restricted complaint sees who looked at it."""
    entries = audit.entries_about(case).filter(action__in=LOOKS)[:LOOKS_SHOWN]
    return [
        Look(entry.at, entry.actor_label or _("The system"), LOOKED[entry.action])
        for entry in entries
    ]


def _offers(case: Case, actor: User, tried: dict[str, ActionForm]) -> dict[str, Any]:
    next_steps = [
        offer
        for action in actions.STEPS
        if case.status in action.statuses or action.name in tried
        if (offer := _offer(action, case, actor, tried)) is not None
    ]
    shown = {offer.action.name for offer in next_steps}
    any_day = [
        offer
        for action in actions.ANY_DAY
        if (offer := _offer(action, case, actor, tried)) is not None
        if not (action.name == "assess-again" and "triage" in shown)
    ]
    placed = {
        action.name.replace("-", "_"): _offer(action, case, actor, tried)
        for action in actions.PLACED
    }
    return {"next_steps": next_steps, "any_day": any_day, "placed": placed}


def _offer(
    action: Action, case: Case, actor: User, tried: dict[str, ActionForm]
) -> ComplaintOffer | None:
    """None for what is not this person's part, or belongs to another stage; what still wants something says
    what, unless it is quiet."""
    form = tried.get(action.name)
    why: str | None = None
    try:
        action.check(actor, case)
    except (NotAllowed, StepNotPossible):
        if form is None:
            return None
    except DomainError as error:
        if action.quiet and form is None:
            return None
        why = str(error)
    if form is None:
        # Fields of an action that is not open yet would be asked of the database in vain.
        form = new_form(action, case) if why is None else ActionForm(case=case)
    return ComplaintOffer(action, form, why)
