"""Letters in pictures, recognised page by page; what is missing or broken is said clearly."""

import io
import json

import pytest
from django.core.management import call_command
from PIL import Image

from foundation.recognition import letters
from policies.reading.reader import ASK_BELOW
from policies.reading.scan.recognition import (
    DamagedScan,
    NoWordsFound,
    RecognitionMissing,
    RecognitionTooSlow,
    ScanTooLarge,
    TooManyPages,
    check_ready,
    joined,
    mended,
    pages_of,
    read_at_once,
    words_of_page,
)
from tests.policies.reading.scans import pictures, saved


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_recognises_the_words_of_a_page(kind):
    data = saved(kind)
    assert pages_of(data) == 1
    lines = words_of_page(data, 0).splitlines()
    assert "القنوات المتاحة" in lines


def test_reads_values_and_asks_about_each():
    _text, reading = read_at_once(saved("PNG"))
    assert reading.title == "سياسة تنظيم العلاقة مع المستفيدين"
    assert reading.channels == ["الهاتف المجاني", "الموقع الإلكتروني", "مكتب الاستقبال"]
    assert reading.tools == ["دليل البرامج", "نموذج طلب الخدمة"]
    assert max(source.confidence for source in reading.sources) < ASK_BELOW
    assert {"from_scan", "doubtful_values"} <= set(reading.review_needed)


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_counts_the_pages_of_a_file_and_draws_each(kind):
    blank = Image.new("L", pictures()[0].size, 255)
    data = saved(kind, [blank, *pictures()])
    assert pages_of(data) == 2
    assert "الهاتف المجاني" in words_of_page(data, 1)
    assert words_of_page(data, 0) == ""


def test_a_picture_on_glass_is_put_on_paper():
    glass = Image.new("RGBA", pictures()[0].size, (0, 0, 0, 0))
    glass.putalpha(pictures()[0].point(lambda grey: 255 - grey))
    assert "الهاتف المجاني" in words_of_page(saved("PNG", [glass]), 0)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7 and nothing else", DamagedScan),
        (b"\x89PNG\r\n\x1a\n and nothing else", DamagedScan),
        (b"II*\x00", DamagedScan),
        (b"", DamagedScan),
        (b"\x89PNG" + bytes(20 * 1024 * 1024), ScanTooLarge),
    ],
    ids=["pdf", "png", "tiff", "empty", "large"],
)
def test_what_cannot_be_opened_is_told(data, problem):
    with pytest.raises(problem):
        pages_of(data)


def test_a_picture_that_was_cut_short_is_told():
    with pytest.raises(DamagedScan):
        words_of_page(saved("PNG")[:2_000], 0)


@pytest.mark.parametrize(
    ("recognised", "expected"),
    [
        ("1. دليل\n2 نموذج\n3 سجل", "1. دليل\n2. نموذج\n3. سجل"),
        ("1. يبت\n2 يوم عمل", "1. يبت\n2 يوم عمل"),
        ("5 وحدات", "5 وحدات"),
    ],
)
def test_numbers_get_their_stop_back(recognised, expected):
    assert mended(recognised) == expected


def test_more_pages_than_a_policy_has_are_refused():
    leaf = Image.new("1", (20, 20), 1)
    with pytest.raises(TooManyPages):
        pages_of(saved("TIFF", [leaf] * 61))


def test_a_picture_of_endless_size_is_refused():
    data = io.BytesIO()
    Image.new("1", (40_000, 4_000), 1).save(data, "PNG")
    with pytest.raises(DamagedScan):
        words_of_page(data.getvalue(), 0)


def test_pages_without_words_are_told():
    with pytest.raises(NoWordsFound):
        joined(["", "\n \u200f"])


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(letters._run, "__kwdefaults__", {"given": b"", "seconds": 0.01})
    with pytest.raises(RecognitionTooSlow):
        words_of_page(saved("PNG"), 0)


def test_says_when_the_program_is_missing(monkeypatch, tmp_path):
    check_ready()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(RecognitionMissing):
        check_ready()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RecognitionMissing):
        read_at_once(saved("PNG"))


def test_the_command_reads_a_scan(tmp_path, capsys):
    file = tmp_path / "policy.png"
    file.write_bytes(saved("PNG"))
    call_command("read_policy", str(file))
    assert json.loads(capsys.readouterr().out)["reading"]["tools"][0] == "دليل البرامج"
