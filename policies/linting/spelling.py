"""Rules T03 and Q01: slips of spelling and words split by a space, from patterns and the text itself."""

import re
from collections.abc import Iterator
from itertools import pairwise

from policies.linting.document import Document, Word, core, words_of
from policies.linting.rule import Hit, rule
from policies.reading.text import ARABIC_LETTER, HARAKAT, TATWEEL, Line

_A = f"[{ARABIC_LETTER}]"
_PREFIX = r"[وف]?(?:[بك]?ال|لل|[بكل])?"

# A connecting alef written with hamza: verbal nouns of forms VII, VIII and X, and a few of
# form VIII whose first letter is swallowed («اتصال»), which no pattern tells from form IV.
_HAMZA_ON_WASL = re.compile(
    _PREFIX
    + r"إ(?:ست[^ا]{2}ا|ن[^ا]{2}ا|(?!ت)[^ا]ت[^ا]ا|ت(?:صا|فا|جا|خا|حا|ها|سا|زا)[لقهذدمعن])(?!نت)[ء-ي]+"
    + r"|"
    + _PREFIX
    + r"إت(?:صال|فاق|جاه|خاذ|حاد|هام|ساع|زان)(?:ات|ية|ي|ه|ها|هم)?"
)
_TANWIN_HAMZA = re.compile(r"[ء-ي]{2,}[يو][ب-ي]أ")
_MAQSURA = re.compile(r"[وف]?(?:ا|إ)لي|[وف]?حتي|(?:ال)?[أا]خري")
_FEMININE = re.compile(r"[ء-ي]{2,}(?:ة|ته|تها|تهم)")
_FEMININE_SUPERLATIVE = re.compile(r"ال(?:[أا]ول|[أا]خر|كبر|صغر|عظم|قصو|وسط)ي")
_PREPOSITION_ALI = re.compile(r"[وف]?علي")
_AFTER_PREPOSITION = re.compile(r"أن|أنه|أنها|ألا|كافة|جميع|هذه|هذا|ذلك|تلك|ما|كل|أي")
_NISBA_WITH_HA = re.compile(r"[وف]?(?:[بك]?ال|لل)(?!ت)[ء-ي]{3,}يه")
_DEFINITE_WITH_HA = re.compile(r"[وف]?(?:[بك]?ال|لل)[ء-ي]{2,}ه")
_VERB_WITH_HAMZA = re.compile(r"[وف]?س?[أيتن](?:بد|قر|نش|مل)ء")
_TRIPLE = re.compile(r"([^وت])\1\1")
_GLUED = re.compile(rf"{_A}{{3,}}ة{_A}{{2,}}")
_PREPOSITION = re.compile(r"[وف]?(?:مع|من|في|على|إلى|عن)")
_PREPOSITION_TWICE = re.compile(r"لل[ء-ي]{4,}")
_SMALL_WORD = re.compile(r"من|في|على|إلى|عن|أن|مع|التي|الذي|الذين|هذه|هذا|ذلك|بعد|قبل|خلال")
_SHORT_PLURAL = re.compile(r"[بك]?ال[ب-ي]ات")

_ENUMERATED = re.compile(
    r"(?:ال)?(?:فئه|نموذج|ملحق|بند|فقره|درجه|مستوي|شعبه|مجموعه|خيار|جدول|حرف|قسم|باب|رقم|مرفق|شريحه)"
)
_NEVER_ALONE = frozenset("ةىءؤئ")
_TITLES = frozenset("مدأ")
_ARTICLE_AND_LETTER = re.compile(rf"(?<!{_A})ال[ب-قك-و](?<![فه]) (?P<rest>{_A}{{2,}})")
_SUFFIXES = frozenset({"ات", "ين", "ون", "ية", "تها", "تهم"})
# «مدة ل تقل»: what is left of «لا», not the end of a word
_NEGATED = re.compile(r" (?:لل|[يت])[ء-ي]{2,}")
_BARE_ARTICLE = re.compile(rf"(?<!{_A})(?:[وف]?ال|لل) (?P<rest>{_A}{{3,}})")


