"""NULs in forms, and pages that go by a policy that was changed in the database."""

import pytest
from django.urls import reverse

from policies.models import ClauseComment, PolicyVersion
from tenants.people.roles import Role
from tests.policies.versions import bring_into_force


@pytest.fixture
def officer(association, make_person):
    return make_person(Role.POLICY_OFFICER, name="نورة")


@pytest.fixture
def in_force(officer, make_person):
    return bring_into_force(officer, make_person(Role.BOARD_SECRETARY, name="ماجد"))


def url(name, *args):
    return reverse(name, args=args, urlconf="config.urls_association")


def test_a_nul_in_a_form_is_refused_before_the_database_sees_it(
    site, association, officer, in_force
):
    page = url("policies:comment", in_force.pk)

    answer = site(association, officer).post(page, {"address": "1-1", "text": "كلام\x00"})

    assert (answer.status_code, ClauseComment.objects.count()) == (400, 0)


def test_pages_say_that_the_policy_was_changed_and_the_desk_stays_open(
    site, association, officer, in_force
):
    content = {**in_force.content, "title": "سياسة لم يقرها أحد"}
    PolicyVersion.objects.filter(pk=in_force.pk).update(content=content)

    home = site(association).get("/")
    desk = site(association, officer).get(url("policies:list"))

    assert (home.status_code, desk.status_code) == (503, 200)
    assert "سياسة لم يقرها أحد" not in home.content.decode()
