"""Articles numbered in their order, and what cites them with them."""

import re
from typing import Any

from foundation.arabic import fold_digits
from foundation.writing import in_arabic_digits
from policies.content import PolicyContent
from policies.linting.finding import Finding
from policies.linting.references import is_of_another_document

_CITED = re.compile(r"((?:ال|لل)مادة\s?\(?\s?)([0-9٠-٩]{1,3})")
_AFTER = 40


def articles_in_order(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
    """None where they are in order already."""
    numbers: dict[str, str] = {}
    for article in content.articles:
        numbers.setdefault(article.address.split("-")[0], str(len(numbers) + 1))
    if all(old == new for old, new in numbers.items()):
        return None
    return PolicyContent.model_validate(_renumbered(content.model_dump(mode="json"), numbers))


def _renumbered(value: Any, numbers: dict[str, str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _renumbered(inner, numbers, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renumbered(inner, numbers, name) for inner in value]
    if not isinstance(value, str):
        return value
    if name == "address":
        own, *rest = value.split("-")
        return "-".join([numbers.get(own, own), *rest])
    return _cited_anew(value, numbers)


def _cited_anew(text: str, numbers: dict[str, str]) -> str:
    def number(match: re.Match[str]) -> str:
        written = match.group(2)
        new = numbers.get(str(int(fold_digits(written))))
        if new is None or is_of_another_document(text[match.end() : match.end() + _AFTER]):
            return match.group()
        return match.group(1) + (new if written.isascii() else in_arabic_digits(new))

    return _CITED.sub(number, text)
