"""What people type about the working calendar; what the rules forbid is said by the services."""

from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.deadlines.calendar import rules
from core.deadlines.engine.reasons import Name
from core.deadlines.enums import DayKind
from foundation.arabic import clean_typed, strip_marks
from foundation.dates import parse_date, weekday_words
from foundation.errors import DomainError

ADDED = (DayKind.CLOSURE, DayKind.WORKING, DayKind.HOLIDAY)
# A Saudi week begins on Sunday.
WEEKDAYS_IN_ORDER = (7, 1, 2, 3, 4, 5, 6)
MONDAY = date(2026, 1, 5)


def weekday_name(weekday: int) -> str:
    """Of an ISO weekday, 1 for Monday."""
    return weekday_words(date.fromordinal(MONDAY.toordinal() + weekday - 1))


class TypedDateField(forms.CharField):
    """A date in either calendar, with whatever digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> Any:
        typed = clean_typed(super().clean(value) or "")
        if not typed:
            return None
        try:
            return parse_date(typed)
        except DomainError as error:
            raise ValidationError(str(error)) from error


class TypedTimeField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        attributes = {"dir": "ltr", "inputmode": "numeric"}
        super().__init__(max_length=10, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> Any:
        typed = clean_typed(super().clean(value) or "")
        try:
            return time.fromisoformat(typed.zfill(5)).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError as error:
            raise ValidationError(_("Write a time like 08:30.")) from error


class RefusableForm(forms.Form):
    """`beside`: the field that a refusal of the services belongs to."""

    beside: ClassVar[dict[type[DomainError], str]] = {}

    def refuse(self, error: DomainError) -> None:
        self.add_error(self.beside.get(type(error)), str(error))


class DaysForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.RangeBackwards: "last",
        rules.RangeTooLong: "last",
        rules.DateTooFar: "first",
        rules.DayTaken: "first",
        rules.WorkedAnyway: "first",
    }

    kind = forms.ChoiceField(
        label=_("What these days are"),
        choices=[(kind.value, kind.label) for kind in ADDED],
        initial=DayKind.CLOSURE,
        widget=forms.RadioSelect,
    )
    first = TypedDateField(
        label=_("First day"), help_text=_("In either calendar: 01/09/1445 or 11/03/2024.")
    )
    last = TypedDateField(
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
        }


class WeekForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.NoWorkingDay: "weekend",
        rules.HoursBackwards: "closes",
    }

    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend days"),
        coerce=int,
        required=False,
        choices=lambda: [(day, weekday_name(day)) for day in WEEKDAYS_IN_ORDER],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Days of the week that no deadline in working days counts."),
    )
    opens = TypedTimeField(
        label=_("Work begins"),
        help_text=_("A warning that would come at night waits until then."),
    )
    closes = TypedTimeField(
        label=_("Work ends"),
        help_text=_("A deadline in working days ends at this time of its last day."),
    )


class SpanForm(forms.Form):
    """Which days to take out; posted by a button."""

    first = TypedDateField()
    last = TypedDateField()


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


def _one_line(typed: str) -> str:
    line = " ".join(strip_marks(typed).split())
    if typed and not line:
        raise ValidationError(_("Please write something."))
    return line
