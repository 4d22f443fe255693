"""What repeats itself among complaints: the same subject, unit or person within the days that were set.

Each reader's patterns are made of the complaints that they may open, and of nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.complaints.enums import Part
from core.complaints.models import Involvement, SystemicAction
from core.complaints.queries import complaints_visible_to
from core.complaints.settings import SETTINGS, ComplaintSettings
from foundation import clock
from foundation.arabic import searchable
from tenants.people.models import User


class PatternKind(models.TextChoices):
    SUBJECT = "subject", _("Same subject")
    UNIT = "unit", _("Same unit")
    PERSON = "person", _("Same person")


@dataclass(frozen=True, slots=True)
class Pattern:
    kind: PatternKind
    key: str
    name: str
    cases: tuple[Case, ...]

    @property
    def address(self) -> str:
        """What tells it from every other one, without naming anybody in an address or a notice."""
        return sha256(f"{self.kind.value}:{self.key}".encode()).hexdigest()[:24]


def patterns_for(reader: User) -> list[Pattern]:
    """The most frequent first. An appeal is no second complaint, and what was withdrawn is none."""
    settings = SETTINGS.read()
    since = clock.now() - timedelta(days=settings.pattern_days)
    cases = (
        complaints_visible_to(reader)
        .filter(received_at__gte=since, appeal_of=None)
        .exclude(status=CaseStatus.WITHDRAWN)
        .order_by("-received_at", "pk")
    )
    listed = list(cases)
    found = [*_by_subject(listed, settings), *_by_parties(listed)]
    frequent = [each for each in found if len(each.cases) >= settings.pattern_count]
    return sorted(frequent, key=lambda each: (-len(each.cases), each.kind, each.name))


def pattern_for(reader: User, address: str) -> Pattern | None:
    return next((each for each in patterns_for(reader) if each.address == address), None)


def open_actions() -> QuerySet[SystemicAction]:
    """Of all, what is due first."""
    return SystemicAction.objects.filter(done_at=None).order_by("due_on", "pk")


def actions_for(reader: User, *, sees_all: bool) -> QuerySet[SystemicAction]:
    """Those that are not done first, by their day; one's own, or all."""
    found = SystemicAction.objects.select_related("owner")
    if not sees_all:
        found = found.filter(owner=reader)
    return found.order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")


def answered_by(action: SystemicAction, reader: User) -> list[Case]:
    """The complaints that an action answers, of those that the reader may open."""
    linked = complaints_visible_to(reader).filter(complaint__action=action)
    return list(linked.order_by("-received_at", "pk"))


def _by_subject(cases: Iterable[Case], settings: ComplaintSettings) -> list[Pattern]:
    grouped: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.complaint.subject_key:
            grouped[case.complaint.subject_key].append(case)
    return [
        Pattern(PatternKind.SUBJECT, key, str(settings.subject(key) or key), tuple(alike))
        for key, alike in grouped.items()
    ]


def _by_parties(cases: list[Case]) -> list[Pattern]:
    """Somebody who is complained about counts for their unit too; each complaint once."""
    by_complaint = {case.complaint.pk: case for case in cases}
    rows = (
        Involvement.objects.filter(
            Q(person__isnull=False) | ~Q(unit_search=""),
            complaint__in=list(by_complaint),
            part=Part.ABOUT,
            ended_at=None,
        )
        .select_related("person")
        .order_by("since", "pk")
    )
    people: dict[str, dict[str, Case]] = defaultdict(dict)
    units: dict[str, dict[str, Case]] = defaultdict(dict)
    names: dict[str, str] = {}
    for row in rows:
        case = by_complaint[row.complaint_id]
        if row.person is not None:
            people[str(row.person_id)][str(case.pk)] = case
            names[str(row.person_id)] = row.person.display_name
        unit = row.unit or (row.person.unit if row.person else "")
        if key := searchable(unit):
            units[key][str(case.pk)] = case
            names.setdefault(key, unit)
    return [
        Pattern(kind, key, names[key], tuple(alike.values()))
        for kind, grouped in ((PatternKind.PERSON, people), (PatternKind.UNIT, units))
        for key, alike in grouped.items()
    ]
