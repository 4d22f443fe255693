"""Spreadsheets from people, read as a table of text: XLSX and CSV, and nothing that computes.

What a file is is read from its bytes. Macros are refused, formulas give the result that was stored
with them, and links to other files are not followed.
"""

import csv
import io
import re
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zipfile import ZipFile

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from foundation.arabic import strip_marks
from foundation.errors import Invalid
from foundation.spreadsheet import BYTE_ORDER_MARK, FORMULA_SIGNS
from foundation.uploads import MEGABYTE, ActiveContent, DamagedFile, EmptyFile, safe_name

LARGEST_SHEET: Final = 10 * MEGABYTE
MOST_UNPACKED: Final = 60 * MEGABYTE
MOST_SHARED: Final = 20 * MEGABYTE  # words that cells share are held in memory all at once
MOST_ENTRIES: Final = 500
LARGE_PART: Final = 5 * MEGABYTE
MOST_PACKED: Final = 100  # a table that people made becomes some twenty times smaller
MOST_ROWS: Final = 5000
LAST_ROW: Final = 20_000  # beyond it a sheet has only traces of formatting
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 10_000
LONGEST_READING: Final = 20.0  # seconds
PROLOG: Final = 65_536


class SheetKind(TextChoices):
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"
    CSV = "text/csv", "CSV"


SUFFIXES: Final = {SheetKind.XLSX: ".xlsx", SheetKind.CSV: ".csv"}


class SheetTooLarge(Invalid):
    code = "sheet_too_large"
    message = _("“%(name)s” is larger than %(limit)s MB. Split it into several files.")


class SheetKindRefused(Invalid):
    code = "sheet_kind_refused"
    message = _("“%(name)s” is no table that can be read. Save it as Excel (.xlsx) or CSV.")


class TooManyRows(Invalid):
    code = "too_many_rows"
    message = _("“%(name)s” has more than %(limit)s rows. Split it into several files.")


class TooManyColumns(Invalid):
    code = "too_many_columns"
    message = _("“%(name)s” has more than %(limit)s columns. Take away what is not needed.")


class NoRows(Invalid):
    code = "no_rows"
    message = _("“%(name)s” has no rows below its head. The first row names the columns.")


