"""The engine's rules once more, slow and obvious: day by day, minute by minute, from docs/DEADLINES.md.

Nothing here uses the engine's own counting; it reads the fields of a calendar and of the pauses.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hijridate import Gregorian

from core.deadlines.engine.terms import Unit

DAY = timedelta(days=1)


class Oracle:
    def __init__(self, calendar, pauses, grain=1):
        self.calendar = calendar
        self.pauses = pauses
        self.grain = timedelta(minutes=grain)
        self.zone = ZoneInfo(calendar.timezone)
        self.known = {}
        self.spans = {}

    # A day

    def windows(self, day):
        if day not in self.known:
            self.known[day] = self.look_up_windows(day)
        return self.known[day]

    def look_up_windows(self, day):
        calendar = self.calendar
        for added in calendar.added_days:
            if added.date == day:
                return added.windows or calendar.hours[day.isoweekday() - 1]
        if day.isoweekday() in calendar.weekend:
            return ()
        for holiday in calendar.holidays:
            if holiday.date == day:
                return ()
        for closure in calendar.closures:
            if closure.first <= day <= closure.last:
                return ()
        for special in calendar.special_hours:
            if special.first <= day <= special.last:
                return special.hours[day.isoweekday() - 1]
        return calendar.hours[day.isoweekday() - 1]

    def works_on(self, day):
        return self.windows(day) != ()

    def wall(self, day, at):
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def midnight_after(self, day):
        return self.wall(day + DAY, time(0, 0))

    def closing(self, day, window):
        if window.closes == time(0, 0):
            return self.midnight_after(day)
        return self.wall(day, window.closes)

    def close(self, day):
        return self.closing(day, self.windows(day)[-1])

    # Pauses

    def paused(self, instant):
        return any(
            pause.start <= instant and (pause.end is None or instant < pause.end)
            for pause in self.pauses
        )

    def stopped_for_good(self, instant):
        return any(pause.end is None and pause.start <= instant for pause in self.pauses)

    # Counting; each returns (instant, date), or None while an open pause prevents it

    def due(self, term, start):
        return self.reach(term.maximum, start, rolls=term.rolls_to_working_day)

    def earliest(self, term, start):
        found = self.reach(term.minimum, start, rolls=False)
        if found is None:
            return None
        instant, day = found
        if term.minimum.unit in (Unit.HOUR, Unit.WORKING_HOUR):
            return instant, instant.astimezone(self.zone).date()
        return self.wall(day, time(0, 0)), day

    def reach(self, amount, start, *, rolls):
        event_day = start.astimezone(self.zone).date()
        if amount.unit is Unit.WORKING_DAY:
            return self.working_days(amount.value, event_day)
        if amount.unit is Unit.WORKING_HOUR:
            return self.time(amount.value, start, self.in_window)
        if amount.unit is Unit.HOUR:
            return self.time(amount.value, start, lambda instant: True)
        if amount.unit is Unit.DAY:
            day = self.calendar_days(amount.value, event_day)
        elif amount.unit is Unit.WEEK:
            day = self.calendar_days(7 * amount.value, event_day)
        else:
            day = self.moved_target(self.target(amount, event_day), event_day)
        if day is not None and rolls:
            day = self.roll(day)
        return None if day is None else (self.midnight_after(day), day)

    def working_days(self, number, day):
        while number > 0:
            day += DAY
            if self.works_on(day):
                if self.stopped_for_good(self.close(day)):
                    return None
                if not self.paused(self.close(day)):
                    number -= 1
        return self.close(day), day

    def calendar_days(self, number, day):
        while number > 0:
            day += DAY
            if self.stopped_for_good(self.midnight_after(day)):
                return None
            if not self.paused(self.midnight_after(day)):
                number -= 1
        return day

    def target(self, amount, day):
        if amount.unit is Unit.HIJRI_MONTH:
            return hijri_target(day, amount.value)
        year, month = day.year, day.month
        for _month in range(amount.value):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        for wanted in range(day.day, 0, -1):
            try:
                return date(year, month, wanted)
            except ValueError:
                continue
        raise AssertionError

    def moved_target(self, target, event_day):
        day = event_day + DAY
        while day <= target:
            if self.stopped_for_good(self.midnight_after(day)):
                return None
            if self.paused(self.midnight_after(day)):
                target += DAY
            day += DAY
        return target

    def roll(self, day):
        if self.works_on(day):
            return day
        day += DAY
        while not self.works_on(day) or self.paused(self.midnight_after(day)):
            if self.stopped_for_good(self.midnight_after(day)):
                return None
            day += DAY
        return day

    def in_window(self, instant):
        """Where the wall shows an hour twice, windows open and close the first time."""
        day = instant.astimezone(self.zone).date()
        if day not in self.spans:
            self.spans[day] = [
                (self.wall(day, window.opens), self.closing(day, window))
                for window in self.windows(day)
            ]
        return any(opens <= instant < closes for opens, closes in self.spans[day])

    def time(self, hours, start, counts):
        instant, left = start.astimezone(UTC), timedelta(hours=hours)
        while left:
            if self.stopped_for_good(instant):
                return None
            if counts(instant) and not self.paused(instant):
                left -= self.grain
            instant += self.grain
        return instant, (instant - timedelta(microseconds=1)).astimezone(self.zone).date()


def hijri(day):
    return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()


def hijri_target(day, months):
    """Walks to the month, then to its day of that number or to its last."""
    year, month, wanted = hijri(day)
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while hijri(day)[:2] != (year, month):
        day += DAY
    while hijri(day)[2] < wanted and hijri(day + DAY)[:2] == (year, month):
        day += DAY
    return day
