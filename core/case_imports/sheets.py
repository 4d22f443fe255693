"""The sheets that people take away: an empty one to fill in, and their own with what to mend."""

import io
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from core import rules as governing
from core.beneficiaries.categories import categories
from core.case_imports.columns import COLUMNS, FAULTS_HEAD, REQUIRED, Column
from core.case_imports.table import Table
from core.request_types.queries import content_of, published
from core.service_requests.enums import DeliveryMethod, Outcome
from core.service_requests.workflow import STATUSES
from foundation import clock
from foundation.spreadsheet import csv_table, writable

ROWS_TO_FILL: Final = 1000
WIDTH: Final = 22
HEADER: Final = PatternFill("solid", fgColor="D5EBE1")
FAULTY: Final = PatternFill("solid", fgColor="FDECEA")
SHEET, LISTS, GUIDE = "الطلبات", "القوائم", "التعليمات"


def empty_csv() -> str:
    return csv_table([words.head for words in COLUMNS.values()], [])


def empty_workbook() -> bytes:
    """In Arabic, with lists to choose from where only certain words are understood."""
    with override(settings.LANGUAGE_CODE):
        book = Workbook()
        sheet: Any = book.active
        sheet.title = SHEET
        sheet.sheet_view.rightToLeft = True
        sheet.freeze_panes = "A2"
        for place, words in enumerate(COLUMNS.values(), start=1):
            cell = sheet.cell(1, place, words.head)
            cell.font, cell.fill = Font(bold=True), HEADER
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = WIDTH
            # Text, so that a number keeps its zero and a Hijri date stays as it was typed.
            for row in range(2, 202):
                sheet.cell(row, place).number_format = "@"
        _guide(book)
        _lists(book, sheet)
        return _saved(book)


def _guide(book: Any) -> None:
    sheet = book.create_sheet(GUIDE)
    sheet.sheet_view.rightToLeft = True
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 100
    sheet.append([_("Column"), _("What to write in it")])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEADER
    for column, words in COLUMNS.items():
        text = _hint(column)
        sheet.append([words.head, _("Always needed. %s") % text if column in REQUIRED else text])
    sheet.append([])
    for line in _general():
        sheet.append(["", line])
    for row in sheet.iter_rows(min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _hint(column: Column) -> str:
    hints = {
        Column.NAME: _("The full name of the beneficiary."),
        Column.IDENTITY: _("Ten digits. Rows with the same number are the same person."),
        Column.MOBILE: _("Like 05xxxxxxxx."),
        Column.EMAIL: _("Like name@example.org."),
        Column.CATEGORIES: _("One or several of those in the list, with commas between."),
        Column.CHANNEL: _("A channel of the policy: choose from the list."),
        Column.TYPE: _("A type of request from the list; leave it empty for another wish."),
        Column.SUBJECT: _("What the request is about. Empty: the name of the type."),
        Column.DESCRIPTION: _("What the person needs, and why."),
        Column.RECEIVED: _("In either calendar: 01/09/1445 or 11/03/2024."),
        Column.REGISTER: _("The number in the paper register, if there is one."),
        Column.OLD_REFERENCE: _("The number by which people know the case; it can be searched."),
        Column.STATUS: _("Where the case stands today: choose from the list. Empty: received."),
        Column.OUTCOME: _("What was decided: choose from the list. For closed cases always."),
        Column.DECIDED: _("In either calendar; needed for whatever was decided."),
        Column.DECIDER: _(
            "The e-mail address of who decided, if they sign in here; appeals go to others."
        ),
        Column.REASON: _("Needed where not all was accepted."),
        Column.ASKED: _("In riyals, like 1500 or 1500.50."),
        Column.GRANTED: _("In riyals; nothing for a rejection."),
        Column.METHOD: _("For what was handed over: choose from the list."),
        Column.ASSIGNEE: _("The e-mail address with which this person signs in here."),
        Column.CLOSED: _("In either calendar; needed for closed and withdrawn cases."),
    }
    return hints[column]


def _general() -> list[str]:
    return [
        _("One row is one case. The first row stays as it is."),
        _("At most 5,000 rows and 10 MB; formulas count by their last result."),
        _("Nobody is sent a message because of an import."),
    ]


def _lists(book: Any, sheet: Any) -> None:
    """On a sheet of their own: a list in the cell itself may only have 255 letters."""
    lists = book.create_sheet(LISTS)
    lists.sheet_view.rightToLeft = True
    places = {column: place for place, column in enumerate(COLUMNS, start=1)}
    for number, (column, words) in enumerate(_choices().items(), start=1):
        if not words:
            continue
        letter = get_column_letter(number)
        lists.column_dimensions[letter].width = WIDTH
        head = lists.cell(1, number, COLUMNS[column].head)
        head.font, head.fill = Font(bold=True), HEADER
        for line, word in enumerate(words, start=2):
            cell = lists.cell(line, number, word)
            cell.data_type = "s"
        name = f"list_{column.value}"
        reference = f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
        book.defined_names[name] = DefinedName(name, attr_text=reference)
        if column == Column.CATEGORIES:
            continue  # several may be written, so a list cannot check them
        check = DataValidation(type="list", formula1=f"={name}", allow_blank=True)
        at = get_column_letter(places[column])
        check.add(f"{at}2:{at}{ROWS_TO_FILL + 1}")
        sheet.add_data_validation(check)


def _choices() -> dict[Column, list[str]]:
    try:
        channels = [channel.label for channel in governing.in_force(clock.now()).channels]
    except governing.NoPolicyInForce:
        channels = []
    return {
        Column.CHANNEL: channels,
        Column.TYPE: [content_of(version).name.ar for version in published()],
        Column.STATUS: [str(status.label) for status in STATUSES],
        Column.OUTCOME: [str(outcome.label) for outcome in Outcome],
        Column.METHOD: [str(method.label) for method in DeliveryMethod],
        Column.CATEGORIES: [category.ar for category in categories()],
    }


def mended(table: Table, columns: dict[str, int]) -> bytes:
    """The rows with errors as they came, and what to mend in a last column; upload it again."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.sheet_view.rightToLeft = True
    sheet.append([_plain(sheet, title) for title in (*table.head, FAULTS_HEAD)])
    faulty = table.faulty()
    titles = {name: table.head[place] for name, place in columns.items()}
    for row in table.rows:
        if row.number not in faulty:
            continue
        findings = [each for each in table.findings[row.number] if each.is_error]
        wrong = {columns[each.column] for each in findings if each.column in columns}
        said = "\n".join(
            f"{titles[each.column]}: {each.text}" if each.column in titles else each.text
            for each in findings
        )
        cells = [_plain(sheet, value) for value in row.cells]
        for place in wrong:
            cells[place].fill = FAULTY
        sheet.append([*cells, _plain(sheet, said)])
    return _saved(book)


def _plain(sheet: Any, value: str) -> Any:
    """Text, whatever it looks like: nothing in it is ever computed."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = writable(value)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titles_of(head: Sequence[str]) -> list[tuple[int, str]]:
    """The columns of a file to choose from; one without a title by its number."""
    return [
        (place, title or _("Column %(number)s") % {"number": place + 1})
        for place, title in enumerate(head)
        if title != FAULTS_HEAD
    ]
