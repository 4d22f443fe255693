"""Who approved the policy, in which session, on which day, and whether the two calendars agree."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policies.reading.dates import FoundDate, find_dates, hijri_of
from policies.reading.grammar import ORDINAL_WORD, ordinal_of
from policies.reading.layout import cells
from policies.reading.model import ReadApproval, ReviewReason
from policies.reading.parts import HEAD, Outline
from policies.reading.text import ARABIC_LETTER, DIGITS, Line, Lines, Passage, fold, normalise

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
_BOARD = (
    r"(?:مجلس\s+(?:الاداره|(?:ال)?امناء|(?:ال)?نظاره|العائله|الاسره|القبيله"
    r"|اداره\s+(?:الجمعيه|المؤسسه|اللجنه|المركز|الصندوق|الوقف|التعاونيه|المبره|الرابطه))"
    r"|الهيئه\s+الاداريه|المكتب\s+(?:التنفيذي|المسير)|مكتب\s+الجمعيه)"
)
BODY = re.compile(rf"{_S}(?:ل|ب)?(?P<body>{_BOARD}(?:\s+المؤسسه)?|مجلس\s+اداره|المجلس){_E}")
ASSEMBLY = re.compile(
    rf"{_S}(?:اعتمدت|اقرت|صادقت?|وافقت?)(?:ها|ه)?\s+(?:علي\S*\s+)?(?P<body>الجمعيه\s+العموميه|الجمع\s+العام){_E}"
)
_MEETING = (
    r"(?:في\s+)?(?:محضر\s+)?[بل]?(?P<meeting>ال)?(?:جلس[هت]|اجتماع|محضر(?=(?:ه|ها)?\s+(?:مجلس|رقم)))(?:ه|ها|هم)?"
    rf"(?:\s+(?:{_BOARD}|المجلس))?(?:\s+(?:غير\s+)?(?:العادي|الدوري|الاستثنائي|السنوي|الاعتيادي|الطارئ)ه?)?"
)
SESSION_NUMBER = re.compile(
    rf"{_S}{_MEETING}\s+(?:{ORDINAL_WORD}\s+)?(?:رقم|ذات\s+الرقم|ذو\s+الرقم)\s*[:(]?\s*"
    r"(?P<number>\d{1,4})(?:\s*[/\-]\s*(?P<other>\d{1,4}))?\s*\)?"
)
BARE_NUMBER = re.compile(
    rf"{_S}{_MEETING}\s*\(\s*(?P<number>\d{{1,3}})(?:\s*/\s*(?P<other>\d{{4}}))?\s*\)"
)
SESSION_ORDINAL = re.compile(
    rf"{_S}{_MEETING}\s+(?:رقم\s*)?\(?\s*(?P<ordinal>{ORDINAL_WORD}){_E}\s*\)?"
)
SESSION_LABEL = re.compile(
    rf"^(?:رقم\s+)?(?:ال)?(?:جلسه|اجتماع)(?:\s+رقم)?\s*[:\t|]\s*\(?\s*(?P<number>\d{{1,3}}|{ORDINAL_WORD}){_E}(?:\s*[/\-]\s*(?P<of>\d{{4}}))?"
)
SESSION_COLUMN = re.compile(r"(?:رقم\s+)?(?:ال)?(?:جلسه|اجتماع)")
SESSION_CELL = re.compile(rf"\(?\s*(?P<number>\d{{1,3}}|{ORDINAL_WORD})\s*\)?$")
SESSION_YEAR = re.compile(
    rf"(?:\s*ل?{_BOARD})?\s*[،,]?\s*(?:من\s+)?(?:ل|لل|ال)?(?:عام|سنه)\s*(?:الهجري\s+|الميلادي\s+|المالي\s+)?\(?\s*(?P<year>\d{{4}})"
)
TERM = re.compile(
    rf"{_S}(?:في\s+)?[بل]?(?:ال)?دور[هت](?:ه|ها)?\s*\(?\s*(?P<ordinal>{ORDINAL_WORD}){_E}\s*\)?"
)
DECISION = re.compile(
    rf"{_S}[بل]?(?:ال)?قرار(?:ه)?(?:\s+(?:{_BOARD}|المجلس))?\s+رقم\s*[:(]?\s*(?P<number>\d{{1,4}}(?:\s*[/\-]\s*\d{{1,4}}){{0,2}})\s*\)?"
)
APPROVED = re.compile(
    rf"{_S}(?:معتمده?|اعتمدت?(?:ها|ه)?|اقرت?(?:ها|ه)?|اعتماد|صادق|موافقه)\s+(?:هذه\s+السياسه\s+)?(?:من\s+)?(?:قبل\s+)?(?:مجلس\s+\S+|المجلس)"
)
OTHER_DATES = re.compile(
    r"(?:اصدار|مراجعه|المراجعه|مراجعته|تحديث|نشر|سريان|نفاذ|انتهاء|طباعه)\S*\s*[:\t|]?\s*(?:في\s+)?$"
)
LABELLED_ROW = re.compile(r"اعتماد|جلسه|الاجتماع|قرار|مجلس")
CHAIR = re.compile(rf"{_S}رئيسه?\s+(?:{_BOARD}|المجلس|الجمعيه|التعاونيه|المؤسسه){_E}")
PRESIDING = re.compile(
    rf"{_S}برئاسه\s+(?P<name>[{ARABIC_LETTER}./\s]{{5,60}}?)(?=\s+(?:في|بجلس\S*|بتاريخ|رئيس|وذلك|وحضور|وعضويه)\s|\s*[،,.(])"
)
# «… ووقعها رئيس المجلس خالد العلي.», «… بتاريخ 1/1/1446هـ. رئيس المجلس: خالد العلي»
IN_SENTENCE = re.compile(
    rf"(?P<signs>{_S}[وب]*(?:وقع(?:ت)?(?:ها|ه)?(?:\s+علي(?:ها|ه))?|توقيع)\s+)?(?<!نائب\s)(?<!نائبه\s)"
    rf"{CHAIR.pattern}\s*(?P<mark>[:/\-–])?\s*(?P<name>[{ARABIC_LETTER}./\s]{{5,60}}?)(?=\s*(?:[.،,؛(]|$))"
)
NAME_LABEL = re.compile(r"^(?:ال)?اسم\s*[:/\-]\s*")
NAME = re.compile(
    rf"(?:[{ARABIC_LETTER}]+(?:\s[{ARABIC_LETTER}]+)?\s*[./]\s*)*[{ARABIC_LETTER}]+(?:\s+[{ARABIC_LETTER}]+){{1,6}}"
)
NO_NAME = re.compile(
    rf"{_S}(?:و|ل|ب)?(?:ال)?(?:توقيع|ختم|تاريخ|مجلس|جمعيه|اعتماد|سياسه|اسم|مدير|نائب|عضو|اعضاء|صفحه|اداره|هذه|لائحه"
    rf"|تنفيذي|امين|مشرف|رقم|نهايه|وثيقه|معتمد|الموافق|تم|رئيس|مستفيد|مستفيدين|خطاب|ملحق){_E}"
)


# The preposition, which the name علي is written alike with once letters are folded.
ON = re.compile(rf"{_S}على{_E}")
SAY_WHEN = (
    "session_ordinal", "session_number", "hijri_date", "gregorian_date", "decision_number",
)  # fmt: skip


@dataclass
class FoundApproval:
    approval: ReadApproval
    places: dict[str, Passage] = field(default_factory=dict)
    is_dated: bool = False
    problems: list[ReviewReason] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


@dataclass
class _Kept:
    """The first that is read of each value, and where."""

    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Passage] = field(default_factory=dict)

    def keep(self, name: str, value: object, place: Passage) -> None:
        if value is not None and name not in self.values:
            self.values[name], self.places[name] = value, place


def find(outline: Outline, lines: Lines) -> FoundApproval:
    sentences, titles = _approving(outline)
    kept = _Kept()
    _read_body([*sentences, *titles], kept)
    for passage in sentences:
        _read_session(passage, kept)
    for label, cell in _cells_below(outline):
        if SESSION_COLUMN.match(label) and (match := SESSION_CELL.match(cell.folded)):
            number = match["number"]
            name = "session_number" if number.isdigit() else "session_ordinal"
            kept.keep(name, int(number) if number.isdigit() else ordinal_of(number), cell)
        elif CHAIR.search(label) and (name_cell := _name(cell)):
            kept.keep("chairman", name_cell.value, name_cell)
    dates = _dates(sentences, lines)
    for date, place in dates:
        kept.keep(f"{date.calendar}_date", date.iso, place)
    if chairman := _chairman(outline, lines) or _presiding(sentences) or _in_sentence(outline):
        kept.keep("chairman", chairman.value, chairman)
    agreement, problems = _agreement([date for date, _ in dates])
    raw = _raw(sentences, kept.places)
    approval = ReadApproval.model_validate({**kept.values, **agreement, "raw": raw})
    is_dated = any(name in kept.values for name in SAY_WHEN)
    doubtful = {f"{date.calendar}_date" for date, _ in dates if date.century_assumed}
    dated = is_dated and approval.body is not None
    return FoundApproval(approval, kept.places, dated, problems, doubtful)


def _cells_below(outline: Outline) -> Iterator[tuple[str, Passage]]:
    """The cells of an approval that is laid out as a table, each with the title of its column."""
    for section in outline.of("board_approval"):
        rows = [piece.cells for piece in section.pieces if piece.kind == "row"]
        for row in rows[1:]:
            if len(row) == len(rows[0]) > 2:
                yield from ((title.folded, cell) for title, cell in zip(rows[0], row, strict=True))


def _read_body(passages: list[Passage], kept: _Kept) -> None:
    for pattern in (ASSEMBLY, BODY):
        for passage in passages:
            if match := pattern.search(passage.folded):
                place = passage.slice(match.start("body"), match.end("body"))
                kept.keep("body", place.value, place)


def _approving(outline: Outline) -> tuple[list[Passage], list[Passage]]:
    """What speaks of the approval: its parts, the rows of a document card, a line under the title."""
    sentences: list[Passage] = []
    titles: list[Passage] = []
    for section in outline.sections:
        if section.key == "board_approval":
            titles.append(section.title)
            sentences += _merged(section.passages)
        elif section.key == HEAD:
            sentences += [
                piece.passage
                for piece in section.pieces
                if (piece.kind == "row" and LABELLED_ROW.search(piece.cells[0].folded))
                or (piece.kind != "row" and APPROVED.search(piece.passage.folded))
            ]
    if not sentences:
        sentences = [
            piece.passage
            for section, piece in outline.pieces()
            if section.key not in {"toc", "handling"}
            and APPROVED.search(piece.passage.folded)
            and re.search(r"جلس|اجتماع|\d{4}", piece.passage.folded)
        ]
    return sentences, [title for title in titles if title.text]


def _merged(passages: list[Passage]) -> list[Passage]:
    """Sentences that run over several lines are read as one."""
    merged: list[Passage] = []
    for passage in passages:
        if merged and not re.search(r"[.؟!]\s*$", merged[-1].folded) and len(passage) < 400:
            merged[-1] = merged[-1] + passage
        else:
            merged.append(passage)
    return merged


def _read_session(passage: Passage, kept: _Kept) -> None:
    folded = passage.folded
    if match := TERM.search(folded):
        kept.keep("board_term_ordinal", ordinal_of(match["ordinal"]), _place(passage, match))
    if match := DECISION.search(folded):
        number = re.sub(r"\s", "", match["number"])
        kept.keep("decision_number", number, _place(passage, match))
    for pattern in (SESSION_NUMBER, BARE_NUMBER):
        if match := pattern.search(folded):
            session, year = _number_and_year(match["number"], match["other"])
            year = year or _year_after(folded, match.end())
            kept.keep("session_number", session, _place(passage, match))
            kept.keep("session_year", year, _place(passage, match))
    if match := SESSION_ORDINAL.search(folded):
        kept.keep("session_ordinal", ordinal_of(match["ordinal"]), _place(passage, match))
        kept.keep("session_year", _year_after(folded, match.end()), _place(passage, match))
    if match := SESSION_LABEL.search(folded):
        if match["number"].isdigit():
            kept.keep("session_number", int(match["number"]), _place(passage, match))
            kept.keep("session_year", match["of"] and int(match["of"]), _place(passage, match))
        else:
            kept.keep("session_ordinal", ordinal_of(match["number"]), _place(passage, match))


def _place(passage: Passage, match: re.Match[str]) -> Passage:
    return passage.slice(*match.span())


def _number_and_year(first: str, second: str | None) -> tuple[int, int | None]:
    """«3/2024» and «2024/3» are the third session of a year."""
    numbers = [int(first), *([int(second)] if second else [])]
    years = [number for number in numbers if number > 1300]
    others = [number for number in numbers if number <= 1300]
    return (others or numbers)[0], years[0] if years else None


def _year_after(folded: str, end: int) -> int | None:
    match = SESSION_YEAR.match(folded, end)
    return int(match["year"]) if match else None


def _dates(sentences: list[Passage], lines: Lines) -> list[tuple[FoundDate, Passage]]:
    """Where the order of a line was damaged, its dates may survive in the line as it came."""
    found: list[tuple[FoundDate, Passage]] = []
    for passage in sentences:
        put_right = [
            (date, passage.slice(date.start, date.end)) for date in _approval_dates(passage.folded)
        ]
        as_came = [
            (date, Passage.of(line))
            for number in (
                sorted({line.number for line, _, _ in passage.parts}) if passage.repaired else []
            )
            for line in [lines.numbered(number)]
            for date in _approval_dates(fold(line.source))
        ]
        found += as_came if len(as_came) > len(put_right) else put_right
    return found


def _approval_dates(folded: str) -> list[FoundDate]:
    return [date for date in find_dates(folded) if not OTHER_DATES.search(folded[: date.start])]


def _agreement(dates: Iterable[FoundDate]) -> tuple[dict[str, object], list[ReviewReason]]:
    first = {date.calendar: date for date in reversed(list(dates))}
    hijri, gregorian = first.get("hijri"), first.get("gregorian")
    missing = any(not date.exists for date in first.values())
    problems: list[ReviewReason] = ["date_does_not_exist"] if missing else []
    if not (hijri and gregorian):
        return {}, problems
    one, other = hijri.gregorian, gregorian.gregorian
    if one is None or other is None:
        return {"dates_agree": False}, problems
    apart = abs((one - other).days)
    if not apart:
        return {"dates_agree": True}, problems
    details: dict[str, object] = {
        "dates_agree": False,
        "hijri_as_gregorian": one.isoformat(),
        "gregorian_as_hijri": hijri_of(other),
        "difference_days": apart,
    }
    return details, [*problems, "dates_disagree"]


def _raw(sentences: list[Passage], places: dict[str, Passage]) -> str | None:
    """The words of session and dates, or else those that say that it was approved."""
    names = ("session_number", "session_ordinal", "board_term_ordinal", "decision_number")
    session = next((places[name] for name in names if name in places), None)
    if session is not None:
        return session.value.rstrip(" .،")
    for passage in sentences:
        if match := APPROVED.search(passage.folded):
            return passage.slice(*match.span()).value
    return None


def _chairman(outline: Outline, lines: Lines) -> Passage | None:
    """The name beside, under or over the chairman's title."""
    letterheads = {line.number for line in outline.letterheads}
    filled = [line for line in lines.filled if line.number not in letterheads]
    for index in range(len(filled) - 1, -1, -1):
        line = filled[index]
        match = CHAIR.search(line.folded)
        below = filled[index + 1] if index + 1 < len(filled) else None
        if match and below and (name := _name_in_column(line, below)):
            return name
        if match and (name := _name_in_row(line)):
            return name
        if not match or (match.start() > 25 and "\t" not in line.text):
            continue
        beside = Passage.of(line, match.end())
        near = [beside, *map(Passage.of, filled[index + 1 : index + 3])]
        if not beside.text.strip(" :.-–/\t|"):
            near += [Passage.of(before) for before in filled[max(index - 1, 0) : index]]
        for passage in near:
            if name := _name(passage):
                return name
    return None


