"""Tables that any spreadsheet can open, whatever somebody typed."""

import io

from openpyxl import Workbook, load_workbook

from foundation.spreadsheet import csv_table, harmless


def test_signs_that_no_sheet_can_hold_are_left_out():
    book = Workbook(write_only=True)
    book.create_sheet().append([harmless("طلب\x01 \x0cكذا\x1f\ufffe\ud800\nسطر")])
    out = io.BytesIO()
    book.save(out)

    assert load_workbook(out).active["A1"].value == "طلب كذا\nسطر"
    assert "\x01" not in csv_table(["رأس"], [["طلب\x01"]])


def test_a_formula_behind_such_a_sign_is_still_none():
    assert harmless("\x01=1+1") == "'=1+1"
