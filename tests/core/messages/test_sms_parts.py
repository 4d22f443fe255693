import pytest

from core.messages.sms_parts import parts_of


@pytest.mark.parametrize(
    ("text", "count", "letters", "is_gsm"),
    [
        ("", 1, 0, True),
        ("a" * 160, 1, 160, True),
        ("a" * 161, 2, 161, True),
        ("a" * 306, 2, 306, True),
        ("a" * 307, 3, 307, True),
        ("€" * 80, 1, 160, True),
        ("€" * 81, 2, 162, True),
        ("a" * 152 + "€" + "a" * 152, 3, 306, True),  # the euro sign is not cut in the middle
        ("ا" * 70, 1, 70, False),
        ("ا" * 71, 2, 71, False),
        ("ا" * 134, 2, 134, False),
        ("ا" * 135, 3, 135, False),
        ("a" * 69 + "ا", 1, 70, False),
        ("😀" * 35, 1, 70, False),
        ("😀" * 36, 2, 72, False),
        ("ا" * 66 + "😀" + "ا" * 66, 3, 134, False),
    ],
)
def test_parts(text, count, letters, is_gsm):
    parts = parts_of(text)
    assert (parts.count, parts.letters, parts.is_gsm) == (count, letters, is_gsm)
