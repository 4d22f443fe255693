"""What people type about the working calendar; what the rules forbid is said by the services."""

import re
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.deadlines.calendar import rules
from core.deadlines.engine.calendar import MIDNIGHT, Window, Windows
from core.deadlines.engine.reasons import Name
from core.deadlines.enums import DayKind
from foundation.arabic import clean_typed, strip_marks
from foundation.dates import weekday_words
from foundation.errors import DomainError
from ui.fields import DayField
from ui.forms import RefusableForm

ADDED = (DayKind.CLOSURE, DayKind.WORKING, DayKind.HOLIDAY)
# A Saudi week begins on Sunday.
WEEKDAYS_IN_ORDER = (7, 1, 2, 3, 4, 5, 6)
MONDAY = date(2026, 1, 5)


def weekday_name(weekday: int) -> str:
    """Of an ISO weekday, 1 for Monday."""
    return weekday_words(date.fromordinal(MONDAY.toordinal() + weekday - 1))


class HoursField(forms.CharField):
    """Working times of a day, one after the other, with whatever digits; none where it is empty."""

    def __init__(self, **options: Any) -> None:
        attributes = {"dir": "ltr", "class": "in"}
        super().__init__(max_length=120, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> Any:
        typed = clean_typed(super().clean(value) or "")
        if not typed:
            return ()
        try:
            return tuple(_window(part) for part in re.split(r"[,،;\n]", typed) if part.strip())
        except ValueError as error:
            raise ValidationError(
                _("Write hours like 08:00-16:00, or 08:00-12:00, 13:00-16:00.")
            ) from error


def hours_words(windows: Windows) -> str:
    """As people type them."""
    return ", ".join(
        f"{span.opens:%H:%M}-{'24:00' if span.closes == MIDNIGHT else f'{span.closes:%H:%M}'}"
        for span in windows
    )


class DaysForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.RangeBackwards: "last",
        rules.RangeTooLong: "last",
        rules.DateTooFar: "first",
        rules.DayTaken: "first",
        rules.WorkedAnyway: "first",
        rules.OnlyWorkedDaysHaveHours: "hours",
        rules.HoursBackwards: "hours",
    }

    kind = forms.ChoiceField(
        label=_("What these days are"),
        choices=[(kind.value, kind.label) for kind in ADDED],
        initial=DayKind.CLOSURE,
        widget=forms.RadioSelect,
    )
    first = DayField(
        label=_("First day"), help_text=_("In either calendar: 01/09/1445 or 11/03/2024.")
    )
    last = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty for one day.")
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=rules.LONGEST_NAME,
        help_text=_("Staff and beneficiaries read it where a deadline is explained."),
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=rules.LONGEST_NAME, required=False
    )
    hours = HoursField(
        label=_("Hours of these days"),
        required=False,
        help_text=_(
            "Only for days that are worked: 10:00-14:00. Leave it empty for the hours of their weekday."
        ),
    )

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])

    def clean_name_en(self) -> str:
        return _one_line(self.cleaned_data["name_en"])

    def planned(self) -> dict[str, Any]:
        """For services.plan_days."""
        data = self.cleaned_data
        return {
            "kind": DayKind(data["kind"]),
            "first": data["first"],
            "last": data["last"] or data["first"],
            "name": Name(ar=data["name"], en=data["name_en"]),
            "windows": data["hours"],
        }


class SpecialHoursForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.RangeBackwards: "last",
        rules.RangeTooLong: "last",
        rules.DateTooFar: "first",
        rules.RangeTaken: "first",
        rules.NoHours: "hours",
        rules.HoursBackwards: "hours",
    }

    first = DayField(
        label=_("First day"), help_text=_("In either calendar: 01/09/1445 or 11/03/2024.")
    )
    last = DayField(label=_("Last day"))
    name = forms.CharField(
        label=_("Name"),
        max_length=rules.LONGEST_NAME,
        help_text=_("Staff and beneficiaries read it where a deadline is explained."),
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=rules.LONGEST_NAME, required=False
    )
    hours = HoursField(
        label=_("Working hours"),
        help_text=_("Several one after the other: 10:00-13:00, 21:00-23:30."),
    )

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])

    def clean_name_en(self) -> str:
        return _one_line(self.cleaned_data["name_en"])

    def planned(self) -> dict[str, Any]:
        """For services.plan_special_hours."""
        data = self.cleaned_data
        return {
            "first": data["first"],
            "last": data["last"],
            "name": Name(ar=data["name"], en=data["name_en"]),
            "windows": data["hours"],
        }


class WeekForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.NoWorkingDay: "weekend",
        rules.HoursBackwards: "hours",
    }

    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend days"),
        coerce=int,
        required=False,
        choices=lambda: [(day, weekday_name(day)) for day in WEEKDAYS_IN_ORDER],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Days of the week that no deadline in working days counts."),
    )
    hours = HoursField(
        label=_("Working hours"),
        help_text=_(
            "Several one after the other: 08:00-12:00, 16:00-20:00. A deadline in working days ends"
            " when work ends on its last day, and a warning that would come at night waits until it"
            " begins."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for day in WEEKDAYS_IN_ORDER:
            label = _("%(weekday)s, where it differs") % {"weekday": weekday_name(day)}
            self.fields[f"hours_{day}"] = HoursField(label=label, required=False)

    def planned(self) -> dict[str, Any]:
        """For services.plan_week."""
        data = self.cleaned_data
        own = {day: data[f"hours_{day}"] for day in WEEKDAYS_IN_ORDER}
        return {
            "weekend": data["weekend"],
            "hours": data["hours"],
            "own": {day: windows for day, windows in own.items() if windows},
        }


class SpanForm(forms.Form):
    """Which days to take out; posted by a button."""

    first = DayField()
    last = DayField()


class HolidaysForm(forms.Form):
    """Which proposals are decided, and how; posted by buttons."""

    observed = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes"
    )
    day = forms.Field(widget=forms.MultipleHiddenInput)

    def clean_day(self) -> list[date]:
        try:
            return [date.fromisoformat(typed) for typed in self.cleaned_data["day"]]
        except ValueError as error:
            raise ValidationError(str(rules.NotProposed())) from error


def _window(typed: str) -> Window:
    """Raises ValueError."""
    opens, closes = re.split(r"[-–—]", typed.strip())
    return Window(_time(opens), MIDNIGHT if closes.strip() == "24:00" else _time(closes))


def _time(typed: str) -> time:
    read = time.fromisoformat(typed.strip().zfill(5))
    return read.replace(second=0, microsecond=0, tzinfo=None)


def _one_line(typed: str) -> str:
    line = " ".join(strip_marks(typed).split())
    if typed and not line:
        raise ValidationError(_("Please write something."))
    return line
