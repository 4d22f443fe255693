"""What a fix would change, word by word: shown before it is applied."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from policies.amendment import amend
from policies.content import PolicyContent
from policies.fixes.fix import Fix
from policies.linting.finding import Finding
from policies.rendering import render

Kind = Literal["same", "removed", "added"]
CONTEXT = 6
_NUMBER = re.compile(r"^(?:المادة \(\d+\): |\d+\. )")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, and whether they stay."""

    kind: Kind
    text: str


Row = tuple[Piece, ...]


def difference(
    finding: Finding, before: PolicyContent, fix: Fix, after: PolicyContent
) -> tuple[Row, ...]:
    """The lines that change; unchanged words around them are cut short."""
    if fix.rewrites:
        return _written_anew(finding, before)
    return tuple(_rows(render(before).text, render(amend(before, after)).text))


def _written_anew(finding: Finding, content: PolicyContent) -> tuple[Row, ...]:
    said = finding.words or ""
    rendered = render(content)
    lines = rendered.text.split("\n")
    rows: list[Any] = [*content.articles, *content.channels, *content.tools, *content.steps]
    rows += [item for article in content.articles for item in article.items]
    place = next((row.address for row in rows if finding.line and row.line == finding.line), None)
    if place is None or place not in rendered.lines:
        return ((Piece("removed", said),),)
    return (tuple(_pieces(said, lines[rendered.lines[place] - 1])),)


def _rows(before: str, after: str) -> Iterator[Row]:
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[start:end], new[new_start:new_end]
        if len(gone) == len(come):
            for one, other in zip(gone, come, strict=True):
                yield tuple(_pieces(one, other))
        else:
            yield from _unequal(gone, come)


def _unequal(gone: Sequence[str], come: Sequence[str]) -> Iterator[Row]:
    """Lines that only got another number are paired; of the rest each went or came."""
    left = [_NUMBER.sub("", line) for line in gone]
    for line in come:
        bare = _NUMBER.sub("", line)
        if bare in left:
            index = left.index(bare)
            left[index] = "\0"
            if gone[index] != line:
                yield tuple(_pieces(gone[index], line))
        else:
            yield (Piece("added", line),)
    for line, rest in zip(gone, left, strict=True):
        if rest != "\0":
            yield (Piece("removed", line),)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", _shortened(old[start:end], first=start == 0, last=end == len(old)))
            continue
        if start < end:
            yield Piece("removed", " ".join(old[start:end]))
        if new_start < new_end:
            yield Piece("added", " ".join(new[new_start:new_end]))


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    if len(words) <= 2 * CONTEXT:
        return " ".join(words)
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    return " ".join([*head, "…", *tail])
