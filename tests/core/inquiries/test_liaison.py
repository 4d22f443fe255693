"""Liaison officers: named by the policy, their hours and absence by the association."""

from datetime import date, time

import pytest

from core.configuration.models import Setting
from core.inquiries.liaison import (
    LIAISON,
    AlreadyNamed,
    HoursInDisorder,
    Liaison,
    NameMissing,
    OfficerDetails,
    StandsInForThemself,
    check_details,
    designate,
    dismiss,
    key_of,
    officers_of,
)
from core.rules import LiaisonOfficer
from core.service_requests.assignment import AWAY, Away
from tenants.people.roles import Role

HUDA = LiaisonOfficer("هدى", "الأيتام", "0112223333")
BADR = LiaisonOfficer("بدر", "السكن", "badr@association.example")


@pytest.fixture
def rules(policy, association):
    return policy.change(liaison_officers=(HUDA, BADR))


def keep(actor, **by_name):
    named = {"huda": HUDA, "badr": BADR}
    kept = {key_of(named[name]): OfficerDetails(**details) for name, details in by_name.items()}
    LIAISON.write(Liaison(officers=kept), actor=actor)


def huda(rules):
    return officers_of(rules)[0]


def test_the_policy_says_who_they_are(rules, policy):
    assert [officer.name for officer in officers_of(rules)] == ["هدى", "بدر"]
    assert [officer.name for officer in officers_of(policy.change(liaison_officers=(BADR,)))] == [
        "بدر"
    ]


def test_without_hours_of_their_own_those_of_the_association_hold(rules, at):
    at(2026, 11, 22, 9)  # a Sunday
    assert huda(rules).is_here
    at(2026, 11, 21, 9)  # a Saturday
    assert not huda(rules).is_here
    assert huda(rules).hours.next_at.date() == date(2026, 11, 22)


def test_own_hours_and_days_lie_within_those_of_the_association(rules, officer, at):
    keep(officer, huda={"days": (1, 3), "opens": time(10), "closes": time(12)})
    at(2026, 11, 22, 11)
    assert huda(rules).hours.next_at == at(2026, 11, 23, 10)
    at(2026, 11, 23, 11)
    assert huda(rules).is_here
    assert huda(rules).hours.until == at(2026, 11, 23, 12)
    at(2026, 11, 23, 12)
    assert huda(rules).hours.next_at == at(2026, 11, 25, 10)


def test_who_is_absent_is_not_there_and_somebody_stands_in(rules, officer, at):
    at(2026, 11, 22, 9)
    keep(officer, huda={"absent_until": date(2026, 11, 22), "substitute": key_of(BADR)})
    assert (huda(rules).is_here, huda(rules).substitute.name) == (False, "بدر")
    at(2026, 11, 23, 9)
    assert (huda(rules).is_here, huda(rules).substitute) == (True, None)


def test_days_away_of_the_account_behind_count(rules, officer, at):
    at(2026, 11, 22, 9)
    keep(officer, huda={"user_id": str(officer.pk)})
    assert huda(rules).is_here
    AWAY.write(Away(start=date(2026, 11, 20)), actor=officer, owner=officer)
    assert (huda(rules).is_here, huda(rules).absent_until) == (False, None)


def test_two_who_are_absent_do_not_stand_in_for_each_other(rules, officer, at):
    at(2026, 11, 22, 9)
    day = date(2026, 11, 30)
    keep(
        officer,
        huda={"absent_until": day, "substitute": key_of(BADR)},
        badr={"absent_until": day, "substitute": key_of(HUDA)},
    )
    assert [each.substitute for each in officers_of(rules)] == [None, None]


def test_categories_are_named_as_the_association_names_them(rules, officer):
    keep(officer, huda={"categories": ("orphan", "gone")})
    assert huda(rules).categories == ("يتيم",)


def test_another_spelling_in_a_new_version_is_the_same_officer(rules, officer, policy):
    keep(officer, huda={"phone": "0112223333"})
    respelt = LiaisonOfficer("هدي", "الايتام", "0112224444")
    assert huda(policy.change(liaison_officers=(respelt,))).details.phone == "0112223333"


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"opens": time(9)}, HoursInDisorder),
        ({"opens": time(9), "closes": time(9)}, HoursInDisorder),
        ({"substitute": key_of(HUDA)}, StandsInForThemself),
    ],
)
def test_what_makes_no_sense_is_refused(details, error):
    with pytest.raises(error):
        check_details(key_of(HUDA), OfficerDetails(**details))


def test_as_many_queries_for_one_officer_as_for_many(
    policy, association, django_assert_num_queries
):
    many = tuple(LiaisonOfficer(f"ضابط {number}", "", "") for number in range(30))
    for officers in (many[:1], many):
        rules = policy.change(liaison_officers=officers)
        Setting.objects.all().delete()
        with django_assert_num_queries(4):
            officers_of(rules)


def test_where_the_policy_names_none_the_association_designates(association, policy, officer):
    rules = policy.change(liaison_officers=())
    designate("  هدى  سالم ", "الأيتام", actor=officer, revision=LIAISON.revision())
    found = officers_of(rules)
    assert [(each.name, each.field, each.is_designated) for each in found] == [
        ("هدى سالم", "الأيتام", True)
    ]
    with pytest.raises(AlreadyNamed):
        designate("هدى سالم", "الايتام", actor=officer, revision=LIAISON.revision())
    dismiss(found[0].key, actor=officer)
    assert officers_of(rules) == []


def test_whom_the_policy_names_meanwhile_is_not_there_twice(rules, officer):
    designate(HUDA.name, HUDA.field, actor=officer, revision=LIAISON.revision())
    assert [each.is_designated for each in officers_of(rules)] == [False, False]


def test_a_name_is_needed(association, officer):
    with pytest.raises(NameMissing):
        designate(" ", "السكن", actor=officer, revision=0)


def test_the_page_designates_and_takes_off(rules, make_person, site, association):
    browser = site(association, make_person(Role.ADMINISTRATOR))
    address = "/desk/settings/liaison/"
    empty = browser.post(address, {"name": "", "field": "السكن", "revision": "0"})
    assert (empty.status_code, "السكن" in empty.content.decode()) == (400, True)
    browser.post(address, {"name": "سعاد", "field": "الطلاب", "revision": "0"})
    page = browser.get(address).content.decode()
    assert "سعاد" in page
    key = next(each.key for each in officers_of(rules) if each.is_designated)
    browser.post(f"{address}{key}/dismiss/")
    assert "سعاد" not in browser.get(address).content.decode()
    assert browser.post(f"{address}{key}/dismiss/").status_code == 404
