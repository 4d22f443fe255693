"""Spreadsheets from strangers: what is read from them, and what is not let in."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from foundation import sheets
from foundation.errors import Invalid
from foundation.sheets import SheetKind, read_sheet


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def altered(content: bytes, **parts: bytes) -> bytes:
    """The same workbook with these parts in place of its own, or besides them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def code_of(content: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(Invalid) as refused:
        read_sheet(content, name=name)
    return type(refused.value).code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1256", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_usual_writing(encoding, delimiter):
    lines = [["الاسم", "الجوال"], ["نورة", "0551234567"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)

    sheet = read_sheet(content, name="دفتر.txt")

    assert (sheet.kind, sheet.name, sheet.head) == (SheetKind.CSV, "دفتر.csv", tuple(lines[0]))
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, tuple(lines[1]))]


def test_a_workbook_is_read_as_people_see_it():
    sheet = read_sheet(
        workbook(
            ["A", "B", None], [], [1000000008.0, "1445/09/01"], ["'+966", True], ["=1+1", 2.5]
        ),
        name="book.xlsx",
    )

    assert sheet.head == ("A", "B")
    assert [(row.number, row.cells, row.computed) for row in sheet.rows] == [
        (3, ("1000000008", "1445/09/01"), ()),
        (4, ("+966", "1"), ()),
        (5, ("", "2.5"), (0,)),
    ]


def test_macros_are_refused():
    book = workbook(["A"], ["b"])

    assert code_of(altered(book, **{"xl/vbaProject.bin": b"x"})) == "active_content"
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert code_of(altered(book, **{"[Content_Types].xml": macro})) == "active_content"


def test_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    assert code_of(altered(workbook(["A"], ["b"]), **{"xl/workbook.xml": evil})) == "damaged_file"


def test_what_unpacks_to_far_more_is_refused():
    bomb = b"0" * (sheets.MOST_UNPACKED + 1)

    assert code_of(altered(workbook(["A"], ["b"]), **{"xl/big.xml": bomb})) == "sheet_too_large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"a,b\n", "no_rows"),
        (b"\xd0\xcf\x11\xe0\x00\x00", "sheet_kind_refused"),
        (b"PK\x03\x04nothing", "damaged_file"),
        (b"a\n" + b"1\n" * 5001, "too_many_rows"),
        (b"a," * 61 + b"z\n1\n", "too_many_columns"),
        (b"a\n" + b"1" * (10 * 1024 * 1024), "sheet_too_large"),
    ],
)
def test_what_is_no_table_or_too_much_of_one_is_refused(content, code):
    assert code_of(content, "x.csv") == code


def test_links_to_other_files_are_left_alone():
    content = workbook(["A"], ["b"])

    assert load_workbook(io.BytesIO(content), keep_links=False)._external_links == []
    assert read_sheet(content, name="x").rows[0].cells == ("b",)


def test_a_row_of_endless_cells_is_refused_before_it_is_read():
    row = b'<c r="A2"><v>3</v></c>' * 400_000
    table = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1">%s</row></sheetData></worksheet>' % row
    )

    assert code_of(altered(workbook(["a"]), **{"xl/worksheets/sheet1.xml": table})) == (
        "sheet_too_large"
    )


def test_a_large_table_of_people_is_no_bomb():
    made = workbook(["الاسم", "القناة"], *(["نورة", "الهاتف"] for _ in range(4999)))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        packed = [entry.file_size / entry.compress_size for entry in archive.infolist()]

    assert len(read_sheet(made, name="x.xlsx").rows) == 4999
    assert max(packed) < sheets.MOST_PACKED / 2
