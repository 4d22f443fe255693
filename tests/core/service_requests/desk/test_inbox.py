import re

import pytest

from core.cases.enums import CaseStatus as S
from core.service_requests import services
from tenants.people.roles import Role
from tests.core.requests import bring_to, person, receive


def references(response) -> list[str]:
    return re.findall(r"REQ-\d{4}-\d{4}", response.content.decode())


@pytest.mark.parametrize("rows", [1, 30])
def test_inbox_takes_the_same_queries_for_one_row_and_for_thirty(
    officer, desk, rows, django_assert_num_queries
):
    for _ in range(rows):
        case = receive(officer).case
        services.assign(case.pk, actor=officer, assignee=officer)
    browser = desk(officer)
    browser.get("/desk/")

    with django_assert_num_queries(26):
        shown = references(browser.get("/desk/"))

    assert len(shown) == min(rows, 25)


def test_inbox_lists_what_is_due_first_on_top(everyone, desk, at):
    at(2026, 3, 15, 10)
    later = receive(everyone).case
    at(2026, 3, 1, 10)
    first = receive(everyone).case
    waiting = bring_to(S.WAITING_FOR_BENEFICIARY, everyone)
    at(2026, 3, 16, 10)

    page = desk(everyone).get("/desk/").content.decode()

    order = [page.index(case.reference) for case in (first, later, waiting)]
    assert order == sorted(order)
    assert "Late by 6 working days" in page
    assert "4 working days left" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"rent", "school"}),
        ("search=" + "مدرسه", {"school"}),
        ("search=0557654321", {"school"}),
        ("status=received", {"school"}),
        ("status=withdrawn", {"gone"}),
        ("channel=phone", {"rent", "school"}),
        ("channel=website", set()),
        ("late=on", {"rent", "school"}),
        ("assignee=mine", {"rent"}),
        ("assignee=none", {"school"}),
        ("ended=on", {"gone"}),
        ("status=nonsense&channel=unknown", {"rent", "school"}),
        ("search=nobody", set()),
        ("page=99", {"rent", "school"}),
    ],
)
def test_filters(everyone, desk, at, query, found):
    at(2026, 3, 1, 10)
    cases = {
        "rent": bring_to(S.COMPLETE, everyone),
        "school": receive(
            everyone,
            subject="رسوم مدرسة",
            beneficiary_data=person(name="هند", mobile="0557654321"),
        ).case,
        "gone": bring_to(S.WITHDRAWN, everyone),
    }
    receive(None)
    services.assign(cases["rent"].pk, actor=everyone, assignee=everyone)
    at(2026, 6, 1, 10)
    names = {case.reference: name for name, case in cases.items()}

    shown = references(desk(everyone).get(f"/desk/?{query}"))

    assert {names[reference] for reference in shown if reference in names} == found


def test_live_filtering_answers_with_the_list_alone(officer, desk):
    case = receive(officer).case
    browser = desk(officer)

    part = browser.get("/desk/?late=", headers={"HX-Request": "true"})
    back = browser.get(
        "/desk/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert references(part) == [case.reference]
    assert b"<html" not in part.content
    assert b"<html" in back.content
    assert "HX-Request" in part["Vary"]


def test_empty_inbox_says_what_to_do_next(officer, desk, policy):
    browser = desk(officer)
    page = browser.get("/desk/").content.decode()
    assert "No requests yet" in page
    assert "/desk/requests/new/" in page

    receive(officer)
    assert "Nothing matches" in browser.get("/desk/?search=nobody").content.decode()


def test_inbox_without_a_policy_leads_to_the_policy(officer, desk, policy, at):
    at(2025, 6, 1, 10)

    page = desk(officer).get("/desk/").content.decode()

    assert "No policy is in force yet" in page
    assert "/desk/requests/new/" not in page


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.ADMINISTRATOR, "/policies/"),
        (Role.BOARD_SECRETARY, "/policies/"),
        (Role.COMPLAINTS_OFFICER, "/desk/complaints/"),
        (Role.RELATIONS_OFFICER, None),
        (Role.BRANCH_DELEGATE, None),
        (Role.AUDITOR, None),
    ],
)
def test_who_has_nothing_to_do_with_requests_goes_on_to_their_page(
    governed, make_person, desk, role, where
):
    response = desk(make_person(role)).get("/desk/")

    assert response.headers.get("Location") == where
    assert response.status_code == (302 if where else 200)


def test_strangers_sign_in_first(governed, site):
    response = site(governed).get("/desk/?late=on")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/desk/")


def test_delegate_sees_own_intakes_only(officer, desk, make_person):
    delegate = make_person(Role.BRANCH_DELEGATE)
    own = receive(delegate).case
    receive(officer)

    assert references(desk(delegate).get("/desk/")) == [own.reference]


def test_names_and_subjects_are_shown_as_text(officer, desk):
    receive(officer, subject="<script>x</script>", beneficiary_data=person(name="<b>هند</b>"))

    page = desk(officer).get("/desk/").content.decode()

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<b>هند</b>" not in page


def test_long_list_is_paged(officer, desk):
    for _ in range(27):
        receive(officer)

    assert len(references(desk(officer).get("/desk/?page=2&late="))) == 2
