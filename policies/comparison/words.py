"""What changes in words: which clause is which, and word by word what was put in and taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from policies.comparison.pairing import matched, moved
from policies.content import PolicyContent

TOKEN = re.compile(r"\s+|[^\s]+")


class Status(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """`differs`: put in, or taken out, according to the side it stands on."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Clause:
    address: str
    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """One clause on both sides. `is_moved`: it stands at another place among the others."""

    status: Status
    before: Clause | None
    after: Clause | None
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    is_moved: bool = False

    @property
    def is_same(self) -> bool:
        return self.status == Status.SAME and not self.is_moved

    @property
    def address(self) -> str:
        clause = self.after or self.before
        return clause.address if clause else ""


def compared(before: PolicyContent, after: PolicyContent) -> list[Compared]:
    """In the order of `after`; what is gone stands where it stood among its neighbours."""
    old, new = list(_clauses(before)), list(_clauses(after))
    both = matched(old, new, words=_searched, key=lambda clause: clause.address)
    places = {id(clause): place for place, clause in enumerate(old)}
    kept = [places[id(was)] for was, _clause in both.kept if was]
    out_of_order = moved(kept)
    rows: list[tuple[int, Compared]] = []
    for was, clause in both.kept:
        place = places[id(was)] if was else -1
        rows.append((place, _compare(was, clause, is_moved=place in out_of_order)))
    return list(_with_gone(rows, [(places[id(clause)], clause) for clause in both.gone]))


def _searched(clause: Clause) -> str:
    """Headings are matched with headings alone."""
    return f"# # {clause.text}" if clause.is_heading else clause.text


def _clauses(content: PolicyContent) -> Iterator[Clause]:
    if content.title:
        yield Clause("", content.title, is_heading=True)
    for paragraph in content.introduction:
        yield Clause("", paragraph)
    for article in content.articles:
        if article.chapter:
            yield Clause("", article.chapter, is_heading=True)
        yield Clause(article.address, article.heading, is_heading=True)
        if article.text:
            yield Clause(article.address, article.text)
        for item in content.items_of(article):
            yield Clause(item.address, item.text)
            for sub in item.subitems:
                yield Clause(sub.address, sub.text)


def _compare(was: Clause | None, clause: Clause, *, is_moved: bool) -> Compared:
    if was is None:
        return Compared(Status.ADDED, None, clause, new=(Piece(clause.text, True),))
    old, new = word_diff(was.text, clause.text)
    status = Status.SAME if was.text == clause.text else Status.CHANGED
    return Compared(status, was, clause, old, new, is_moved)


def _with_gone(
    rows: list[tuple[int, Compared]], gone: list[tuple[int, Clause]]
) -> Iterator[Compared]:
    """Each after the last clause of the old version that stood before it and still stands."""
    left = sorted(gone, key=lambda pair: pair[0])
    standing = sorted(place for place, row in rows if place >= 0 and not row.is_moved)

    def due(limit: int) -> Iterator[Compared]:
        while left and left[0][0] < limit:
            _place, clause = left.pop(0)
            yield Compared(Status.REMOVED, clause, None, old=(Piece(clause.text, True),))

    for place, row in rows:
        if place in standing:
            yield from due(place)
        yield row
    yield from due(len(rows) + len(gone) + 1)


def word_diff(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; what differs is marked on its own side."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        if i2 > i1:
            left.append(Piece("".join(before[i1:i2]), differs))
        if j2 > j1:
            right.append(Piece("".join(after[j1:j2]), differs))
    return tuple(left), tuple(right)