class ReadingTooLong(Invalid):
    code = "reading_too_long"
    message = _("“%(name)s” takes too long to read. Save it as CSV, or split it.")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number`: as the spreadsheet counts it; `computed`: the cells that a formula gave."""

    number: int
    cells: tuple[str, ...]
    computed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The head, and the rows that hold anything, as wide as the head."""

    name: str
    kind: SheetKind
    head: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(content: bytes, *, name: str) -> Sheet:
    """The first visible sheet. Raises a kind of Invalid with a sentence for the person who sent it."""
    shown = safe_name(name)
    if not content.strip():
        raise EmptyFile(name=shown)
    if len(content) > LARGEST_SHEET:
        raise SheetTooLarge(name=shown, limit=LARGEST_SHEET // MEGABYTE)
    if content.startswith(b"PK\x03\x04"):
        kind, lines = SheetKind.XLSX, _workbook_lines(content, shown)
    else:
        kind, lines = SheetKind.CSV, _text_lines(content, shown)
    stem = re.sub(r"\.(xlsx|xlsm|xls|csv|txt|tsv)\Z", "", shown, flags=re.IGNORECASE)
    return _sheet(f"{stem}{SUFFIXES[kind]}", kind, _in_time(lines, shown))


def _sheet(name: str, kind: SheetKind, lines: Iterable[SheetRow]) -> Sheet:
    filled = (line for line in lines if any(line.cells))
    first = next(filled, None)
    if first is None:
        raise NoRows(name=name)
    head = list(first.cells)
    while head and not head[-1]:
        head.pop()
    if len(head) > MOST_COLUMNS:
        raise TooManyColumns(name=name, limit=MOST_COLUMNS)
    rows: list[SheetRow] = []
    for line in filled:
        cells = (*line.cells[: len(head)], *[""] * (len(head) - len(line.cells)))
        if not any(cells):
            continue
        if len(rows) == MOST_ROWS:
            raise TooManyRows(name=name, limit=MOST_ROWS)
        rows.append(SheetRow(line.number, cells, tuple(c for c in line.computed if c < len(head))))
    if not rows:
        raise NoRows(name=name)
    return Sheet(name, kind, tuple(head), tuple(rows))


def _in_time(lines: Iterable[SheetRow], name: str) -> Iterator[SheetRow]:
    until = time.monotonic() + LONGEST_READING
    for line in lines:
        if time.monotonic() > until:
            raise ReadingTooLong(name=name)
        yield line


# --- CSV ---

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def _text_lines(content: bytes, name: str) -> Iterator[SheetRow]:
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        raise SheetKindRefused(name=name)
    text = text.removeprefix(BYTE_ORDER_MARK)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            yield SheetRow(reader.line_num, tuple(_written(cell) for cell in cells))
    except csv.Error as error:
        raise DamagedFile(name=name) from error


def _decoded(content: bytes) -> str | None:
    """As it says, else as UTF-8, else in the encoding of Arabic Windows, which can be any bytes."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "windows-1256"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str) -> str:
    """What parts the head most often, quoted words aside."""
    lines = (line for line in text.splitlines() if line.strip())
    head = re.sub(r'"[^"]*"', "", next(lines, ""))
    return max((",", ";", "\t"), key=head.count)


# --- XLSX ---

_PARTS: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_PROGRAM = re.compile(r"(?i)vbaProject|\.bin\Z|activeX|macrosheets")


def _workbook_lines(content: bytes, name: str) -> Iterator[SheetRow]:
    _check_archive(content, name)
    try:
        yield from _cells_of(content)
    except Invalid:
        raise
    except Exception as error:  # openpyxl fails in many ways on what is not as it should be
        raise DamagedFile(name=name) from error


def _cells_of(content: bytes) -> Iterator[SheetRow]:
    """Values and formulas side by side: a file holds both, openpyxl reads one at a time."""
    options: dict[str, Any] = {"read_only": True, "keep_links": False}
    values = load_workbook(io.BytesIO(content), data_only=True, **options)
    formulas = load_workbook(io.BytesIO(content), data_only=False, **options)
    try:
        title = next(s.title for s in values.worksheets if s.sheet_state == "visible")
        for row, computed in zip(_rows(values[title]), _rows(formulas[title]), strict=True):
            cells = tuple(_written(cell.value) for cell in row)
            from_formulas = [i for i, cell in enumerate(computed) if cell.data_type == "f"]
            number = next((cell.row for cell in row if cell.value is not None), 0)
            yield SheetRow(number, cells, tuple(from_formulas))
    finally:
        values.close()
        formulas.close()


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be relied on
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS + 1)
    return rows


def _check_archive(content: bytes, name: str) -> None:
    """Before anything is unpacked: a workbook, without programs, not much larger than it looks."""
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise SheetKindRefused(name=name)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if not {entry.filename for entry in entries} >= _PARTS:
                raise SheetKindRefused(name=name)
            if any(entry.flag_bits & 1 for entry in entries):
                raise DamagedFile(name=name)
            sizes = {entry.filename: entry.file_size for entry in entries}
            if sum(sizes.values()) > MOST_UNPACKED or _shared(sizes) > MOST_SHARED:
                raise SheetTooLarge(name=name, limit=LARGEST_SHEET // MEGABYTE)
            if any(map(_is_bomb, entries)):
                raise SheetTooLarge(name=name, limit=LARGEST_SHEET // MEGABYTE)
            types = archive.read("[Content_Types].xml")
            programs = any(_PROGRAM.search(entry.filename) for entry in entries)
            if b"macroEnabled" in types or (programs and _holds_program(entries)):
                raise ActiveContent(name=name)
            for entry in entries:
                _check_prolog(archive, entry, name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise DamagedFile(name=name) from error


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    """The same over and over again: as cells of one row it takes gigabytes before a row is read."""
    return entry.file_size > max(LARGE_PART, MOST_PACKED * entry.compress_size)


def _shared(sizes: dict[str, int]) -> int:
    return sum(size for part, size in sizes.items() if part.lower().endswith("sharedstrings.xml"))


def _holds_program(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Excel keeps the settings of a printer in a .bin of its own, which runs nothing."""
    programs = (entry.filename for entry in entries if _PROGRAM.search(entry.filename))
    return any("printersettings" not in part.lower() for part in programs)


def _check_prolog(archive: ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """A workbook declares no document type: that is how entities are smuggled in."""
    if not entry.filename.lower().endswith((".xml", ".rels")):
        return
    with archive.open(entry) as part:
        beginning = part.read(PROLOG)
    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
        raise DamagedFile(name=name)


def _written(value: object) -> str:
    """As a person would have typed it. Dates of a spreadsheet are Gregorian, whatever it shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    text = str(value)
    if text.startswith("'") and strip_marks(text[1:]).lstrip(" ").startswith(FORMULA_SIGNS):
        text = text[1:]  # our own exports write it so
    return text.strip()[:LONGEST_CELL]
