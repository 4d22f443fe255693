"""The public page at the base domain."""

import pytest
from django.test import Client

from tenants.enums import AssociationState
from tenants.provisioning import services
from tenants.schemas import control_plane

ALPHA = "http://alpha.silah.test:8000/"


@pytest.fixture
def visitor(db):
    return Client(headers={"host": "silah.test"})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_says_what_silah_is(visitor, language):
    visitor.cookies["silah_language"] = language
    page = visitor.get("/")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
    assert "form" in page.context


@pytest.mark.parametrize(
    "typed", ["alpha", " ALPHA ", "alpha.silah.test", "https://alpha.silah.test:8000/desk/"]
)
def test_an_address_name_leads_to_its_association(association, visitor, typed):
    response = visitor.get("/", {"name": typed})
    assert (response.status_code, response["Location"]) == (302, ALPHA)


@pytest.mark.parametrize("typed", ["gamma", "evil.example", "", "//evil.example", "عنوان"])
def test_an_unknown_name_says_so(association, visitor, typed):
    response = visitor.get("/", {"name": typed})
    assert response.status_code == 200
    assert "name" in response.context["form"].errors


def test_an_association_that_is_not_there_yet_is_not_found(association, visitor):
    with control_plane():
        services.set_state(association, AssociationState.PROVISIONING)
    assert visitor.get("/", {"name": "alpha"}).status_code == 200
    with control_plane():
        services.set_state(association, AssociationState.READY)


def test_other_paths_and_unknown_hosts_are_not_found(visitor):
    assert visitor.get("/desk/").status_code == 404
    assert visitor.get("/people/").status_code == 404
    assert Client(headers={"host": "nobody.silah.test"}).get("/").status_code == 404
