"""Input about a person; what cannot be accepted is said beside its field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.beneficiaries import address, bank, categories, consents, household, papers
from core.beneficiaries import services as people
from core.beneficiaries.address import PARTS, Address, InvalidAddress, load_address, read_address
from core.beneficiaries.birth import Birth
from core.beneficiaries.details import PersonDetails
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose, Relation, ReplyChannel
from core.beneficiaries.household import RelatedData
from core.beneficiaries.models import Beneficiary, RelatedPerson
from core.beneficiaries.services import BeneficiaryData
from core.messages.channels import offered
from core.service_requests.desk.forms import UploadField, paragraph
from foundation.errors import DomainError
from foundation.identity import (
    InvalidEmail,
    InvalidIdentityNumber,
    InvalidMobile,
    normalise_email,
    normalise_identity_number,
    normalise_mobile,
)
from tenants.people.enums import Language
from ui.fields import DayField
from ui.forms import RefusableForm

EITHER_CALENDAR = _("In either calendar: 01/09/1445 or 11/03/2024.")
FILES = _("PDF, photo, Word or text, up to 20 MB.")


def left_to_right(label: Any, **options: Any) -> forms.CharField:
    attributes = {"dir": "ltr"} | options.pop("attrs", {})
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, required=False, max_length=60, widget=widget, **options)


def normal(normalise: Callable[[str], Any], typed: str, empty: Any = "") -> Any:
    try:
        return normalise(typed) if typed.strip() else empty
    except DomainError as error:
        raise ValidationError(str(error)) from error


class BirthField(forms.CharField):
    """Cleans to a Birth, or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=60, help_text=EITHER_CALENDAR, **options)

    def clean(self, value: Any) -> Birth | None:
        found: Birth | None = normal(Birth.read, super().clean(value), None)
        return found


