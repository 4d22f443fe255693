"""The words that a published answer is found by, whatever spelling and joined letters people use."""

import re
from collections.abc import Iterable

from foundation.arabic import search_words, searchable
from foundation.word_search import MOST_WORDS, term

# «for the rent» is one word in Arabic: the letters before it are taken off as well.
_JOINED = ("وال", "بال", "فال", "كال", "لل")
_SIGNS = re.compile(r"[^\w\s]+|_")
_EMPTY = frozenset(
    search_words(
        "كيف هل ما ماذا متى اين من الى على عن في مع او ان هذا هذه ذلك التي الذي لي لنا انا نحن"
        " كم ليس لا هو هي يمكن اريد احتاج ممكن"
        " how what when where who which the a an is are do does can could i we my our to of for in"
        " on and or if it this that need want please"
    )
)


def indexed(texts: Iterable[str]) -> str:
    """For the column that is searched: the words, and those that others are joined to."""
    words = plain_words(" ".join(texts))
    return " ".join(dict.fromkeys([*words, *(part for word in words for part in _parts(word))]))


def plain_words(text: str) -> list[str]:
    return search_words(_SIGNS.sub(" ", searchable(text)))


def wanted(typed: str) -> list[str]:
    """What somebody looks for, without the words that every question has; all where it has no others."""
    words = plain_words(typed)
    return list(
        dict.fromkeys(word for word in words if word not in _EMPTY) or dict.fromkeys(words)
    )


def all_of(words: Iterable[str]) -> str:
    """For foundation.word_search.HasWords: texts that have each of them, or its beginning."""
    return " & ".join(_written(word) for word in list(words)[:MOST_WORDS])


def any_of(words: Iterable[str]) -> str:
    return " | ".join(_written(word) for word in list(words)[: 2 * MOST_WORDS])


def hits(words: Iterable[str], text: str) -> int:
    """How many of the words the text has, or their beginnings."""
    there = indexed([text]).split()
    return sum(any(each.startswith(_forms(word)) for each in there) for word in words)


def _written(word: str) -> str:
    return f"({' | '.join(term(form) for form in _forms(word))})"


def _forms(word: str) -> tuple[str, ...]:
    return (word, *_parts(word))


def _parts(word: str) -> list[str]:
    return [
        word.removeprefix(joined)
        for joined in _JOINED
        if word.startswith(joined) and len(word) - len(joined) >= 3
    ]
