"""A visit that was reported, and a file that says something else than what was found."""

import uuid
from typing import Any

from core.beneficiaries.models import Beneficiary
from core.beneficiaries.social_file import Housing, SocialFile, save_social_file
from core.research.enums import Recommendation
from core.research.models import Visit
from core.research.services import Report, plan_visit, report_visit
from foundation import clock
from tenants.people.models import User
from tests.core.requests import receive

FOUND: dict[str, Any] = {"housing": "rented", "rooms": 2, "rent": "900.00"}


def reported_visit(officer: User, researcher: User) -> Visit:
    case = receive(officer).case
    planned = plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=clock.now())
    report = Report(
        visited_at=clock.now(),
        findings="غرفتان",
        recommendation=Recommendation.ACCEPT,
        found=FOUND,
    )
    return report_visit(planned.pk, actor=researcher, report=report, operation_id=uuid.uuid4())


def otherwise_known(visit: Visit, researcher: User) -> Beneficiary:
    file = SocialFile(housing=Housing.OWNED, rooms=2, notes="قديم")
    return save_social_file(
        visit.case.beneficiary_id, actor=researcher, version="", social_file=file
    )
