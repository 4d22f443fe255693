"""What extraction does to Arabic text, found and repaired: lam-alef turned round or lost, words split
by a space, and lines whose words stand in visual order.

Letters that only changed places are put back in the text itself. A letter that was lost is put back
in values alone, and the words they were read from stay as they came.
"""

import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import pairwise

from policies.reading.model import ReviewReason, TextQuality
from policies.reading.text import ARABIC_LETTER, Line, Lines, fold, fold_letters, plain

# Common words of policies that hold a lam-alef; damage is recognised by them.
LAM_ALEF_WORDS = (
    "خلافه", "علاقة", "علاقات", "علاقتها", "علاقته", "اتصال", "اتصالات", "اجتماعي", "اجتماعية", "إلكتروني",
    "إلكترونية", "استفسار", "استفسارات", "استفساره", "لائحة", "لوائح", "استمارة", "استبانة",
    "استبيان", "استلام", "استقبال", "استكمال", "استيفاء", "اطلاع", "إجراء", "إجراءات", "إدارة",
    "أهداف", "أساسية", "أنظمة", "أدوات", "اعتماد", "اعتراض", "اجتماع", "اجتماعات", "اختصاص",
    "اقتراح", "اقتراحات", "التزام", "إشعار", "إبلاغ", "إحالة", "إفادة", "أولى", "أولوية", "أطراف",
    "أعضاء", "أقسام", "أخصائي", "أخصائية", "أسرة", "أيام", "خلال", "خلافات", "معاملات",
    "معاملاته", "معاملاتهم", "تساؤلات", "تساؤلاته", "مجالات", "إعلام", "أحكام", "إنهاء",
    "متطلبات", "مشكلات", "بلاغات", "عملاء", "زملاء", "حالات", "مقابلات", "صلاحيات",
    "صلاحيتها", "ملاحظات", "ملاحظة", "دلائل", "وكلاء", "رسائل", "إنجاز",
    "إصدار", "استرشاد", "استحقاق", "استفادة", "أولويات", "أسبوع", "أسباب", "أوراق", "ألف",
    "اكتمال", "انتهاء", "ابتداء", "إقرار", "اسم", "اسمه", "أدلة", "آلية", "آثار", "آراء",
)  # fmt: skip
# Beginnings that no Arabic word has: the article or the preposition with its letters turned round.
IMPOSSIBLE = re.compile(
    rf"(?<![{ARABIC_LETTER}])[وفبك]?(?:اإل|األ|اآل|امل(?=[{ARABIC_LETTER}]{{2}}))"
)
ENOUGH_TO_TRUST = 2
ENOUGH_LOST = 3
# «خلل أسبوع» lost an alef, «خلل في الإجراء» did not.
WITHIN_LOST = re.compile(
    rf"(?<![{ARABIC_LETTER}])خلل(?=\s+(?:\(?\d|مد|فتر|يوم|يوما|[اأ]سبوع|شهر|ساع|عشر|ثلاث|خمس|سبع|[اأ]ربع|ست))"
)
NEVER_DAMAGE = frozenset(
    {"الحالت", "العملء", "العمل", "السره", "بالسره", "والسره", "السم", "اللم", "الجزاء"}
)
# A lone «ل» or «ال» before a present-tense verb can only be «لا».
LOST_NEGATION = re.compile(rf"(?<![{ARABIC_LETTER}])(?:ل|ال)\s+(?=[يتن][{ARABIC_LETTER}]{{2,}})")
ARTICLE_APART = re.compile(rf"(?<![{ARABIC_LETTER}])ال\s+(?=[{ARABIC_LETTER}]{{3,}})")
VERBAL_NOUN = re.compile(rf"ت[{ARABIC_LETTER}]{{2}}ي[{ARABIC_LETTER}]ه?(?![{ARABIC_LETTER}])")
LAM_ALEF = re.compile("(ل)([اأإآ])")
# Verbal nouns such as «الاستلام» begin with two consonants once their alef is gone.
NO_WORD_WITHOUT_ALEF = re.compile("^ا(?:ست|[جعقكنبخ]ت|تص|طل|لتز|لكتر)|لات")
_PREFIXES = ("", "و", "ف", "ب", "ك", "ل", "لل", "ال", "وال", "بال", "فال", "كال", "ولل")
_WORD = re.compile(rf"[{ARABIC_LETTER}]+")

GAP = re.compile(r"[^\S\t]{2,}")
STRAY_START = re.compile(rf"^\s*(?:[-–]\s*)?[.:،,؛]\s*[-–:]?\s*\d{{0,2}}\s+(?=[{ARABIC_LETTER}])")
STRAY_END = re.compile(rf"[{ARABIC_LETTER}.،,]\s*[-–•]\s*\d{{0,2}}\s*$")
MARK_AT_END = re.compile(r"\s*(?P<mark>[-–•]\s*\d{0,2})\s*$")
MARK_AT_START = re.compile(r"^(?P<mark>[-–•])\s+")
HEAD_AT_END = re.compile(rf"^(?P<name>.*\s)(?P<last>[{ARABIC_LETTER}]+?)(?P<head>[بل]?جمعي[ةه])$")
CONDITION = re.compile(r"(?:حاله|حال)(?![\u0621-\u064a])")
PLACE = "في"


