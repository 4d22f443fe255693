"""The cases of a sheet: two rows are wrong, the right ones come in, the others follow, all can go again."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from core import rules
from core.case_imports.models import CaseImport
from core.cases.models import Case
from foundation import clock
from foundation.sheets import SheetKind
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import provision
from tests.core.provider import FixedProvider
from tests.journeys.service import Service
from tests.journeys.test_mail_in import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "by-mail"  # the host that sign_in knows
HEAD = ("اسم المستفيد", "رقم الجوال", "الموضوع", "ورد", "رقم المعاملة")
LIST = "/desk/imports/"


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    before = list(rules._providers)
    rules.register(FixedProvider())
    yield provision(NAME, "جمعية الجداول")
    rules._providers[:] = before


@pytest.fixture
def officer(place: Association) -> User:
    with entered(place):
        return create_person(
            email=f"officer@{NAME}.example",
            display_name="منى الشمري",
            roles=[Role.RELATIONS_OFFICER],
            password="a long enough password",
        )


def sheet() -> bytes:
    """Of one channel, which it does not name; one day has not come, and one is missing."""
    today = clock.today()
    rows = [
        ("سارة العنزي", "0551112221", "إيجار", f"{today - timedelta(days=9)}", "ق-1"),
        ("هند السبيعي", "0551112222", "علاج", f"{today + timedelta(days=9)}", "ق-2"),
        ("فهد القحطاني", "0551112223", "أثاث", f"{today - timedelta(days=8)}", "ق-3"),
        ("ريم الدوسري", "0551112224", "دراسة", "", "ق-4"),
    ]
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mended(content: bytes) -> bytes:
    """What the page gave to be mended, with the days written in."""
    book = load_workbook(io.BytesIO(content))
    rows = list(book.active.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["هند السبيعي", "ريم الدوسري"]
    for row in rows:
        assert row[len(HEAD)].value
        row[HEAD.index("ورد")].value = f"{clock.today() - timedelta(days=2)}"
    return saved(book)


def subjects(place: Association) -> set[str]:
    with entered(place):
        return set(Case.objects.values_list("subject", flat=True))


def upload(staff: Visitor, content: bytes) -> None:
    """To the columns, which are guessed, and to what is wrong with the rows."""
    staff.go(NAME, LIST)
    staff.attach("Excel or CSV file", "cases.xlsx", content, SheetKind.XLSX.value)
    staff.press("Upload")
    staff.sees("Which column is what")
    staff.field("Channel of the whole file").select_option("phone")
    staff.look("import-columns")
    staff.press("Check all rows")
    staff.sees("The rows are being checked")
    staff.look("import-progress")
    staff.service.run_jobs()
    comes(staff, "Rows")


def comes(staff: Visitor, words: str) -> None:
    """Without a click: the page asks how far it is, and is drawn anew once all is done."""
    progress = staff.page.locator("#progress")
    expect(progress).to_have_count(0, timeout=20_000)
    staff.sees(words)


def bring_in(staff: Visitor) -> None:
    button = staff.page.get_by_role("button", name="استيراد")
    button.click()
    staff.sees("The cases are being imported")
    staff.service.run_jobs()
    comes(
        staff,
        "The cases are in the inbox. Until somebody works on them they can all be taken away again.",
    )


def test_a_sheet_with_two_wrong_rows_comes_in_and_goes_again(
    place: Association, officer: User, service: Service, visitor: Callable[..., Visitor]
) -> None:
    staff = visitor("منى", language="ar")
    sign_in(staff, place, officer)

    upload(staff, sheet())
    staff.page.get_by_role("link", name=staff.say("With errors")).click()
    rows = staff.page.get_by_role("main").locator("ul.card.rows > li")
    staff.look("import-checked")
    assert [
        (words in row)
        for row, words in zip(
            rows.all_inner_texts(),
            (
                staff.say("This day has not come yet."),
                staff.say("Write the day on which the request arrived."),
            ),
            strict=True,
        )
    ] == [True, True]
    assert subjects(place) == set()
    with staff.page.expect_download() as taken:
        staff.follow("Take the rows with errors")
    to_mend = taken.value.path().read_bytes()

    bring_in(staff)
    assert subjects(place) == {"إيجار", "أثاث"}

    upload(staff, mended(to_mend))
    staff.sees("Every row can be imported. Nothing has been written yet.")
    bring_in(staff)
    assert subjects(place) == {"إيجار", "أثاث", "علاج", "دراسة"}
    staff.go(NAME, "/desk/")
    for subject in ("إيجار", "أثاث", "علاج", "دراسة"):
        staff.reads(subject)

    with entered(place):
        first = CaseImport.objects.order_by("created_at", "pk").first()
    assert first is not None
    staff.go(NAME, f"{LIST}{first.pk}/")
    staff.follow("Undo the import")
    staff.look("import-undo")
    staff.press("Undo")
    staff.sees("The import is being undone")
    service.run_jobs()
    comes(staff, "This import was undone; the file and its rows are deleted.")
    staff.look("import-undone")
    assert subjects(place) == {"علاج", "دراسة"}
