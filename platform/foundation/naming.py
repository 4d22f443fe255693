"""How an association calls the people it serves: «مستفيد» in our sentences becomes its own word.

Sentences are written once, with «مستفيد» in whatever form the grammar asks for; `renamed` puts the
other word in the same form. Policies themselves are never passed through here.
"""

import re
from dataclasses import dataclass

# Broken plurals of what such people are called; a policy may give its own: «رفيق / رفقاء».
PLURALS = {
    "عضو": "أعضاء", "عميل": "عملاء", "نزيل": "نزلاء", "مريض": "مرضى", "يتيم": "أيتام", "طالب": "طلاب",
    "ضيف": "ضيوف", "سجين": "سجناء", "أسير": "أسرى", "فقير": "فقراء", "شاب": "شباب", "أسرة": "أسر",
    "أرملة": "أرامل", "طفل": "أطفال", "جار": "جيران", "كفيف": "مكفوفون", "شريك": "شركاء",
}  # fmt: skip
_LETTER = "\u0621-\u064a"
_MARKS = re.compile("[\u064b-\u0652\u0640\u200b-\u200f\u2066-\u2069]")
_LETTERS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")  # and nothing that a page would take for markup
_PERSON = re.compile(
    rf"(?<![{_LETTER}])(?P<and>[وف]?)(?P<before>[بكل]?)(?P<the>ال|(?<=ل)ل|)مستفيد"
    rf"(?P<end>ون|ين|ان|ي(?=ها|هم|نا|ك)|ًا|)(?P<whose>ها|هم|نا|ك|)(?![{_LETTER}])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A noun of one word or more, without its article, and its plural in both cases."""

    one: str
    many: str
    many_oblique: str

    @classmethod
    def of(cls, written: str) -> "Word | None":
        """From «عضو», «العضو» or «عضو / أعضاء»; None where it says what is said anyway."""
        one, _, many = (_bare(_MARKS.sub("", part).strip()) for part in written.partition("/"))
        if (
            not _LETTERS.fullmatch(one)
            or one == "مستفيد"
            or (many and not _LETTERS.fullmatch(many))
        ):
            return None
        many = many or PLURALS.get(one, "")
        if many:
            return cls(one, many, f"{many[:-2]}ين" if many.endswith("ون") else many)
        if one.endswith("ة"):
            return cls(one, f"{one[:-1]}ات", f"{one[:-1]}ات")
        return cls(one, f"{one}ون", f"{one}ين")


def renamed(text: str, word: Word | None) -> str:
    """`text` with «مستفيد» in each of its forms replaced by the same form of `word`."""
    if word is None or "مستفيد" not in text:
        return text
    return _PERSON.sub(lambda found: _in_place_of(found, word), text)


def _in_place_of(found: re.Match[str], word: Word) -> str:
    noun = _owned(_formed(found["end"], word), found["whose"])
    before, the = found["before"], found["the"]
    if the and before == "ل":
        noun = f"لل{noun.removeprefix('ل')}"
    elif the:
        noun = f"{before}ال{noun}"
    else:
        noun = f"{before}{noun}"
    return f"{found['and']}{noun}"


def _formed(end: str, word: Word) -> str:
    match end:
        case "ون":
            return word.many
        case "ين" | "ي":
            return word.many_oblique
        case "ان":
            return f"{word.one.removesuffix('ة')}{'ت' * word.one.endswith('ة')}ان"
        case "ًا":
            return f"{word.one}ً" if word.one.endswith(("ة", "اء")) else f"{word.one}ًا"
        case _:
            return word.one


def _owned(noun: str, whose: str) -> str:
    """A pronoun at its end changes the last letter of some nouns, and takes the plural's ن."""
    if not whose:
        return noun
    if noun.endswith("ين"):
        return f"{noun[:-1]}{whose}"
    last = {"ء": "ئ", "ى": "ا", "ة": "ت"}.get(noun[-1], noun[-1])
    return f"{noun[:-1]}{last}{whose}"


def _bare(noun: str) -> str:
    return noun.removeprefix("ال") if len(noun) > 4 else noun