def _with_prefixes(word: str) -> list[tuple[str, str]]:
    """(prefix, rest) as written: the preposition «ل» swallows the alef of the article."""
    return [(prefix, prefix + word) for prefix in _PREFIXES]


def _damaged(word: str, replacement: str) -> set[str]:
    """The word with all its lam-alefs damaged, and with each one alone."""
    forms = {LAM_ALEF.sub(replacement, word)}
    for match in LAM_ALEF.finditer(word):
        forms.add(word[: match.start()] + match.expand(replacement) + word[match.end() :])
    return forms - {word}


@lru_cache(maxsize=1)
def _turned() -> dict[str, str]:
    """Folded damaged form → word, where «لا» became «ال»."""
    forms: dict[str, str] = {}
    for word in LAM_ALEF_WORDS:
        for prefix, whole in _with_prefixes(word):
            if not (prefix in {"ل", "ولل", "لل"} and word[0] in "اإأآ"):
                for damaged in _damaged(whole, r"\2\1"):
                    forms.setdefault(fold(damaged), whole)
    return forms


@lru_cache(maxsize=1)
def _shortened() -> dict[str, str]:
    """Folded damaged form → word, where «لا» lost its alef; only what is no word by itself."""
    forms: dict[str, str] = {}
    for word in LAM_ALEF_WORDS:
        if not NO_WORD_WITHOUT_ALEF.search(fold(word)):
            continue
        for _, whole in _with_prefixes(word):
            for damaged in _damaged(whole, r"\1"):
                if len(damaged) >= 6:
                    forms.setdefault(fold(damaged), whole)
    return forms


@lru_cache(maxsize=1)
def _shortened_beyond_doubt() -> dict[str, str]:
    """As `_shortened`, for a text that is known to have lost its lam-alefs: forms that elsewhere are
    words of their own («العلقة», «الدارة») are damage here."""
    forms: dict[str, str] = {}
    for word in LAM_ALEF_WORDS:
        for prefix, whole in _with_prefixes(word):
            if not (prefix in {"ل", "ولل", "لل"} and word[0] in "اإأآ"):
                for damaged in _damaged(whole, r"\1"):
                    if len(damaged) >= 5:
                        forms.setdefault(fold(damaged), whole)
    return {form: word for form, word in forms.items() if form not in NEVER_DAMAGE}