def _neighbours(line: Line) -> Iterator[tuple[Word, Word]]:
    """Words that stand side by side with nothing but one space between."""
    words = words_of(line)
    for first, second in pairwise(words):
        if line.text[first.end : second.start] == " ":
            yield first, second


def _misspelt(document: Document, text: str) -> bool:
    patterns = (_HAMZA_ON_WASL, _TANWIN_HAMZA, _MAQSURA, _NISBA_WITH_HA, _VERB_WITH_HAMZA)
    if any(pattern.fullmatch(text) for pattern in patterns) or _TRIPLE.search(text):
        return True
    if _DEFINITE_WITH_HA.fullmatch(text) and document.vocabulary[text[:-1] + "ة"]:
        return True
    if _GLUED.fullmatch(text):
        return not document.is_scrambled
    return _dropped_letter(document, text) or _letters_changed_places(document, text)


def _dropped_letter(document: Document, text: str) -> bool:
    """A plural with one letter of root, next to a fuller word of the same document."""
    text = text.removeprefix("و").removeprefix("ف")
    if not _SHORT_PLURAL.fullmatch(text) or text.endswith("ذات"):
        return False
    return any(
        len(word) == len(text) + 1 and _without_one_letter(word, text)
        for word in document.vocabulary
    )


def _without_one_letter(word: str, shorter: str) -> bool:
    return any(word[:index] + word[index + 1 :] == shorter for index in range(1, len(word) - 1))


def _letters_changed_places(document: Document, text: str) -> bool:
    """Two letters the wrong way round in a long word that is otherwise well attested."""
    if len(text) < 7 or document.vocabulary[text] > 1:
        return False
    attested = 2 if len(text) == 7 else 1
    return any(
        document.vocabulary[text[:index] + text[index + 1] + text[index] + text[index + 2 :]]
        >= attested
        for index in range(1, len(text) - 1)
        if text[index] != text[index + 1] and {text[index], text[index + 1]} != {"ل", "ا"}
    )


def _wrong_beside(first: Word, second: Word) -> bool:
    """Slips that show only in the company of the next word."""
    if _FEMININE.fullmatch(first.text) and _FEMININE_SUPERLATIVE.fullmatch(second.text):
        return True
    if _PREPOSITION_ALI.fullmatch(first.text) and _AFTER_PREPOSITION.fullmatch(second.text):
        return True
    if _PREPOSITION.fullmatch(first.text) and _PREPOSITION_TWICE.fullmatch(second.text):
        return True
    return first.text == second.text and bool(_SMALL_WORD.fullmatch(first.text))


def _slips(document: Document, line: Line) -> Iterator[tuple[int, int]]:
    words = words_of(line)
    for word in words:
        if _misspelt(document, word.text):
            yield word.start, word.end
    if document.is_scrambled:
        return
    for first, second in pairwise(words):
        if line.text[first.end : second.start] in (" ", " (") and _wrong_beside(first, second):
            is_pair = not _FEMININE_SUPERLATIVE.fullmatch(second.text)
            yield (first if is_pair else second).start, second.end


def correction(words: str) -> str | None:
    """How a slip that a pattern told should be written; None where only a person can say."""
    parts = words.replace("(", " ").split()
    if len(parts) == 2 and parts[0] == parts[1]:
        return parts[0]
    corrected = list(filter(None, map(_corrected, parts)))
    if len(corrected) != len(parts):
        return None
    if len(parts) == 2 and _PREPOSITION_ALI.fullmatch(parts[0]):
        corrected[0] = parts[0][:-1] + "ى"
    elif len(parts) == 2 and _FEMININE_SUPERLATIVE.fullmatch(parts[1]):
        corrected[1] = parts[1][:-1] + "ى"
    elif len(parts) == 1 and _FEMININE_SUPERLATIVE.fullmatch(parts[0]):
        corrected[0] = parts[0][:-1] + "ى"
    elif len(parts) == 2 and _PREPOSITION.fullmatch(parts[0]) and parts[1].startswith("لل"):
        corrected[1] = "ال" + parts[1][2:]
    joined = " ".join(corrected)
    return joined if joined != words and "(" not in words else None


