import io
import uuid

import pytest
from openpyxl import load_workbook

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.notices.models import Notice
from core.service_requests import services
from foundation import clock
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.requests import bring_to, person, receive


def said(browser, address: str = "/desk/") -> str:
    return browser.get(address).content.decode()


def test_each_request_is_asked_and_the_result_says_which_were_not_changed(everyone, desk):
    is_open, ended = receive(everyone).case, bring_to(S.WITHDRAWN, everyone)
    browser = desk(everyone)

    answer = browser.post(
        "/desk/bulk/",
        {"do": "assign", "assignee": str(everyone.pk), "case": [is_open.pk, ended.pk]},
    )

    is_open.refresh_from_db()
    ended.refresh_from_db()
    assert answer.url == "/desk/"
    assert (is_open.assignee, ended.assignee) == (everyone, None)
    page = said(browser)
    assert "Done for 1." in page
    assert "This case has ended." in page
    assert ended.reference in page


def test_what_cannot_be_seen_is_not_touched(officer, make_person, desk):
    delegate = make_person(Role.BRANCH_DELEGATE)
    own, other = receive(delegate).case, receive(officer).case

    desk(delegate).post(
        "/desk/bulk/", {"do": "note", "note": "رأيتها", "case": [own.pk, other.pk]}
    )

    assert own.events.filter(name="note").count() == 1
    assert other.events.filter(name="note").count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {"do": "assign", "assignee": "somebody"},
        {"do": "priority", "priority": "enormous"},
        {"do": "close"},
        {},
    ],
)
def test_what_is_not_offered_is_refused(officer, desk, typed):
    case = receive(officer).case
    browser = desk(officer)

    browser.post("/desk/bulk/", {**typed, "case": case.pk})

    assert "Choose what to do" in said(browser)
    assert list(case.events.exclude(name="receive").values_list("name", flat=True)) == []


def test_nothing_ticked_and_too_much_ticked_are_said(officer, desk):
    browser = desk(officer)
    browser.post("/desk/bulk/", {"do": "read", "case": "nonsense"})
    assert "Tick at least one" in said(browser)

    browser.post("/desk/bulk/", {"do": "read", "case": [uuid.uuid4() for _ in range(101)]})
    assert "At most 100" in said(browser)


def test_priority_note_and_reading(officer, desk):
    cases = [receive(officer).case for _ in range(3)]
    Case.objects.update(unread_since=clock.now())
    browser = desk(officer)
    ids = [case.pk for case in cases]

    for typed in (
        {"do": "priority", "priority": "urgent"},
        {"do": "note", "note": "للجميع"},
        {"do": "read"},
    ):
        browser.post("/desk/bulk/", {**typed, "case": ids})

    for case in Case.objects.filter(pk__in=ids):
        assert (case.priority, case.unread_since) == ("urgent", None)
        notes = [event.note for event in case.events.filter(name="note")]
        assert notes == ["للجميع"]


def test_whoever_is_given_a_case_is_told_and_whoever_takes_it_is_not(officer, everyone, desk):
    case = receive(officer).case
    services.assign(case.pk, actor=officer, assignee=everyone)
    services.assign(case.pk, actor=officer, assignee=officer)

    assert [(each.recipient, each.kind) for each in Notice.objects.all()] == [
        (everyone, "assigned")
    ]


def test_back_never_leads_to_another_site(officer, desk):
    for wanted in ("https://elsewhere.example/desk/", "//elsewhere.example/desk/", "/people/"):
        answer = desk(officer).post("/desk/bulk/", {"back": wanted})
        assert answer.url == "/desk/"
    answer = desk(officer).post("/desk/bulk/", {"back": "/desk/?late=on"})
    assert answer.url == "/desk/?late=on"


def test_lists_are_taken_away_as_they_are_filtered_without_formulas(officer, desk):
    formula = receive(officer, subject="=1+1").case
    receive(officer, subject="غيرها", beneficiary_data=person(name="هند", mobile="0557654321"))
    browser = desk(officer)

    text = browser.get("/desk/export.csv?search=0551234567").content.decode()
    book = load_workbook(io.BytesIO(browser.get("/desk/export.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    printed = browser.get(f"/desk/print/?case={formula.pk}").content.decode()

    assert "'=1+1" in text
    assert "غيرها" not in text
    assert {row[2] for row in rows[1:]} == {"'=1+1", "غيرها"}
    assert formula.reference in printed
    assert "غيرها" not in printed
    told = AuditEntry.objects.filter(action__startswith="cases.").order_by("at", "pk")
    assert [(entry.action, entry.details) for entry in told] == [
        ("cases.exported", {"form": "csv", "count": 1}),
        ("cases.exported", {"form": "xlsx", "count": 2}),
        ("cases.printed", {"form": "print", "count": 1}),
    ]


def test_a_delegate_takes_away_own_intakes_only(officer, make_person, desk):
    delegate = make_person(Role.BRANCH_DELEGATE)
    own, other = receive(delegate).case, receive(officer).case
    browser = desk(delegate)

    book = load_workbook(io.BytesIO(browser.get("/desk/export.xlsx").content))
    taken = [
        browser.get("/desk/export.csv").content.decode(),
        browser.get(f"/desk/print/?case={own.pk}&case={other.pk}").content.decode(),
        str(list(book.active.values)),
    ]

    assert [own.reference in text for text in taken] == [True, True, True]
    assert [other.reference in text for text in taken] == [False, False, False]
