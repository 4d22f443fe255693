"""Parts that have no heading: articles with a number alone, and pages of running sentences.

What a sentence speaks of tells its part. To teach the reader another way of saying it, add a
pattern to `SPEAKS_OF`: they are matched on folded text, and the first that fits counts.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from policies.reading.markers import Marker
from policies.reading.part_names import NOTES
from policies.reading.parts import HEAD, OTHER, Piece, Section
from policies.reading.text import ARABIC_LETTER, Passage

SPEAKS_OF = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("complaints", r"شكو[ياه]|شكاو[يا]|شكاي|شكواه|[يت]شتك[يو]|[يت]تظلم|التظلم"),
        ("compensation", r"تعويض|جبر (?:ال)?ضرر|لحق\S* .{0,30}(?:ضرر|خساره)"),
        ("satisfaction", r"(?:قياس|[يت]قاس|[يت]قيس|مستوي) .{0,20}رضا|[يت]?ستطل[عه]|استطلاع|استبان|استبيان"),
        ("privacy", r"خصوصي|سري[هت]\s|اسرار|(?:لا|عدم) .{0,20}(?:[يت]كشف|[يت]فشي|الافصاح)|حمايه (?:ال)?بيانات"),
        ("review", r"(?:[يت]راجع|مراجع[هت]) .{0,40}(?:السياسه|اللائحه|الدليل|الوثيقه)"
                   r"|(?:السياسه|اللائحه) .{0,20}(?:[يت]راجع|مراجعتها)"),
        ("publication", r"[يت]نشر .{0,20}(?:السياسه|اللائحه|الدليل|الوثيقه)"),
        ("scope", r"(?:تسري|تنطبق|[يت]طبق|[يت]سري) .{0,40}علي"),
        ("general_goal", r"^(?:و?تهدف|و?يهدف|(?:ال)?غرض|(?:ال)?هدف|(?:ال)?غايه)\s"),
        ("tools", r"[يت](?:ستعين|ستعمل|ستخدم|رجع|عتمد)\S* .{0,40}"
                  r"(?:دليل|نموذج|نماذج|استمار|سجل|نظام|لائح|بطاق|ادوات)"),
        ("channels", r"(?:[يت]صل|[يت]تواصل\S*|التواصل|الاتصال|[يت]خاطب\S*|[يت]راسل\S*) .{0,60}?"
                     r"(?:عبر|من خلال|عن طريق|بواسطه|باحدي|بالطرق|بالحضور|هاتفي)"),
        ("handling", r"(?:[يت]ستقبل|[يت]تسلم|[يت]سجل|[يت]ستلم|[يت]قدم|[يت]بدا|[يت]عرض|[يت]رفع|[يت]درس"
                     r"|[يت]بت|يبلغ|تبلغ|[يت]فحص"
                     r"|[يت]زور|البت) .{0,60}(?:طلب|المستفيد|الحاله|الملف|اللجنه|لجنه)"),
    )
)  # fmt: skip
# These parts need no heading of their own to be read: a text that names few others runs on as prose.
NAMED_BY_ALL = frozenset({HEAD, OTHER, "preamble", "board_approval", "toc"})
FEW_HEADINGS = 1
SENTENCE = re.compile(r"(?<=[.؟!])\s+")
SHORTEST_SENTENCE = 5


def part_of(folded: str) -> str | None:
    """The part that a sentence speaks for."""
    return next((key for key, pattern in SPEAKS_OF if pattern.search(folded)), None)


def sort_by_content(sections: list[Section]) -> list[Section]:
    """The same sections, with those named by what they say."""
    for section in sections:
        if section.key == OTHER and not _has_words(section.title) and section.pieces:
            section.key = part_of(section.pieces[0].passage.folded) or OTHER
    named = {section.key for section in sections} - NAMED_BY_ALL
    if len(named) > FEW_HEADINGS:
        return sections
    found: list[Section] = []
    for section in sections:
        unnamed = section.key in {HEAD, "preamble"} or (
            section.key == OTHER and not _has_words(section.title)
        )
        found += _cut(section) if unnamed else [section]
    return found


def _has_words(title: Passage) -> bool:
    return bool(re.search(rf"[{ARABIC_LETTER}]", title.folded))


def _cut(section: Section) -> Iterator[Section]:
    """Running sentences, cut where they turn to another part."""
    kept = Section(section.key, section.title, section.line)
    parts = [kept]
    for piece in section.pieces:
        sentences = _sentences(piece) if piece.kind == "paragraph" else [piece]
        for each in sentences:
            is_sentence = (
                each.kind == "paragraph" and len(each.passage.text.split()) >= SHORTEST_SENTENCE
            )
            ends = re.search(r"[.؟!]\s*$", each.passage.text)
            key = part_of(each.passage.folded) if is_sentence and ends else None
            if key and key != parts[-1].key:
                parts.append(Section(key, Passage([]), each.line))
            parts[-1].pieces.append(each)
    yield from parts


def _sentences(piece: Piece) -> list[Piece]:
    passage, start, found = piece.passage, 0, []
    for match in [*SENTENCE.finditer(passage.text), None]:
        end = match.start() if match else len(passage)
        if passage.text[start:end].strip():
            found.append(Piece("paragraph", passage.slice(start, end)))
        start = match.end() if match else end
    return found


def settle_paragraphs(section: Section) -> None:
    """A paragraph that stands between the items of a list and misses only its mark is an item."""
    if section.key != "handling":
        return
    pieces = section.pieces
    for before, piece in pairwise(pieces):
        after = next((later for later in pieces[pieces.index(piece) + 1 :] if later.marker), None)
        if piece.kind != "paragraph" or before.kind != "item" or after is None:
            continue
        if NOTES.match(piece.passage.folded) or not _leaves_room(before.marker, after.marker):
            continue
        piece.kind = "item"
        piece.marker = before.marker


def _leaves_room(before: Marker | None, after: Marker | None) -> bool:
    if before is None or after is None or before.style != after.style:
        return False
    if before.number is None or after.number is None:
        return True
    return after.number - before.number == 2
