"""How the lines of a text are set: cells, page width, page headers, bullets that mark headings."""

import re
from collections import defaultdict
from itertools import pairwise

from policies.reading.markers import Marker, strip_markers
from policies.reading.part_names import LEADS, section_of
from policies.reading.text import ARABIC_LETTER, Line, Passage

COLON_AT_END = re.compile(r":\s*[-–—_.]*\s*$")
SEMICOLON_AT_END = re.compile(r"\s؛\s*$")  # a scan's colon
COLON_AT_START = re.compile(r"^\s*[-–.]*\s*:")
LEAD_AT_END = re.compile(rf"{LEADS.pattern}\s*[-–—_.]*\s*$")
TRAILING = re.compile(r"[\s.:،؛,\-–—_*#]+$")
PAGE_NUMBER = re.compile(r"[\s.…_\t]*(?:\d{1,3}|خطا!.*)$")
NAMES_DOCUMENT = re.compile(r"(?:سياسه|لائحه|دليل|وثيقه|نظام|ميثاق|جمعيه|مؤسسه)\s")
QUESTION = re.compile(r"(?:و)?(?:كيف|ماذا|ما|من|متي|اين|هل|لماذا|الي من|بماذا|لمن)\s")
CONTACTS = re.compile(r"\d{7}|www\.|@|ص\s*[.]\s*ب|[.…_]{4}|هاتف|فاكس|https?:")
CHAIRS = re.compile(r"^(?:رئيس|نائب|الامين|امين|المدير|مدير|عضو|التوقيع|الختم|الاسم)")
CELL = re.compile(r"[^\t|]+")
SENTENCE_END = re.compile(r"[.؟!؛:]\s*[»\")]?\s*$")
UNFINISHED = re.compile(
    rf"(?<![{ARABIC_LETTER}])(?:عن|علي|خلال|من|مده|في|الي|مع|او|و|تاريخ|بين|لا|ان|التي|الذي)\s*$"
)
# A heading that slipped into a list as a bullet, without its colon.
SIGNS_OF_HEADING = re.compile(
    rf"(?:القنوات|الادوات|النماذج|الوسائل)\s+(?:المستخدمه|المتاحه|المعتمده)(?![{ARABIC_LETTER}])"
)
LETTERHEAD = re.compile(
    r"(?:(?:ص\s*\.\s*ب|هاتف|فاكس|جوال|تلفون|بريد|الرمز البريدي|www\.\S+|\S+@\S+)\s*:?\s*[\d\s.\-+()/|]*){2,}|"
    r"(?:(?:ال)?(?:رقم|تاريخ|مرفقات|مشفوعات|موافق)\s*[:/]\s*[\d/.…_ \-]*(?:ه|م)?\s*){2,4}|"
    r"(?:ال)?(?:رقم|تاريخ|مرفقات|مرفق|مشفوعات|ملحقات|موضوع|توقيع|ختم)\s*[:/]?\s*[\d/.…_ \-]*(?:ه|م)?"
    r"|(?:المملكه العربيه السعوديه|بسم الله الرحمن الرحيم)"
    r"|وزاره [^.:]{5,60}|المركز الوطني لتنميه القطاع غير الربحي"
    r"|(?:صفحه|الصفحه|ص)?\s*[-–(]?\s*\d{1,3}\s*(?:(?:من|/|of)\s*\d{1,3})?\s*[-–)]?"
    r"|(?:جمعيه |الجمعيه )?.{0,60}ترخيص رقم\s*[(]?\s*\d+\s*[)]?"
    r"|page \d+.*|[_\-=*.]{3,}"
)
REPEATED = re.compile(
    r"(?:^|\s)(?:ال|لل|ل)?(?:جمعيه|وزاره|ترخيص|سياسه|لائحه|مؤسسه|اصدار|نسخه)(?:\s|$)"
)


def cells(line: Line) -> list[Passage]:
    if "\t" not in line.text and line.text.count("|") < 2:
        return []
    spans = []
    for match in CELL.finditer(line.text):
        start, end = match.span()
        stripped = match.group().strip()
        if stripped:
            start += match.group().index(stripped)
            end = start + len(stripped)
            spans.append(Passage.of(line, start, end))
    return spans if len(spans) > 1 else []


def is_marked_with_tab(line: Line, marker: Marker | None, start: int) -> bool:
    """Word sets a tab between the mark of an item and its words."""
    return marker is not None and marker.kind != "bare" and "\t" not in line.text[start:]


