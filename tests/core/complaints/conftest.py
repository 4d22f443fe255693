"""Rules that know complaints, and the people who work on them."""

from collections.abc import Callable

import pytest

from core.rules import CompensationRule, CompensationStage, ComplaintsRule, Milestone, StartEvent
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.complaints.cases import Cast
from tests.core.provider import RULES, FixedProvider, days, deadline

COMPLAINTS = ComplaintsRule(
    handler="وحدة المتابعة", channels=("موقع الجمعية",), anonymous=True, amicable_first=True
)
COMPENSATION = CompensationRule(
    body="لجنة التحقيق",
    stages=(
        (CompensationStage.COMMITTEE_MINUTES, "محضر معتمد من الأعضاء"),
        (CompensationStage.RULING, "حكم إن لزم"),
        (CompensationStage.NEGOTIATION, "التفاوض"),
        (CompensationStage.ACCEPTANCE, "قبول موقّع"),
        (CompensationStage.PAYMENT, "إثبات الصرف"),
    ),
)
PROMISES = (
    *RULES.deadlines,
    deadline("complaint", Milestone.COMPLAINT_REPLY, StartEvent.SUBMISSION, days(20)),
)


@pytest.fixture
def policy(policy: FixedProvider) -> FixedProvider:
    policy.change(complaints=COMPLAINTS, compensation=COMPENSATION, deadlines=PROMISES)
    return policy


@pytest.fixture
def cast(governed: object, make_person: Callable[..., User]) -> Cast:
    return Cast(
        officer=make_person(Role.COMPLAINTS_OFFICER, name="وحدة المتابعة"),
        chair=make_person(Role.INVESTIGATOR, name="رئيس التحقيق"),
        member=make_person(Role.COMMITTEE_MEMBER, name="عضو التحقيق"),
        decider=make_person(Role.EXECUTIVE, name="المدير"),
    )
