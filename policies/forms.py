"""What people type about a policy, apart from its editor."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed
from policies import phrases
from policies.models import PolicyVersion
from policies.reading.sources import LONGEST_TEXT


class NewDraftForm(forms.Form):
    document = forms.FileField(
        label=_("The document"),
        help_text=_("A Word file (.docx) or a text file (.txt)."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
    )
    text = forms.CharField(
        label=_("Or its text"),
        help_text=_("Copy the whole text of the policy and paste it here."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [bool(cleaned.get("document")), bool((cleaned.get("text") or "").strip())]
        if not self.errors and given == [False, False]:
            raise forms.ValidationError(_("Choose a file, or paste the text."))
        if given == [True, True]:
            raise forms.ValidationError(_("Choose a file or paste the text, not both."))
        return cleaned


class WholeNumberField(forms.CharField):
    """A number as people type it, Arabic digits included."""

    def to_python(self, value: Any) -> Any:
        typed = clean_typed(super().to_python(value) or "")
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 100_000):
            raise forms.ValidationError(_("Write a whole number from 1 on."))
        return int(typed)


class ApprovalForm(forms.Form):
    body = forms.CharField(label=_("Body that approved"), max_length=200)
    session_number = WholeNumberField(
        label=_("Session number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
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
    minutes = forms.FileField(
        label=_("Minutes of the session"),
        help_text=_("A PDF, a Word file or a photo."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png"}),
    )
    at_once = forms.BooleanField(
        label=_("The policy comes into force now"), required=False, initial=True
    )

    def details(self) -> dict[str, Any]:
        """For services.record_approval."""
        cleaned = dict(self.cleaned_data)
        minutes: UploadedFile[Any] | None = cleaned.pop("minutes")
        return {
            **cleaned,
            "minutes": minutes.read() if minutes else None,
            "minutes_name": (minutes.name or "") if minutes else "",
        }


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