class Damage:
    """Which kinds of damage a text shows; one look at the whole text decides for every line."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    @cached_property
    def turned(self) -> bool:
        found = sum(len(IMPOSSIBLE.findall(plain(line.source))) for line in self.lines)
        return found >= ENOUGH_TO_TRUST

    @cached_property
    def lost(self) -> bool:
        return any(_shortened().get(word) for word in self._folded_words) or any(
            LOST_NEGATION.search(line.folded) for line in self.lines
        )

    @cached_property
    def lost_throughout(self) -> bool:
        """Sure enough to read the whole text by it, short words included."""
        words = {word for word in self._folded_words if word in _shortened()}
        negations = sum(len(LOST_NEGATION.findall(line.folded)) for line in self.lines)
        within = sum(len(WITHIN_LOST.findall(line.folded)) for line in self.lines)
        return (
            not self.turned and len(words) + negations + within >= ENOUGH_LOST and len(words) > 0
        )

    @cached_property
    def disordered(self) -> bool:
        filled = self.lines.filled
        stray = [line for line in filled if self._is_stray(line)]
        return len(stray) >= max(4, len(filled) // 12)

    @cached_property
    def kinds(self) -> list[ReviewReason]:
        found: dict[ReviewReason, bool] = {
            "word_order": self.disordered,
            "lam_alef_turned": self.turned,
        }
        found["lam_alef_lost"] = self.lost and not self.turned
        return [kind for kind, is_found in found.items() if is_found]

    @cached_property
    def quality(self) -> TextQuality:
        if self.disordered:
            return "word_order_noise"
        if self.turned:
            return "lam_alef_swapped"
        return "lam_alef_lost" if self.lost else "clean"

    @cached_property
    def _folded_words(self) -> set[str]:
        return {word for line in self.lines for word in _WORD.findall(line.folded)}

    @staticmethod
    def _is_stray(line: Line) -> bool:
        text = line.source.rstrip()
        return bool(STRAY_START.match(text) or STRAY_END.search(text))

    def repaired(self) -> Lines:
        lines = self.lines
        if self.disordered:
            pairs = _pairs(lines)
            lines = Lines(_in_order(line, pairs) for line in lines)
        return Lines(self._letters_back(line) for line in lines)

    def _letters_back(self, line: Line) -> Line:
        text = line.text
        if self.turned:
            text = _turn_back(text)
        elif self.lost_throughout:
            text = WITHIN_LOST.sub("خلال", text)
            text = _WORD.sub(lambda word: _as_known(word.group(), _shortened_beyond_doubt()), text)
            text = _WORD.sub(lambda word: _as_known(word.group(), _turned()), text)
        else:
            text = _WORD.sub(lambda word: _as_known(word.group(), _turned()), text)
        if text == line.text:
            return line
        return line.rewritten(text)


def restore(value: str) -> str:
    """A value with the lam-alefs that were lost: only where the words leave no other reading."""
    value = LOST_NEGATION.sub("لا ", value)
    return _WORD.sub(lambda word: _as_known(word.group(), _shortened()), value)


def is_short_of_letters(value: str) -> bool:
    return restore(value) != value


def _as_known(word: str, forms: dict[str, str]) -> str:
    """Short words are left alone: they are too often words of their own."""
    folded = fold_letters(word)
    return word if len(folded) < 5 else forms.get(folded, word)


def _turn_back(text: str) -> str:
    """For a text that is known to have its lam-alefs turned round."""
    text = re.sub(rf"(?<![{ARABIC_LETTER}])([وفبك]?)ا([إأآا])ل", r"\1ال\2", text)
    text = re.sub(rf"(?<![{ARABIC_LETTER}])([وفبك]?)امل(?=[{ARABIC_LETTER}]{{2}})", r"\1الم", text)
    text = re.sub(rf"(?<![{ARABIC_LETTER}])(و?)ملست", r"\1لمست", text)
    text = re.sub(rf"(?<![{ARABIC_LETTER}])(و?)لملست", r"\1للمست", text)
    text = re.sub(rf"(?<=[{ARABIC_LETTER}]{{3}})الت(?![{ARABIC_LETTER}])", "لات", text)
    text = _WORD.sub(lambda word: _turned().get(fold_letters(word.group()), word.group()), text)
    return ARTICLE_APART.sub(_negation_or_article, text)


def _negation_or_article(match: re.Match[str]) -> str:
    """«ال يصرف» was «لا يصرف»; «ال مستندات» is one word with a space inside."""
    following = fold_letters(match.string[match.end() :])
    is_verb = following[0] in "يتن" and not VERBAL_NOUN.match(following)
    return "لا " if is_verb else "ال"


def _pairs(lines: Lines) -> Counter[tuple[str, str]]:
    """Which words follow each other in those lines of the text that are in order."""
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines.filled:
        if len(GAP.split(line.source.strip())) <= 2:
            words = _WORD.findall(line.folded)
            pairs.update(pairwise(words))
    return pairs


def _in_order(line: Line, pairs: Counter[tuple[str, str]]) -> Line:
    """A line whose runs were written from its end: runs stand apart by wide gaps."""
    source = plain(line.source).strip()
    mark = MARK_AT_END.search(source)
    body = source[: mark.start()] if mark else source
    runs = [run.strip() for run in GAP.split(body) if _WORD.search(run)]
    if not mark:  # it may stand inside, where a run of the sentence was cut
        mark = next(filter(None, map(MARK_AT_START.search, runs)), None)
        runs = [MARK_AT_START.sub("", run) for run in runs]
    if _is_backwards(runs):
        runs = _linked([_mended(run) for run in reversed(runs)], pairs)
    elif not mark:
        return line
    elif len(runs) == 1:
        runs = [_mended(runs[0])]
    return line.rewritten(" ".join([*([mark["mark"].strip()] if mark else []), *runs]))


def _is_backwards(runs: list[str]) -> bool:
    """Two runs may be a sentence with a gap in it, unless the first one ends the sentence."""
    return len(runs) > 2 or (len(runs) == 2 and runs[0][-1] in ".؟!")


def _mended(run: str) -> str:
    """One run with letters at its far ends that belong to the other end."""
    if run.startswith("ة") and run.endswith("ا"):  # no word begins with ة
        run = f"ا{run[1:-1]}ة"
    match = HEAD_AT_END.match(run)
    if match and match["last"] not in _PREFIXES:
        run = f"{match['head']} {match['name']}{match['last']}"
    return run


def _linked(runs: list[str], pairs: Counter[tuple[str, str]]) -> list[str]:
    """Moves runs to where other lines of the text, or the language, say that they belong."""
    for run in list(runs):
        words = _WORD.findall(fold_letters(run))
        if words and len(words) == 1 and words[0].startswith("ال"):
            _move_after_pair(runs, run, words[0], pairs)
    opening = next((run for run in runs if CONDITION.match(fold_letters(run))), None)
    if opening and PLACE in runs:
        runs.remove(PLACE)
        start = runs.index(opening)
        runs = [PLACE, *runs[start:], *runs[:start]]
    return runs


def _move_after_pair(
    runs: list[str], run: str, word: str, pairs: Counter[tuple[str, str]]
) -> None:
    def last_word(other: str) -> str:
        words: list[str] = _WORD.findall(fold_letters(other))
        return words[-1] if words else ""

    here = runs.index(run)
    if here and pairs[last_word(runs[here - 1]), word]:
        return
    befores = [other for other in runs if other != run and pairs[last_word(other), word]]
    if len(befores) == 1:
        runs.remove(run)
        runs.insert(runs.index(befores[0]) + 1, run)
