from datetime import date

import pytest

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.notices.models import Notice
from core.service_requests import assignment, services
from core.service_requests.assignment import (
    ASSIGNMENT,
    AWAY,
    AssignmentRule,
    AssignmentRules,
    Away,
)
from tenants.people.roles import Role
from tests.core.requests import bring_to, receive


@pytest.fixture
def two(governed, make_person):
    return [make_person(Role.RELATIONS_OFFICER, name=name) for name in ("ألف", "باء")]


def set_up(actor, *rules: AssignmentRule, fallback: str = "") -> None:
    ASSIGNMENT.write(AssignmentRules(rules=rules, fallback=fallback), actor=actor)


def given(**values) -> str:
    case = receive(None, **values).case
    case.refresh_from_db()
    return case.assignee.display_name if case.assignee else ""


def test_without_rules_nobody_gets_a_request(two):
    assert given() == ""


@pytest.mark.parametrize(
    ("fitting", "other"),
    [
        ({"channel": "website"}, {"channel": "phone"}),
        ({"priority": "normal"}, {"priority": "urgent"}),
        ({}, {"type": "rent"}),
        ({}, {"category": "orphan"}),
    ],
)
def test_the_first_rule_that_fits_decides(two, fitting, other):
    first, second = two
    set_up(
        first,
        AssignmentRule(person=str(first.pk), **other),
        AssignmentRule(person=str(second.pk), **fitting),
    )

    assert given() == "باء"


def test_changing_the_rules_changes_who_gets_it_and_they_are_told(two):
    first, second = two
    set_up(first, AssignmentRule(person=str(first.pk)))
    assert given() == "ألف"
    set_up(first, AssignmentRule(person=str(second.pk)))
    assert given() == "باء"
    assert [each.recipient for each in Notice.objects.order_by("created_at")] == [first, second]


def test_the_least_loaded_of_a_role_gets_it_and_what_waits_weighs_less(two, everyone):
    first, second = two
    waiting = [bring_to(S.WAITING_FOR_BENEFICIARY, everyone) for _ in range(2)]
    for case in waiting:
        services.assign(case.pk, actor=everyone, assignee=first)
    urgent = receive(everyone).case
    services.assign(urgent.pk, actor=everyone, assignee=second)
    services.change_priority(urgent.pk, actor=everyone, priority=assignment.Priority.URGENT)
    services.assign(receive(everyone).case.pk, actor=everyone, assignee=everyone)
    services.assign(receive(everyone).case.pk, actor=everyone, assignee=everyone)
    set_up(first, fallback="relations_officer")

    assert [given() for _ in range(3)] == ["ألف", "باء", "سارة"]


def test_who_is_away_or_no_longer_active_is_passed_over(two, at):
    at(2026, 3, 1, 10)
    first, second = two
    set_up(first, AssignmentRule(person=str(first.pk)), fallback="relations_officer")
    AWAY.write(Away(start=date(2026, 3, 1), until=date(2026, 3, 3)), actor=first, owner=first)

    assert given() == "باء"
    at(2026, 3, 4, 10)
    assert given() == "ألف"
    AWAY.write(Away(start=date(2026, 3, 4)), actor=first, owner=first)
    second.is_active = False
    second.save(update_fields=["is_active"])
    assert given() == ""


def test_the_button_assigns_by_rule_and_says_when_nobody_fits(everyone, two):
    case = receive(everyone).case
    with pytest.raises(assignment.NoAssignmentRules):
        services.assign_by_rule(case.pk, actor=everyone)
    set_up(everyone, AssignmentRule(person=str(two[0].pk), priority="urgent"))
    with pytest.raises(assignment.NobodyToAssign):
        services.assign_by_rule(case.pk, actor=everyone)

    services.change_priority(case.pk, actor=everyone, priority=assignment.Priority.URGENT)
    services.assign_by_rule(case.pk, actor=everyone)

    assert Case.objects.get().assignee == two[0]
    assert case.events.filter(name="assign").get().details["rule"] == "1"


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"person": "somebody"},
        {"role": "policy_officer"},
        {"role": "relations_officer", "person": "somebody"},
    ],
)
def test_a_rule_names_one_person_or_one_role_that_works(two, rule):
    with pytest.raises(assignment.RuleNamesNobody):
        assignment.check_rule(AssignmentRule(**rule))


def test_the_page_adds_moves_and_drops_rules(make_person, two, site, governed):
    chief = make_person(Role.EXECUTIVE)
    browser, address = site(governed, chief), "/desk/settings/assignment/"

    def rules() -> list[str]:
        return [rule.priority for rule in ASSIGNMENT.read().rules]

    for number, priority in enumerate(("low", "urgent")):
        typed = {"do": "add", "priority": priority, "person": two[0].pk, "revision": number}
        assert browser.post(address, typed).status_code == 302
    last = ASSIGNMENT.read().rules[1].id
    assert browser.post(address, {"do": "up", "rule": last, "revision": 2}).status_code == 302
    assert rules() == ["urgent", "low"]
    assert browser.post(address, {"do": "drop", "rule": last, "revision": 2}).status_code == 409
    assert browser.post(address, {"do": "drop", "rule": last, "revision": 3}).status_code == 302
    assert rules() == ["low"]
    assert browser.post(address, {"do": "add", "revision": 4}).status_code == 400
    typed = {"do": "fallback", "fallback": "relations_officer", "revision": 4}
    assert browser.post(address, typed).status_code == 302
    assert ASSIGNMENT.read().fallback == "relations_officer"
    assert "ألف" in browser.get(address).content.decode()


def test_ones_own_days_away(officer, site, governed):
    browser = site(governed, officer)

    assert (
        browser.post("/desk/away/", {"start": "2026-03-05", "until": "2026-03-01"}).status_code
        == 400
    )
    assert browser.post("/desk/away/", {"start": "٠٥/٠٣/٢٠٢٦", "until": ""}).status_code == 302
    assert AWAY.read(owner=officer) == Away(start=date(2026, 3, 5))
    assert browser.post("/desk/away/", {"start": "", "until": ""}).status_code == 302
    assert AWAY.read(owner=officer) == Away()
