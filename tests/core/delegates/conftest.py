import pytest
from django.test import Client

from tenants.people.roles import Role
from ui.middleware import COOKIE


@pytest.fixture
def delegate(governed, make_person):
    return make_person(Role.BRANCH_DELEGATE, name="مندوب الفرع")


@pytest.fixture
def phone(governed, site):
    """phone(person): their browser, in English."""

    def take(user=None):
        client: Client = site(governed, user)
        client.cookies[COOKIE] = "en"
        return client

    return take
