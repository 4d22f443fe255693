"""Beside a case: the file of its person in short, and what must be looked at before the next step."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core.beneficiaries.categories import categories
from core.beneficiaries.enums import ACTS_FOR
from core.beneficiaries.expiring import ExpiringKind, expiring
from core.beneficiaries.household import household_of, household_size, is_expired
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import relies_on_file
from core.cases.models import Case
from core.people_desk.facts import categories_of
from core.service_requests.desk.panels import Panel, Place, register
from core.service_requests.queries import requests_visible_to
from tenants.people.access import person

MOST_OTHERS = 5


def register_all() -> None:
    register(
        Panel(
            name="person",
            template="people_desk/_panel.html",
            order=20,
            context=_summary,
            place=Place.ASIDE,
        )
    )


def _summary(request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """Nothing of a file that is closed to whoever opens the case; the case itself names the person."""
    if not relies_on_file(person(request), case.person):
        return {"person": None}
    beneficiary = case.person
    people = list(household_of(beneficiary))
    acting = [each for each in people if each.relation in ACTS_FOR]
    others = requests_visible_to(person(request)).filter(
        beneficiary=beneficiary, closed_at__isnull=True
    )
    known = categories() if beneficiary.categories else ()
    return {
        "person": beneficiary,
        "categories": categories_of(beneficiary, known),
        "size": household_size(people),
        "acting": [(each, is_expired(each)) for each in acting],
        # Until when somebody acts is said beside their name already.
        "expiring": expiring(
            Beneficiary.objects.filter(pk=beneficiary.pk),
            kinds=(ExpiringKind.DOCUMENT, ExpiringKind.CONSENT),
        ),
        "others": list(others.exclude(pk=case.pk).order_by("-received_at", "pk")[:MOST_OTHERS]),
    }
