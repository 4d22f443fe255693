"""Rules N and L: numbers that skip or repeat, headings inside lists, items with nothing in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.linting.document import Document, words_of
from policies.linting.rule import Hit, rule
from policies.reading.grammar import ADVERB_WORD, ADVERB_WORDS, ORDINAL_WORD, ORDINAL_WORDS
from policies.reading.text import Line

_ORDINAL_VALUES = ORDINAL_WORDS | ADVERB_WORDS
_ARTICLE = re.compile(
    r"^#*\s?(?:ال)?ماده\s?(?:رقم\s)?"
    rf"(?:\(?\s?(?P<n>\d{{1,3}})\s?\)?|(?P<word>{ORDINAL_WORD})(?!\w))"
)
_ORDINAL = re.compile(rf"^#*\s?(?P<word>{ORDINAL_WORD}|{ADVERB_WORD})\s?[:\-–.،)/]")
_NUMBER = re.compile(
    r"^(?P<bullet>[-–•●▪*]\s?)?\(?(?P<n>\d{1,3})(?P<mark>\s?[-–.)/:]+|\t|\s?\|)(?!\s?\d)"
)
_BULLET = re.compile(r"^[-–—•●▪◦*·]\s?(?=\S)")
_INLINE = re.compile(r"(?<=[ء-ي])\s(?P<n>\d{1,2})\s?[.\-)]\s(?=[ء-ي])")
_ANY_INLINE = re.compile(r"(?:(?<=[\s:])|^)(?P<n>\d{1,2})\s?[.\-)]\s?(?=[ء-ي])")
_COUNTED = re.compile(r"(?:رقم|ماده|الماده|بند|البند|فقره|الفقره|خلال|مده|كل|من|الي|و|عدد|صفحه)$")
_DETACHED = re.compile(r"^[.:]\s?\d{1,2}\s")
_ONLY_MARK = re.compile(r"^\(?\d{1,3}\s?[-.)–]+$")
# A longer item that ends in a colon is a sentence leading to its own list, not a heading.
_LONGEST_HEADING = 14
_FURTHEST_JUMP = 5


@dataclass(frozen=True)
class Numbered:
    line: Line
    style: str
    number: int
    bulleted: bool = False


def _numbered(line: Line) -> Numbered | None:
    text = line.folded
    if match := _ARTICLE.match(text):
        number = int(match["n"]) if match["n"] else _value(match["word"])
        return Numbered(line, "article", number) if number else None
    if match := _NUMBER.match(text):
        mark = match["mark"].strip(" ") or "\t"
        return Numbered(line, mark[0], int(match["n"]), bool(match["bullet"]))
    if (match := _ORDINAL.match(text)) and (number := _value(match["word"])):
        return Numbered(line, "ordinal", number)
    return None


def _value(word: str) -> int | None:
    return _ORDINAL_VALUES.get(" ".join(word.split()))


def _items(document: Document) -> list[Numbered]:
    return [item for line in document.filled if (item := _numbered(line))]


def _breaks(document: Document) -> Iterator[tuple[int, Numbered]]:
    """The number before and the item that does not follow it; lists may nest in one another."""
    open_lists: dict[str, list[int]] = {}
    for item in _items(document):
        levels = open_lists.setdefault(item.style, [])
        while item.number - 1 in levels and levels[-1] != item.number - 1:
            levels.pop()
        if levels and levels[-1] == item.number - 1:
            levels[-1] = item.number
        elif item.number == 1 or not levels or _is_restart(item):
            levels.append(item.number)
        else:
            yield levels[-1], item
            levels[-1] = item.number


def _is_restart(item: Numbered) -> bool:
    """«ثانيا» where «أولا» was too damaged to be seen: its letters suffer first."""
    return item.style == "ordinal" and item.number == 2


@rule(
    "N01",
    "error",
    ar="الترقيم ينقطع: {before} ثم {after}.",
    en="The numbering breaks off: {before}, then {after}.",
    why_ar="بند سقط من النص أو رقم أخطأ، والإحالة إلى البنود تضل.",
    why_en="An item is lost or a number wrong, and references to items go astray.",
)
def numbering_jumps(document: Document) -> Iterator[Hit]:
    if document.is_scrambled:
        return
    for before, item in _breaks(document):
        if before != item.number and item.number - before <= _FURTHEST_JUMP:
            yield Hit.at(item.line, before=before, after=item.number)


def _is_counted_inline(line: Line) -> bool:
    """Whether the numbers inside a line are a list of its own: 1, 2, 3."""
    numbers = [int(match["n"]) for match in _ANY_INLINE.finditer(line.folded)]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _superfluous(document: Document) -> Iterator[Hit]:
    bulleted = [item.line for item in _items(document) if item.bulleted and words_of(item.line)]
    yield from (Hit.at(line) for line in bulleted[:1])
    detached = [line for line in document.filled if _DETACHED.match(line.folded)]
    yield from (Hit.at(line) for line in detached[:1])
    for line, match in document.search(_INLINE):
        if not _COUNTED.search(line.folded[: match.start()]) and not _is_counted_inline(line):
            yield Hit.at(line, match.start(), match.end())


@rule(
    "N02",
    "warn",
    ar="رقم زائد أو ترقيم مكرر: «{words}».",
    en="A superfluous number or repeated numbering: “{words}”.",
    why_ar="لا يُعرف أي البندين تعنيه الإحالة إلى الرقم.",
    why_en="A reference to the number may mean either item.",
)
def numbering_superfluous(document: Document) -> Iterator[Hit]:
    hits = list(_superfluous(document))
    if not document.is_scrambled:
        hits += [Hit.at(item.line) for before, item in _breaks(document) if before == item.number]
    for hit in hits:
        yield Hit(hit.line, hit.words, params={"words": hit.words})


def _indent(line: Line) -> int:
    return len(line.source) - len(line.source.lstrip())


def _is_flat_heading(before: Line, line: Line, after: Line) -> bool:
    around = _BULLET.match(before.text), _BULLET.match(line.text), _BULLET.match(after.text)
    if not all(around):
        return False
    short = 2 <= len(words_of(line)) <= _LONGEST_HEADING
    return short and line.text.rstrip().endswith(":") and _indent(after) <= _indent(line)


@rule(
    "L01",
    "warn",
    ar="عنوان داخل قائمة: «{words}».",
    en="A heading stands inside a list: “{words}”.",
    why_ar="تُقرأ بنود القسم التالي كأنها من القسم السابق.",
    why_en="The items of the next section read as if they belonged to the one before.",
)
def heading_in_list(document: Document) -> Iterator[Hit]:
    lines = document.filled
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if _is_flat_heading(before, line, after):
            yield Hit.at(line, words=line.text)


@rule(
    "L02",
    "error",
    ar="بند فارغ رقم {number}.",
    en="Item {number} is empty.",
    why_ar="قُصد بند ولم يُكتب، أو ضاع عند النقل.",
    why_en="Something was meant here and never written, or was lost in copying.",
)
def empty_item(document: Document) -> Iterator[Hit]:
    for empty in document.reading.empty_items:
        yield Hit.at(document.lines.numbered(empty.line), number=empty.number)
    for item in _items(document):
        if _ONLY_MARK.match(item.line.folded):
            yield Hit.at(item.line, number=item.number)
