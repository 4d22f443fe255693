"""Rules N50, T50 and on: references that lead nowhere, terms, names and numbers that do not hold."""

import re
from collections.abc import Iterator

from policies.linting.document import Document, core, words_of
from policies.linting.rule import Hit, rule
from policies.reading.grammar import ORDINAL_WORD, ORDINAL_WORDS
from policies.reading.markers import ARTICLE
from policies.reading.text import ARABIC_LETTER, Line, fold

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
_ARTICLE_HEAD = re.compile(
    rf"^#*\s?(?:ال)?ماده\s?(?:رقم\s)?(?:\(?\s?(?P<n>\d{{1,3}})\s?\)?|(?P<word>{ORDINAL_WORD}){_E})"
)
_REFERENCE = re.compile(
    rf"(?<=\s)[وفبل]{{0,2}}(?:ال|لل)?ماده\s?(?:رقم\s)?(?:\(?\s?(?P<n>\d{{1,3}})\s?\)?"
    rf"|(?P<word>{ORDINAL_WORD}){_E})"
    r"(?P<after>(?:\s?[/،\-]?\s?\S+){0,4})"
)
_OF_ANOTHER = re.compile(
    r"(?:^|\s)(?:من|في|ب)\s?(?:ال)?(?:نظام|لائحه|لاءحه|قواعد|قانون|ميثاق|دليل|قرار|مرسوم"
    r"|اللايحه|ضوابط|سياسه (?!هذه)|عقد|اتفاقي|تعليمات)"
    r"|^\s?(?:ال)?(?:نظام|لائحه)"
)
_FEWEST_ARTICLES = 3

_DEFINITIONS = re.compile(
    r"(?:ال)?(?:تعريفات|تعاريف|مصطلحات|تعريف المصطلحات|التعريفات والمصطلحات)"
)
_DEFINITION = re.compile(
    rf"^(?:[-–•*▪]\s*|\(?\w{{1,2}}\s?[.)\-]\s*)?(?P<term>(?:{_S}[{ARABIC_LETTER}]+\s?){{1,4}}?)\s?[:：]\s?(?=\S)"
)

_LICENCE = re.compile(
    rf"{_S}(?:ال)?(?:ترخيص|رخصه)(?:\s(?:الجمعيه|المركز الوطني|رقم"
    rf"|ذات الرقم))*\s?[:(/]*\s?(?:رقم)?\s?[(:]?\s?(?P<n>\d{{2,8}}){_E}(?!\s?[/\-]\s?\d)"
)

_RENAMED = {
    "وزارة الشؤون الاجتماعية": "وزارة الموارد البشرية والتنمية الاجتماعية",
    "وزارة العمل والتنمية الاجتماعية": "وزارة الموارد البشرية والتنمية الاجتماعية",
    "وزارة العمل والشؤون الاجتماعية": "وزارة الموارد البشرية والتنمية الاجتماعية",
    "لائحة الجمعيات والمؤسسات الخيرية": "نظام الجمعيات والمؤسسات الأهلية",
    "وزارة التربية والتعليم": "وزارة التعليم",
}
"""What authorities and laws were called, and are called now."""
_OLD_NAMES = re.compile("|".join(re.escape(fold(name)) for name in _RENAMED))
_ONCE = re.compile(r"سابق|انذاك|حينها|سميت|المسما|دمج|حلت محل|حل محل|الملغا")


def renamed(words: str) -> str | None:
    """What the authority or law is called today."""
    return next((new for old, new in _RENAMED.items() if fold(old) == fold(words)), None)


def is_of_another_document(after: str) -> bool:
    """Whether the words after a cited article say that it is another document's: «من نظام …»."""
    return bool(_OF_ANOTHER.search(fold(after)[:30]))


def _number(match: re.Match[str]) -> int | None:
    if match["n"]:
        return int(match["n"])
    return ORDINAL_WORDS.get(" ".join(match["word"].split()))


def _articles(document: Document) -> set[int]:
    heads = [_ARTICLE_HEAD.match(line.folded) for line in document.filled]
    return {number for head in heads if head and (number := _number(head))}


@rule(
    "N50",
    "error",
    ar="إحالة إلى مادة لا وجود لها: «{words}».",
    en="A reference to an article that does not exist: “{words}”.",
    why_ar="بقيت من نسخة أخرى أو تغيّر الترقيم، فلا يهتدي القارئ إلى الحكم.",
    why_en="Left from another version or from old numbering; nobody finds what applies.",
)
def article_does_not_exist(document: Document) -> Iterator[Hit]:
    articles = _articles(document)
    if len(articles) < _FEWEST_ARTICLES or document.is_scrambled:
        return
    for line, match in document.search(_REFERENCE):
        number = _number(match)
        if number and number not in articles and not _OF_ANOTHER.search(match["after"]):
            end = match.start("after")
            words = line.words(match.start(), end).strip()
            yield Hit(line.number, words, params={"words": words})


