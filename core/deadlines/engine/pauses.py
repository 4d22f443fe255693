"""When a clock stood still, waiting for the beneficiary or for an outside body."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from core.deadlines.engine.calendar import Span
from core.deadlines.engine.reasons import Name


@dataclass(frozen=True, slots=True)
class Pause:
    """From `start` until just before `end`; open while `end` is None."""

    start: datetime
    end: datetime | None
    reason: Name | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            raise ValueError("a pause needs instants with their offsets")
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")

    def covers(self, instant: datetime) -> bool:
        return self.start <= instant and (self.end is None or instant < self.end)


class Halts:
    """All pauses of a clock as one: those that overlap are merged, an empty one is none."""

    def __init__(self, pauses: Iterable[Pause]) -> None:
        self._starts: list[datetime] = []
        self._ends: list[datetime | None] = []
        for pause in sorted(pauses, key=lambda pause: pause.start):
            self._add(
                pause.start.astimezone(UTC),
                None if pause.end is None else pause.end.astimezone(UTC),
            )
        self.spans = tuple(zip(self._starts, self._ends, strict=True))

    @property
    def open_since(self) -> datetime | None:
        """Nothing counts from here on."""
        return self._starts[-1] if self._ends and self._ends[-1] is None else None

    def at(self, instant: datetime) -> bool:
        place = bisect_right(self._starts, instant) - 1
        if place < 0:
            return False
        end = self._ends[place]
        return end is None or instant < end

    def resumes(self, instant: datetime) -> datetime | None:
        """`instant`, or the end of the pause it falls in; None where that is still open."""
        place = bisect_right(self._starts, instant) - 1
        if place < 0:
            return instant
        end = self._ends[place]
        return None if end is None else max(instant, end)

    def running(self, span: Span) -> Iterator[Span]:
        """The parts of a span in which the clock ran, in order."""
        first, last = span
        for start, end in zip(self._starts, self._ends, strict=True):
            if start >= last:
                break
            if first < start:
                yield first, start
            if end is None:
                return
            first = max(first, end)
        if first < last:
            yield first, last

    def _add(self, start: datetime, end: datetime | None) -> None:
        if start == end:
            return
        if not self._starts:
            self._starts, self._ends = [start], [end]
            return
        last = self._ends[-1]
        if last is None:
            return
        if start > last:
            self._starts.append(start)
            self._ends.append(end)
        else:
            self._ends[-1] = None if end is None else max(last, end)


NEVER = Halts(())
"""No pause at all; shared, as nothing changes it."""
