import pytest

from policies.reading.encodings import decoded, repaired

WORDS = "سياسة تنظيم العلاقة مع المستفيدين\nقنوات التواصل:\n- الهاتف\n- الموقع الإلكتروني"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256", "iso8859-6",
        "cp720", "mac_arabic",
    ],
)  # fmt: skip
def test_reads_each_encoding_that_arabic_is_written_in(encoding):
    assert decoded(WORDS.encode(encoding)) == WORDS


@pytest.mark.parametrize("mistaken", ["windows-1252", "windows-1256", "latin-1", "mac_roman"])
def test_repairs_utf_8_that_was_taken_for_another_encoding(mistaken):
    spoilt = "".join(
        bytes([byte]).decode(mistaken, "ignore") or chr(byte) for byte in WORDS.encode()
    )
    assert spoilt != WORDS
    assert decoded(spoilt.encode()) == WORDS
    assert repaired(spoilt) == WORDS


@pytest.mark.parametrize(
    "text", ["", "plain words", "هاتف", "نص ليس فيه كلمة معروفة", "naïve café – “quoted”", WORDS]
)
def test_leaves_sound_text_alone(text):
    assert repaired(text) == text


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\xff\xfe\x00", b"\x00\x01\x02\x03" * 100, b"\x80\x81\x82"]
)
def test_what_is_no_text_is_told(data):
    assert decoded(data) is None


def test_a_word_too_short_to_know_is_read_as_windows_writes_it():
    assert decoded("هضبة".encode("windows-1256")) == "هضبة"
