"""A date of birth as it was given, in its own calendar."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.dates import (
    Calendar,
    HijriDate,
    both_calendars,
    gregorian_words,
    hijri_words,
    read_date,
)
from foundation.errors import Invalid

OLDEST: Final = 120


class BornInFuture(Invalid):
    code = "born_in_future"
    message = _("A date of birth lies in the past.")


class BornTooLongAgo(Invalid):
    code = "born_too_long_ago"
    message = _("Nobody is that old: please look at the year again.")


@dataclass(frozen=True, slots=True)
class Birth:
    """`day` is the Gregorian day that it was; `calendar` the one it was given in."""

    day: date
    calendar: Calendar

    @classmethod
    def read(cls, typed: str) -> "Birth":
        """Raises a kind of Invalid for a day that does not exist, has not come, or is too far back."""
        given = read_date(typed)
        birth = cls(given.date, given.calendar)
        if birth.day > clock.today():
            raise BornInFuture
        if birth.age() > OLDEST:
            raise BornTooLongAgo
        return birth

    @classmethod
    def load(cls, stored: Any) -> "Birth | None":
        if not stored:
            return None
        year, month, day = (int(part) for part in stored["date"].split("-"))
        calendar = Calendar(stored["calendar"])
        if calendar == Calendar.HIJRI:
            return cls(HijriDate(year, month, day).gregorian(), calendar)
        return cls(date(year, month, day), calendar)

    def dump(self) -> dict[str, str]:
        return {"calendar": self.calendar.value, "date": self.typed()}

    def typed(self) -> str:
        """1390-05-01: as it can be typed again."""
        if self.calendar == Calendar.HIJRI:
            return HijriDate.of(self.day).isoformat()
        return self.day.isoformat()

    def age(self, on: date | None = None) -> int:
        """In years of twelve Gregorian months, whichever calendar it was given in."""
        on = on or clock.today()
        return on.year - self.day.year - ((on.month, on.day) < (self.day.month, self.day.day))

    def words(self) -> str:
        """The calendar it was given in alone: the other is our calculation."""
        given_in_hijri = self.calendar == Calendar.HIJRI
        return hijri_words(self.day) if given_in_hijri else gregorian_words(self.day)

    def both(self) -> str:
        return both_calendars(self.day, first=self.calendar)
