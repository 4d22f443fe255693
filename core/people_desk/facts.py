"""What the page of a person says about them: in words, numbers by their ends until they are asked for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.beneficiaries.address import load_address
from core.beneficiaries.bank import bank_of, in_groups
from core.beneficiaries.birth import Birth
from core.beneficiaries.categories import Category, categories
from core.beneficiaries.models import Beneficiary
from foundation.writing import numeral

SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind`: text, code or phone: how it is written. `hidden`: only the end of it is shown."""

    label: str | Promise
    value: str
    kind: str = "text"
    hidden: bool = False
    note: str = ""


def facts_of(person: Beneficiary, *, reveal: bool = False) -> list[Fact]:
    birth, place = Birth.load(person.birth), load_address(person.address)
    numbers = [
        (_("Identity number"), person.identity_number, "code", person.get_identity_kind_display()),
        (_("Mobile"), person.mobile, "phone", ""),
        (_("E-mail"), person.email, "code", ""),
    ]
    facts = [_number(*number, reveal=reveal) for number in numbers]
    if birth:
        age = _("%(years)s years old") % {"years": numeral(str(birth.age()))}
        facts.insert(1, Fact(_("Date of birth"), birth.both(), note=age))
    else:
        facts.insert(1, Fact(_("Date of birth"), ""))
    iban = in_groups(person.iban) if person.iban and reveal else person.iban
    bank = bank_of(person.iban) if person.iban else ""
    facts += [
        _number(_("IBAN"), iban, "code", bank, reveal=reveal),
        Fact(_("Address"), place.line() if place else ""),
        Fact(_("Short address"), place.short_address if place else "", "code"),
        Fact(_("Agreed way to reply"), str(person.get_reply_channel_display())),
        Fact(_("Language"), str(person.get_language_display())),
    ]
    return facts


def categories_of(person: Beneficiary, known: tuple[Category, ...] | None = None) -> list[str]:
    labels = {each.key: each.label for each in (categories() if known is None else known)}
    return [labels.get(key, key) for key in person.categories]


def end_of(number: str | None) -> str:
    return f"…{number[-SHOWN_DIGITS:]}" if number else ""


def _number(
    label: str, value: str | None, kind: str, note: object = "", *, reveal: bool = False
) -> Fact:
    if not value:
        return Fact(label, "")
    if reveal:
        return Fact(label, value, kind, note=str(note))
    shown = f"…{value[value.index('@') :]}" if "@" in value else end_of(value)
    return Fact(label, shown, "code", hidden=True, note=str(note))
