from datetime import UTC, datetime

import pytest

from core.rules import (
    Channel,
    ChannelKind,
    LiaisonOfficer,
    Milestone,
    StartEvent,
)
from core.service_requests.portal import urls
from tenants.people.access import PUBLIC, declared_access
from tests.core.provider import clause, days, deadline


def text_of(response):
    return response.content.decode()


def test_every_page_says_that_it_is_public():
    assert {declared_access(path.callback) for path in urls.urlpatterns} == {PUBLIC}


def test_the_start_page_tells_what_the_policy_promises(visitor, governed):
    page = text_of(visitor.get("/"))
    promised = [words in page for words in ("لجنة المساعدات", "موقع الجمعية", "صورة الهوية")]
    assert (governed.name in page, promised) == (True, [True, True, True])
    assert 'href="/policy/#c5-decision"' in page
    assert ("15 يوم عمل" in page, 'href="/request/"' in page, 'href="/follow/"' in page) == (
        True,
        True,
        True,
    )


def test_complaints_and_liaison_officers_are_shown_where_the_policy_has_them(visitor, policy):
    before = text_of(visitor.get("/"))
    complaint = deadline("cmp", Milestone.COMPLAINT_REPLY, StartEvent.SUBMISSION, days(7))
    policy.change(
        deadlines=(complaint,),
        liaison_officers=(LiaisonOfficer("هند", "الأيتام", "0550000000"),),
    )
    after = text_of(visitor.get("/"))
    shown = [(words in before, words in after) for words in ("هند", "#c5-cmp", "7 أيام عمل")]
    assert shown == [(False, True)] * 3


@pytest.mark.parametrize("path", ["/", "/request/"])
def test_without_a_policy_in_force_the_page_says_so(visitor, policy, path):
    policy.change(in_force_from=datetime(2100, 1, 1, tzinfo=UTC))
    response = visitor.get(path)
    page = text_of(response)
    assert response.status_code == 200
    assert ("<form" in page.split("<main")[1].split("</main>")[0], "/follow/" in page) == (
        False,
        True,
    )


def test_a_policy_without_a_channel_for_pages_sends_people_elsewhere(visitor, policy):
    policy.change(channels=(Channel("phone", ChannelKind.PHONE, "هاتف الجمعية", clause("3-1")),))
    page = text_of(visitor.get("/request/"))
    assert ("هاتف الجمعية" in page, 'name="subject"' in page) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_start_page_asks_the_database_the_same_however_long_the_policy_is(
    visitor, policy, number, django_assert_num_queries
):
    rules = [
        deadline(f"d{each}", Milestone.REQUEST_DECISION, StartEvent.COMPLETION, days(each + 1))
        for each in range(number)
    ]
    policy.change(deadlines=tuple(rules))
    visitor.get("/")
    with django_assert_num_queries(4):  # the association, its published types, and the way to each
        visitor.get("/")
