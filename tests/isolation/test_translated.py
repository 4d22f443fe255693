"""Every page in Arabic: no word of ours that nobody translated, whether or not it was marked for it."""

import re
from html.parser import HTMLParser

import pytest

from tests.isolation.test_accessibility import AREAS, drawn, pages_of
from tests.isolation.world import World

ARABIC = re.compile("[\u0621-\u064a]{2,}")
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
WORD = re.compile("[A-Za-z]{3,}")
# What stands there is somebody's own, or a code.
QUOTED = {"bdi", "code", "kbd", "option", "script", "style", "textarea", "head"}
NAMES = {"PDF", "Word"}
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}


class Words(HTMLParser):
    """`untranslated`: what is said in Latin letters alone, outside of what is quoted."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.untranslated: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        values = dict(attrs)
        foreign = "lang" in values and tag != "html"
        own = values.get("dir") == "auto" or foreign or tag in QUOTED
        marked = {"num", "vh"} & set((values.get("class") or "").split())
        self.open.append((tag, own or bool(marked)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        said = ISOLATED.sub("", data).strip()
        if any(quoted for _tag, quoted in self.open) or ARABIC.search(said) or said in NAMES:
            return
        if WORD.search(said):
            self.untranslated.append(said)


def untranslated(page: str) -> list[str]:
    words = Words()
    words.feed(page)
    return words.untranslated


def test_bare_english_is_seen_and_what_is_quoted_is_not() -> None:
    page = "<html lang=ar><body><p>Save<bdi>Noura</bdi> حفظ</p><p>Save all<br>الكل</p><code>abc</code>"
    assert untranslated(page) == ["Save", "Save all"]


@pytest.mark.parametrize("area", AREAS)
def test_no_page_in_arabic_says_anything_in_english(
    worlds: tuple[World, World], area: str
) -> None:
    drawings = {each.name: drawn(worlds[0], "ar", each) for each in pages_of(area)}

    found = [(name, words) for name, page in drawings.items() for words in untranslated(page)]

    assert found == []
    assert [name for name, page in drawings.items() if page]
