"""Each of our URLs declares who may open it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from console import urls as console_urls
from operators.roles import OperatorPermission
from tenants.people import access, invitation_views, urls, views
from tenants.people.roles import Permission, Role
from website import urls as website_urls

KNOWN = {access.PUBLIC, access.SIGNED_IN, *Permission, *OperatorPermission}
PATTERNS = [*urls.urlpatterns, *console_urls.urlpatterns, *website_urls.urlpatterns]
LOOSE_VIEWS = [views.my_account, invitation_views.accept]


def test_every_url_declares_its_access():
    declared = [access.declared_access(p.callback) for p in PATTERNS]
    declared += [access.declared_access(view) for view in LOOSE_VIEWS]
    assert len(declared) > 20
    assert [word for word in declared if word not in KNOWN] == []


def test_a_view_that_declares_nothing_is_seen():
    assert access.declared_access(lambda request: HttpResponse()) is None


@access.permission_required(Permission.VIEW_AUDIT)
def guarded(request):
    return HttpResponse("inside")


@access.sign_in_required
def for_anybody_inside(request):
    return HttpResponse(access.person(request).display_name)


@pytest.fixture
def ask(association):
    def ask(view, user):
        request = RequestFactory().get("/somewhere/?a=1")
        request.user = user
        return view(request)

    return ask


def test_a_permission_opens_the_view_and_its_lack_closes_it(ask, make_person):
    assert ask(guarded, make_person(Role.AUDITOR)).content == b"inside"
    with pytest.raises(PermissionDenied):
        ask(guarded, make_person(Role.INVESTIGATOR))


def test_signing_in_is_enough_where_nothing_more_is_asked(ask, make_person):
    assert ask(for_anybody_inside, make_person(name="Mona")).content == b"Mona"


def test_a_deactivated_person_has_no_permission(ask, make_person):
    user = make_person(Role.AUDITOR)
    user.is_active = False
    with pytest.raises(PermissionDenied):
        ask(guarded, user)


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        (
            "http://testserver/cases/7/?tab=notes#last",
            "/accounts/login/?next=/cases/7/%3Ftab%3Dnotes",
        ),
        ("http://elsewhere.example/cases/7/", "/accounts/login/"),
        ("", "/accounts/login/"),
    ],
)
def test_what_was_posted_by_a_stranger_leads_back_to_its_form(settings, referer, leads_to):
    request = RequestFactory().post("/cases/7/add/", headers={"referer": referer})
    request.user = AnonymousUser()
    settings.LOGIN_URL = "/accounts/login/"
    assert guarded(request)["Location"] == leads_to


def test_a_page_that_a_stranger_wanted_is_where_the_sign_in_leads(settings):
    request = RequestFactory().get("/cases/7/?a=1")
    request.user = AnonymousUser()
    settings.LOGIN_URL = "/accounts/login/"
    assert guarded(request)["Location"] == "/accounts/login/?next=/cases/7/%3Fa%3D1"
