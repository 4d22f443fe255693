"""Channels, tools and handling steps: lists with marks, without marks, in tables, or in one line."""

import re
from dataclasses import dataclass, field

from policies.reading.damage import is_short_of_letters, restore
from policies.reading.grammar import ADVERB_WORD, ADVERB_WORDS, ORDINAL_WORD, either
from policies.reading.markers import INLINE
from policies.reading.model import EmptyItem
from policies.reading.part_names import LEADS, NOTES, TABLE_HEADS, THINGS
from policies.reading.parts import Outline, Piece, Section
from policies.reading.text import ARABIC_LETTER, Passage, fold, normalise

TRAILING = re.compile(r"(?:[\s.،,؛;:•\-–—]+(?:\d{1,2}\s*)?)+$")
NUMBER_AFTER_STOP = re.compile(r"[.،؛•\-–—]\s*\d{1,2}\s*[.\-–)]*\s*$")
PHONE = re.compile(r"\s*[(:\-–]?\s*\+?\d[\dxX\s\-]{5,}[\dxX]\s*\)?\s*$")
ADDRESS = re.compile(r"\s*[(:\-–]?\s*(?:https?://|www\.|[\w.+-]+@)\S+\s*\)?\s*$", re.IGNORECASE)
# «الواتساب على الرقم 0500000000»: without its number the label would break off.
BREAKS_OFF = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:[وبل]?(?:ال|لل)?رقم|ارقام|ال(?:رابط|عنوان)|علي(?:\s+\S+)?|عبر|الي|هو|هي|وهو"
    r"|من خلال|عن طريق|بواسطه)[\s:(\-–]*$"
)
OPEN_ENDED = re.compile(
    rf"^(?:و|او)?\s*(?:اي|ايه|غيرها|وغيرها|وغير ذلك|ما يستجد|كل ما|ما سواها)(?![{ARABIC_LETTER}])"
    r"(?=.*(?:اخري|اخر|غيرها|غير ذلك|تستجد|يستجد|[يت]قرها?|[يت]عتمدها?|[يت]راها?|[يت]علن|[يت]حددها?"
    r"|[يت]ستحدث|[يت]ضاف)|\s*$)"
)
VERBS_THAT_LEAD = re.compile(
    either(("عبر", "من خلال", "عن طريق", "وهي", "هي", "التالية", "الآتية", "تشمل", "بواسطة"))
    + rf"(?![{ARABIC_LETTER}])\s*:?\s*"
)
# «يرجع الموظف إلى دليل البرامج ولائحة السلوك»
WORKS_WITH = re.compile(
    rf"(?<![{ARABIC_LETTER}])[يت](?:رجع|ستند|عتمد|ستعين)\s+(?:\S+\s+){{0,5}}?(?:(?:الي|علي)\s+|ب(?=\S{{3,}}))"
    rf"|(?<![{ARABIC_LETTER}])[وف]?[يت](?:ستعمل|ستخدم)\S*\s+(?:\S+\s+){{0,4}}?(?={either(THINGS)})"
)
# «المرحلة الأولى: …» numbers a step in words.
STAGE = re.compile(
    rf"(?:ال)?(?:مرحله|خطوه|اجراء)\s+(?:{ORDINAL_WORD}|\(?\d{{1,2}}\)?)\s*[:\-–.]\s*(?=\S)"
)
COMMAS = re.compile(r"\s*[،,؛;|]\s*(?:او\s+|و)?\s*")
DASHES = re.compile(r"\s+[-–—/•]\s+")
# «أولاً استقبال الطلب، ثانياً زيارة الأسرة»: a list in words that runs on in one line.
INLINE_ADVERB = re.compile(
    rf"(?:^|(?<=[\s،؛.:]))\(?{ADVERB_WORD}(?![{ARABIC_LETTER}])\s*[-–:.)/،]*\s*"
)
_CHANNEL = r"(?:مكتب|مقر|رقم|خط|منصه|تطبيق|حساب|موقع|بريد|هاتف|صندوق|رابط|بوابه|زياره|فروع|مراكز|رسائل|وسائل|جوال)"
ANY_AND = re.compile(rf"\s+و(?=ال[{ARABIC_LETTER}]|{_CHANNEL}\s|{either(THINGS)}\s)")
OR = re.compile(r"\s+او\s+")
LAST_AND = re.compile(rf"\s+و(?=ال[{ARABIC_LETTER}]|{either(THINGS)}\s)")
VALUE_HEADS = {
    "channels": ("channel", "step"),
    "tools": ("tool", "step"),
    "handling": ("step", "subject"),
    "satisfaction": ("step", "tool"),
}
_HEAD_OF = {fold(word): head for head, words in TABLE_HEADS.items() for word in words}
LONGEST_LINE_ITEM = 10
LONGEST_STEP = 60
SURE, LIKELY, DOUBTFUL = 1.0, 0.85, 0.6


