"""Whose matters are also one's own because of the organisation."""

import pytest

from tenants.people.models import User
from tenants.people.structure import close_to, stands_above


@pytest.fixture
def staff(association, make_person):
    """Each by name, without a unit and without a manager."""
    names = ("المدير", "الرئيسة", "ليلى", "فهد", "نورة", "غريب")
    return {name: make_person(name=name) for name in names}


def place(person, *, manager=None, unit=""):
    User.objects.filter(pk=person.pk).update(manager=manager, unit=unit)
    person.refresh_from_db()


def ids(*people):
    return frozenset(person.pk for person in people)


def test_somebody_without_a_place_is_close_to_themself_alone(staff):
    assert close_to(staff["ليلى"]) == ids(staff["ليلى"])


def test_everybody_above_and_who_reports_directly(staff):
    place(staff["الرئيسة"], manager=staff["المدير"])
    place(staff["ليلى"], manager=staff["الرئيسة"])
    place(staff["فهد"], manager=staff["ليلى"])
    place(staff["نورة"], manager=staff["فهد"])
    assert close_to(staff["ليلى"]) == ids(
        staff["ليلى"], staff["الرئيسة"], staff["المدير"], staff["فهد"]
    )


def test_everybody_of_the_same_unit_however_it_is_spelt(staff):
    place(staff["ليلى"], unit="وحدة الإسناد")
    place(staff["فهد"], unit="وحده  الاسناد")
    place(staff["نورة"], unit="وحدة المشاريع")
    assert close_to(staff["ليلى"]) == ids(staff["ليلى"], staff["فهد"])


def test_those_whose_account_is_switched_off_count(staff):
    place(staff["ليلى"], manager=staff["المدير"])
    User.objects.filter(pk=staff["المدير"].pk).update(is_active=False)
    assert close_to(staff["ليلى"]) == ids(staff["ليلى"], staff["المدير"])


def test_a_circle_of_managers_ends(staff):
    place(staff["ليلى"], manager=staff["فهد"])
    place(staff["فهد"], manager=staff["ليلى"])
    assert close_to(staff["ليلى"]) == ids(staff["ليلى"], staff["فهد"])


@pytest.mark.parametrize("colleagues", [1, 30])
def test_one_query_whatever_the_size(staff, make_person, django_assert_num_queries, colleagues):
    for _number in range(colleagues):
        place(make_person(), manager=staff["ليلى"])
    with django_assert_num_queries(1):
        assert len(close_to(staff["ليلى"])) == colleagues + 1


def test_standing_above_reaches_over_several_steps(staff):
    place(staff["الرئيسة"], manager=staff["المدير"])
    place(staff["ليلى"], manager=staff["الرئيسة"])
    assert stands_above(staff["المدير"].pk, staff["ليلى"].pk)
    assert not stands_above(staff["ليلى"].pk, staff["المدير"].pk)
