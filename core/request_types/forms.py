"""Forms of the builder: what a type says, and one field of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.beneficiaries.categories import Category
from core.programmes.models import Programme
from core.request_types import own_deadlines
from core.request_types.content import (
    LONGEST_LABEL,
    LONGEST_SENTENCE,
    MOST_DOCUMENTS,
    NeededDocument,
    TypeContent,
    Words,
)
from core.request_types.enums import Priority
from core.rules import GoverningRules

SPARE_DOCUMENTS = 2


def label_field(label: Any, *, required: bool = False, english: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr", "lang": "en"} if english else {})
    return forms.CharField(label=label, required=required, max_length=LONGEST_LABEL, widget=widget)


def sentence_field(label: Any, *, english: bool = False, help_text: Any = "") -> forms.CharField:
    attributes: dict[str, Any] = {"rows": 2}
    if english:
        attributes |= {"dir": "ltr", "lang": "en"}
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_SENTENCE,
        help_text=help_text,
        widget=forms.Textarea(attrs=attributes),
    )


class NameForm(forms.Form):
    """A new type, or a copy of one."""

    name_ar = label_field(_("Name in Arabic"), required=True)
    name_en = label_field(_("Name in English"), english=True)

    def words(self) -> Words:
        return Words(ar=self.cleaned_data["name_ar"], en=self.cleaned_data["name_en"])


class TypeForm(forms.Form):
    """All that a type says beside its fields. `rules` None: no policy is in force."""

    name_ar = label_field(_("Name in Arabic"), required=True)
    name_en = label_field(_("Name in English"), english=True)
    purpose_ar = sentence_field(_("What it is for, in Arabic"))
    purpose_en = sentence_field(_("What it is for, in English"), english=True)
    eligibility_ar = sentence_field(
        _("Who may ask, in Arabic"),
        help_text=_("A sentence that people read before they fill anything in."),
    )
    eligibility_en = sentence_field(_("Who may ask, in English"), english=True)
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        help_text=_("How soon staff take it up. What the policy promises holds for all."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Only by these channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Choose none to offer it by every channel of the policy."),
    )
    programme = forms.ChoiceField(label=_("Programme that pays"), required=False)
    deadline = forms.ChoiceField(
        label=_("A date of its own"),
        required=False,
        help_text=_("Where the policy names several dates for one thing, one can be this type's."),
    )

    def __init__(
        self,
        *args: Any,
        content: TypeContent,
        rules: GoverningRules | None,
        categories: Iterable[Category],
    ) -> None:
        super().__init__(*args)
        self.initial = _initial(content)
        self.content = content
        channels: Any = self.fields["channels"]
        known = [(each.key, each.label) for each in rules.channels] if rules else []
        keys = {key for key, _label in known}
        channels.choices = known + [(key, key) for key in content.channels if key not in keys]
        programmes: Any = self.fields["programme"]
        named = Programme.objects.filter(is_open=True).order_by("name", "pk")
        programmes.choices = [("", _("None"))] + [(str(each.pk), each.name) for each in named]
        deadlines: Any = self.fields["deadline"]
        own = own_deadlines.candidates(rules) if rules else []
        offered = {rule.key: f"{rule.clause.address} · {rule.clause.text}"[:120] for rule in own}
        if content.deadline:
            offered.setdefault(content.deadline, content.deadline)
        deadlines.choices = [("", _("None: the dates of all requests")), *offered.items()]
        self.rows = min(len(content.documents) + SPARE_DOCUMENTS, MOST_DOCUMENTS)
        choices = [(each.key, each.label) for each in categories]
        for number in range(self.rows):
            self.fields[f"document_{number}_ar"] = label_field(_("Document, in Arabic"))
            self.fields[f"document_{number}_en"] = label_field(_("In English"), english=True)
            self.fields[f"document_{number}_of"] = forms.MultipleChoiceField(
                label=_("Only from"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple(),
            )

    def document_rows(self) -> list[dict[str, forms.BoundField]]:
        return [
            {part: self[f"document_{number}_{part}"] for part in ("ar", "en", "of")}
            for number in range(self.rows)
        ]

    def changed_content(self) -> TypeContent:
        data = self.cleaned_data
        documents = tuple(
            NeededDocument(
                label=Words(ar=data[f"document_{number}_ar"], en=data[f"document_{number}_en"]),
                categories=tuple(data[f"document_{number}_of"]),
            )
            for number in range(self.rows)
            if data[f"document_{number}_ar"] or data[f"document_{number}_en"]
        )
        values = {
            "name": {"ar": data["name_ar"], "en": data["name_en"]},
            "purpose": {"ar": data["purpose_ar"], "en": data["purpose_en"]},
            "eligibility": {"ar": data["eligibility_ar"], "en": data["eligibility_en"]},
            "priority": data["priority"],
            "channels": tuple(data["channels"]),
            "programme": data["programme"] or None,
            "deadline": data["deadline"],
        }
        return TypeContent.model_validate(
            {**values, "documents": documents, "fields": self.content.fields}
        )


def _initial(content: TypeContent) -> dict[str, Any]:
    initial: dict[str, Any] = {
        f"{part}_{language}": getattr(getattr(content, part), language)
        for part in ("name", "purpose", "eligibility")
        for language in ("ar", "en")
    }
    initial |= {
        "priority": content.priority.value,
        "channels": list(content.channels),
        "programme": str(content.programme or ""),
        "deadline": content.deadline,
    }
    for number, document in enumerate(content.documents):
        initial[f"document_{number}_ar"] = document.label.ar
        initial[f"document_{number}_en"] = document.label.en
        initial[f"document_{number}_of"] = list(document.categories)
    return initial
