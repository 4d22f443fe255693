"""Whom a version asks to sign, and when each is to be reminded."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from core.rules import AcknowledgementRule
from policies.models import Acknowledgement, PolicyVersion
from policies.workflow import GOVERNING
from tenants.people.models import User

DAYS_BEFORE = 3
WEEKS_AFTER = 6


def staff_of(rule: AcknowledgementRule) -> QuerySet[User]:
    """Active people with one of the rule's roles; without roles in it all active people."""
    people = User.objects.filter(is_active=True)
    if rule.roles:
        people = people.filter(role_grants__role__in=rule.roles).distinct()
    return people.order_by("display_name", "pk")


def bound_already(version: PolicyVersion) -> set[UUID]:
    """Who signed a version that this one changes in small things only, and need not sign again."""
    bound: set[UUID] = set()
    changed = version
    while changed.is_minor:
        before = _version_before(changed)
        if before is None:
            break
        signed = Acknowledgement.objects.filter(version=before, signed_at__isnull=False)
        bound |= set(signed.order_by("pk").values_list("person_id", flat=True))
        changed = before
    return bound


def _version_before(version: PolicyVersion) -> PolicyVersion | None:
    """The one that governed until this one came into force."""
    return (
        PolicyVersion.objects.only("pk", "number", "is_minor", "in_force_from", "state")
        .filter(state__in=GOVERNING, in_force_from__lt=version.in_force_from)
        .exclude(pk=version.pk)
        .order_by("-in_force_from", "-number")
        .first()
    )


def reminder_days(due_on: date) -> list[date]:
    """Three days before, on the day, then each week for six weeks: after that people talk."""
    after = [due_on + timedelta(weeks=week) for week in range(1, WEEKS_AFTER + 1)]
    return [due_on - timedelta(days=DAYS_BEFORE), due_on, *after]


def is_to_be_reminded(asked: Acknowledgement, today: date) -> bool:
    """A day that a job missed is made good on the next; two that passed are one reminder."""
    passed = [day for day in reminder_days(asked.due_on) if day <= today]
    return bool(passed) and last_told(asked) < passed[-1]


def last_told(asked: Acknowledgement) -> date:
    return timezone.localtime(asked.reminded_at or asked.asked_at).date()
