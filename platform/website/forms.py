"""Find an association by its address name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed


class FindForm(forms.Form):
    name = forms.CharField(
        label=_("Your association's address name"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_name(self) -> str:
        return clean_typed(self.cleaned_data["name"]).lower()
