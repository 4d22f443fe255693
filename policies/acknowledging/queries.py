"""Reading acknowledgements: one person's own, and how far a version is signed."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.rules import AcknowledgementRule
from foundation import clock
from foundation.models import AuditEntry
from policies.acknowledging import asking
from policies.acknowledging.services import WRONG_ANSWER, rule_of
from policies.enums import VersionState
from policies.models import Acknowledgement, PolicyVersion
from tenants.people.models import User
from tenants.people.roles import Role


class State(StrEnum):
    SIGNED = "signed"
    BOUND = "bound"
    WAITING = "waiting"
    LATE = "late"


LABELS: dict[State, str | Promise] = {
    State.SIGNED: _("Signed"),
    State.BOUND: _("Signed the version before"),
    State.WAITING: _("Still to sign"),
    State.LATE: _("Overdue"),
}
TONES = {State.SIGNED: "ok", State.BOUND: "ok", State.WAITING: "soon", State.LATE: "late"}


@dataclass(frozen=True, slots=True)
class Signer:
    """One person at one version. `asked`: None for who need not sign again."""

    person: User
    roles: tuple[Role, ...]
    state: State
    asked: Acknowledgement | None = None
    wrong_answers: int = 0

    @property
    def label(self) -> str | Promise:
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in self.roles]


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    label: str | Promise
    people: int
    signed: int
    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class Coverage:
    rule: AcknowledgementRule | None
    signers: tuple[Signer, ...]
    by_role: tuple[RoleCoverage, ...]
    all: RoleCoverage


def asked_of(person: User) -> Acknowledgement | None:
    """What the version in force waits for, from this person; None where nothing."""
    return (
        Acknowledgement.objects.filter(
            person=person, signed_at=None, version__state=VersionState.IN_FORCE
        )
        .order_by("due_on", "pk")
        .first()
    )


def acknowledgement_of(person: User, version: PolicyVersion) -> Acknowledgement | None:
    return Acknowledgement.objects.filter(person=person, version=version).order_by("pk").first()


def last_signed_before(person: User, version: PolicyVersion) -> PolicyVersion | None:
    """The version whose words this person knows: what changed since is shown to them."""
    signed = (
        Acknowledgement.objects.select_related("version")
        .filter(person=person, signed_at__isnull=False, version__number__lt=version.number)
        .order_by("-version__number")
        .first()
    )
    return signed.version if signed else None


def shuffled(answers: tuple[str, ...], asked: Acknowledgement) -> list[str]:
    """In an order that is each person's own and stays, so that the right one stands anywhere."""
    return sorted(
        answers, key=lambda answer: hashlib.sha256(f"{asked.pk}{answer}".encode()).digest()
    )


def evidence(version: PolicyVersion) -> QuerySet[Acknowledgement]:
    """The signatures under a version, in the order in which they were given."""
    return (
        Acknowledgement.objects.filter(version=version, signed_at__isnull=False)
        .select_related("person")
        .order_by("signed_at", "pk")
    )


def coverage(version: PolicyVersion) -> Coverage:
    """In a fixed number of queries. Who left the association counts only where they signed."""
    acknowledgements = list(
        Acknowledgement.objects.filter(version=version)
        .select_related("person")
        .prefetch_related("person__role_grants")
        .order_by("person__display_name", "pk")
    )
    wrong = _wrong_answers(acknowledgements)
    today = clock.today()
    signers = [
        Signer(
            each.person,
            _roles(each.person),
            _state(each, today),
            each,
            wrong.get(str(each.pk), 0),
        )
        for each in acknowledgements
        if each.signed_at is not None or each.person.is_active
    ]
    signers += _bound(version, {each.person_id for each in acknowledgements})
    return Coverage(
        rule=rule_of(version),
        signers=tuple(signers),
        by_role=tuple(_by_role(signers)),
        all=_counted(_("All together"), signers),
    )


def _bound(version: PolicyVersion, asked: set[UUID]) -> list[Signer]:
    ids = asking.bound_already(version) - asked
    people = (
        User.objects.filter(pk__in=ids, is_active=True)
        .prefetch_related("role_grants")
        .order_by("display_name", "pk")
    )
    return [Signer(person, _roles(person), State.BOUND) for person in people]


def _state(asked: Acknowledgement, today: date) -> State:
    if asked.signed_at is not None:
        return State.SIGNED
    return State.LATE if asked.due_on < today else State.WAITING


def _roles(person: User) -> tuple[Role, ...]:
    held = {grant.role for grant in person.role_grants.all()}
    return tuple(role for role in Role if role in held)


def _by_role(signers: list[Signer]) -> list[RoleCoverage]:
    """Who holds several roles counts in each."""
    held = [role for role in Role if any(role in signer.roles for signer in signers)]
    return [
        _counted(role.label, [signer for signer in signers if role in signer.roles])
        for role in held
    ]


def _counted(label: str | Promise, signers: list[Signer]) -> RoleCoverage:
    states = Counter(signer.state for signer in signers)
    return RoleCoverage(
        label,
        people=len(signers),
        signed=states[State.SIGNED] + states[State.BOUND],
        waiting=states[State.WAITING],
        late=states[State.LATE],
    )


def _wrong_answers(acknowledgements: list[Acknowledgement]) -> dict[str, int]:
    counted = (
        AuditEntry.objects.filter(
            action=WRONG_ANSWER,
            object_type=Acknowledgement._meta.label_lower,
            object_id__in=[str(each.pk) for each in acknowledgements],
        )
        .values("object_id")
        .annotate(times=Count("pk"))
        .order_by("object_id")
    )
    return {row["object_id"]: row["times"] for row in counted}