@dataclass(frozen=True)
class Entry:
    """One item: `passage` is what was read, `value` what it says."""

    passage: Passage
    value: str
    confidence: float


@dataclass
class Found:
    entries: list[Entry] = field(default_factory=list)
    empty: list[EmptyItem] = field(default_factory=list)
    open_ended: list[int] = field(default_factory=list)

    @property
    def values(self) -> list[str]:
        return [entry.value for entry in self.entries]


def find(outline: Outline, key: str) -> Found:
    """The list under a heading; where a scan holds the same pages twice, the later one counts."""
    readings = [(section, _read(section, key)) for section in outline.of(key)]
    filled = [found for _, found in readings if found.entries]
    if not filled:
        return Found()
    if len(filled) == 1 or _same_list(filled[0], filled[-1]):
        return filled[-1]
    return next((found for found in filled if len(found.entries) > 1), filled[0])


def entry(passage: Passage, *, confidence: float = SURE, keep_all: bool = False) -> Entry:
    """`keep_all` keeps contact details, which belong to steps but not to the name of a channel."""
    trimmed = trim(passage, keep_all=keep_all)
    value = normalise_spaces(trimmed.value)
    if is_short_of_letters(normalise(value)):
        return Entry(trimmed, restore(value), min(confidence, DOUBTFUL))
    return Entry(trimmed, value, DOUBTFUL if trimmed.repaired else confidence)


def trim(passage: Passage, *, keep_all: bool = False) -> Passage:
    """Without the stops, stray numbers and contact details around the words of a whole label."""
    text = passage.text
    bare = text.rstrip(" .،,؛;:•–—-\t")
    contact = next(filter(None, (each.search(bare) for each in (PHONE, ADDRESS))), None)
    if contact and (keep_all or BREAKS_OFF.search(passage.folded[: contact.start()])):
        text = bare  # its last digits are no number of the next item
    else:
        contacts = () if keep_all else (PHONE, ADDRESS, TRAILING)
        for pattern in (NUMBER_AFTER_STOP, TRAILING, *contacts):
            text = pattern.sub("", text)
    start = len(text) - len(text.lstrip(" .،:؛-–\t"))
    if stage := STAGE.match(passage.folded, start):
        start = stage.end()
    return passage.slice(start, len(text))


def normalise_spaces(value: str) -> str:
    return " ".join(value.split())


