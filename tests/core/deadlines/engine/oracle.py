"""The engine's rules once more, slow and obvious: day by day, minute by minute, from docs/DEADLINES.md.

Nothing here uses the engine's own counting; it reads the fields of a calendar and of the pauses.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import floor
from zoneinfo import ZoneInfo

from hijridate import Gregorian

from core.deadlines.engine.terms import Unit

DAY = timedelta(days=1)


class Oracle:
    def __init__(self, calendar, pauses, grain=1):
        self.calendar = calendar
        self.grain = timedelta(minutes=grain)
        self.zone = ZoneInfo(calendar.timezone)
        self.known = {}
        self.spans = {}
        self.worked = {}
        self.stop(pauses)

    def stop(self, pauses):
        """Other pauses, on the same calendar."""
        self.pauses = [
            (pause.start.astimezone(UTC), pause.end and pause.end.astimezone(UTC))
            for pause in pauses
        ]
        self.stopped = min((start for start, end in self.pauses if end is None), default=None)

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
        return first_shown(day, at, self.zone)

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
        # A loop, because this is asked millions of times.
        for start, end in self.pauses:  # noqa: SIM110
            if start <= instant and (end is None or instant < end):
                return True
        return False

    def stopped_for_good(self, instant):
        return self.stopped is not None and self.stopped <= instant

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

    # How far it is

    def counted(self, amount, start, now):
        """Days closed, or hours passed, by `now`."""
        if amount.unit in (Unit.HOUR, Unit.WORKING_HOUR):
            instant, passed = start.astimezone(UTC), timedelta()
            while instant < now:
                if self.counts(amount, instant) and not self.paused(instant):
                    passed += self.grain
                instant += self.grain
            return min(passed / timedelta(hours=1), amount.value)
        event_day = start.astimezone(self.zone).date()
        day, number, total = event_day, 0, self.total(amount, event_day)
        while number < total and self.wall(day, time(0, 0)) <= now:
            day += DAY
            if self.day_counts(amount, day) and self.day_close(amount, day) <= now:
                number += 1
        return number

    def counts(self, amount, instant):
        return amount.unit is Unit.HOUR or self.in_window(instant)

    def total(self, amount, event_day):
        if amount.unit in (Unit.WORKING_DAY, Unit.DAY):
            return amount.value
        if amount.unit is Unit.WEEK:
            return 7 * amount.value
        return (self.target(amount, event_day) - event_day).days

    def day_close(self, amount, day):
        return self.close(day) if amount.unit is Unit.WORKING_DAY else self.midnight_after(day)

    def day_counts(self, amount, day):
        if amount.unit is Unit.WORKING_DAY and not self.works_on(day):
            return False
        return not self.paused(self.day_close(amount, day))

    def days_left(self, today, due_date):
        days = range(abs((due_date - today).days))
        if due_date >= today:
            return sum(self.works_on(today + (n + 1) * DAY) for n in days)
        return -sum(self.works_on(due_date + (n + 1) * DAY) for n in days)

    def moments(self, amount, start, due, percents):
        warned = []
        for percent in percents:
            at = self.at_work(self.part_over(amount, start, percent), start, due)
            warned.append(max([at, start.astimezone(UTC), *warned]))
        return warned

    def part_over(self, amount, start, percent):
        event_day = start.astimezone(self.zone).date()
        if amount.unit in (Unit.HOUR, Unit.WORKING_HOUR):
            left = timedelta(hours=amount.value) * percent / 100
            instant = start.astimezone(UTC)
            while True:
                if self.counts(amount, instant) and not self.paused(instant):
                    if left <= self.grain:
                        return instant + left
                    left -= self.grain
                instant += self.grain
        units = self.total(amount, event_day) * percent
        whole, hundredths = floor(units / 100), units % 100
        if hundredths == 0:
            whole, hundredths = whole - 1, 100
        day, number = event_day, 0
        while number < whole + 1:
            day += DAY
            number += self.day_counts(amount, day)
        return self.part_of_day(amount, day, hundredths)

    def part_of_day(self, amount, day, hundredths):
        spans = [(self.wall(day, time(0, 0)), self.midnight_after(day))]
        if amount.unit is Unit.WORKING_DAY:
            spans = self.spans_on(day)
        left = sum((closes - opens for opens, closes in spans), timedelta()) * hundredths / 100
        for opens, closes in spans:
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError

    def at_work(self, passed, start, due):
        """Minute by minute to the first that is worked and not paused, else back from due."""
        minute = timedelta(minutes=1)
        instant = passed
        while instant < due:
            if self.in_window(instant) and not self.paused(instant):
                return instant
            instant = instant.replace(second=0, microsecond=0) + minute
        day, openings = start.astimezone(self.zone).date(), []
        while self.wall(day, time(0, 0)) < due:
            openings += [opens for opens, _closes in self.spans_on(day) if start <= opens < due]
            day += DAY
        return max(openings, default=min(passed, due))

    def in_window(self, instant):
        """Where the wall shows an hour twice, windows open and close the first time."""
        if instant not in self.worked:
            day = instant.astimezone(self.zone).date()
            self.worked[instant] = any(
                opens <= instant < closes for opens, closes in self.spans_on(day)
            )
        return self.worked[instant]

    def spans_on(self, day):
        if day not in self.spans:
            self.spans[day] = [
                (self.wall(day, window.opens), self.closing(day, window))
                for window in self.windows(day)
            ]
        return self.spans[day]

    def time(self, hours, start, counts):
        instant, left = start.astimezone(UTC), timedelta(hours=hours)
        while left:
            if self.stopped_for_good(instant):
                return None
            if counts(instant) and not self.paused(instant):
                left -= self.grain
            instant += self.grain
        return instant, (instant - timedelta(microseconds=1)).astimezone(self.zone).date()


@lru_cache(maxsize=100_000)
def first_shown(day, at, zone):
    """The first instant at which the wall shows that time or a later one, looked for by minutes."""
    instant = datetime.combine(day, at, zone).astimezone(UTC)
    changes = [datetime.combine(day + n * DAY, time(12), zone).utcoffset() for n in (-1, 0, 1)]
    if len(set(changes)) == 1:
        return instant
    wanted = datetime.combine(day, at)
    instant -= timedelta(hours=5)
    while instant.astimezone(zone).replace(tzinfo=None) < wanted:
        instant += timedelta(minutes=1)
    return instant


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
