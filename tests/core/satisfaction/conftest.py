"""People who run measures, rounds of either kind, and answers by hand."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.rules import MeasureMethod, SatisfactionMeasure
from core.satisfaction.answering import Given, add_answer
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.rounds import start_round
from core.satisfaction.settings import MEASURES, MeasureSettings
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import VERSION, FixedProvider, clause
from tests.core.requests import IDENTITY, bring_to, person
from ui.middleware import COOKIE

GOOD = {"satisfied": 5, "treated": 5, "on-time": "yes", "recommend": 10}
BAD = {"satisfied": 1, "treated": 2, "on-time": "no", "recommend": 0}


@pytest.fixture
def executive(governed: Any, make_person: Callable[..., User]) -> User:
    return make_person(Role.EXECUTIVE, name="سامي المدير")


@pytest.fixture
def secretary(governed: Any, make_person: Callable[..., User]) -> User:
    return make_person(Role.BOARD_SECRETARY, name="هدى أمينة المجلس")


@pytest.fixture
def measures(policy: FixedProvider) -> Callable[..., None]:
    """measures(("زيارات", VISIT, 3)): what the policy in force names, from its first version on."""

    def name(*rows: tuple[str, MeasureMethod | None, int | None]) -> None:
        named = tuple(
            SatisfactionMeasure(label, clause(f"6-{number}"), method, months)
            for number, (label, method, months) in enumerate(rows, start=1)
        )
        policy.change(satisfaction=named)

    return name


@pytest.fixture
def set_up(officer: User) -> Callable[..., MeasureSettings]:
    """set_up(quiet_days=0): beside what holds by default."""

    def write(**values: Any) -> MeasureSettings:
        settings = MeasureSettings.model_validate(MEASURES.read().model_dump() | values)
        MEASURES.write(settings, actor=officer)
        return settings

    return write


@pytest.fixture
def make_round(governed: Any) -> Callable[..., MeasureRound]:
    def make(method: MeasureMethod = MeasureMethod.FIELD_SURVEY, **values: Any) -> MeasureRound:
        fields: dict[str, Any] = {
            "method": method,
            "label": "استطلاع ميداني",
            "clause_address": "6-1",
            "policy_version": VERSION,
            "begins_on": date(2026, 3, 1),
            "due_on": date(2026, 3, 31),
        }
        return MeasureRound.objects.create(**fields | values)

    return make


@pytest.fixture
def open_round(
    make_round: Callable[..., MeasureRound], officer: User
) -> Callable[..., MeasureRound]:
    def make(method: MeasureMethod = MeasureMethod.FIELD_SURVEY, **values: Any) -> MeasureRound:
        return start_round(make_round(method, **values).pk, actor=officer)

    return make


@pytest.fixture
def answer() -> Callable[..., SurveyAnswer]:
    def give(
        round_: MeasureRound, answers: dict[str, Any] = GOOD, way: AnswerWay = AnswerWay.POSTER
    ) -> SurveyAnswer:
        given = Given(answers, way, operation_id=uuid.uuid4())
        return add_answer(round_.pk, given)[0]

    return give


@pytest.fixture
def browse(governed: Any, site: Callable[..., Any]) -> Callable[..., Any]:
    """browse(user), or browse(user, "en"); a visitor without an account where there is none."""

    def open_site(user: User | None = None, language: str = "") -> Any:
        client = site(governed, user)
        if language:
            client.cookies[COOKIE] = language
        return client

    return open_site


@pytest.fixture
def served(everyone: User, at: Callable[..., Any]) -> Callable[..., Case]:
    """served("1000000008"): somebody's delivered request, who agreed to be written to by e-mail."""
    at(2026, 3, 1, 10)

    def make(identity: str = IDENTITY, status: S = S.DELIVERED, **values: Any) -> Case:
        data = person(email=f"p{identity}@example.org", identity_number=identity)
        return bring_to(
            status,
            everyone,
            beneficiary_data=data,
            reply_channel=ReplyChannel.EMAIL,
            **values,
        )

    return make