def _corrected(word: str) -> str | None:
    """The word itself where no pattern finds fault with it."""
    bare = "".join(letter for letter in word if letter not in HARAKAT)
    if _HAMZA_ON_WASL.fullmatch(bare):
        return word.replace("إ", "ا", 1)
    if _TANWIN_HAMZA.fullmatch(bare):
        return bare[:-1] + "ًا"
    if _MAQSURA.fullmatch(bare):
        return word[:-1] + "ى"
    if _NISBA_WITH_HA.fullmatch(bare) or _DEFINITE_WITH_HA.fullmatch(bare):
        return word[:-1] + "ة"
    if _TRIPLE.search(bare) or _VERB_WITH_HAMZA.fullmatch(bare) or _GLUED.fullmatch(bare):
        return None
    return word


@rule(
    "T03",
    "info",
    ar="خطأ إملائي محتمل: «{word}».",
    en="A likely spelling mistake: “{word}”.",
    why_ar="الوثيقة تُنشر باسم الجمعية، والخطأ قد يغيّر المعنى.",
    why_en="The document is published in the association's name, and a slip may change its meaning.",
)
def spelling_slips(document: Document) -> Iterator[Hit]:
    for line in document.filled:
        for start, end in sorted(_slips(document, line)):
            yield Hit.at(line, start, end, word=line.words(start, end))


def _is_written_on(word: Word) -> bool:
    """«لـ»: a stroke after the letter says that it belongs to what follows."""
    after = word.line.offsets[word.end - 1] + 1
    return word.line.source[after : after + 1] == TATWEEL


def _split_tail(document: Document, first: Word, second: Word) -> bool:
    """«مختل ف»: the second word is no word of its own, but the end of the first."""
    if len(first.text) < 3 or _ENUMERATED.fullmatch(core(first.folded)):
        return False
    if second.text in _SUFFIXES:
        return True
    if len(second.text) == 1:
        return _is_stray_letter(document, first, second)
    return _split_in_the_middle(document, first, second)


def _is_stray_letter(document: Document, first: Word, second: Word) -> bool:
    if second.text in _NEVER_ALONE:
        return True
    rest = first.line.text[second.end :]
    is_label = rest[:1] in tuple(")-–:/") or _is_written_on(second)
    if is_label or (second.text == "ل" and _NEGATED.match(rest)):
        return False
    joined = document.cores[core(first.folded + second.folded)] > 0
    if second.text in _TITLES:
        return joined or not re.match(r"[./]| [ء-ي]", rest)
    return joined or not (second.text == "و" or rest.startswith((" ب", ".ب")))


def _split_in_the_middle(document: Document, first: Word, second: Word) -> bool:
    """Two rare words that together make one which the document also writes whole."""
    words = document.vocabulary
    joined = core(first.folded + second.folded)
    rare = words[first.text] == 1 and words[second.text] == 1 and first.text != "عبد"
    is_new = len(joined) >= 5 and joined != core(second.folded)
    return rare and is_new and document.cores[joined] > 0


def _split_words(document: Document, line: Line) -> Iterator[tuple[int, int]]:
    for first, second in _neighbours(line):
        if _split_tail(document, first, second):
            yield first.start, second.end
    for match in _ARTICLE_AND_LETTER.finditer(line.text):
        yield match.start(), match.end()
    for match in _BARE_ARTICLE.finditer(line.text):
        # «ال يصرف» is a damaged «لا يصرف», not half a noun
        if match["rest"][0] not in "يت" or document.vocabulary["ال" + match["rest"]]:
            yield match.start(), match.end()


@rule(
    "Q01",
    "info",
    ar="كلمة مقسومة بمسافة: «{word}».",
    en="A word split by a space: “{word}”.",
    why_ar="لا يجدها البحث، ولا يقرؤها قارئ الشاشة قراءة صحيحة.",
    why_en="Search does not find it and a screen reader does not pronounce it.",
)
def words_split(document: Document) -> Iterator[Hit]:
    for line in document.filled:
        for start, end in sorted(_split_words(document, line)):
            yield Hit.at(line, start, end, word=line.words(start, end))