def _name_in_column(titles: Line, names: Line) -> Passage | None:
    """Signatures stand side by side: the name is in the column of its title."""
    above, below = _columns(titles), _columns(names)
    if len(above) < 2 or len(above) != len(below):
        return None
    for title, name in zip(above, below, strict=True):
        if CHAIR.search(title.folded):
            return _name(name)
    return None


def _presiding(sentences: list[Passage]) -> Passage | None:
    """«… برئاسة الدكتور سامي الراشد في جلسته …»"""
    for passage in sentences:
        if match := PRESIDING.search(passage.folded):
            return _name(passage.slice(match.start("name"), match.end("name")))
    return None


def _in_sentence(outline: Outline) -> Passage | None:
    """A chairman who signs at the end of the sentence that approves, or of the document."""
    for section in [*outline.of("board_approval"), outline.sections[-1]]:
        for passage in section.passages:
            for match in IN_SENTENCE.finditer(passage.folded):
                named = match["signs"] or match["mark"]
                if named and (name := _name(passage.slice(*match.span("name")))):
                    return name
    return None


def _name_in_row(line: Line) -> Passage | None:
    """«عبدالله الدوسري | رئيس مجلس الإدارة | التوقيع»"""
    row = cells(line)
    at = next((index for index, cell in enumerate(row) if CHAIR.search(cell.folded)), 0)
    beside = [*row[at + 1 : at + 2], *row[max(at - 1, 0) : at]]
    return next(filter(None, map(_name, beside)), None)


def _columns(line: Line) -> list[Passage]:
    columns = [" ".join(part.split()) for part in re.split(r"[^\S\t]{3,}|\t|\|", line.source)]
    found, position = [], 0
    for words in map(normalise, filter(None, columns)):
        start = line.text.translate(DIGITS).find(words, position)
        if start < 0:
            return []
        position = start + len(words)
        found.append(Passage.of(line, start, position))
    return found


def _name(passage: Passage) -> Passage | None:
    lead = len(passage.text) - len(passage.text.lstrip(" :-–/\t|."))
    trimmed = passage.slice(lead, len(passage.text.rstrip(" .:\t|،")))
    if label := NAME_LABEL.search(trimmed.folded):
        trimmed = trimmed.slice(label.end())
    folded = trimmed.folded.strip()
    if NAME.fullmatch(folded) and not NO_NAME.search(folded) and not ON.search(trimmed.text):
        return trimmed
    return None
