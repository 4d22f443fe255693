"""Rules I: whose policy it is, and whether it always says so in the same way."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from policies.linting.document import Document, Word, core
from policies.linting.rule import Hit, rule
from policies.linting.scanning import is_lam_alef_damaged
from policies.reading.text import fold

_ASSOCIATION = re.compile(r"[وف]?(?:[بكل]|ال|بال|كال|لل)?(?:جمعيه|م[ؤو]سسه)")
_LETTERS = re.compile(r"\w+")
# How many words of a name must be there before leaving out the rest is another spelling of it.
SHORT_NAME = 3


@rule(
    "I01",
    "error",
    ar="ورد اسم جمعية أخرى: «{name}».",
    en="Another association is named: “{name}”.",
    why_ar="بقي من نقل النص عن سياسة جمعية أخرى، فيصير الالتزام منسوبًا إليها.",
    why_en="Left over from copying another policy, it puts the obligation on somebody else.",
)
def foreign_association(document: Document) -> Iterator[Hit]:
    for index, name in enumerate(document.reading.foreign_association_names):
        line = document.source_line(f"foreign_association_names.{index}")
        yield Hit(line or document.line_with(name), name, params={"name": name})


def _names(document: Document) -> list[list[str]]:
    names = [document.reading.association_name, *document.reading.foreign_association_names]
    return [_LETTERS.findall(fold(name)) for name in names if name]


def _matched(document: Document, mention: Sequence[Word], name: Sequence[str]) -> int:
    """How many words of the name the mention gives, beginning with «جمعية» itself."""
    count = 1
    for word, wanted in zip(mention[1:], name[1:], strict=False):
        if word.folded != wanted and not _is_damaged(document, word, wanted):
            break
        count += 1
    return count


_PLACE = re.compile(r"ب\w{3,}|في$")


def _resembles(word: str, wanted: str) -> bool:
    return SequenceMatcher(None, word, wanted).ratio() >= 0.75


@rule(
    "I02",
    "warn",
    ar="اسم الجمعية مكتوب بأكثر من صيغة: «{variant}» و«{name}».",
    en="The association's name is written in more than one form: “{variant}” and “{name}”.",
    why_ar="الاسم المسجل واحد، واختلافه يثير الشك في صاحب الوثيقة.",
    why_en="The registered name is one; variants cast doubt on whose document this is.",
)
def name_written_differently(document: Document) -> Iterator[Hit]:
    name = document.reading.association_name
    if not name or document.is_scrambled:
        return
    known = _names(document)
    own = known[0]
    words = document.words
    for index, word in enumerate(words):
        if not _ASSOCIATION.fullmatch(word.folded):
            continue
        mention = words[index : index + len(own) + 1]
        count = _matched(document, mention, own)
        if count == len(own) or any(
            _matched(document, mention, other) > count for other in known[1:]
        ):
            continue
        if _PLACE.match(own[count]) and not (
            count < len(mention) and _PLACE.match(mention[count].folded)
        ):
            continue  # in running text a name may leave out its place
        misspelt = count < len(mention) and _resembles(mention[count].folded, own[count])
        if count >= SHORT_NAME or (count >= 2 and misspelt):
            last = mention[count if misspelt else count - 1]
            variant = _words_between(word, last)
            yield Hit(word.line.number, variant, params={"variant": variant, "name": name})


def _is_damaged(document: Document, word: Word, wanted: str) -> bool:
    """The same word, hurt in extraction: O01 speaks of it."""
    return _resembles(word.folded, wanted) and is_lam_alef_damaged(document, word.text)


def _words_between(first: Word, last: Word) -> str:
    if first.line is last.line:
        return first.line.words(first.start, last.end)
    return f"{first.line.words(first.start)} {last.line.words(0, last.end)}"


@rule(
    "I03",
    "error",
    ar="لم يُذكر اسم الجمعية.",
    en="The association is not named.",
    why_ar="وثيقة بلا اسم صاحبها لا تُنسب إلى أحد ولا تُلزمه.",
    why_en="A document that names no owner can be ascribed to nobody and binds nobody.",
)
def association_not_named(document: Document) -> Iterator[Hit]:
    if not document.reading.association_name:
        yield Hit()


_KIND = re.compile(r"^(?:ال)?(?:جمعيه|م[ؤو]سسه|لجنه|مركز|وقف|صندوق|اهليه|خيريه|تعاونيه|تنمويه)$")
_ASIDE = re.compile(r"\([^)]*\)")


def _own_words(name: str) -> list[str]:
    """What sets the name apart: without «جمعية», «الخيرية» and what stands in brackets."""
    words = _LETTERS.findall(fold(_ASIDE.sub(" ", name)))
    return [core(word) for word in words if not _KIND.match(word)]


def is_same_association(one: str, other: str) -> bool:
    """Whether two names can mean one association: a name may leave out its end, or a slip of one letter."""
    first, second = _own_words(one), _own_words(other)
    if not first or not second:
        return True
    pairs = list(zip(first, second, strict=False))
    return all(mine == its or _resembles(mine, its) for mine, its in pairs)


@rule(
    "I51",
    "warn",
    ar="الوثيقة باسم «{name}»، والجمعية المسجلة «{registered}».",
    en="The document names “{name}”, the registered association is “{registered}”.",
    why_ar="قد تكون وثيقة جمعية أخرى رُفعت خطأً، أو تغيّر الاسم ولم يُعدَّل النص.",
    why_en="It may be another association's document, or the name changed and the text did not.",
)
def not_the_registered_association(document: Document) -> Iterator[Hit]:
    registered = document.setup.association_name if document.setup else None
    name = document.reading.association_name
    if registered and name and not is_same_association(name, registered):
        line = document.source_line("association_name") or document.line_with(name)
        yield Hit(line, name, params={"name": name, "registered": registered})
