"""Input about accounts; what the rules forbid is said by the services."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.arabic import clean_typed, strip_marks
from tenants.people.enums import Language
from tenants.people.models import User
from tenants.people.queries import possible_managers
from tenants.people.roles import Role

PASSWORD_HELP = _("At least 12 characters. A sentence that only you know works well.")


class OneLineField(forms.CharField):
    """Names, in lists and mail headers: one line, without invisible marks."""

    def to_python(self, value: Any) -> str:
        return " ".join(strip_marks(super().to_python(value) or "").split())


class TypedEmailField(forms.EmailField):
    """As pasted, with the marks that Arabic text brings along."""

    def to_python(self, value: Any) -> str:
        return clean_typed(super().to_python(value) or "")


def roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A person may hold several. Each opens only what its work needs."),
    )


def password_field(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        **options,
    )


class InviteForm(forms.Form):
    name = OneLineField(label=_("Name"), max_length=120)
    email = TypedEmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=Language.choices, initial=Language.ARABIC
    )
    roles = roles_field()


class RolesForm(forms.Form):
    roles = roles_field()


class PlaceForm(forms.Form):
    """Where somebody stands in the organisation; what they must not decide follows from it."""

    unit = OneLineField(
        label=_("Unit"),
        max_length=120,
        required=False,
        help_text=_(
            "Such as the department. People of one unit do not handle complaints about it."
        ),
        widget=forms.TextInput(attrs={"list": "units", "dir": "auto", "autocomplete": "off"}),
    )
    manager = forms.ModelChoiceField(
        label=_("Manager"), queryset=User.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"unit": user.unit, "manager": user.manager_id})
        super().__init__(*args, **kwargs)
        managers: Any = self.fields["manager"]
        managers.queryset = possible_managers(user)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("Of the pages on this device, and of the mails we send you."),
    )


class TokenForm(forms.Form):
    name = OneLineField(
        label=_("Name"), max_length=80, help_text=_("Which program will carry this token?")
    )
    roles = roles_field()


class AcceptInvitationForm(forms.Form):
    display_name = OneLineField(label=_("Your name"), max_length=120)
    password = password_field(_("Password"), help_text=PASSWORD_HELP)
    again = password_field(_("The password once more"))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(
            password,
            User(email=self._email, display_name=self.cleaned_data.get("display_name", "")),
        )
        return password

    def clean(self) -> dict[str, Any]:
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", ValidationError(_("The two passwords are not the same.")))
        return self.cleaned_data