_PART_HEAD = re.compile(ARTICLE)


def _definitions(document: Document) -> Iterator[tuple[Line, str]]:
    """Terms in the part on definitions, as written."""
    within = False
    for line in document.filled:
        bare = re.sub(r"^[#\s\d().\-:–]*", "", line.folded)
        heading = len(bare.split()) <= 7
        if heading and _DEFINITIONS.search(bare) and ":" not in bare.rstrip(" :-")[-1:]:
            match = _DEFINITION.match(line.folded)
            within = (
                not match
                or bool(_DEFINITIONS.search(match["term"]))
                or bool(_ARTICLE_HEAD.match(line.folded))
            )
            continue
        if not within:
            continue
        if _PART_HEAD.match(line.folded):
            within = False
            continue
        match = _DEFINITION.match(line.folded)
        if match and len(line.folded) > match.end():
            yield line, match["term"].strip()
        elif heading and not line.folded.endswith(":"):
            within = False


def _uses(document: Document, term: str, but: Line) -> bool:
    wanted = [core(word) for word in term.split()]
    for line in document.filled:
        if line.number == but.number:
            continue
        cores = [core(word.folded) for word in words_of(line)]
        if any(_same(cores[i : i + len(wanted)], wanted) for i in range(len(cores))):
            return True
    return False


def _same(cores: list[str], wanted: list[str]) -> bool:
    """The term, or a form of it: plural, feminine, with a pronoun."""
    return len(cores) == len(wanted) and all(
        one.startswith(other[: max(4, len(other) - 2)])
        for one, other in zip(cores, wanted, strict=True)
    )


@rule(
    "T50",
    "info",
    ar="مصطلح عُرِّف ولم يُستعمل: «{term}».",
    en="A term is defined and never used: “{term}”.",
    why_ar="تعريف بقي من نسخة أخرى، أو حكم سقط من النص.",
    why_en="Left over from another text, or what used it was lost.",
)
def term_never_used(document: Document) -> Iterator[Hit]:
    for line, term in _definitions(document):
        if not _uses(document, term, line):
            words = line.words(line.folded.find(term), line.folded.find(term) + len(term))
            yield Hit(line.number, words, params={"term": words})


@rule(
    "T51",
    "warn",
    ar="مصطلح عُرِّف مرتين: «{term}» (السطر {line} أيضًا).",
    en="A term is defined twice: “{term}” (also line {line}).",
    why_ar="لا يُعرف أي التعريفين يُحتكم إليه.",
    why_en="It is not clear which of the two holds.",
)
def term_defined_twice(document: Document) -> Iterator[Hit]:
    seen: dict[str, int] = {}
    for line, term in _definitions(document):
        if term in seen:
            words = line.words(line.folded.find(term), line.folded.find(term) + len(term))
            yield Hit(line.number, words, params={"term": words, "line": str(seen[term])})
        seen.setdefault(term, line.number)


@rule(
    "I50",
    "error",
    ar="رقمان مختلفان للترخيص: {first} و{second}.",
    en="Two different licence numbers: {first} and {second}.",
    why_ar="أحد الرقمين لجمعية أخرى أو فيه خطأ، والترخيص يثبت صفة الجمعية.",
    why_en="One of them is wrong or another association's; the licence proves who this is.",
)
def licence_numbers_differ(document: Document) -> Iterator[Hit]:
    first = None
    for line, match in document.search(_LICENCE):
        first = first or match["n"]
        if match["n"] != first:
            yield Hit.at(line, *match.span(), first=first, second=match["n"])
            return


@rule(
    "X50",
    "info",
    ar="اسم قديم لجهة أو نظام: «{words}»، وهو اليوم «{now}».",
    en="An authority or law under its old name: “{words}”, today “{now}”.",
    why_ar="يدل على أن النص منقول من وثيقة قديمة، ويضل من يريد الرجوع إلى الجهة.",
    why_en="It shows that the text was copied from an old one, and misleads who looks it up.",
)
def old_name(document: Document) -> Iterator[Hit]:
    for line, match in document.search(_OLD_NAMES):
        after = line.folded[match.end() : match.end() + 25]
        if not _ONCE.search(after) and not _ONCE.search(line.folded[: match.start()][-25:]):
            words = line.words(*match.span())
            yield Hit(line.number, words, params={"words": words, "now": renamed(words) or ""})
