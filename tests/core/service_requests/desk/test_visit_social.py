import pytest

from core.beneficiaries.social_file import (
    Housing,
    load_social_file,
    version_of,
)
from tenants.people.roles import Role
from tests.core.visits import otherwise_known, reported_visit


@pytest.fixture
def researcher(governed, make_person):
    return make_person(Role.SOCIAL_RESEARCHER, name="باحثة")


@pytest.fixture
def visit(officer, researcher):
    return reported_visit(officer, researcher)


@pytest.fixture
def person(visit, researcher):
    return otherwise_known(visit, researcher)


def test_the_page_takes_over_and_comes_back(visit, person, researcher, desk):
    client = desk(researcher)
    path = f"/desk/requests/{visit.case_id}/visits/{visit.pk}/"
    assert f"{path}social/" in client.get(path).content.decode()

    page = client.get(f"{path}social/").content.decode()
    stale = client.post(f"{path}social/", {"take": ["housing"], "version": "old"})
    done = client.post(
        f"{path}social/", {"take": ["housing", "rent"], "version": version_of(person)}
    )

    person.refresh_from_db()
    assert "Owned" in page
    assert page.count("checked") == 1  # what replaces nothing
    assert (stale.status_code, stale.content.decode().count("checked")) == (409, 1)
    assert (done.status_code, done["Location"]) == (302, path)
    assert load_social_file(person).housing == Housing.RENTED
    assert f"{path}social/" not in client.get(path).content.decode()


def test_a_reader_sees_both_and_no_button(visit, person, make_person, desk):
    member = make_person(Role.COMMITTEE_MEMBER, name="عضو")
    path = f"/desk/requests/{visit.case_id}/visits/{visit.pk}/social/"

    answer = desk(member).get(path)

    assert answer.status_code in (200, 404)
    assert "Take over what is ticked" not in answer.content.decode()


def test_an_officer_without_the_right_opens_nothing(visit, officer, desk):
    path = f"/desk/requests/{visit.case_id}/visits/{visit.pk}/social/"

    assert desk(officer).get(path).status_code == 403
