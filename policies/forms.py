"""What people type about a policy, apart from its editor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.reading.sources import LONGEST_TEXT

ACCEPTED = ".docx,.pdf,.html,.htm,.txt,.jpg,.jpeg,.png,.tif,.tiff"


class NewDraftForm(forms.Form):
    document = forms.FileField(
        label=_("The document"),
        help_text=_(
            "A Word file (.docx), a PDF, a web page, a text file, or a scan (PDF, JPEG, PNG, TIFF)."
            " A scan takes a few seconds for each page."
        ),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
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
