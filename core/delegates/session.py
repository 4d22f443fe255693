"""What a phone takes along: who is signed in, what the policy offers, which visits are planned."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone

from core import rules as governing
from core.beneficiaries.consents import agreed
from core.beneficiaries.enums import ConsentPurpose
from core.delegates.moments import MOST_DAYS_KEPT
from core.delegates.phones import owner_of, secret_of
from core.delegates.photos import MOST_PHOTOS
from core.delegates.surveys import surveys_to_take
from core.delegates.types import offered_types
from core.research.models import Visit
from core.research.queries import visits_to_make
from core.rules import ChannelKind
from foundation import clock
from foundation.dates import both_calendars
from tenants.people.access import person
from tenants.people.models import User
from tenants.people.roles import Permission

MOST_VISITS = 100


def session_of(request: HttpRequest) -> dict[str, Any]:
    user = person(request)
    return {
        "owner": owner_of(user),
        "secret": secret_of(user),
        "name": user.display_name,
        "csrf": get_token(request),
        "now": clock.now().isoformat(),
        "most_days": MOST_DAYS_KEPT,
        "most_photos": MOST_PHOTOS,
        "registers": user.has_permission(Permission.REGISTER_CASES),
        "researches": user.has_permission(Permission.RESEARCH_CASES),
        **_policy(),
        "types": offered_types() if user.has_permission(Permission.REGISTER_CASES) else [],
        "visits": _visits(user),
        "surveys": surveys_to_take(),
    }


def _policy() -> dict[str, Any]:
    """The delegates' own channel first; nothing where no policy is in force."""
    try:
        rules = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return {"policy": "", "channels": [], "documents": []}
    channels = sorted(
        rules.channels, key=lambda channel: channel.kind != ChannelKind.BRANCH_DELEGATE
    )
    return {
        "policy": rules.title,
        "channels": [{"key": channel.key, "label": channel.label} for channel in channels],
        "documents": list(rules.required_documents),
    }


def _visits(user: User) -> list[dict[str, Any]]:
    """With what the people agreed to: the visit itself, and that pictures are taken."""
    visits = list(visits_to_make(user)[:MOST_VISITS])
    purposes = agreed(visit.case.person.pk for visit in visits)
    return [_visit(visit, purposes[visit.case.person.pk]) for visit in visits]


def _visit(visit: Visit, agreed_to: set[ConsentPurpose]) -> dict[str, Any]:
    case, beneficiary = visit.case, visit.case.person
    at = timezone.localtime(visit.planned_for) if visit.planned_for else None
    return {
        "id": str(visit.pk),
        "reference": case.reference,
        "subject": case.subject,
        "name": beneficiary.name,
        "mobile": beneficiary.mobile or "",
        "day": both_calendars(at.date()) if at else "",
        "time": at.strftime("%H:%M") if at else "",
        "consents": ConsentPurpose.RESEARCH in agreed_to,
        "photographs": ConsentPurpose.PHOTOGRAPHS in agreed_to,
    }
