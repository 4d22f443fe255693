"""Rules O: damage that PDF extraction and optical recognition leave, told from the letters alone."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from policies.linting.document import Document, Word, core, words_of
from policies.linting.rule import Hit, rule
from policies.reading.text import ARABIC_LETTER, Line

_A = f"[{ARABIC_LETTER}]"

# «لا» drawn as one glyph and taken apart in the wrong order: «لا» becomes «ال», «الم» becomes «امل».
_SWAPPED = (
    re.compile(r"[وف]?[بك]?ا[اأإآ]ل[ء-ي]{2,}"),
    re.compile(r"[وف]?ل[أإآ]ل(?!ف$)[ء-ي]{3,}"),
    re.compile(r"[وف]?(?:[بك]?ال|لل)الئ[ء-ي]{2,}"),
    re.compile(r"[وفبك]?امل(?![اأإآ])[ء-ي]{4,}"),
    re.compile(r"[وف]?(?:خالل|إال|أال)"),
)
# The alef of «لا» lost: «الاجتماع» becomes «الجتماع», «المجالات» becomes «المجالت».
_LOST = (
    re.compile(r"[وف]?(?:[بك]?ال|لل)[^اوىم]ت[^اوي]ا(?!ت$)[ء-ي]{1,5}"),
    re.compile(r"[وف]?[بك]?الست[^اوي]{2}ا(?!ت$)[ء-ي]{1,5}"),
    re.compile(r"[وف]?(?:[بك]?ال|لل)[ء-ي]{2,6}الت"),
    re.compile(r"[ء-ي]{2,}ؤلت"),
)
_BARE_AL = re.compile(rf"(?<!{_A})ال (?=[يت]{_A}{{2,}})")
_BARE_LAM = re.compile(rf"(?<!{_A})ل (?={_A}{{2,}})")

_SHORT_HAMZA = re.compile(r"[وف]?[بكل]?(?:ال|ل)?[ء-ي]{1,2}ء")
_HAMZA_AFTER_CONSONANT = re.compile(r"[ء-ي]*[^اويىأإآؤئء]ء")
_VERB_WITH_HAMZA = re.compile(r"[وف]?س?[أيتن][ء-ي]{2}ء")
_DEMONSTRATIVE = re.compile(r"[وفبكل]?(?:ذلك|هذا|هذه|التي|الذي|الذين|تلك)(?![منه]?$)[ء-ي]")
_INNER_HAMZA = re.compile(r"[ء-ي]*[^وفبكلاأ]إ[ء-ي]*|[ء-ي]*ى[ء-ي]+|[ؤئء][ء-ي]{2,}")
_CLASH = re.compile("عح|حع|عغ|غع|حغ|غح|خغ|غخ|خح|حخ|قغ|غق|صز|زص|صس|سص|ظط|طظ|ضظ|ظض|ثذ|ذث")
_BEFORE_A_STEM = frozenset("وفبكلسيتنماء")
_AFTER_A_STEM = frozenset("اتوهنيمكء")

LONG_PASSAGE = 10


# «الثالثة» is an ordinal wherever it has the article, though a text that says «ثلاثة» is near.
_ORDINAL = re.compile(r"[وف]?(?:[بك]?ال|لل)ثالثة?")
# Nouns that only look as if an alef were lost: «الكتمان», and those that end as «البتراء» does.
_WHOLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?:كتمان|[ء-ي]{3}اء)")


def _is_swapped(document: Document, word: str) -> bool:
    if any(pattern.fullmatch(word) for pattern in _SWAPPED):
        return True
    stem = core(word)
    if _ORDINAL.fullmatch(word) or len(stem) < 5 or document.vocabulary[word] > 3:
        return False
    # «العالقة» where the document also writes «العلاقة» or «العلاقات»
    return any(
        len(repaired) >= 4 and document.cores[repaired.translate({ord("ة"): "ه"})] > 0
        for found in re.finditer("ال", stem[1:-1])
        for repaired in [stem[: found.start() + 1] + "لا" + stem[found.end() + 1 :]]
    )


def is_lam_alef_damaged(document: Document, word: str) -> bool:
    if _WHOLE.fullmatch(word):
        return False
    return any(pattern.fullmatch(word) for pattern in _LOST) or _is_swapped(document, word)


def lam_alef_damage(document: Document, line: Line) -> Iterator[tuple[int, int]]:
    """Where on a line the letters of «لا» came out wrong."""
    for word in words_of(line):
        if is_lam_alef_damaged(document, word.text):
            yield word.start, word.end
    for pattern in (_BARE_AL, _BARE_LAM):
        for match in pattern.finditer(line.text):
            end = line.text.find(" ", match.end())
            yield match.start(), end if end > 0 else len(line.text)


@rule(
    "O01",
    "warn",
    ar="حروف «لا» تالفة في النص المستخرج: «{word}».",
    en="The letters of «لا» are damaged in the extracted text: “{word}”.",
    why_ar="قد تختفي أداة نفي مع التلف، فلا يُقبل النص قبل أن يراجعه شخص.",
    why_en="A negation may be lost with them; nothing is accepted before a person has looked.",
)
def lam_alef_damaged(document: Document) -> Iterator[Hit]:
    for line in document.filled:
        for start, end in lam_alef_damage(document, line):
            yield Hit.at(line, start, end, word=line.words(start, end))


def _is_garbled(word: str) -> bool:
    if _HAMZA_AFTER_CONSONANT.fullmatch(word) and not _SHORT_HAMZA.fullmatch(word):
        return not _VERB_WITH_HAMZA.fullmatch(word)
    return bool(
        _DEMONSTRATIVE.fullmatch(word) or _INNER_HAMZA.fullmatch(word) or _CLASH.search(word)
    )


def _are_forms(first: str, second: str) -> bool:
    """Whether two words differ only in what Arabic writes before and after a stem."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    stem = matcher.find_longest_match()
    before = first[: stem.a] + second[: stem.b]
    after = first[stem.a + stem.size :] + second[stem.b + stem.size :]
    return set(before) <= _BEFORE_A_STEM and set(after) <= _AFTER_A_STEM


