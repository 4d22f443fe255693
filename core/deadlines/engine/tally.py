"""Running totals over all days, read in a few steps however far apart the days lie."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate

FIRST_DAY = 1
LAST_DAY = date.max.toordinal() - 2
"""So that its end, in any time zone, is still an instant that can be written."""

DAYS_A_WEEK = 7

Stretch = tuple[int, Sequence[int]]
"""The ordinal of its first day, and what that day and the six after it amount to; then they repeat."""


class NoWorkingTime(ValueError):
    """Nothing would come due before the calendar of years ends."""

    def __init__(self) -> None:
        super().__init__("no working time before the year 10000")


class Tally:
    """Days are ordinals. Each stretch lasts until the next one begins, the last one until `end`."""

    __slots__ = ("_before", "_firsts", "_weekly", "end", "total")

    def __init__(self, stretches: Iterable[Stretch], end: int) -> None:
        self._firsts: list[int] = []
        self._weekly: list[list[int]] = []
        self._before: list[int] = []
        self.end = end
        self.total = 0
        for first, amounts in stretches:
            self.total = self._running(first)
            self._firsts.append(first)
            self._weekly.append([0, *accumulate(amounts)])
            self._before.append(self.total)
        self.total = self._running(end)

    def before(self, day: int) -> int:
        """What all days before that one amount to."""
        place = bisect_right(self._firsts, day) - 1
        if place < 0:
            return 0
        weekly = self._weekly[place]
        weeks, days = divmod(day - self._firsts[place], DAYS_A_WEEK)
        return self._before[place] + weeks * weekly[DAYS_A_WEEK] + weekly[days]

    def day_of(self, number: int) -> int:
        """The day with which the running total reaches `number`, which is 1 or more."""
        if number > self.total:
            raise NoWorkingTime
        place = bisect_left(self._before, number) - 1
        weekly = self._weekly[place]
        weeks, rest = divmod(number - self._before[place] - 1, weekly[DAYS_A_WEEK])
        return self._firsts[place] + weeks * DAYS_A_WEEK + bisect_left(weekly, rest + 1) - 1

    def _running(self, day: int) -> int:
        if not self._firsts:
            return 0
        weekly = self._weekly[-1]
        weeks, days = divmod(day - self._firsts[-1], DAYS_A_WEEK)
        return self._before[-1] + weeks * weekly[DAYS_A_WEEK] + weekly[days]
