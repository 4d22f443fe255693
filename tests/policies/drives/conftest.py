"""A policy that changes, and the pages on which the change shows."""

import functools
import html
import re

import pytest

from core.rules import ChannelKind
from policies.content import Channel
from tenants.people.roles import Role
from tests.policies.versions import bring_into_force
from ui.middleware import COOKIE

PHONE = Channel(key="phone", kind=ChannelKind.PHONE, label="هاتف الجمعية", address="1-1")
WEBSITE = Channel(key="website", kind=ChannelKind.WEBSITE, label="موقع الجمعية", address="1-2")


@pytest.fixture
def bring(officer, secretary, at):
    """bring(**changes): a new version of the policy, approved and in force. It is January 2026."""
    at(2026, 1, 4, 9)
    bring = functools.partial(bring_into_force, officer, secretary)
    bring(channels=(PHONE, WEBSITE), required_documents=())
    return bring


@pytest.fixture
def everyone(association, make_person):
    """One person with every role that works on requests."""
    return make_person(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER, name="سارة"
    )


@pytest.fixture
def executive(association, make_person):
    return make_person(Role.EXECUTIVE, name="المدير")


@pytest.fixture
def see(association, site):
    """see("/desk/", person, language="ar"): the words of a page, one space between them."""

    def read(path, user=None, *, language="ar", **posted):
        client = site(association, user)
        client.cookies[COOKIE] = language
        answer = client.post(path, posted, follow=True) if posted else client.get(path)
        text = re.sub(r"<[^>]+>", " ", answer.content.decode())
        return " ".join(html.unescape(text).split())

    return read
