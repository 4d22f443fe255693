"""A policy that asks for signatures, and people who have to give them."""

import functools

import pytest

from policies.content import AcknowledgementRule
from tenants.people.roles import Role
from tests.policies.versions import bring_into_force

RULE = AcknowledgementRule(roles=(Role.RELATIONS_OFFICER, Role.AUDITOR), within_days=10)
ASKING = RULE.model_copy(
    update={"question": "كم مدة الرد على الشكوى؟", "answers": ("عشرة أيام عمل", "شهر", "سنة")}
)


@pytest.fixture
def bring_version(officer, secretary):
    """bring_version(acknowledgement=…, is_minor=…, **changes): one more version in force."""
    return functools.partial(bring_into_force, officer, secretary)


@pytest.fixture
def relations(association, make_person):
    return make_person(Role.RELATIONS_OFFICER, name="هند")


@pytest.fixture
def auditor(association, make_person):
    return make_person(Role.AUDITOR, name="سعد")