class PersonFormBase(RefusableForm):
    def bring_up_to_date(self, name: str, value: object) -> None:
        """What the next click says it has seen, with all that was typed left as it is."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[name] = str(value)
        self.data = data


class PersonForm(PersonFormBase):
    beside: ClassVar[dict[type[DomainError], str]] = {
        people.NameMissing: "name",
        people.NameTooLong: "name",
        people.IdentityNumberTaken: "identity_number",
        InvalidIdentityNumber: "identity_number",
        InvalidMobile: "mobile",
        InvalidEmail: "email",
        bank.InvalidIban: "iban",
        categories.UnknownCategory: "categories",
    }

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=people.LONGEST_NAME)
    identity_number = left_to_right(
        _("Identity number"), attrs={"inputmode": "numeric"}, help_text=_("Identity or iqama.")
    )
    birth = BirthField(label=_("Date of birth"))
    mobile = left_to_right(_("Mobile"), attrs={"inputmode": "tel"})
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "email"}),
    )
    reply_channel = forms.ChoiceField(label=_("Agreed way to reply"), choices=ReplyChannel.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    iban = left_to_right(
        _("IBAN"), help_text=_("A Saudi one has 24 characters: SA and 22 digits.")
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple
    )
    short_address = left_to_right(_("Short address"), help_text=_("Such as RRRD2929."))
    building = left_to_right(_("Building number"), attrs={"inputmode": "numeric"})
    street = forms.CharField(label=_("Street"), required=False, max_length=address.LONGEST_PART)
    district = forms.CharField(
        label=_("District"), required=False, max_length=address.LONGEST_PART
    )
    city = forms.CharField(label=_("City"), required=False, max_length=address.LONGEST_PART)
    postal_code = left_to_right(_("Postal code"), attrs={"inputmode": "numeric"})
    additional = left_to_right(_("Additional number"), attrs={"inputmode": "numeric"})

    def __init__(self, *args: Any, person: Beneficiary, **kwargs: Any) -> None:
        kwargs["initial"] = initial_of(person)
        super().__init__(*args, **kwargs)
        field: Any = self.fields["categories"]
        field.choices = [(each.key, each.label) for each in categories.categories()]
        ways: Any = self.fields["reply_channel"]
        ways.choices = offered(ReplyChannel.choices, kept=person.reply_channel)

    def clean_identity_number(self) -> Any:
        return normal(normalise_identity_number, self.cleaned_data["identity_number"])

    def clean_mobile(self) -> Any:
        return normal(normalise_mobile, self.cleaned_data["mobile"])

    def clean_email(self) -> Any:
        return normal(normalise_email, self.cleaned_data["email"])

    def clean_iban(self) -> Any:
        return normal(bank.normalise_iban, self.cleaned_data["iban"])

    def clean(self) -> dict[str, Any]:
        self.address: Address | None = None
        try:
            self.address = read_address({part: self.cleaned_data.get(part, "") for part in PARTS})
        except InvalidAddress as error:
            self.add_error(error.field, str(error))
        return self.cleaned_data

    def details(self) -> PersonDetails:
        data = self.cleaned_data
        basics = BeneficiaryData(
            name=data["name"],
            identity_number=data["identity_number"],
            mobile=data["mobile"],
            email=data["email"],
            reply_channel=data["reply_channel"],
            language=data["language"],
        )
        return PersonDetails(
            basics, data["birth"], data["iban"], self.address, tuple(data["categories"])
        )


def initial_of(person: Beneficiary) -> dict[str, Any]:
    """As it can be typed again."""
    day = Birth.load(person.birth)
    place = load_address(person.address)
    return {
        "revision": person.revision,
        "name": person.name,
        "identity_number": person.identity_number or "",
        "birth": day.typed() if day else "",
        "mobile": person.mobile or "",
        "email": person.email or "",
        "reply_channel": person.reply_channel,
        "language": person.language,
        "iban": bank.in_groups(person.iban) if person.iban else "",
        "categories": person.categories,
        **(place.model_dump() if place else {}),
    }


class RelatedForm(PersonFormBase):
    beside: ClassVar[dict[type[DomainError], str]] = {
        people.NameMissing: "name",
        people.NameTooLong: "name",
        household.ActsInOrder: "acts_until",
        household.OnlyWhoActs: "relation",
    }

    revision = forms.IntegerField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(label=_("Who they are"), choices=Relation.choices)
    name = forms.CharField(label=_("Name"), max_length=people.LONGEST_NAME)
    identity_number = left_to_right(_("Identity number"), attrs={"inputmode": "numeric"})
    birth = BirthField(label=_("Date of birth"))
    mobile = left_to_right(_("Mobile"), attrs={"inputmode": "tel"})
    is_dependant = forms.BooleanField(
        label=_("Lives on the beneficiary (dependant)"), required=False
    )
    acts_from = DayField(
        label=_("Acts for the beneficiary from"), required=False, help_text=EITHER_CALENDAR
    )
    acts_until = DayField(
        label=_("Until, this day included"), required=False, help_text=EITHER_CALENDAR
    )
    paper = UploadField(
        label=_("Paper that proves it"),
        required=False,
        help_text=_("Of a guardian or delegate: deed, power of attorney."),
    )
    note = paragraph(_("Note"), rows=2, required=False, max_length=1000)

    def __init__(
        self, *args: Any, person: Beneficiary, related: RelatedPerson | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"revision": person.revision, "relation": Relation.SON}
        if related is not None:
            day = Birth.load(related.birth)
            initial |= {
                "relation": related.relation,
                "name": related.name,
                "identity_number": related.identity_number or "",
                "birth": day.typed() if day else "",
                "mobile": related.mobile or "",
                "is_dependant": related.is_dependant,
                "acts_from": related.acts_from.isoformat() if related.acts_from else "",
                "acts_until": related.acts_until.isoformat() if related.acts_until else "",
                "note": related.note,
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)

    def clean_identity_number(self) -> Any:
        return normal(normalise_identity_number, self.cleaned_data["identity_number"])

    def clean_mobile(self) -> Any:
        return normal(normalise_mobile, self.cleaned_data["mobile"])

    def related(self) -> RelatedData:
        data = self.cleaned_data
        return RelatedData(
            relation=Relation(data["relation"]),
            name=data["name"],
            identity_number=data["identity_number"],
            mobile=data["mobile"],
            birth=data["birth"],
            is_dependant=data["is_dependant"],
            acts_from=data["acts_from"],
            acts_until=data["acts_until"],
            note=data["note"],
        )


class ConsentForm(PersonFormBase):
    beside: ClassVar[dict[type[DomainError], str]] = {
        consents.EvidenceMissing: "evidence",
        consents.ExpiresInPast: "expires_on",
    }
    purpose = forms.ChoiceField(label=_("Purpose"), choices=ConsentPurpose.choices)
    method = forms.ChoiceField(label=_("How it was given"), choices=ConsentMethod.choices)
    expires_on = DayField(label=_("Valid until"), required=False, help_text=EITHER_CALENDAR)
    evidence = UploadField(label=_("Evidence"), required=False, help_text=FILES)


class PaperForm(PersonFormBase):
    beside: ClassVar[dict[type[DomainError], str]] = {papers.PurposeMissing: "purpose"}
    purpose = forms.CharField(
        label=_("What it is"),
        required=False,
        max_length=papers.LONGEST_PURPOSE,
        help_text=_("Such as: copy of the lease."),
    )
    expires_on = DayField(label=_("Valid until"), required=False, help_text=EITHER_CALENDAR)
    file = UploadField(label=_("File"), help_text=FILES)


class ReasonForm(PersonFormBase):
    reason = paragraph(_("Reason"), rows=2, required=False, max_length=1000)


class PeopleFilterForm(forms.Form):
    search = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "class": "in",
                "type": "search",
                "placeholder": _("Name, identity number, mobile, e-mail or IBAN"),
            }
        ),
    )
    category = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "in"}))
    expiring = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        named = [(each.key, each.label) for each in categories.categories()]
        field.choices = [("", pgettext_lazy("category", "Any")), *named]

    def chosen(self) -> dict[str, Any]:
        """What can be understood of the address."""
        self.is_valid()
        return {
            "search": self.cleaned_data.get("search") or "",
            "category": self.cleaned_data.get("category") or "",
            "expiring": bool(self.cleaned_data.get("expiring")),
        }
