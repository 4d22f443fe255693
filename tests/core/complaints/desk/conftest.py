"""The pages of complaints as a browser sees them, in English so that sentences can be compared."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.models import Association
from tenants.people.models import User
from ui.middleware import COOKIE


@pytest.fixture
def desk(governed: Association, site: Callable[..., Client]) -> Callable[[User], Client]:
    """desk(person): their browser at the association's address."""

    def open_desk(user: User) -> Client:
        client = site(governed, user)
        client.cookies[COOKIE] = "en"
        return client

    return open_desk
