"""Input of operators."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from billing.queries import plans
from foundation.arabic import clean_typed
from tenants.enums import AssociationKind
from tenants.models import Association
from tenants.people.forms import OneLineField, TypedEmailField


class CodeField(forms.CharField):
    """Digits as 0-9, and none of the marks that copying leaves behind."""

    def to_python(self, value: Any) -> str:
        return clean_typed(super().to_python(value) or "")


class OnboardForm(forms.Form):
    name = OneLineField(label=_("Name of the association"), max_length=200)
    license_no = CodeField(
        label=_("Licence number"),
        max_length=30,
        validators=[RegexValidator(r"^[0-9A-Za-z/-]+$", _("Only digits, letters, / and -."))],
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=AssociationKind.choices)
    slug = CodeField(
        label=_("Address name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
                "hx-get": reverse_lazy("console:check_slug"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#slug-state",
            }
        ),
    )
    contact_name = OneLineField(label=_("Contact's name"), max_length=120)
    contact_email = TypedEmailField(
        label=_("Contact's e-mail"),
        help_text=_("Becomes the first administrator, and gets the invitation."),
    )
    operation_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].help_text = _("The address will be name.%(domain)s") % {
            "domain": settings.SILAH_BASE_DOMAIN
        }

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class InvoiceForm(forms.Form):
    association_id = forms.ChoiceField(label=_("Association"))
    plan_key = forms.ChoiceField(label=_("Plan"))
    period_start = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"})
    )
    period_end = forms.DateField(
        label=_("To"), widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        associations = Association.objects.order_by("name", "pk").values_list("pk", "name")
        _choices(self.fields["association_id"], [(str(pk), name) for pk, name in associations])
        arabic = get_language() == "ar"
        _choices(
            self.fields["plan_key"],
            [(plan.key, plan.name_ar if arabic else plan.name_en) for plan in plans()],
        )


def _choices(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
