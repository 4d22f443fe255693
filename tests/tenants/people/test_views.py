"""The desk pages about people and tokens."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.people import queries, services
from tenants.people.models import ApiToken, Invitation
from tenants.people.roles import Role
from tenants.schemas import entered

PAGES = ("/people/", "/people/invite/", "/people/tokens/", "/people/tokens/new/")


@pytest.fixture
def administrator(association, make_person):
    return make_person(Role.ADMINISTRATOR, name="سعاد")


@pytest.fixture
def admin(association, administrator, site):
    return site(association, administrator)


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_administrators_only(path, association, admin, site, make_person):
    assert admin.get(path).status_code == 200
    assert site(association).get(path).status_code == 302
    auditor = make_person(Role.AUDITOR)
    assert site(association, auditor).get(path).status_code == 403


def test_the_list_shows_people_and_open_invitations(admin, make_person):
    make_person(Role.AUDITOR, name="فهد")
    services.invite_person(email="l@people.example", name="ليلى", roles=[Role.AUDITOR], actor=None)
    page = admin.get("/people/").content.decode()
    assert "فهد" in page
    assert "ليلى" in page


def test_the_list_costs_the_same_for_many(admin, make_person):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            admin.get("/people/")
        return len(seen)

    make_person(Role.AUDITOR)
    few = statements()
    for _person in range(3):
        make_person(Role.AUDITOR, Role.EXECUTIVE)
    assert statements() == few
    assert few > 0


def test_inviting_keeps_what_was_typed_when_it_fails(admin, administrator):
    typed = {
        "name": "سعاد",
        "email": administrator.email,
        "language": "ar",
        "roles": ["auditor"],
    }
    response = admin.post("/people/invite/", typed)
    assert response.status_code == 200
    assert administrator.email in response.content.decode()
    assert response.context["form"].non_field_errors()
    assert admin.post("/people/invite/", typed | {"email": "n@people.example"}).status_code == 302
    assert Invitation.objects.get().roles == ["auditor"]


def test_withdrawing_an_invitation(admin):
    invitation = services.invite_person(
        email="l@people.example", name="ليلى", roles=[Role.AUDITOR], actor=None
    )
    path = f"/people/invitations/{invitation.pk}/withdraw/"
    assert admin.get(path).status_code == 405
    assert admin.post(path).status_code == 302
    assert not queries.open_invitations().exists()
    assert admin.post(path).status_code == 404


def test_changing_roles_and_the_last_administrator(admin, administrator, make_person):
    auditor = make_person(Role.AUDITOR)
    admin.post(f"/people/{auditor.pk}/", {"roles": ["executive"]})
    auditor.forget_roles()
    assert auditor.roles == (Role.EXECUTIVE,)
    response = admin.post(f"/people/{administrator.pk}/", {"roles": ["executive"]})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_deactivating_and_reactivating(admin, administrator, make_person):
    auditor = make_person(Role.AUDITOR)
    admin.post(f"/people/{auditor.pk}/deactivate/")
    auditor.refresh_from_db()
    assert not auditor.is_active
    assert admin.get(f"/people/{auditor.pk}/").status_code == 200
    admin.post(f"/people/{auditor.pk}/reactivate/")
    auditor.refresh_from_db()
    assert auditor.is_active
    admin.post(f"/people/{administrator.pk}/deactivate/")
    administrator.refresh_from_db()
    assert administrator.is_active


def test_another_associations_people_are_not_found(admin, other_association, make_person):
    with entered(other_association):
        stranger = make_person(Role.AUDITOR)
    for path in ("", "deactivate/", "reactivate/"):
        assert admin.post(f"/people/{stranger.pk}/{path}").status_code == 404


def test_a_token_is_shown_once(admin):
    response = admin.post("/people/tokens/new/", {"name": "موقعنا", "roles": ["auditor"]})
    key = response.context["issued"].key
    assert key in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    page = admin.get("/people/tokens/").content.decode()
    assert key not in page
    assert ApiToken.objects.get().prefix in page
    admin.post(f"/people/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert ApiToken.objects.get().revoked_at is not None


def test_choosing_a_language_sets_the_cookie(admin, administrator):
    response = admin.post("/account/", {"language": "en"})
    assert response.cookies["silah_language"].value == "en"
    administrator.refresh_from_db()
    assert administrator.language == "en"
    assert admin.post("/account/", {"language": "fr"}).status_code == 200
