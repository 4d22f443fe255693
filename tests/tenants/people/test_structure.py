"""Whose matters are also one's own because of the organisation."""

import pytest

from foundation.arabic import searchable
from foundation.models import AuditEntry
from tenants.people import rules, services
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.structure import line_and_unit_of, stands_above


@pytest.fixture
def staff(association, make_person):
    """Each by name, without a unit and without a manager."""
    names = ("المدير", "الرئيسة", "ليلى", "فهد", "نورة", "غريب")
    return {name: make_person(name=name) for name in names}


def place(person, *, manager=None, unit=""):
    User.objects.filter(pk=person.pk).update(
        manager=manager, unit=unit, unit_search=searchable(unit)
    )
    person.refresh_from_db()


def close_to(person):
    return frozenset(
        User.objects.filter(pk__in=line_and_unit_of(person)).values_list("pk", flat=True)
    )


def ids(*people):
    return frozenset(person.pk for person in people)


def test_somebody_without_a_place_is_close_to_themself_alone(staff):
    assert close_to(staff["ليلى"]) == ids(staff["ليلى"])


def test_everybody_above(staff):
    place(staff["الرئيسة"], manager=staff["المدير"])
    place(staff["ليلى"], manager=staff["الرئيسة"])
    place(staff["فهد"], manager=staff["ليلى"])
    place(staff["نورة"], manager=staff["فهد"])
    assert close_to(staff["ليلى"]) == ids(staff["ليلى"], staff["الرئيسة"], staff["المدير"])


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


def test_standing_above_reaches_over_several_steps(staff):
    place(staff["الرئيسة"], manager=staff["المدير"])
    place(staff["ليلى"], manager=staff["الرئيسة"])
    assert stands_above(staff["المدير"].pk, staff["ليلى"].pk)
    assert not stands_above(staff["ليلى"].pk, staff["المدير"].pk)


def put(user, administrator, *, unit="", manager=None):
    return services.place_person(
        user.pk, actor=administrator, unit=unit, manager_id=manager and manager.pk
    )


@pytest.fixture
def administrator(association, make_person):
    return make_person(Role.ADMINISTRATOR, name="سعاد")


def test_a_place_is_recorded_with_what_it_was_before(staff, administrator):
    layla, fahd = staff["ليلى"], staff["فهد"]
    put(layla, administrator, unit="  وحدة   الإسناد ", manager=fahd)
    layla.refresh_from_db()
    assert (layla.unit, layla.manager_id) == ("وحدة الإسناد", fahd.pk)
    entry = AuditEntry.objects.get(action="person.placed")
    assert entry.details == {
        "before": {"unit": "", "manager": ""},
        "after": {"unit": "وحدة الإسناد", "manager": str(fahd.pk)},
    }
    put(layla, administrator, unit="وحدة الإسناد", manager=fahd)
    assert AuditEntry.objects.filter(action="person.placed").count() == 1


def test_managers_never_stand_in_a_circle(staff, administrator):
    layla, fahd, nora = staff["ليلى"], staff["فهد"], staff["نورة"]
    put(fahd, administrator, manager=layla)
    put(nora, administrator, manager=fahd)
    for manager in (fahd, nora):
        with pytest.raises(rules.ManagersInCircle) as refused:
            put(layla, administrator, manager=manager)
        assert manager.display_name in str(refused.value)
    with pytest.raises(rules.NotTheirOwnManager):
        put(layla, administrator, manager=layla)


def test_only_an_active_person_becomes_a_manager(staff, administrator):
    User.objects.filter(pk=staff["فهد"].pk).update(is_active=False)
    with pytest.raises(rules.ManagerNotActive):
        put(staff["ليلى"], administrator, manager=staff["فهد"])


def test_a_manager_who_left_may_stay_until_another_is_chosen(staff, administrator):
    place(staff["ليلى"], manager=staff["فهد"])
    User.objects.filter(pk=staff["فهد"].pk).update(is_active=False)
    assert put(staff["ليلى"], administrator, unit="وحدة", manager=staff["فهد"]).unit == "وحدة"


def test_only_those_who_manage_people_place_them(staff, make_person):
    with pytest.raises(rules.MayNotManagePeople):
        put(staff["ليلى"], make_person(Role.EXECUTIVE), unit="وحدة")


def test_the_pages_show_and_change_the_place(association, staff, administrator, site):
    admin = site(association, administrator)
    layla, fahd = staff["ليلى"], staff["فهد"]
    path = f"/people/{layla.pk}/place/"
    assert admin.post(path, {"unit": "وحدة الإسناد", "manager": str(fahd.pk)}).status_code == 302
    page = admin.get("/people/").content.decode()
    assert "وحدة الإسناد" in page
    refused = admin.post(f"/people/{fahd.pk}/place/", {"unit": "وحدة", "manager": str(layla.pk)})
    assert refused.status_code == 400
    assert 'value="وحدة"' in refused.content.decode()
    assert refused.context["place_form"].errors["manager"]
    assert '<option value="وحدة الإسناد">' in admin.get(f"/people/{fahd.pk}/").content.decode()
