"""How satisfaction is measured, and how often."""

import re
from typing import Any

from policies.reading.durations import EVERY, length_of
from policies.reading.lists import entry
from policies.reading.lists import find as find_list
from policies.reading.parts import Outline
from policies.reading.text import ARABIC_LETTER, Passage

VAGUE = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:ب(?:شكل|صفه|صوره)\s+(?:دوريه?|مستمره?|منتظمه?)|دوريا|باستمرار"
    rf"|من (?:وقت|حين) لاخر)(?![{ARABIC_LETTER}])"
)
ADVERBS = {
    "يوميا": (1, "day"),
    "اسبوعيا": (1, "week"),
    "شهريا": (1, "month"),
    "نصف سنوي": (6, "month"),
    "ربع سنوي": (3, "month"),
    "نصف سنه": (6, "month"),
    "ربع سنه": (3, "month"),
    "مرتين": (6, "month"),
    "سنويا": (12, "month"),
    "مره في السنه": (12, "month"),
    "عام": (12, "month"),
    "سنه": (12, "month"),
}


def find(outline: Outline) -> tuple[dict[str, Any], dict[str, Passage]] | None:
    """None where the text has no part on measuring satisfaction."""
    sections = outline.of("satisfaction")
    if not sections:
        return None
    methods = find_list(outline, "satisfaction")
    passages = [passage for section in sections for passage in section.passages]
    frequency, place = _frequency(passages)
    values = {
        "methods": len(methods.entries),
        "method_list": [entry(each.passage, keep_all=True).value for each in methods.entries],
        "frequency_raw": place.value if place else None,
        "frequency": frequency,
    }
    places = {f"method_list.{i}": each.passage for i, each in enumerate(methods.entries)}
    return values, places | ({"frequency_raw": place} if place else {})


def _frequency(passages: list[Passage]) -> tuple[dict[str, Any] | None, Passage | None]:
    """A length where the text gives one; «بشكل دوري» says how often and yet does not."""
    for passage in passages:
        if match := EVERY.search(passage.folded):
            place = passage.slice(*match.span())
            if any(match[name] for name in ("unit", "construct", "dual", "single")):
                value, unit = length_of(match)
                return {"value": value, "unit": unit}, place
            for word, (value, unit_name) in ADVERBS.items():
                if word in match.group():
                    return {"value": value, "unit": unit_name}, place
    for passage in passages:
        if match := VAGUE.search(passage.folded):
            return None, passage.slice(*match.span())
    return None, None
