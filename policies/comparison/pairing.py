"""Which row of one version is which row of another: by its words, then by its key, then by likeness."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from foundation.arabic import searchable

Row = TypeVar("Row")

ALIKE = 0.6
STILL_ALIKE = 0.35
"""Enough where the key says the same; keys of two documents read apart say little."""


@dataclass(frozen=True, slots=True)
class Matched(Generic[Row]):
    """`kept`: every new row with the old one that it was, None for one that is new."""

    kept: list[tuple[Row | None, Row]]
    gone: list[Row]


def matched(
    before: Sequence[Row],
    after: Sequence[Row],
    *,
    words: Callable[[Row], str],
    key: Callable[[Row], object],
) -> Matched[Row]:
    found: dict[int, int] = {}
    old_words = [searchable(words(row)) for row in before]
    new_words = [searchable(words(row)) for row in after]

    def take(likeness: Callable[[int, int], float]) -> None:
        rated = sorted(
            (-rating, new, old)
            for new in range(len(after))
            for old in range(len(before))
            if new not in found and old not in found.values() and (rating := likeness(new, old))
        )
        for _rating, new, old in rated:
            if new not in found and old not in found.values():
                found[new] = old

    old_lists = [said.split() for said in old_words]
    new_lists = [said.split() for said in new_words]

    def like(new: int, old: int, least: float) -> float:
        alike = SequenceMatcher(None, old_lists[old], new_lists[new])
        if alike.real_quick_ratio() < least or alike.quick_ratio() < least:
            return 0
        rating = alike.ratio()
        return rating if rating >= least else 0

    take(lambda new, old: float(new_words[new] == old_words[old]))
    take(
        lambda new, old: like(new, old, STILL_ALIKE) if key(after[new]) == key(before[old]) else 0
    )
    take(lambda new, old: like(new, old, ALIKE))
    return Matched(
        [(before[found[new]] if new in found else None, row) for new, row in enumerate(after)],
        [row for place, row in enumerate(before) if place not in found.values()],
    )


def moved(places: Sequence[int]) -> frozenset[int]:
    """Which of these old places, in their new order, left the longest run that kept its order."""
    best: list[list[int]] = []
    for place in places:
        longest = max((run for run in best if run[-1] < place), key=len, default=[])
        best.append([*longest, place])
    kept = max(best, key=len, default=[])
    return frozenset(places) - frozenset(kept)
