import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import translation

from ui import views
from ui.middleware import COOKIE, LanguageMiddleware
from ui.showcase import sample_context

ERRORS = ["400.html", "403.html", "404.html", "500.html", "503.html", "403_csrf.html"]


@pytest.fixture(autouse=True)
def arabic_before_and_after() -> None:
    with translation.override("ar"):
        yield


def language_seen(**request: str) -> str:
    factory = RequestFactory()
    if COOKIE in request:
        factory.cookies[COOKIE] = request.pop(COOKIE)
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    response = LanguageMiddleware(page)(factory.get("/", **request))
    assert response["Content-Language"] == seen[0]
    return seen[0]


def test_arabic_whatever_the_browser_says() -> None:
    assert language_seen(HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9") == "ar"


@pytest.mark.parametrize(
    ("cookie", "seen"), [("en", "en"), ("ar", "ar"), ("fr", "ar"), ("", "ar")]
)
def test_the_cookie_chooses_among_our_languages(cookie: str, seen: str) -> None:
    assert language_seen(**{COOKIE: cookie}) == seen


@pytest.mark.parametrize(
    ("wanted", "goal"),
    [
        ("/desk/?page=2", "/desk/?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_switch_goes_back_and_never_elsewhere(wanted: str, goal: str) -> None:
    request = RequestFactory().post("/ui/language/", {"language": "en", "next": wanted})
    response = views.language(request)
    assert (response.status_code, response.url) == (302, goal)


@pytest.mark.parametrize(("wanted", "kept"), [("en", "en"), ("ar", "ar"), ("xx", "ar")])
def test_the_switch_remembers(wanted: str, kept: str) -> None:
    response = views.language(RequestFactory().post("/ui/language/", {"language": wanted}))
    cookie = response.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (kept, True, "Lax")


def test_the_switch_wants_a_form() -> None:
    assert views.language(RequestFactory().get("/ui/language/")).status_code == 405


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_stand_alone_in_both_languages(name: str) -> None:
    page = render_to_string(name)
    assert [
        part in page for part in ('<html lang="ar" dir="rtl">', 'lang="en" dir="ltr"', "<h1>")
    ] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_are_all_different(name: str) -> None:
    others = [render_to_string(other) for other in ERRORS if other != name]
    assert render_to_string(name) not in others


def test_error_pages_turn_round_for_english() -> None:
    with translation.override("en"):
        page = render_to_string("404.html")
    assert '<html lang="en" dir="ltr">' in page
    assert '<section class="other" lang="ar" dir="rtl">' in page


def test_an_expired_form_is_explained() -> None:
    response = views.csrf_failure(RequestFactory().post("/"), reason="CSRF token missing.")
    assert response.status_code == 403
    assert "مدة طويلة" in response.content.decode()
    assert "CSRF" not in response.content.decode()


@pytest.mark.parametrize(
    ("came_from", "offered"),
    [
        ("http://testserver/request/?a=1", ["http://testserver/request/?a=1", "/"]),
        ("http://elsewhere.example/request/", ["/"]),
        ("javascript:alert(1)", ["/"]),
        ("", ["/"]),
    ],
)
def test_an_expired_form_is_offered_again(came_from: str, offered: list[str]) -> None:
    request = RequestFactory().post("/request/", headers={"referer": came_from})
    page = views.csrf_failure(request).content.decode()
    assert re.findall(r'<a [^>]*href="([^"]*)"', page) == offered


@pytest.mark.parametrize("language", ["ar", "en"])
def test_all_components_can_be_drawn(language: str) -> None:
    with translation.override(language):
        page = render_to_string(
            "ui/components.html", sample_context(language), RequestFactory().get("/ui/components/")
        )
    direction = {"ar": "rtl", "en": "ltr"}[language]
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert page.count("<main") == 1


@pytest.mark.parametrize(
    ("error", "status", "again"),
    [
        (OperationalError("canceling statement due to lock timeout"), 503, "10"),
        (KeyError(), 500, ""),
    ],
)
def test_a_busy_database_is_no_fault_of_ours(error: Exception, status: int, again: str) -> None:
    try:
        raise error
    except (OperationalError, KeyError):
        answer = views.server_error(RequestFactory().get("/"))

    assert (answer.status_code, answer.get("Retry-After", "")) == (status, again)


@pytest.mark.parametrize("kind", ["association", "operators", "public"])
def test_every_kind_of_site_answers_so(kind: str) -> None:
    handler = get_resolver(f"config.urls_{kind}").resolve_error_handler(500)
    assert handler is views.server_error


def test_the_language_of_one_request_is_not_carried_to_the_next_work_of_its_thread():
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = "en"
    spoken = []

    def answer(_request: HttpRequest) -> HttpResponse:
        spoken.append(translation.get_language())
        return HttpResponse()

    with translation.override("ar"):
        LanguageMiddleware(answer)(request)
        spoken.append(translation.get_language())

    assert spoken == ["en", "ar"]
