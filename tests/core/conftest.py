"""Rules in force, and the people who work under them."""

from collections.abc import Callable, Iterator

import pytest

from core import rules
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.provider import FixedProvider


@pytest.fixture
def policy() -> Iterator[FixedProvider]:
    """What is in force; `policy.change(...)` brings another version into force."""
    before = list(rules._providers)
    provider = FixedProvider()
    rules.register(provider)
    yield provider
    rules._providers[:] = before


@pytest.fixture
def governed(association: Association, policy: FixedProvider) -> Association:
    """The association that the test is in, with rules in force."""
    return association


@pytest.fixture
def officer(governed: Association, make_person: Callable[..., User]) -> User:
    return make_person(Role.RELATIONS_OFFICER, name="ضابط العلاقات")


@pytest.fixture
def everyone(governed: Association, make_person: Callable[..., User]) -> User:
    """One person with every role that works on requests."""
    return make_person(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER, name="سارة"
    )
