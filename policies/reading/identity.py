"""Title, association, licence and version of a document, and the names of other associations in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice, pairwise

from policies.reading.parts import HEAD, Outline
from policies.reading.text import ARABIC_LETTER, Lines, Passage, fold

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
# Words of an association's kind: they tell no association from another.
KINDS = frozenset((
    "جمعيه", "مؤسسه", "لجنه", "خيريه", "اهليه", "تعاونيه", "سعوديه", "وطنيه", "نسائيه", "علميه",
    "تنمويه", "تنميه", "متعدده", "اغراض", "اجتماعيه", "خدمات", "خدمه", "رعايه", "مركز", "مراكز",
    "محافظه", "منطقه", "مدينه", "قريه", "هجره", "حي", "شعبه", "بلده", "في", "و", "ناشئه", "دعويه",
    "صحيه",
))  # fmt: skip
DEFINITE_KINDS = r"ال(?:خيريه|اهليه|تعاونيه|سعوديه|وطنيه|نسائيه|علميه|تنمويه)"
NAME_HEAD = re.compile(
    rf"{_S}(?P<joined>[ولبكف]|ول|وب|لل|ولل)?(?P<head>(?<!لل)جمعيه\s+(?!(?:عموميه|اخري|خيريه{_E}|اهليه{_E}))"
    rf"(?=[{ARABIC_LETTER}])|(?:ال|(?<=لل))جمعيه\s+(?={DEFINITE_KINDS})"
    rf"|(?:تعاونيه|مبره|رابطه)\s+(?!(?:و|في|من|علي|ذات)\s)(?=[{ARABIC_LETTER}]{{3}})"
    rf"|مؤسسه\s+(?=(?:\S+\s+){{1,4}}ال(?:اهليه|خيريه))|لجنه\s+التنميه\s+(?=ال)"
    rf"|(?<!جمعيه\s)التعاونيه\s+(?=ال[{ARABIC_LETTER}]+يه{_E}))"
)
# A name ends before these: what follows is the rest of the sentence.
ENDS_NAME = re.compile(
    r"(?:علي|الي|عن|من|مع|ان|بان|او|ثم|قد|هي|التي|الذي|وهي|حيث|لدي|عند|بعد|قبل|خلال|ضمن|وفق|هذه|هذا|كما|بما|لما|ما|لا|كل"
    r"|(?:و|ب|ل|لل|وال|بال)?(?:ال)?(?:سياسه|سياسات|لائحه|لوائح|اجراءات|انظمه|وثيقه|دليل|مستفيد|مستفيدين|مستفيدون|جمعيه)"
    r"|بجميع|بكل|بكافه|بهذه|بتقديم|بتنظيم|بوضع|باعداد|بتوفير|بحمايه|بحفظ|بنشر|بتطبيق|بتاريخ|بجلسه|بموجب|بصفتها|بدور"
    r"|باعتماد|باستقبال|بشكل|بدراسه|بناء|بالتعاون|بالتزام|باقرار|لتنظيم|لضمان|لجميع|لوضع|لتحقيق|لكل|لكافه|والتي|ترخيص|رقم"
    r"|مسجله|والمسجله|المسجله|المرخصه|مرخصه|بترخيص|برقم|تحت|باشراف|و?هي|اعضاء|كافه|جميع|و?ذلك|بجلسته|جلسته|الموقره"
    r"|[وب]?مستفيدي(?:ها|نا|ه)?|[وف](?:ما|مما|من|لا|لم|لن|ان|انها|قد|الذين|عن|الي|علي|هم|هو|لها|لهم|كيف|كيفيه|كل|كذلك|غيرها))$"
)
PLACES = re.compile(r"(?:محافظه|مدينه|منطقه|مركز|مراكز|شعبه|قريه|حي|بلده|هجره|وادي)")
_VERB = re.compile(rf"و?س?(?:ي|ت)[{ARABIC_LETTER}]{{2,}}$")
_VERBAL_NOUN = re.compile(
    rf"و?ت[{ARABIC_LETTER}]{{2}}ي[{ARABIC_LETTER}]ه?$|و?تنميه$|و?توعيه$|و?تربيه$|و?ترب[{ARABIC_LETTER}]+$"
)
_DEFINITE = re.compile(rf"[وبل]?ال[{ARABIC_LETTER}]{{3,}}|لل[{ARABIC_LETTER}]{{3,}}")
_TITLES = re.compile(r"[وبل]?ال(?:ملك|ملكه|امير|اميره|شيخ|امام|دكتور|مهندس|استاذ|حاج)$")
WORD = re.compile(rf"[{ARABIC_LETTER}]+")
NAME_END_OF_LINE = re.compile(
    r"\s*(?:[(\[|\t،.:]|[-–—]\s|\s[-–—]|ترخيص|مسجله|المسجله|والمستفيد|\d)"
)
WITH_WHOM = re.compile(r"\s+(?:ب|مع\s+|و|ل)(?:ال|ل)?(?:مستفيد|منتفع|متعامل)")
CARD_LABEL = re.compile(
    r"^(?:اسم\s+)?(?:ال)?(?:جهه|جمعيه|منشاه|منظمه|مؤسسه)(?:\s+المالكه)?\s*[:\t|]\s*"
)
# What a register calls the number it gives, from one country to the next.
REGISTERED = (
    r"(?:ترخيص|رخصه|مرخصه?|تسجيل|مسجله?|سجل|تصريح|مصرحه?|اشهار|مشهره?|شهره?|قيد|مقيده?"
    r"|علم\s+وخبر|معتمده?\s+تحت)"
)
_NUMBER_MARK = r"ر\s?ق\s?م"
_REGISTER_NUMBER = r"\d{2,14}(?:/(?:19|20|14|13)\d\d(?![\d/]))?(?!\d|/\d)"
LICENSE = re.compile(
    rf"{_S}(?:ال)?(?:ب|ل)?(?:ال)?{REGISTERED}\s*[:\t|]?\s*(?:ال)?(?:تحت\s+)?(?:ب?{_NUMBER_MARK}|عدد)?\s*[:\t|/\-–]?\s*[(\[]?\s*(?P<number>{_REGISTER_NUMBER})"
    rf"|{_S}(?:ال)?{REGISTERED}\s[^.\d]{{0,80}}?(?:ب|تحت\s+)?{_NUMBER_MARK}\s*[:\t|/]?\s*[(\[]?\s*(?P<far>{_REGISTER_NUMBER})"
    rf"|{_S}{_NUMBER_MARK}\s+(?:ال)?{REGISTERED}(?:\s+(?:ال)?(?:وطني|موحد|رسمي|مدني))?\s*[:\t|/\-–]?\s*[(\[]?\s*(?P<other>{_REGISTER_NUMBER})"
)
VERSION = re.compile(
    r"(?:(?:رقم\s+)?(?:ال)?(?:نسخه|اصدار)(?:\s+رقم)?|[Vv]ersion|[Vv]er\.?)\s*[:\t|]?\s*\(?\s*(?P<version>\d{1,2}(?:\.\d{1,2})?)(?![\d/\-])"
)
TITLE_WORDS = (
    r"(?:سياسه|لائحه|دليل|ميثاق|نظام|وثيقه|اجراءات|اجراء|اليه|تعميم|مدونه|خطه|محضر|نموذج|تقرير|عقد"
    r"|اتفاقيه|قواعد)"
)
TITLE = re.compile(rf"^(?:{TITLE_WORDS})\s+[{ARABIC_LETTER}]")
ALONE = re.compile(r"(?:ال)?(?:سياسه|لائحه|دليل)")  # its rest stands on the next line
TITLE_LABEL = re.compile(
    r"^(?:اسم|عنوان)\s+(?:ال)?(?:سياسه|وثيقه|لائحه|مستند)\s*[:\t|]\s*|^(?:ال)?(?:عنوان|موضوع)\s*[:\t|]\s*"
)
TITLE_IN_SENTENCE = re.compile(
    rf"(?:اعتماد|اعتمد|اقرار|علي\s+مضمون|الموافقه\s+علي)\s+(?P<title>(?:سياسه|لائحه)\s+[{ARABIC_LETTER}\s]+?)"
    rf"(?=\s+(?:[بل](?:ال)?جمعيه|للجمعيه|في\s+(?:اجتماع|جلس)|من\s+قبل|وذلك|والعمل|المرفقه|بجلس|بتاريخ)|[.،])"
)
# A title cut by the width of its page goes on with these.
GOES_ON = re.compile(r"^(?:مع|في|و(?!زار)\S+|لل?مستفيد\S*|المستفيدين|والمستفيدين)(?:\s|$)")
SURE, LIKELY, DOUBTFUL = 1.0, 0.85, 0.7
# What else bears the work of an association; its name stands alone before the first part.
INSTITUTIONS = (
    r"(?:صندوق|مركز|مؤسسه|وقف|دار|اتحاد|نادي|هيئه|لجنه|منظمه|بيت|مجمع|شبكه|ملتقي|مبره|رابطه"
    r"|تعاونيه)"
)
BESIDE_NAME = re.compile(r"(?:جمعيه|مؤسسه|صندوق)\s[^.:؛]{3,80}[(،\-–]\s*(?:ال)?$")
SENTENCE_STOP = re.compile(r"[.؛:]\s*$")
INSTITUTION = re.compile(rf"{INSTITUTIONS}\s+(?=[{ARABIC_LETTER}]{{2}})(?!(?:بر|هاتف)يد)")
INSTITUTION_IN_TITLE = re.compile(
    rf"{_S}(?:(?:في|لدي)\s+|[بل])(?P<name>{INSTITUTIONS}\s+[{ARABIC_LETTER}]{{2}}.*)$"
)
NAMED = 3
TITLE_LENGTH = 22
LONGEST_NAME = 12
MOST_MENTIONS = 200


@dataclass(frozen=True)
class Mention:
    passage: Passage
    value: str
    weight: int


@dataclass
class Names:
    main: Mention | None = None
    variants: list[Mention] = field(default_factory=list)
    foreign: list[Mention] = field(default_factory=list)


def find_title(outline: Outline) -> tuple[Passage, float] | None:
    """A line of its own before the first part, or else the name that the approval calls it by."""
    lines = list(_head_passages(outline))
    for passage in lines:
        if label := TITLE_LABEL.match(passage.folded):
            return _without_frame(passage.slice(label.end())), SURE
    for section in outline.sections[:3]:  # «1.1 العنوان: سياسة …»
        for piece in section.items:
            label = TITLE_LABEL.match(piece.passage.folded)
            if label and TITLE.match(piece.passage.folded[label.end() :]):
                return _without_frame(piece.passage.slice(label.end())), SURE
    for index, first in enumerate(lines):
        passage = first
        if ALONE.fullmatch(first.folded.strip(" *#")) and index + 1 < len(lines):
            passage = first + _without_frame(lines[index + 1])
        if _is_title(passage):
            title = _without_frame(passage)
            following = lines[index + 1] if index + 1 < len(lines) else None
            if following and _continues_title(passage, following):
                title = Passage([*title.parts, *_without_frame(following).parts])
            return title, SURE
    for passage in _approval_passages(outline):
        if match := TITLE_IN_SENTENCE.search(passage.folded):
            return passage.slice(match.start("title"), match.end("title")), DOUBTFUL
    return None


def find_names(outline: Outline) -> Names:
    """The association that the document belongs to, spellings of its name, and other associations."""
    mentions = list(islice(_mentions(outline), MOST_MENTIONS))
    groups: list[list[Mention]] = []
    group_of: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda each: -each.weight):
        group = group_of.get(fold(mention.value)) or next(
            (group for group in groups if same_name(group[0].value, mention.value)), None
        )
        if group is None:
            group = []
            groups.append(group)
        group.append(mention)
        group_of[fold(mention.value)] = group
    institution = None if any(m.weight >= NAMED for m in mentions) else _institution(outline)
    if institution:
        rest = [m for m in mentions if not same_name(m.value, institution.value)]
        return Names(institution, [], _distinct(sorted(rest, key=lambda m: m.passage.line)))
    if not groups:
        return Names()
    own = max(groups, key=lambda group: (max(m.weight for m in group), len(group)))
    main = _representative(own)
    others = [m for m in own if fold(m.value) != fold(main.value)]
    foreign = [_representative(group) for group in groups if group is not own]
    return Names(main, _distinct(others), _distinct(sorted(foreign, key=lambda m: m.passage.line)))


def _institution(outline: Outline) -> Mention | None:
    """A fund, a centre, a foundation: named on a line of its own, on a card, or in the title."""
    lines = [Passage.of(line) for line in outline.letterheads] + list(_head_passages(outline))
    rows = [p.passage for s in outline.of(HEAD) for p in s.pieces if p.kind == "row"]
    for passage in [*rows, *lines]:
        if (label := CARD_LABEL.match(passage.folded)) and len(passage.text) > label.end() + 4:
            name = _tidy(passage.slice(label.end(), _line_end(passage, label.end())))
            return Mention(name, name.value, 6)
    for passage in lines:
        lead = len(passage.folded) - len(passage.folded.lstrip(' "«“*#'))
        short = len(passage.folded.split()) <= LONGEST_NAME
        if (
            short
            and INSTITUTION.match(passage.folded, lead)
            and not SENTENCE_STOP.search(passage.folded)
        ):
            name = _tidy(passage.slice(lead, _line_end(passage, lead)))
            return Mention(name, name.value, NAMED)
    title = find_title(outline)
    if title and (match := INSTITUTION_IN_TITLE.search(title[0].folded)):
        name = _tidy(title[0].slice(match.start("name"), match.end("name")))
        return Mention(name, name.value, 2)
    return None


def find_license(outline: Outline, lines: Lines) -> Passage | None:
    for line in [*outline.letterheads, *lines.filled]:
        match = LICENSE.search(line.folded)
        in_prose = len(line.folded.split()) > 25
        if match and in_prose and not BESIDE_NAME.search(line.folded[: match.start()]):
            continue
        if match:
            group = next(name for name, value in match.groupdict().items() if value)
            return Passage.of(line, match.start(group), match.end(group))
    return None


def find_version(outline: Outline) -> Passage | None:
    for passage in [
        *_head_passages(outline),
        *(p.passage for s in outline.of(HEAD) for p in s.pieces if p.kind == "row"),
        *_approval_passages(outline),
        *map(Passage.of, outline.letterheads),
    ]:
        if len(passage.folded.split()) <= 8 and (match := VERSION.search(passage.folded)):
            return passage.slice(match.start("version"), match.end("version"))
    return None


def same_name(one: str, other: str) -> bool:
    """Spellings of one name, or the name and its short form."""
    first, second = distinctive(one), distinctive(other)
    missing = [word for word in first if not _among(word, second)]
    extra = [word for word in second if not _among(word, first)]
    return not (missing and extra)


@lru_cache(maxsize=1_000)
def distinctive(name: str) -> tuple[str, ...]:
    words = [_bare(word) for word in WORD.findall(fold(name))]
    return tuple(word for word in words if len(word) > 1 and not _among(word, KINDS))


def _bare(word: str) -> str:
    bare = re.sub(r"^(?:و|ب|ل|ف)?(?:ال|لل)(?=..)|^(?:لل|[بل])(?=....)", "", word)
    return re.sub(r"^و(?=....)", "", bare)


def _among(word: str, words: Iterable[str]) -> bool:
    """Scans turn letters round in short words and change one in long words."""
    for other in words:
        if sorted(word) == sorted(other):
            return True
        if min(len(word), len(other)) > 3 and SequenceMatcher(None, word, other).ratio() >= 0.85:
            return True
    return False


def _head_passages(outline: Outline) -> Iterator[Passage]:
    """What stands before the first part, and under a document card."""
    for section in outline.sections:
        card = section.key == "board_approval" and any(p.kind == "row" for p in section.pieces)
        if section.key == HEAD or card:
            for piece in section.pieces:
                if piece.kind == "row" and any(
                    TITLE.match(cell.folded) for cell in piece.cells[:1]
                ):
                    yield piece.cells[0]
                elif piece.kind == "row" and "|" in piece.passage.text:
                    yield from piece.cells
                elif piece.kind != "item":
                    yield piece.passage


def _approval_passages(outline: Outline) -> Iterator[Passage]:
    for section in outline.of("board_approval"):
        text = Passage([part for passage in section.passages for part in passage.parts])
        if text.text:
            yield text


def _is_title(passage: Passage) -> bool:
    folded = passage.folded.strip(' "«»“”#*-–')
    return bool(
        TITLE.match(folded)
        and len(folded.split()) <= TITLE_LENGTH
        and not re.search(r"[.:؛]\s*$", folded)
    )


def _continues_title(title: Passage, following: Passage) -> bool:
    unfinished = re.search(r"\s(?:في|مع|من|لدي|بين|الي|علي)$", title.folded.rstrip())
    return bool(
        (GOES_ON.match(following.folded) or unfinished)
        and len(following.folded.split()) <= 8
        and not re.search(r"[.:]\s*$", following.folded)
    )


def _without_frame(passage: Passage) -> Passage:
    text = re.sub(r"[\s\"«»“”*#.:\-–(]+$", "", passage.text)
    start = len(text) - len(text.lstrip(' "«»“”*#.:-–'))
    return passage.slice(start, len(text))


def _mentions(outline: Outline) -> Iterator[Mention]:
    title = find_title(outline)
    title_line = title[0].line if title else 0
    for line in outline.letterheads:
        yield from _in_passage(Passage.of(line), weight=4)
    for section in outline.sections:
        yield from _in_passage(section.title, weight=1)
        for piece in section.pieces:
            for passage in [piece.passage]:
                yield from _in_passage(passage, weight=_weight(section.key, passage, title_line))


def _weight(section: str, passage: Passage, title_line: int) -> int:
    if CARD_LABEL.match(passage.folded):
        return 6
    if title_line and passage.line == title_line:
        return 5
    return 2 if section == "board_approval" else 1


def _in_passage(passage: Passage, *, weight: int) -> Iterator[Mention]:
    label = CARD_LABEL.match(passage.folded)
    first = WORD.search(passage.folded)
    begins = max(first.start() if first else 0, label.end() if label else 0)
    for match in NAME_HEAD.finditer(passage.folded):
        alone = match.start() <= begins
        start = match.start("head")
        closes_line = alone or weight == 5
        end = _line_end(passage, start) if closes_line else _prose_end(passage, match.end())
        name = _tidy(passage.slice(start, end))
        if alone and len(name.text.split()) > 12:  # a sentence that begins with the name
            name, alone = _tidy(passage.slice(start, _prose_end(passage, match.end()))), False
        value = f"ال{name.value}" if match["joined"] in {"لل", "ولل"} else name.value
        if value and distinctive(value):
            yield Mention(name, value, max(weight, 3) if alone else weight)


def _line_end(passage: Passage, start: int) -> int:
    words = passage.folded[start:]
    stop = NAME_END_OF_LINE.search(words) or WITH_WHOM.search(words)
    end = start + (stop.start() if stop else len(words))
    in_prose = _prose_end(passage, start + words.index(" ") + 1) if " " in words else end
    return in_prose if len(passage.folded[start:end].split()) > 8 else end


def _prose_end(passage: Passage, position: int) -> int:
    """The name goes on until a word that cannot belong to it."""
    folded = passage.folded
    words = list(islice(WORD.finditer(folded, position), LONGEST_NAME))
    if not words:
        return position
    end = words[0].end()
    skip_to = -1
    for index, (before, word) in enumerate(pairwise(words)):
        if folded[before.end() : word.start()].strip(" "):
            break
        text = word.group()
        following = words[index + 2].group() if index + 2 < len(words) else ""
        if text == "في" and PLACES.match(following):
            skip_to = index + 2
        elif (
            text == "في"
            or ENDS_NAME.match(text)
            or (index > skip_to and _is_loose(before.group(), text))
            or (index > skip_to and _VERB.match(text) and not _VERBAL_NOUN.match(text))
        ):
            break
        end = word.end()
    return end


def _is_loose(before: str, word: str) -> bool:
    """After a definite word a name goes on only with what is joined to it: «جمعية الرحمة ضيفها …»."""
    complete = _DEFINITE.match(before) and not _TITLES.match(before)
    return bool(complete) and not re.match(r"[وبلفك]|ال", word) and word not in KINDS


def _tidy(passage: Passage) -> Passage:
    return passage.slice(0, len(passage.text.rstrip(' .،:؛-–—)(\t|"»“”*')))


def _representative(group: list[Mention]) -> Mention:
    best = max(mention.weight for mention in group)
    top = [mention for mention in group if mention.weight == best]
    counts: dict[str, int] = defaultdict(int)
    for mention in top:
        counts[fold(mention.value)] += 1
    return max(top, key=lambda mention: (counts[fold(mention.value)], len(mention.value)))


def _distinct(mentions: list[Mention]) -> list[Mention]:
    kept: dict[str, Mention] = {}
    for mention in mentions:
        kept.setdefault(fold(mention.value), mention)
    return list(kept.values())
