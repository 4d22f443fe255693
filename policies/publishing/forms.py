"""What visitors of the published policy type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.identity import InvalidEmail, normalise_email
from tenants.people.enums import Language


class UpdatesForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We write to you only when a new version comes into force."),
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=Language.choices)

    def clean_email(self) -> str:
        try:
            return normalise_email(self.cleaned_data["email"])
        except InvalidEmail as error:
            raise ValidationError(str(error)) from error
