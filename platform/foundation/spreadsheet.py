"""Tables for spreadsheets: CSV that opens in Arabic and computes nothing."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from foundation.arabic import strip_marks

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take Arabic for another encoding
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> str:
    """One line for `head` and one for each row; words that would be computed are shown as they are."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return BYTE_ORDER_MARK + out.getvalue()


def _cell(value: str | int | float | None) -> str | int | float:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value


def writable(cell: str) -> str:
    """Without what no spreadsheet can hold: one such sign from anybody would cost everybody the file."""
    return _UNWRITABLE.sub("", cell)


def harmless(cell: str) -> str:
    """What a spreadsheet would compute is led by an apostrophe."""
    cell = writable(cell)
    return f"'{cell}" if strip_marks(cell).lstrip(" ").startswith(FORMULA_SIGNS) else cell
