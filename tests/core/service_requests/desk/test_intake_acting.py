"""At the intake: whose power has expired is said before the request is registered, and how sure a match is."""

from datetime import timedelta

import pytest

from core.beneficiaries.enums import Relation
from core.beneficiaries.household import RelatedData, add_related
from core.cases.models import Case
from core.service_requests.desk.matches import acting_no_more
from foundation import clock
from tests.core.requests import IDENTITY, person, receive
from tests.core.service_requests.desk.test_intake import values

SAID = "could act for this person until"


@pytest.fixture
def known(officer):
    return receive(officer, beneficiary_data=person(identity_number=IDENTITY)).case.beneficiary


@pytest.fixture
def delegated(known, officer):
    """delegated(days): with a delegate whose power ends so many days from now."""

    def until(days):
        related = RelatedData(
            relation=Relation.DELEGATE,
            name="صالح الوكيل",
            acts_until=clock.today() + timedelta(days=days),
        )
        known.refresh_from_db()
        add_related(known.pk, actor=officer, revision=known.revision, related=related)

    return until


def post(browser, **typed):
    return browser.post("/desk/requests/new/", values(**typed))


def test_a_power_that_expired_is_told_once_before_registering(known, delegated, officer, desk):
    delegated(-1)
    browser = desk(officer)

    warned = post(browser, identity_number=IDENTITY, beneficiary=str(known.pk))
    before = Case.objects.count()
    seen = post(
        browser,
        identity_number=IDENTITY,
        beneficiary=str(known.pk),
        acting_seen=str(known.pk),
    )

    page = warned.content.decode()
    assert (warned.status_code, before) == (409, 1)
    assert SAID in page
    assert f'name="acting_seen" value="{known.pk}"' in page
    assert (seen.status_code, Case.objects.count()) == (201, 2)


@pytest.mark.parametrize("days", [0, 30])
def test_a_power_that_holds_warns_of_nothing(known, delegated, officer, desk, days):
    delegated(days)

    answer = post(desk(officer), identity_number=IDENTITY, beneficiary=str(known.pk))

    assert answer.status_code == 201


def test_the_same_number_and_name_are_warned_of_too(known, delegated, officer, desk):
    delegated(-1)

    answer = post(desk(officer), identity_number=IDENTITY, name=known.name, beneficiary="")

    assert (answer.status_code, Case.objects.count()) == (409, 1)


def test_the_warning_stands_beside_the_person_while_typing(known, delegated, officer, desk):
    delegated(-1)

    page = desk(officer).post("/desk/requests/new/matches/", {"identity_number": IDENTITY})

    words = page.content.decode()
    assert SAID in words
    assert f'name="acting_seen" value="{known.pk}"' in words


def test_score_and_reasons_stand_side_by_side(known, officer, desk):
    page = desk(officer).post(
        "/desk/requests/new/matches/", {"name": known.name, "mobile": "0551234567"}
    )

    words = page.content.decode()
    assert "70 of 100" in words
    assert 'same mobile <bdi class="num" dir="ltr">+30</bdi>' in words
    assert 'same name <bdi class="num" dir="ltr">+40</bdi>' in words


def test_those_who_act_cost_one_query_for_all(officer, django_assert_num_queries):
    people = [
        receive(officer, beneficiary_data=person(mobile=f"055123456{n}")).case.beneficiary.pk
        for n in range(4)
    ]

    with django_assert_num_queries(1):
        assert acting_no_more(people) == {}
