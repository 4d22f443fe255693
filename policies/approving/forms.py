"""What the board's secretary types: the approval of a session, the closing of a vote, its members."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed
from policies import phrases
from policies.enums import OpenCases
from policies.models import PolicyVersion
from ui.fields import DayField

LARGEST_NUMBER = 100_000
MOST_VOTES = 1_000


class CountField(forms.CharField):
    """A number as people type it, Arabic digits included."""

    def __init__(self, *, least: int = 1, most: int = LARGEST_NUMBER, **kwargs: Any) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        typed = clean_typed(super().to_python(value) or "")
        if not typed:
            return None
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 7
        if not (is_number and self.least <= int(typed) < self.most):
            raise forms.ValidationError(
                _("Write a whole number from %(least)s on.") % {"least": self.least}
            )
        return int(typed)


class ForceForm(forms.Form):
    """When it comes into force, and what becomes of open cases."""

    minutes = forms.FileField(
        label=_("Minutes of the session"),
        help_text=_("A PDF, a Word file or a photo."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png"}),
    )
    at_once = forms.BooleanField(
        label=_("The policy comes into force now"), required=False, initial=True
    )
    planned_from = DayField(
        label=_("Or on this day"),
        help_text=_(
            "In either calendar, such as 1/7/1448. It comes into force by itself when that day "
            "begins. Take the tick above away."
        ),
        required=False,
    )
    open_cases = forms.ChoiceField(
        label=_("Open cases"),
        choices=OpenCases.choices,
        initial=OpenCases.KEEP,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("at_once") and cleaned.get("planned_from"):
            self.add_error(
                "planned_from",
                _("Either now or on a day: take the tick away, or leave the day empty."),
            )
        return cleaned

    def details(self) -> dict[str, Any]:
        """For the service."""
        cleaned = dict(self.cleaned_data)
        minutes: UploadedFile[Any] | None = cleaned.pop("minutes")
        return {
            **cleaned,
            "minutes": minutes.read() if minutes else None,
            "minutes_name": (minutes.name or "") if minutes else "",
        }


class ApprovalForm(ForceForm):
    body = forms.CharField(label=_("Body that approved"), max_length=200)
    session_number = CountField(label=_("Session number"))
    session_ordinal = forms.TypedChoiceField(
        label=_("Or which session it was"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "—"), *phrases.ORDINALS.items()],
    )
    session_year = forms.CharField(label=_("Year of the session"), max_length=20, required=False)
    hijri_date = forms.CharField(
        label=_("Hijri date of the session"),
        help_text=_("Such as 12/8/1446. One of the two dates is enough; the other is computed."),
        max_length=60,
        required=False,
    )
    gregorian_date = forms.CharField(
        label=_("Gregorian date of the session"),
        help_text=_("Such as 11/2/2025."),
        max_length=60,
        required=False,
    )
    chairman = forms.CharField(label=_("Chair of the board"), max_length=200, required=False)
    members_total = CountField(
        label=_("Members of the board"),
        help_text=_("The numbers of the vote: all of them, or none where the minutes are silent."),
        most=MOST_VOTES,
    )
    members_present = CountField(label=_("Members present"), least=0, most=MOST_VOTES)
    votes_for = CountField(label=_("For"), least=0, most=MOST_VOTES)
    votes_against = CountField(label=_("Against"), least=0, most=MOST_VOTES)
    votes_abstained = CountField(label=_("Abstained"), least=0, most=MOST_VOTES)
    quorum = CountField(
        label=_("Another quorum"),
        help_text=_("How many must be present by the bylaws; otherwise more than half."),
        most=MOST_VOTES,
    )
    field_order = (
        "body", "session_number", "session_ordinal", "session_year", "hijri_date",
        "gregorian_date", "chairman", "members_total", "members_present", "votes_for",
        "votes_against", "votes_abstained", "quorum", "minutes", "at_once", "planned_from",
        "open_cases",
    )  # fmt: skip

    VOTES = (
        "members_total", "members_present", "votes_for", "votes_against", "votes_abstained",
        "quorum",
    )  # fmt: skip


class CloseVoteForm(ForceForm):
    body = forms.CharField(label=_("Body that approved"), max_length=200)
    chairman = forms.CharField(label=_("Chair of the board"), max_length=200, required=False)
    quorum = CountField(
        label=_("Another quorum"),
        help_text=_("How many must vote by the bylaws; otherwise more than half."),
        most=MOST_VOTES,
    )
    field_order = (
        "body", "chairman", "quorum", "minutes", "at_once", "planned_from", "open_cases",
    )  # fmt: skip


class MembersForm(forms.Form):
    members = forms.CharField(
        label=_("Members of the board"),
        help_text=_(
            "One on each line: name and e-mail, such as: Salih Al-Otaibi salih@example.org"
        ),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


class PlanForm(forms.Form):
    day = DayField(
        label=_("In force from"),
        help_text=_("In either calendar, such as 1/7/1448. Today means now."),
    )


def initial_approval(version: PolicyVersion) -> dict[str, Any]:
    """What the text says of its own approval, for the secretary to check."""
    said = version.load_reading().approval
    return {
        "body": said.body or "مجلس الإدارة",
        "session_number": said.session_number,
        "session_ordinal": said.session_ordinal,
        "session_year": said.session_year,
        "hijri_date": said.hijri_date,
        "gregorian_date": said.gregorian_date,
        "chairman": said.chairman,
    }


def planned_day(form: PlanForm) -> date:
    day: date = form.cleaned_data["day"]
    return day
