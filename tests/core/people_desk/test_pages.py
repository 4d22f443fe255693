import pytest

from tests.core.people_desk.conftest import fill

PARTS = (
    "", "edit/", "household/", "household/new/", "documents/", "consents/", "social/",
    "social/edit/", "cases/", "duplicates/", "history/", "history/?all=on", "print/",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_part_opens_empty_and_filled(everyone, desk, noura, part, language):
    browser = desk(everyone)
    browser.cookies["silah_language"] = language

    empty = browser.get(f"/desk/people/{noura.pk}/{part}")
    fill(noura, everyone)
    filled = browser.get(f"/desk/people/{noura.pk}/{part}")

    assert (empty.status_code, filled.status_code) == (200, 200)
    assert "نورة بنت سالم" in filled.content.decode()
    assert filled["Cache-Control"] == "no-store"