def _misread(document: Document, first: list[Word], second: list[Word]) -> list[tuple[Word, Word]]:
    """Words of the first passage beside the similar words that the second has in their place."""
    matcher = SequenceMatcher(
        None, [word.folded for word in first], [word.folded for word in second], autojunk=False
    )
    found = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "replace" or end - start != other_end - other_start:
            continue
        for word, other in zip(first[start:end], second[other_start:other_end], strict=True):
            alike = SequenceMatcher(None, word.folded, other.folded).ratio() >= 0.6
            is_rare = document.vocabulary[word.text] == 1
            if alike and is_rare and not _are_forms(word.folded, other.folded):
                found.append((word, other))
    return found


def _misread_passages(document: Document) -> Iterator[Word]:
    """A passage that stands in the document twice, once badly recognised."""
    # A passage that is repeated to the letter holds no rare word, so one of its copies is enough.
    passages = {
        tuple(word.folded for word in words): words
        for line in document.filled
        if len(words := words_of(line)) >= LONG_PASSAGE
    }
    vocabularies = [(words, frozenset(folded)) for folded, words in passages.items()]
    for (first, its_own), (second, other_own) in combinations(vocabularies, 2):
        if len(its_own & other_own) < 0.5 * min(len(first), len(second)):
            continue
        misread = _misread(document, first, second)
        if len(misread) >= 3:
            yield from (word for word, other in misread if document.vocabulary[other.text] > 1)


@rule(
    "O02",
    "info",
    ar="كلمة مشوّهة من التعرف الضوئي: «{word}».",
    en="A word garbled by optical recognition: “{word}”.",
    why_ar="كلمة لا معنى لها في وثيقة ملزمة تُقرأ على غير ما كُتبت.",
    why_en="A word without meaning in a binding document will be read as something else.",
)
def garbled_words(document: Document) -> Iterator[Hit]:
    garbled = [word for word in document.words if _is_garbled(word.text)]
    for word in [*garbled, *_misread_passages(document)]:
        yield Hit.at(word.line, word.start, word.end, word=word.text)


@rule(
    "O03",
    "error",
    ar="ترتيب الكلمات مضطرب؛ يلزم إدخال يدوي.",
    en="The order of the words is disturbed; the text must be entered by hand.",
    why_ar="قُرئت الأسطر بترتيب ظهورها لا بترتيب قراءتها، فقد يتغير معنى الجملة.",
    why_en="Lines were taken in the order they are drawn, not read: a sentence may change meaning.",
)
def word_order_disturbed(document: Document) -> Iterator[Hit]:
    for line in document.disordered[:1]:
        yield Hit.at(line)
