"""Whoever's request was served or closed may be asked how it was."""

from core.cases.enums import CaseKind, CaseStatus
from core.cases.models import Case
from core.satisfaction.asking import invite_after_service
from core.service_requests import following

SERVED = (CaseStatus.DELIVERED, CaseStatus.CLOSED)


def register_follower() -> None:
    following.register("survey", _ask)


def _ask(case: Case, before: str) -> None:
    if case.kind == CaseKind.REQUEST and case.status in SERVED and case.status != before:
        invite_after_service(case)
