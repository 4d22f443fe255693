"""Whose complaint was resolved may be asked how it was handled, unless it is sensitive."""

from core.cases.enums import CaseKind, CaseStatus
from core.cases.models import Case
from core.complaints.enums import RightsClass
from core.satisfaction.asking import invite_after_service
from core.service_requests import following

ENDED = (CaseStatus.RESOLVED, CaseStatus.CLOSED)


def register_follower() -> None:
    following.register("survey of complaints", _ask)


def _ask(case: Case, before: str) -> None:
    if case.kind != CaseKind.COMPLAINT or case.status not in ENDED or case.status == before:
        return
    if case.complaint.rights_class == RightsClass.ORDINARY:
        invite_after_service(case)
