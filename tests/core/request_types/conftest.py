from collections.abc import Callable

import pytest

from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role


@pytest.fixture
def administrator(governed: Association, make_person: Callable[..., User]) -> User:
    return make_person(Role.ADMINISTRATOR, name="مديرة النظام")
