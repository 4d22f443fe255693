"""One document as text, as a Word file numbered by Word, and as a web page: one reading."""

import html
import re
from pathlib import Path

import pytest

from policies.reading.reader import read_document, read_text
from tests.policies.reading.word import abstract, level, number, paragraph, row, word_file

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "policies"
OWN = sorted([*(HERE / "documents").glob("*.txt"), *(HERE / "unseen").glob("*.txt")])
GIVEN = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("variants/*.txt")])
MARK = re.compile(r"(?P<number>\d{1,2})(?P<after>[-.)])\s+(?=\S)|(?P<bullet>[-•▪■❖➢✓◦●])\s+(?=\S)")
VALUES = (
    "document_kind", "title", "association_name", "license_no", "channels", "tools", "handling_steps",
    "referral_target", "decision_body", "sections_present",
)  # fmt: skip


def values(reading):
    said = {name: getattr(reading, name) for name in VALUES}
    said["deadlines"] = [(each.kind, each.value, each.unit) for each in reading.deadlines]
    approval = reading.approval
    said["approval"] = (
        approval.session_number, approval.session_ordinal, approval.hijri_date,
        approval.gregorian_date, approval.chairman,
    )  # fmt: skip
    return said


def in_word(text):
    """Numbers and bullets are Word's own: each run of one kind is a list that begins where it begins."""
    lists, body, rows = [], [], []
    for line in [*text.split("\n"), ""]:
        cells = [cell.strip() for cell in line.split("\t")]
        if "\t" in line and all(cells[:2]) and not MARK.match(line):
            rows.append(row(*map(html.escape, cells)))
            continue
        if rows:
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        mark = MARK.match(line)
        words = html.escape(line[mark.end() :] if mark else line, quote=False)
        body.append(paragraph(words, number=_list(lists, mark) if mark else None))
    numbering = "".join(abstract(i, level(0, kind, shown, start=start)) for i, (kind, shown, start) in
                        enumerate(lists, 1))  # fmt: skip
    numbering += "".join(number(i, i) for i in range(1, len(lists) + 1))
    return word_file("".join(body), numbering=numbering)


def _list(lists, mark):
    """A list of its own for each item, that begins at its number: whatever order numbers come in."""
    if mark["bullet"]:
        lists.append(("bullet", mark["bullet"], 1))
    else:
        lists.append(("decimal", f"%1{mark['after']}", int(mark["number"])))
    return len(lists)


def in_html(text):
    def shown(line):
        mark = MARK.match(line)
        if mark and mark["after"] == ".":
            words = html.escape(line[mark.end() :])
            return f"<ol><li value={mark['number']}>{words}</ol>"
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 and all(cells[:2]):
            inner = "".join(f"<td>{html.escape(cell)}" for cell in cells)
            return f"<table><tr>{inner}</table>"
        kept = html.escape(line).replace("  ", "\u00a0\u00a0")  # as word processors write them
        return f"<p>{kept}</p>"

    return "".join(map(shown, text.split("\n"))).encode()


def without_blanks(text):
    """Word and pages have no blank lines; what they tell a reader is not asked of them here."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def pairs(paths):
    return [pytest.param(path, id=path.stem) for path in paths]


def check(path):
    text = without_blanks(path.read_text(encoding="utf-8"))
    expected = values(read_text(text))
    for data, name in ((in_word(text), "policy.docx"), (in_html(text), "policy.html")):
        _text, reading = read_document(data, name)
        assert values(reading) == expected, name


@pytest.mark.parametrize("path", pairs(OWN))
def test_own_documents_read_the_same_from_every_source(path):
    check(path)


@pytest.mark.parametrize("path", pairs(GIVEN))
def test_given_documents_read_the_same_from_every_source(path):
    check(path)
