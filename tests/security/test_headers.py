"""Every answer of every address carries the headers that close the page, errors too."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from tenants.people.access import PUBLIC
from tests.isolation.addresses import Answer, Walker, addresses
from tests.isolation.catalog import CATALOG, Machine, Page
from tests.isolation.world import EVERY, NOBODY, World, undone

CLOSED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = {
    "default-src": {"'none'"},
    "frame-ancestors": {"'none'"},
    "base-uri": {"'none'"},
    "object-src": {"'none'"},
    "form-action": {"'self'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
}
# What the policy would refuse to run: a page that has it is broken in the browser.
REFUSED_MARKUP = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*type=.application/json)|<style|\sstyle=[\"']|\son[a-z]+=[\"']"
    r"|javascript:",
    re.IGNORECASE,
)
# Any other site may show these: no cookie, no script, nothing to send.
FOR_OTHER_SITES = {"publishing:embed", "publishing:badge"}
# Anybody may read these, and keep them.
MAY_BE_KEPT = {"publishing:policy", "publishing:json"}


@pytest.fixture(autouse=True)
def undone_after(worlds: tuple[World, World]) -> Iterator[None]:
    with undone():
        yield


def problems(answer: Answer, *, personal: bool = True) -> list[str]:
    headers = answer.headers
    wrong = [
        f"{answer}: {name} is {headers.get(name)!r}"
        for name, value in CLOSED.items()
        if headers.get(name) != value
    ]
    policy = {
        part.split()[0]: set(part.split()[1:])
        for part in headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    }
    wrong += [f"{answer}: CSP {name}" for name, only in CSP.items() if policy.get(name) != only]
    if "unsafe" in str(policy):
        wrong.append(f"{answer}: CSP allows what is unsafe")
    if personal and "no-store" not in headers.get("Cache-Control", ""):
        wrong.append(f"{answer}: may be kept: {headers.get('Cache-Control')!r}")
    if headers.get("Content-Type", "").startswith("text/html"):
        found = REFUSED_MARKUP.search(answer.text)
        wrong += [f"{answer}: the page has {found[0]!r}"] if found else []
    return wrong


@pytest.mark.parametrize("visitor", ["", NOBODY, EVERY])
def test_every_page_of_an_association_is_closed(alpha: World, visitor: str) -> None:
    walker = Walker(alpha.association.host, alpha.sessions.get(visitor, ""))
    wrong, statuses = [], set()
    for address in addresses("config.urls_association"):
        for path in address.paths(alpha)[: 4 if visitor == EVERY else 1]:
            for method in ("GET", "POST"):
                answer = walker.ask(method, path)
                statuses.add(answer.status)
                if address.name not in FOR_OTHER_SITES:
                    wrong += problems(answer, personal=address.name not in MAY_BE_KEPT)

    assert wrong == []
    assert walker.asked >= 150
    assert {200, 302} <= statuses
    assert visitor != NOBODY or 403 in statuses


@pytest.mark.parametrize("urlconf", ["config.urls_operators", "config.urls_public"])
def test_every_page_of_the_other_hosts_is_closed(alpha: World, urlconf: str) -> None:
    base = settings.SILAH_BASE_DOMAIN
    walker = Walker(f"console.{base}" if "operators" in urlconf else base)
    wrong = []
    for address in addresses(urlconf):
        if address.arguments:
            continue
        rule = CATALOG[urlconf][address.name]
        public = isinstance(rule, Machine) or (isinstance(rule, Page) and rule.access == PUBLIC)
        for method in ("GET", "POST"):
            wrong += problems(walker.ask(method, address.path()), personal=not public)

    assert wrong == []
    assert walker.asked >= 10


def test_programs_get_the_same_headers(alpha: World) -> None:
    walker = Walker(alpha.association.host, key=alpha.tokens[EVERY])
    wrong = []
    for path in ("/api/v1/policy/", "/api/v1/requests/", "/api/v1/schema/", "/api/v1/none/"):
        wrong += problems(walker.ask("GET", path))

    assert wrong == []


def test_errors_are_closed_too(alpha: World, monkeypatch: pytest.MonkeyPatch, log: object) -> None:
    def answer_when(error: Exception) -> Answer:
        def fail(*_args: object) -> None:
            raise error

        monkeypatch.setattr("tenants.people.queries.people", fail)
        return Walker(alpha.association.host, alpha.sessions[EVERY]).ask("GET", "/people/")

    stranger = Walker("nobody.example").ask("GET", "/")
    lost = Walker(alpha.association.host).ask("GET", "/no-such-page/")
    answers = [
        answer_when(RuntimeError("broken on purpose")),
        answer_when(PermissionDenied()),
        stranger,
        lost,
    ]

    assert [answer.status for answer in answers] == [500, 403, 404, 404]
    assert [line for answer in answers for line in problems(answer)] == []
    assert "broken on purpose" not in answers[0].text


def test_a_form_of_another_site_is_refused_with_a_page(
    alpha: World, client_that_checks: Callable[[str], object]
) -> None:
    client = client_that_checks(alpha.association.host)
    response = client.post("/follow/", {"code": "1"}, headers={"origin": "https://evil.example"})  # type: ignore[attr-defined]

    assert response.status_code == 403
    assert response["Content-Security-Policy"]


@pytest.fixture
def client_that_checks() -> Callable[[str], object]:
    from django.test import Client  # noqa: PLC0415 - only here with the check of forms on

    return lambda host: Client(enforce_csrf_checks=True, headers={"host": host})
