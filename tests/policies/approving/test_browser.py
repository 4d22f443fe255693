"""What the pages look like in a browser: nothing runs off the side, and axe finds nothing wrong."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from policies import services
from policies.board.tokens import ballot_token
from policies.models import PolicyVersion
from policies.services.ballots import Member
from tenants.people.roles import Role
from tests.core.requests import bring_to, person
from tests.policies.services.test_force import in_force_channel, new_version
from tests.ui.browser import show, violations
from tests.ui.conftest import SWITCHES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def html(site, association, in_force, officer, secretary, make_person, at):
    """Every page by its name, in one language, with something on it."""
    staff = make_person(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER, name="سارة"
    )
    at(2026, 6, 1, 10)
    PolicyVersion.objects.filter(pk=in_force.pk).update(in_force_from="2026-05-01T00:00:00Z")
    channel = in_force_channel()
    for status in ("complete", "waiting_for_beneficiary", "delivered"):
        bring_to(status, staff, channel_key=channel, beneficiary_data=person())
    at(2026, 6, 8, 10)
    version = new_version(in_force, officer, 5)
    finding = {
        "id": "BRP-X99",
        "severity": "error",
        "line": 3,
        "words": "في أقرب وقت",
        "message_ar": "كلمات لا موعد لها",
        "message_en": "Words without a date",
        "reason_ar": "",
        "reason_en": "",
    }
    PolicyVersion.objects.filter(pk=version.pk).update(findings=[*version.findings, finding])
    services.add_comment(version.pk, actor=staff, address="3-2", text="من يحيل غير الواضح؟")
    board = site(association, secretary)

    def url(name, *args):
        return reverse(f"policies:{name}", urlconf="config.urls_association", args=args)

    def of(language):
        board.cookies["django_language"] = language
        board.cookies["silah_language"] = language
        names = ("version", "approve", "circulate", "review", "open_cases", "what_if")
        pages = {name: board.get(url(name, version.pk)).content.decode() for name in names}
        figure = {"promise": "request_decision-completion", "side": "after", "outcome": "kept"}
        pages["behind"] = board.get(url("what_if", version.pk), figure).content.decode()
        members = [
            Member("صالح بن حمد العتيق", "saleh@board.example"),
            Member("منى", "m@b.example"),
        ]
        opened = services.open_vote(version.pk, actor=secretary, members=members)
        token = ballot_token(opened[0].pk)
        pages["vote"] = board.get(url("vote", token)).content.decode()
        pages["no_vote"] = board.get(url("vote", "made-up")).content.decode()
        services.cast_vote(token, vote="for", remark="أوافق على النص")
        pages["close_vote"] = board.get(url("close_vote", version.pk)).content.decode()
        services.call_off_vote(version.pk, actor=secretary)
        return pages

    return of


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everybody_can_use_the_pages_of_the_board(chromium, html, language):
    wrong = []
    page = chromium.new_page()
    for name, drawn in html(language).items():
        assert f'lang="{language}"' in drawn[:400], name
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            show(page, drawn)
            if folder := os.environ.get("SILAH_SHOTS"):
                page.screenshot(
                    path=Path(folder) / f"{language}-{name}-{width}.png", full_page=True
                )
            wrong += [(name, width, found) for found in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((name, width, "runs off the side"))
            page.unroute("**/*")
    page.close()

    assert wrong == []
