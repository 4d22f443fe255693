"""How much speaks for two files being one person's: 0 to 100, each sign with its points.

| sign                                                   | points                       |
|--------------------------------------------------------|------------------------------|
| same identity number                                   | 100                          |
| other identity number                                  | -30                          |
| same IBAN                                              | 40                           |
| same mobile                                            | 30                           |
| same e-mail                                            | 25                           |
| same name, under all spellings (one word only)         | 40 (25)                      |
| similar name: other order, a letter, a part left out   | up to 35                     |
| same day of birth                                      | 20                           |
| other day of birth                                     | -25                          |
| somebody of the household is in both                   | 15                           |

From PROPOSED on a pair is shown, from LIKELY on it stands at the top as probably one person. Nobody
is merged by a score.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.arabic import search_words

PROPOSED: Final = 25
LIKELY: Final = 60
MOST: Final = 100
SIMILAR_AT_MOST: Final = 35
ALIKE: Final = 0.6  # how much of two names must agree


class MatchOn(StrEnum):
    IDENTITY = "identity"
    MOBILE = "mobile"
    EMAIL = "email"
    NAME = "name"
    IBAN = "iban"
    SIMILAR_NAME = "similar_name"
    BIRTH = "birth"
    HOUSEHOLD = "household"
    OTHER_IDENTITY = "other_identity"
    OTHER_BIRTH = "other_birth"


SIGN_LABELS: Final[dict[MatchOn, str | Promise]] = {
    MatchOn.IDENTITY: _("same identity number"),
    MatchOn.MOBILE: _("same mobile"),
    MatchOn.EMAIL: _("same e-mail"),
    MatchOn.NAME: _("same name"),
    MatchOn.IBAN: _("same IBAN"),
    MatchOn.SIMILAR_NAME: _("similar name"),
    MatchOn.BIRTH: _("same day of birth"),
    MatchOn.HOUSEHOLD: _("somebody of the household is the same"),
    MatchOn.OTHER_IDENTITY: _("other identity number"),
    MatchOn.OTHER_BIRTH: _("other day of birth"),
}
POINTS: Final = {
    MatchOn.IDENTITY: 100,
    MatchOn.IBAN: 40,
    MatchOn.MOBILE: 30,
    MatchOn.EMAIL: 25,
    MatchOn.BIRTH: 20,
    MatchOn.HOUSEHOLD: 15,
    MatchOn.OTHER_IDENTITY: -30,
    MatchOn.OTHER_BIRTH: -25,
}
SAME_NAME: Final = 40
SAME_WORD: Final = 25
NUMBERS: Final = (MatchOn.IDENTITY, MatchOn.MOBILE, MatchOn.EMAIL, MatchOn.IBAN)


@dataclass(frozen=True, slots=True)
class Reason:
    sign: MatchOn
    points: int


@dataclass(frozen=True, slots=True)
class Signs:
    """What of a person is compared. `numbers`: the keyed hash of each number that is known."""

    name: str
    numbers: dict[MatchOn, bytes] = field(default_factory=dict)
    birth: date | None = None
    household: frozenset[str] = frozenset()


def compare(one: Signs, other: Signs) -> tuple[Reason, ...]:
    """The strongest sign first, what speaks against it last."""
    found = [
        Reason(sign, POINTS[sign])
        for sign in NUMBERS
        if sign in one.numbers and one.numbers[sign] == other.numbers.get(sign)
    ]
    if MatchOn.IDENTITY in one.numbers and MatchOn.IDENTITY in other.numbers:
        found += _against(found, MatchOn.IDENTITY, MatchOn.OTHER_IDENTITY)
    found += _by_name(search_words(one.name), search_words(other.name))
    if one.birth is not None and other.birth is not None:
        sign = MatchOn.BIRTH if one.birth == other.birth else MatchOn.OTHER_BIRTH
        found.append(Reason(sign, POINTS[sign]))
    if one.household & other.household:
        found.append(Reason(MatchOn.HOUSEHOLD, POINTS[MatchOn.HOUSEHOLD]))
    return tuple(
        sorted(found, key=lambda reason: (-reason.points, list(MatchOn).index(reason.sign)))
    )


def total(reasons: Iterable[Reason]) -> int:
    return max(0, min(MOST, sum(reason.points for reason in reasons)))


def _against(found: list[Reason], same: MatchOn, other: MatchOn) -> list[Reason]:
    return [] if any(reason.sign == same for reason in found) else [Reason(other, POINTS[other])]


def _by_name(one: list[str], other: list[str]) -> list[Reason]:
    if not one or not other:
        return []
    if one == other:
        return [Reason(MatchOn.NAME, SAME_NAME if len(one) > 1 else SAME_WORD)]
    alike = likeness(one, other)
    if alike < ALIKE:
        return []
    return [Reason(MatchOn.SIMILAR_NAME, round(SIMILAR_AT_MOST * alike))]


def likeness(one: list[str], other: list[str]) -> float:
    """0 to 1. The first names must agree, or all words in another order: brothers share the others."""
    same_words = sorted(one) == sorted(other)
    if not same_words and word_likeness(one[0], other[0]) == 0:
        return 0.0
    left, agreed = list(other), 0.0
    pairs = 0
    for word in one:
        best = max(left, key=lambda each: word_likeness(word, each), default="")
        if best and (alike := word_likeness(word, best)):
            left.remove(best)
            agreed += alike
            pairs += 1
    if pairs < 2:
        return 0.0
    return (agreed / min(len(one), len(other)) + agreed / max(len(one), len(other))) / 2


def word_likeness(one: str, other: str) -> float:
    """1 for the same word, 0.8 for one or two letters apart in words that are long enough for it."""
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    allowed = 0 if min(len(one), len(other)) < 3 or longest < 4 else 1 if longest < 8 else 2
    if allowed and abs(len(one) - len(other)) <= allowed and distance(one, other) <= allowed:
        return 0.8
    return 0.0


def distance(one: str, other: str) -> int:
    """Letters to change, leave out, add or swap with their neighbour, to make one of the other."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, against in enumerate(other, start=1):
            steps = min(
                last[column] + 1,
                current[column - 1] + 1,
                last[column - 1] + (letter != against),
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                steps = min(steps, before_last[column - 2] + 1)
            current.append(steps)
        before_last, last = last, current
    return last[-1]
