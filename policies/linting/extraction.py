"""Rules X: what the file carries beside the policy, and a table of contents that misleads."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from policies.linting.document import Document, core
from policies.linting.rule import Hit, rule
from policies.linting.sentences import is_item, list_mark
from policies.reading.text import ARABIC_LETTER, Line, fold

_BROKEN_REFERENCE = re.compile(r"خطا\s?!\s?[^\t]*|error!\s?[^\t]*", re.IGNORECASE)

_LABEL = r"(?:ال)?(?:رقم|تاريخ|مرفقات|مشفوعات|موضوع|صادر|وارد|رقم الصادر|رقم القيد)"
_EMPTY_LABEL = re.compile(rf"{_LABEL}\s?[:/]?[\s./_ـ]*")
_LETTERHEAD = re.compile(
    rf"{_LABEL}\s?:.*|(?:المملكه العربيه|وزاره|المركز الوطني|ترخيص|مسجل\w* برقم|سجل).*"
    r"|صفحه \d+.*|.*\bpage \d+.*",
    re.IGNORECASE,
)

_CONTENTS = re.compile(r"(?:جدول |فهرس |قائمه )?ا?ل?(?:محتويات|فهرس|موضوعات)\s?:?")
_PAGE_NUMBER = re.compile(r"[\s.…·_\-]*\d{1,3}$")
_ARTICLE = re.compile(r"^(?:ال)?(?:ماده|باب|فصل)\b")
_LONGEST_HEADING = 16


@rule(
    "X01",
    "error",
    ar="مرجع معطّل في الملف: «{words}».",
    en="A broken reference in the file: “{words}”.",
    why_ar="الملف لم يُحدَّث قبل إصداره، فلا يصل القارئ إلى ما يحيل إليه.",
    why_en="The file was not updated before it was issued; the reader is sent nowhere.",
)
def broken_reference(document: Document) -> Iterator[Hit]:
    for line, match in document.search(_BROKEN_REFERENCE):
        words = line.words(match.start(), match.end())
        yield Hit(line.number, words, params={"words": words})


def _repeated(document: Document) -> Iterator[Line]:
    """Lines of a letterhead that came into the text once more."""
    plain = [line for line in document.filled if not is_item(line) and len(line.text) < 90]
    counts = Counter(line.folded for line in plain)
    owner = {
        fold(name) for name in (document.reading.association_name, document.reading.title) if name
    }
    seen: set[str] = set()
    for line in plain:
        is_head = bool(_LETTERHEAD.fullmatch(line.folded))
        enough = 2 if is_head else 3 if line.folded in owner else None
        if enough and counts[line.folded] >= enough and line.folded in seen:
            yield line
        seen.add(line.folded)


@rule(
    "X02",
    "info",
    ar="ترويسة مكررة داخل النص.",
    en="The letterhead is repeated inside the text.",
    why_ar="تقطع القوائم والفقرات، وتُقرأ كأنها من السياسة.",
    why_en="It cuts lists and paragraphs in two and reads as if it were part of the policy.",
)
def letterhead_repeated(document: Document) -> Iterator[Hit]:
    previous = -9
    for line in _repeated(document):
        if line.number - previous > 9:
            yield Hit.at(line)
        previous = line.number


@rule(
    "X03",
    "warn",
    ar="حقول الترويسة فارغة.",
    en="Fields of the letterhead are empty.",
    why_ar="وثيقة صدرت بلا رقم ولا تاريخ يتعذر تتبعها.",
    why_en="A document issued without number or date cannot be traced.",
)
def letterhead_fields_empty(document: Document) -> Iterator[Hit]:
    empty = [line for line in document.filled if _EMPTY_LABEL.fullmatch(line.folded)]
    beside = [
        first
        for first, second in pairwise(empty)
        if second.number - first.number <= 2 and ":" in first.text
    ]
    if beside:
        yield Hit.at(beside[0])


def _contents(document: Document) -> tuple[list[tuple[Line, str]], list[Line]]:
    """The entries of the table of contents, and the lines after it."""
    lines = list(document.lines)
    start = next(
        (index for index, line in enumerate(lines) if _CONTENTS.fullmatch(_bare(line))), None
    )
    if start is None:
        return [], []
    entries: list[tuple[Line, str]] = []
    numbered = marked = False
    for index, line in enumerate(lines[start + 1 :], start=start + 1):
        if line.is_blank:
            if len(entries) >= 2 and not (numbered or marked):
                return entries, lines[index:]
            continue
        has_page = bool(_PAGE_NUMBER.search(line.folded)) or "\t" in line.text
        if not entries:
            numbered, marked = has_page, is_item(line)
        ended = (numbered and not has_page) or (marked and not is_item(line))
        title = _entry(line)
        if ended or len(title.split()) > _LONGEST_HEADING or title in {old for _, old in entries}:
            return entries, lines[index:]
        entries.append((line, title))
    return entries, []


def _bare(line: Line) -> str:
    return line.folded.lstrip("#").strip()


def _entry(line: Line) -> str:
    cell = line.folded.split("\t")[0]
    return _PAGE_NUMBER.sub("", cell[len(list_mark(line)) :]).strip(" .:…")


def _stems(title: str) -> set[str]:
    return {core(word)[:4] for word in re.findall(f"[{ARABIC_LETTER}]{{2,}}", title)}


def _is_heading_like(line: Line) -> bool:
    return not line.is_blank and len(line.text.split()) <= _LONGEST_HEADING


@rule(
    "X04",
    "warn",
    ar="الفهرس لا يطابق العناوين: «{entry}».",
    en="The table of contents does not match the headings: “{entry}”.",
    why_ar="يبحث القارئ عن قسم ذُكر ولا يجده، أو يفوته قسم لم يُذكر.",
    why_en="A reader looks for a section that is not there, or misses one that is.",
)
def contents_mismatch(document: Document) -> Iterator[Hit]:
    entries, body = _contents(document)
    if len(entries) < 2:
        return
    headings = [(line, _stems(line.folded)) for line in body if _is_heading_like(line)]
    for line, title in entries:
        stems = _stems(title)
        if not stems or ("اعتماد" in title and document.mentions_approval):
            continue
        if not any(len(stems & found) >= 0.6 * len(stems) for _, found in headings):
            yield Hit.at(line, entry=line.text.split("\t")[0])
    if any(_ARTICLE.search(title) for _, title in entries):
        listed = [_stems(title) for _, title in entries]
        for line, found in headings:
            is_listed = any(len(found & stems) >= 0.6 * len(found) for stems in listed)
            if _ARTICLE.search(line.folded) and line.text.count(" ") <= 8 and not is_listed:
                yield Hit.at(line, entry=line.text)
