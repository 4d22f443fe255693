"""The pages of an import, as who imports sees them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from core.case_imports.models import CaseImport
from core.cases.models import Case
from tenants.people.roles import Role
from tests.core.case_imports.files import ACCEPTED, CLOSED, OPEN, REJECTED, workbook
from tests.core.case_imports.files import text as sheet_text
from tests.core.case_imports.imports import checked, imported, uploaded, work_off
from ui.middleware import COOKIE

LIST = "/desk/imports/"
QUERIES = {"list": 12, "import": 12}


@pytest.fixture
def desk(association, site, officer):
    client = site(association, officer)
    client.cookies[COOKIE] = "en"
    return client


def text(response) -> str:
    return response.content.decode()


def upload(desk, content: bytes, name: str = "cases.xlsx"):
    return desk.post(LIST, {"file": SimpleUploadedFile(name, content)})


def test_from_the_upload_to_the_undo(desk):
    sent = upload(desk, workbook(OPEN, ACCEPTED, CLOSED, REJECTED))
    batch = CaseImport.objects.get()
    page = f"{LIST}{batch.pk}/"

    assert (sent.status_code, sent.url) == (302, f"{page}columns/")
    form = desk.get(sent.url).context["form"]
    chosen = {name: str(place) for name, place in form.initial.items()}
    assert len(chosen) == 13
    assert desk.post(sent.url, chosen).url == page
    assert "hx-get" in text(desk.get(page))
    work_off(batch)
    assert "Import 4 rows" in text(desk.get(page))
    assert desk.post(f"{page}start/").url == page
    assert desk.get(f"{page}progress/").status_code == 200
    work_off(batch)
    assert desk.get(f"{page}progress/")["HX-Redirect"] == page
    assert Case.objects.count() == 4
    assert Case.objects.get(register_number="Q-1").reference in text(desk.get(page))
    assert "4 cases are taken away" in text(desk.get(f"{page}undo/"))
    assert desk.post(f"{page}undo/").url == page
    work_off(batch)
    assert "This import was undone" in text(desk.get(page))
    assert Case.objects.count() == 0


def test_a_file_that_is_no_table_is_refused_beside_the_field(desk):
    refused = upload(desk, b"\x00\x01", "x.exe")

    assert refused.status_code == 400
    assert "is no table that can be read" in text(refused)
    assert CaseImport.objects.count() == 0


def test_columns_that_cannot_be_are_refused(desk, officer):
    upload(desk, workbook(OPEN))
    page = f"{LIST}{CaseImport.objects.get().pk}/columns/"

    refused = desk.post(page, {"name": "0", "channel": "0"})

    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"channel", "received_on"}


def test_errors_alone_and_the_sheet_to_mend(desk, officer):
    batch = checked(officer, OPEN, ("=1+1", "", "12", "phone", "x", "2026-01-01"))
    page = f"{LIST}{batch.pk}/"

    shown = text(desk.get(f"{page}?only=errors"))
    assert ("Row 3" in shown, "Row 2" in shown) == (True, False)
    sheet = load_workbook(io.BytesIO(desk.get(f"{page}mend/").content)).active
    assert [cell.value for cell in sheet[1]][-1] == "ما ينبغي تصحيحه"
    assert sheet.max_row == 2
    assert "This is not a mobile number" in sheet.cell(2, 14).value
    again = checked(officer, content=desk.get(f"{page}mend/").content)
    assert (again.total, again.refused) == (1, 1)


def test_faulty_rows_refuse_the_whole_unless_left_out(desk, officer):
    batch = checked(officer, OPEN, ("", "", "", "phone"))
    page = f"{LIST}{batch.pk}/"

    refused = desk.post(f"{page}start/")
    assert (refused.status_code, Case.objects.count()) == (409, 0)
    assert "Rows have errors." in text(refused)
    desk.post(f"{page}start/", {"faulty": "out"})
    work_off(batch)
    assert Case.objects.count() == 1


def test_the_template_can_be_filled_in_and_uploaded(desk, officer, policy):
    book = load_workbook(io.BytesIO(desk.get(f"{LIST}template.xlsx").content))
    sheet = book["الطلبات"]
    heads = {cell.value: cell.column for cell in sheet[1]}

    assert book.sheetnames == ["الطلبات", "التعليمات", "القوائم"]
    assert len(sheet.data_validations.dataValidation) == 4  # no type of request is published
    for head, value in (
        ("الاسم", "نورة"), ("القناة", "الهاتف"), ("الموضوع", "علاج"), ("تاريخ الورود", "01/09/1447"),
        ("الحالة", "قيد الدراسة"),
    ):  # fmt: skip
        sheet.cell(2, heads[head], value)
    out = io.BytesIO()
    book.save(out)
    imported(officer, content=out.getvalue())

    assert Case.objects.get().status == "under_study"
    assert text(desk.get(f"{LIST}template.csv")).startswith("\ufeffالاسم,")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_rows_take_a_constant_number_of_queries(
    desk, officer, rows, django_assert_num_queries
):
    batch = imported(officer, *[OPEN] * rows)
    page = f"{LIST}{batch.pk}/"
    desk.get(page)

    with django_assert_num_queries(QUERIES["import"]):
        desk.get(page)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_a_constant_number_of_queries(
    desk, officer, rows, django_assert_num_queries
):
    for _number in range(rows):
        checked(officer, OPEN)
    desk.get(LIST)

    with django_assert_num_queries(QUERIES["list"]):
        desk.get(LIST)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.BRANCH_DELEGATE])
def test_who_may_not_import_sees_no_page(association, governed, site, make_person, role):
    assert site(association, make_person(role)).get(LIST).status_code == 403


def test_the_channel_is_said_by_a_column_or_of_the_whole_file(desk, officer):
    head = ("الاسم", "الموضوع", "ورد")
    batch = uploaded(officer, content=workbook(("نورة", "إيجار", "2026-03-01"), head=head))
    page = f"{LIST}{batch.pk}/columns/"
    chosen = {"name": "0", "subject": "1", "received_on": "2"}

    refused = desk.post(page, chosen)
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["channel"])
    assert desk.post(page, {**chosen, "channel_of_all": "pigeon"}).status_code == 400
    assert desk.post(page, {**chosen, "channel_of_all": "phone"}).status_code == 302
    batch.refresh_from_db()
    assert batch.channel_key == "phone"
    assert desk.get(page).context["form"].initial["channel_of_all"] == "phone"


def test_a_sign_that_no_workbook_holds_costs_nobody_the_rows_to_mend(desk, officer):
    content = sheet_text(("نورة\x0cسالم", "123", "", "phone", "إيجار", "2026-03-01"))
    batch = checked(officer, content=content, name="cases.csv")

    sent = desk.get(f"{LIST}{batch.pk}/mend/")

    assert sent.status_code == 200
    assert load_workbook(io.BytesIO(sent.content)).active["A2"].value == "نورةسالم"
