import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

DOCUMENT = Path(__file__).parent / "documents" / "numbered_headings.txt"


def test_prints_reading_and_findings_without_a_database():
    out = StringIO()
    call_command("read_policy", str(DOCUMENT), stdout=out)
    answer = json.loads(out.getvalue())
    assert sorted(answer) == ["findings", "reading"]
    assert answer["reading"]["license_no"] == "4471"
    assert all(finding["id"].startswith("BRP-") for finding in answer["findings"])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_says_in_one_line_why_a_file_cannot_be_read(tmp_path, content):
    file = tmp_path / "policy.txt"
    file.write_bytes(content)
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("read_policy", str(file), stdout=out, stderr=errors)
    assert exit_.value.code == 2
    assert out.getvalue() == ""
    assert errors.getvalue().startswith("policy.txt: ")
    assert len(errors.getvalue().splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path):
    errors = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("read_policy", str(tmp_path / "absent.txt"), stderr=errors)
    assert exit_.value.code == 2
    assert len(errors.getvalue().splitlines()) == 1
