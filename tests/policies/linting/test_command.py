"""What `read_policy` tells the linter beyond the text: other documents, the file's date, today."""

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.management import call_command
from docx import Document

from foundation import clock

CLEAN = Path(__file__).parent / "clean"


def findings(file, *args):
    out = StringIO()
    call_command("read_policy", str(file), *args, stdout=out)
    return json.loads(out.getvalue())["findings"]


def ids(file, *args):
    return sorted({finding["id"] for finding in findings(file, *args)})


def test_a_clean_policy_has_no_finding():
    assert findings(CLEAN / "articles.txt") == []


def test_documents_beside_it_are_compared(tmp_path):
    charter = tmp_path / "charter.txt"
    text = (CLEAN / "articles.txt").read_text("utf-8")
    charter.write_text(text.replace("خلال عشرة أيام عمل", "خلال عشرين يوم عمل"), "utf-8")

    assert ids(CLEAN / "articles.txt", "--beside", str(charter)) == ["BRP-D05"]
    assert ids(CLEAN / "articles.txt", "--beside", str(CLEAN / "articles.txt")) == []


def word_file(path, changed_on):
    document = Document()
    for line in (CLEAN / "articles.txt").read_text("utf-8").splitlines():
        document.add_paragraph(line)
    document.core_properties.comments = ""
    document.core_properties.author = "وحدة الجودة"
    document.core_properties.modified = changed_on
    document.save(path)
    return path


def test_a_file_from_before_the_session_is_noticed(tmp_path):
    early = word_file(tmp_path / "early.docx", datetime(2025, 9, 1, tzinfo=ZoneInfo("UTC")))
    late = word_file(tmp_path / "late.docx", datetime(2025, 9, 30, tzinfo=ZoneInfo("UTC")))

    assert ids(early) == ["BRP-R02"]
    assert ids(late) == []


def test_a_session_to_come_is_noticed(monkeypatch):
    moment = datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Riyadh"))
    monkeypatch.setattr(clock, "now", lambda: moment)

    assert ids(CLEAN / "articles.txt") == ["BRP-A50"]
