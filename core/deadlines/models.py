import uuid

from django.db import models

from core.deadlines.enums import ClockState, DayKind, PauseReason
from core.rules import Milestone, StartEvent


class Clock(models.Model):
    """What the policy promises for one case by when. Change only through core.deadlines.services.

    A clock exists once its start event has happened. Its term and its calendar are those in force
    at that moment; `due_at` is derived from them and from the pauses, and is empty while paused or
    where only a minimum is promised.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="clocks")
    rule_key = models.CharField(max_length=80)
    milestone = models.CharField(max_length=30)
    start_event = models.CharField(max_length=30)
    term = models.JSONField()
    calendar = models.JSONField()
    clause_address = models.CharField(max_length=40)
    clause_text = models.TextField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_date = models.DateField(null=True)
    earliest_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=ClockState, default=ClockState.RUNNING)
    met_at = models.DateTimeField(null=True)
    warned_percent = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rule_key"], name="clock_once_per_rule"),
            models.CheckConstraint(
                condition=models.Q(state__in=ClockState.values), name="clock_state"
            ),
            models.CheckConstraint(
                condition=models.Q(milestone__in=[milestone.value for milestone in Milestone]),
                name="clock_milestone",
            ),
            models.CheckConstraint(
                condition=models.Q(start_event__in=[event.value for event in StartEvent]),
                name="clock_start_event",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ClockState.MET) | models.Q(met_at__isnull=False),
                name="clock_met_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"],
                name="clock_next_check",
                condition=models.Q(next_check_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} clock of {self.case_id}"


class ClockPause(models.Model):
    """A time in which a clock stood still. Never edited, but for its end. Two of them may overlap:
    the clock runs again once both have ended."""

    id = models.BigAutoField(primary_key=True)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=20, choices=PauseReason)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "reason"],
                condition=models.Q(ended_at=None),
                name="clock_one_open_pause_per_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="clock_pause_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=PauseReason.values), name="clock_pause_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.clock_id}"


class CalendarSettings(models.Model):
    """The association's working week: one row; without it, what is usual (engine.saudi) holds.

    `weekend`: ISO weekdays (Friday 5, Saturday 6). `windows`: opening hours by ISO weekday, as
    {"7": [["08:00", "12:00"], ["13:00", "16:00"]]}. `special_hours`: other hours for a range of dates,
    such as Ramadan, as {"first", "last", "ar", "en", "windows"}.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    weekend = models.JSONField()
    windows = models.JSONField()
    special_hours = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="calendar_settings_one_row"),
        ]

    def __str__(self) -> str:
        return "calendar settings"


class CalendarDay(models.Model):
    """A date that somebody decided about: off, worked, or a proposed holiday that is not observed.

    A proposed holiday without such a row counts as proposed. `windows`: the hours of this one date,
    where they are not those of its weekday.
    """

    id = models.BigAutoField(primary_key=True)
    date = models.DateField(unique=True)
    kind = models.CharField(max_length=20, choices=DayKind)
    label_ar = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=200)
    windows = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values), name="calendar_day_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
