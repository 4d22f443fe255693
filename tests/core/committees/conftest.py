"""A committee of three, a secretary, and requests that wait for it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.committees import services
from core.committees.enums import Vote
from core.committees.models import AgendaItem, CommitteeSession
from core.programmes.models import Programme
from core.programmes.rules import ProgrammeData
from core.programmes.services import create_programme
from core.rules import Stage
from core.service_requests.enums import Outcome
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.requests import bring_to, do_steps


@pytest.fixture
def secretary(governed: Any, make_person: Callable[..., User]) -> User:
    return make_person(Role.RELATIONS_OFFICER, name="ريم أمينة الجلسة")


@pytest.fixture
def executive(governed: Any, make_person: Callable[..., User]) -> User:
    return make_person(Role.EXECUTIVE, name="سامي المدير")


@pytest.fixture
def committee(governed: Any, make_person: Callable[..., User]) -> list[User]:
    names = ("أحمد الرئيس", "بدر العضو", "جواهر العضو")
    return [make_person(Role.COMMITTEE_MEMBER, name=name) for name in names]


@pytest.fixture
def worker(governed: Any, make_person: Callable[..., User]) -> User:
    """Brings cases before the committee, without being of it."""
    return make_person(Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, name="سارة")


@pytest.fixture
def ready(worker: User) -> Callable[..., Case]:
    """ready(amount_asked=…): a request that the committee can decide."""

    def make(amount_asked: Decimal | None = None, **values: Any) -> Case:
        case = bring_to(CaseStatus.BEFORE_COMMITTEE, worker, **values)
        do_steps(case, worker, Stage.DECISION)
        if amount_asked is not None:
            Case.objects.filter(pk=case.pk).update(amount_asked=amount_asked)
        return Case.objects.get(pk=case.pk)

    return make


@pytest.fixture
def programme(governed: Any, executive: User) -> Callable[..., Programme]:
    """programme(10_000): open this year."""

    def make(budget: int = 10_000, name: str = "كفالة", **values: Any) -> Programme:
        today = clock.today()
        data = {
            "name": name,
            "budget": Decimal(budget),
            "starts_on": today.replace(month=1, day=1),
            "ends_on": today.replace(month=12, day=31),
        } | values
        return create_programme(ProgrammeData(**data), actor=executive, operation_id=uuid.uuid4())

    return make


def later_today() -> datetime:
    """When a session may be called, and opened at once."""
    return timezone.localtime(clock.now()).replace(hour=23, minute=59, second=59)


def call(actor: User, chair: User | None = None, *cases: Case) -> CommitteeSession:
    return services.call_session(
        actor=actor,
        operation_id=uuid.uuid4(),
        planned_for=later_today(),
        place="قاعة الاجتماعات",
        chair_id=chair.pk if chair else None,
        case_ids=[case.pk for case in cases],
    )


def attend(
    session: CommitteeSession, actor: User, *present: User, chair: User | None = None
) -> CommitteeSession:
    return services.set_attendance(
        session.pk,
        actor=actor,
        revision=None,
        present=[member.pk for member in present],
        chair_id=chair.pk if chair else None,
    )


def sit(actor: User, committee: list[User], *cases: Case) -> CommitteeSession:
    """Called, everybody there, open."""
    session = call(actor, committee[0], *cases)
    attend(session, actor, *committee)
    return services.open_session(session.pk, actor=actor, revision=None)


def items_of(session: CommitteeSession) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(session=session).order_by("order"))


def all_for(committee: list[User]) -> dict[uuid.UUID, Vote]:
    return {member.pk: Vote.FOR for member in committee}


def decide(
    session: CommitteeSession,
    actor: User,
    committee: list[User],
    *items: AgendaItem,
    hands: dict[uuid.UUID, Vote] | None = None,
    **proposal: Any,
) -> list[AgendaItem]:
    terms = {"outcome": Outcome.ACCEPTED, "early_reason": "عاجل"} | proposal
    return services.record_decisions(
        session.pk,
        actor=actor,
        chosen=[services.Chosen(item.pk) for item in items],
        proposal=services.Proposal(**terms),
        hands=all_for(committee) if hands is None else hands,
    )