ENOUGH_LABELS = 3
LETTERHEAD_LINES = 12
WIDE = 4
BESIDE = re.compile(
    r"(?:سياسه|لائحه|دليل|جمعيه|مؤسسه|رقم|ترخيص|الترخيص|التاريخ|الاصدار|اصدار|النسخه)(?:\s|:)"
)
# «… بعدل. الأهداف التفصيلية: 1) …»: a heading after the end of a sentence, its colon after it.
_HEADED = re.compile(
    rf"(?:(?<=[{ARABIC_LETTER}][{ARABIC_LETTER}][.)])|(?<=[؛؟!|]))\s+(?P<title>[{ARABIC_LETTER}]+(?:\s+[{ARABIC_LETTER}]+){{0,5}})\s*:\s"
)
# «… (2) القنوات: الهاتف، المقر. (3) الأدوات: …»: a whole policy in one paragraph.
_NUMBERED_HEADED = re.compile(
    rf"\s(?P<mark>\(\d{{1,2}}\)\s*)(?P<title>[{ARABIC_LETTER}]+(?:\s+[{ARABIC_LETTER}]+){{0,5}})\s*:\s"
)


def _columns(line: Line) -> list[int]:
    """Where a letterhead sets the title of the paper beside the name of the association."""
    if line.number > LETTERHEAD_LINES:
        return []
    wide = [
        index + 1
        for index, (one, other) in enumerate(pairwise(line.offsets))
        if other - one > WIDE and line.text[index] == " "
    ]
    parts = [line.folded[start:].strip() for start in wide]
    return wide if wide and all(map(BESIDE.match, parts)) else []


def headed_parts(line: Line) -> list[Line]:
    """A line that holds several parts of a document, cut before each heading."""
    starts = [
        match.start("title")
        for match in _HEADED.finditer(line.folded)
        if section_of(match["title"]) is not None
    ]
    numbered = list(_NUMBERED_HEADED.finditer(line.folded))
    known = sum(section_of(match["title"]) is not None for match in numbered)
    if known >= ENOUGH_LABELS:
        starts = sorted({*starts, *(match.start("mark") for match in numbered)})
    starts = starts or _columns(line)
    edges = [0, *starts, len(line.text)]
    return [line.part(start, end) for start, end in pairwise(edges)] if starts else [line]


def has_labelled_headings(filled: list[Line]) -> bool:
    """«2- القنوات: الهاتف، المقر»: parts of a text that are numbered, each said in one line."""
    found = 0
    for line in filled:
        markers, start = strip_markers(line)
        colon = line.folded.find(":", start)
        if markers and colon > 0 and line.text[colon + 1 :].strip(" -–."):
            title = line.folded[start:colon]
            found += len(title.split()) <= 5 and section_of(title) is not None
    return found >= ENOUGH_LABELS


def form(line: Line) -> str:
    """Page headers differ in the page's number alone."""
    return re.sub(r"\d+", "0", line.folded.strip())


def wrapping_width(filled: list[Line]) -> float:
    """From which length on a line was cut by the page's edge; endless where lines are paragraphs."""
    usual = usual_width(filled)
    cut = [
        line
        for line in filled
        if 0.75 * usual <= len(line.text) and not SENTENCE_END.search(line.folded)
    ]
    wraps = 50 <= usual <= 200 and len(cut) >= max(5, len(filled) // 6)
    return usual * 0.6 if wraps else float("inf")


def usual_width(filled: list[Line]) -> int:
    """How long all but the longest lines are."""
    lengths = sorted(len(line.text) for line in filled)
    return lengths[int(len(lengths) * 0.9) - 1] if len(lengths) > 1 else 0


def usual_gap(filled: list[Line]) -> int:
    """How far apart lines stand: 2 where an extractor put a blank line after each."""
    gaps = [after.number - before.number for before, after in pairwise(filled)]
    return max(1, sorted(gaps)[len(gaps) // 2]) if gaps else 1


def heading_signs(filled: list[Line]) -> frozenset[str]:
    """Bullets that stand before headings alone, with the lists under them marked otherwise."""
    signs = [_sign(line) for line in filled]
    lines: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for (sign, title), (following, _) in zip(signs, [*signs[1:], ("", "")], strict=False):
        if sign:
            lines[sign].append((section_of(title) is not None, following != sign))
    return frozenset(
        sign
        for sign, each in lines.items()
        if len(each) >= 4
        and sum(known for known, _ in each) >= 0.7 * len(each)
        and sum(apart for _, apart in each) >= 0.8 * len(each)
    )


def _sign(line: Line) -> tuple[str, str]:
    markers, start = strip_markers(line)
    bullet = next((marker.sign for marker in markers if marker.kind == "bullet"), "")
    return bullet, line.folded[start:] if bullet else ""
