"""Planning, cancelling and reporting a visit."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.cases import papers
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.cases.recording import record_event
from core.cases.withholding import check_takes_part
from core.notices.enums import NoticeKind
from core.notices.services import notify
from core.research import rules
from core.research.enums import Recommendation, VisitState
from core.research.models import Visit
from core.research.rules import VisitOver
from foundation import clock
from foundation.models import StoredFile
from tenants.people.models import User

PHOTO = _("Photo of the visit")


@dataclass(frozen=True, slots=True)
class Report:
    """What the visitor brought back. `found`: for the social file, as its fields are called."""

    visited_at: datetime
    findings: str
    recommendation: Recommendation
    met_with: str = ""
    found: Mapping[str, Any] | None = None
    photos: Sequence[StoredFile] = ()


@transaction.atomic
def plan_visit(
    case_id: uuid.UUID, *, actor: Actor, visitor: User, planned_for: datetime, note: str = ""
) -> Visit:
    """The visitor is told."""
    case = _locked(case_id)
    rules.check_can_plan_visit(actor, case)
    rules.check_plan(visitor, planned_for)
    check_takes_part(visitor, case)
    visit = Visit.objects.create(
        case=case, visitor=visitor, planned_for=planned_for, planned_by=name_of(actor)
    )
    details = {"visit": str(visit.pk), "visitor": str(visitor.pk)}
    record_event(case, EventName.VISIT_PLANNED, actor=actor, note=note, details=details)
    if visitor.pk != actor.pk:
        notify(recipient=visitor, kind=NoticeKind.VISIT_PLANNED, subject=str(visit.pk), case=case)
    return visit


@transaction.atomic
def cancel_visit(visit_id: uuid.UUID, *, actor: Actor, reason: str = "") -> Visit:
    visit = _locked_visit(visit_id)
    rules.check_can_cancel_visit(actor, visit)
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])
    details = {"visit": str(visit.pk), "cancelled": True}
    record_event(visit.case, EventName.VISIT_PLANNED, actor=actor, note=reason, details=details)
    return visit


@transaction.atomic
def report_visit(
    visit_id: uuid.UUID, *, actor: Actor, report: Report, operation_id: uuid.UUID
) -> Visit:
    """Once: the same operation again gives the same report. Raises VisitOver for a second report."""
    visit = _locked_visit(visit_id)
    rules.check_can_report_visit(actor, visit)
    if visit.operation_id == operation_id:
        return visit
    if visit.state != VisitState.PLANNED:
        raise VisitOver
    rules.check_report(
        visited_at=report.visited_at,
        met_with=report.met_with,
        findings=report.findings,
        recommendation=report.recommendation,
        photos=len(report.photos),
    )
    documents = [
        papers.attach(visit.case, NewDocument(photo, str(PHOTO)), actor=actor)
        for photo in report.photos
    ]
    visit.state = VisitState.REPORTED
    visit.operation_id = operation_id
    visit.visited_at = report.visited_at
    visit.reported_at = clock.now()
    visit.met_with = report.met_with.strip()
    visit.findings = report.findings.strip()
    visit.found = dict(report.found) if report.found else None
    visit.recommendation = report.recommendation
    visit.photos = [str(document.pk) for document in documents]
    visit.save()
    record_event(
        visit.case,
        EventName.VISIT_REPORTED,
        actor=actor,
        details={
            "visit": str(visit.pk),
            "recommendation": report.recommendation,
            "photos": len(documents),
        },
    )
    return visit


def _locked(case_id: uuid.UUID) -> Case:
    return (
        Case.objects.select_related("beneficiary").select_for_update(of=("self",)).get(pk=case_id)
    )


def _locked_visit(visit_id: uuid.UUID) -> Visit:
    """The case first, as everywhere; raises Visit.DoesNotExist."""
    case = _locked(Visit.objects.values_list("case_id", flat=True).get(pk=visit_id))
    visit = (
        Visit.objects.select_related("visitor").select_for_update(of=("self",)).get(pk=visit_id)
    )
    visit.case = case
    return visit