def split(passage: Passage) -> list[Passage]:
    """The items of one line: numbered inside it, or set apart by bars."""
    marks = list(INLINE.finditer(passage.folded))
    if len(marks) >= 2 and _counts_up([mark.group() for mark in marks]):
        ends = [*(mark.start() for mark in marks[1:]), len(passage)]
        return [passage.slice(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    adverbs = list(INLINE_ADVERB.finditer(passage.folded))
    if len(adverbs) >= 2 and _counts_in_words([mark.group() for mark in adverbs]):
        ends = [*(mark.start() for mark in adverbs[1:]), len(passage)]
        return [passage.slice(mark.end(), end) for mark, end in zip(adverbs, ends, strict=True)]
    if "|" in passage.text:
        return _cut(passage, re.compile(r"\s*\|\s*"))
    return [passage]


def _counts_in_words(marks: list[str]) -> bool:
    numbers = [
        ADVERB_WORDS.get(" ".join(re.findall(rf"[{ARABIC_LETTER}]+", mark))) for mark in marks
    ]
    return numbers == list(range(1, len(numbers) + 1))


def _counts_up(marks: list[str]) -> bool:
    numbers = [int(digits.group()) for mark in marks if (digits := re.search(r"\d+", mark))]
    return not numbers or numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _cut(passage: Passage, pattern: re.Pattern[str]) -> list[Passage]:
    pieces, start = [], 0
    for match in pattern.finditer(passage.folded):
        pieces.append(passage.slice(start, match.start()))
        start = match.end()
    pieces.append(passage.slice(start))
    return [piece for piece in pieces if piece.text.strip(" .-–،")]


def split_prose(passage: Passage) -> list[Passage]:
    """«… عبر الهاتف، والبريد، والموقع»: the items that a sentence counts up."""
    lead = VERBS_THAT_LEAD.search(passage.folded) or WORKS_WITH.search(passage.folded)
    colon = passage.text.find(":")
    if colon >= 0:
        passage = passage.slice(colon + 1)
    elif lead:
        passage = passage.slice(lead.end())
    elif not COMMAS.search(passage.folded):
        return []
    if not COMMAS.search(passage.folded) and not OR.search(passage.folded):
        return _cut(passage, ANY_AND)
    pieces = [part for piece in _cut(passage, COMMAS) for part in _cut(piece, OR)]
    return [*pieces[:-1], *_cut(pieces[-1], LAST_AND)] if pieces else []


def _read(section: Section, key: str) -> Found:
    found = Found()
    if rows := [piece for piece in section.pieces if piece.kind == "row"]:
        _add(found, key, [(passage, SURE, None) for passage in column(rows, VALUE_HEADS[key])])
    elif section.items:
        _add(found, key, _marked(section, key))
    else:
        _add(found, key, _unmarked(section))
    return found


def column(rows: list[Piece], heads: tuple[str, ...]) -> list[Passage]:
    """One column of a table, chosen by its heading; a row without headings is a list of cells."""
    titles = [_HEAD_OF.get(fold(cell.text)) for cell in rows[0].cells]
    known = [title for title in titles if title]
    if len(known) < 2:
        return [cell for row in rows for cell in row.cells if not cell.text.strip().isdigit()]
    wanted = next((titles.index(head) for head in heads if head in titles), None)
    if wanted is None:
        wanted = next((i for i, title in enumerate(titles) if title != "number"), 0)
    if all(_is_number(row, wanted) for row in rows[1:]) and wanted + 1 < len(titles):
        wanted += 1  # «الخطوة» over the numbers of the steps
    return [row.cells[wanted] for row in rows[1:] if len(row.cells) > wanted]


def _is_number(row: Piece, column: int) -> bool:
    return len(row.cells) <= column or row.cells[column].text.strip(" .-–()").isdigit()


Candidate = tuple[Passage, float, int | None]


def _marked(section: Section, key: str) -> list[Candidate]:
    outer = section.items[0].marker
    inner_styles = _inner_styles(section) if outer else set()
    if key != "handling" and _groups_alone(section, inner_styles):
        inner = [
            piece for piece in section.items if piece.marker and piece.marker.style in inner_styles
        ]
        return [(piece.passage, SURE, None) for piece in inner]
    candidates: list[Candidate] = []
    may_be_stray = key != "handling" and not any(
        item.marker and item.marker.number for item in section.items
    )
    last_item = max(i for i, piece in enumerate(section.pieces) if piece.kind == "item")
    for index, piece in enumerate(section.pieces):
        number = piece.marker.number if piece.marker else None
        if piece.kind == "item" and piece.marker and piece.marker.style in inner_styles:
            if candidates:
                passage, confidence, first = candidates[-1]
                if key == "handling":
                    candidates[-1] = (passage + piece.passage, confidence, first)
                else:
                    candidates[-1] = (passage, DOUBTFUL, first)
        elif piece.kind == "item":
            parts = split(piece.passage)
            candidates += [(part, SURE, number) for part in parts or [piece.passage]]
        elif may_be_stray and candidates and index < last_item and _is_stray_item(piece):
            candidates.append((piece.passage, DOUBTFUL, None))
    return candidates


def _inner_styles(section: Section) -> set[str]:
    """Marks of lists inside an item: they come between items whose own numbers go on."""
    items = [piece for piece in section.items if piece.marker]
    outer = items[0].marker.style if items and items[0].marker else ""
    styles = {piece.marker.style for piece in items if piece.marker} - {outer}
    last_outer = max(
        (i for i, piece in enumerate(items) if piece.marker and piece.marker.style == outer),
        default=0,
    )
    return {
        style
        for style in styles
        if any(p.marker and p.marker.style == style for p in items[:last_outer])
        or (style == "letter" and outer.startswith("digit"))
        or items[last_outer].passage.text.rstrip().endswith(":")
    }


def _groups_alone(section: Section, inner_styles: set[str]) -> bool:
    """«1- وسائل حضورية:» over a list of its own names a group, not a thing."""
    outer = [p for p in section.items if not (p.marker and p.marker.style in inner_styles)]
    return bool(inner_styles) and all(p.passage.text.rstrip().endswith(":") for p in outer)


def _is_stray_item(piece: Piece) -> bool:
    """A short line between the items of a list that lost its mark."""
    is_short = piece.kind == "paragraph" and len(piece.passage.folded.split()) <= 5
    return is_short and not NOTES.match(piece.passage.folded)


def _unmarked(section: Section) -> list[Candidate]:
    paragraphs = [piece for piece in section.pieces if piece.kind in {"paragraph", "lead"}]
    for piece in paragraphs:
        parts = split(piece.passage)
        if len(parts) > 1:
            return [(part, LIKELY, None) for part in parts]
    lines = [piece.passage for piece in paragraphs if piece.kind == "paragraph"]
    if len(lines) == 1 and section.key != "handling" and not COMMAS.search(lines[0].folded):
        parts = _cut(lines[0], DASHES)
        if len(parts) > 1 and all(len(part.folded.split()) <= LONGEST_LINE_ITEM for part in parts):
            return [(part, LIKELY, None) for part in parts]
    longest = LONGEST_STEP if section.key == "handling" else LONGEST_LINE_ITEM
    short = [p for p in lines if len(p.folded.split()) <= longest]
    if len(lines) > 1 and len(short) >= len(lines) - 1 and not _counts(lines[0]):
        return [(passage, LIKELY, None) for passage in short if not LEADS.search(passage.folded)]
    if section.key != "handling":
        for passage in lines:
            if len(parts := split_prose(passage)) > 1:
                return [(part, DOUBTFUL, None) for part in parts]
    return [(passage, LIKELY, None) for passage in lines if not LEADS.search(passage.folded)]


def _counts(passage: Passage) -> bool:
    return len(COMMAS.findall(passage.folded)) >= 2


def _add(found: Found, key: str, candidates: list[Candidate]) -> None:
    for passage, confidence, number in candidates:
        read = entry(passage, confidence=confidence, keep_all=key == "handling")
        if not re.search(rf"[{ARABIC_LETTER}A-Za-z]", read.value):
            place = number or len(found.entries) + len(found.empty) + 1
            found.empty.append(EmptyItem(list=key, number=place, line=passage.line))
            continue
        found.entries.append(read)
        if OPEN_ENDED.search(fold(read.value)):
            found.open_ended.append(len(found.entries))


def _same_list(first: Found, second: Found) -> bool:
    shared = {fold(value) for value in first.values} & {fold(value) for value in second.values}
    return 2 * len(shared) >= min(len(first.values), len(second.values))
