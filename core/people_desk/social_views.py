"""The social file: for those whose roles open it, each view noted."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from core.beneficiaries.household import household_of, household_size
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.rules import FileChanged
from core.beneficiaries.social_file import (
    LONGEST_TEXT,
    Condition,
    Employment,
    Housing,
    SocialFile,
    load_social_file,
    open_social_file,
    save_social_file,
    version_of,
)
from core.people_desk.access import of_person
from core.people_desk.forms import PersonFormBase
from core.people_desk.pages import attempt, person_page
from core.service_requests.desk.forms import paragraph
from tenants.people.access import permission_required
from tenants.people.access import person as signed_in
from tenants.people.roles import Permission
from ui.fields import MoneyField

ROWS = 6
MORE_ROWS = 3
LISTS = ("incomes", "expenses", "debts")
WORDS = ("education", "health", "disability", "needs", "notes")
CHOICES = ("employment", "housing", "condition")
OPENS = permission_required(Permission.VIEW_SOCIAL_FILES)
LINE_LABELS = {
    "incomes": (gettext_lazy("Source"), gettext_lazy("A month, in riyals")),
    "expenses": (gettext_lazy("What for"), gettext_lazy("A month, in riyals")),
    "debts": (gettext_lazy("Owed to"), gettext_lazy("Owed, in riyals")),
}
LIST_LABELS = {
    "incomes": gettext_lazy("Income"),
    "expenses": gettext_lazy("Expenses"),
    "debts": gettext_lazy("Debts"),
}


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", gettext_lazy("Not known")), *choices]
    )


class SocialForm(PersonFormBase):
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    employment = choice(gettext_lazy("Work"), Employment.choices)
    education = forms.CharField(label=gettext_lazy("Education"), required=False, max_length=200)
    housing = choice(gettext_lazy("Home"), Housing.choices)
    rent = MoneyField(label=gettext_lazy("Rent a month, in riyals"), required=False)
    rooms = forms.IntegerField(
        label=gettext_lazy("Rooms"), required=False, min_value=0, max_value=99
    )
    condition = choice(gettext_lazy("State of the home"), Condition.choices)
    health = paragraph(pgettext_lazy("person", "Health"), required=False, max_length=LONGEST_TEXT)
    disability = paragraph(
        gettext_lazy("Disability"), rows=2, required=False, max_length=LONGEST_TEXT
    )
    needs = paragraph(gettext_lazy("What is needed most"), required=False, max_length=LONGEST_TEXT)
    notes = paragraph(
        gettext_lazy("Notes of the researcher"), required=False, max_length=LONGEST_TEXT
    )

    def __init__(self, *args: Any, person: Beneficiary, **kwargs: Any) -> None:
        kept = load_social_file(person)
        initial: dict[str, Any] = kept.model_dump() | {"version": version_of(person)}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.counts = {name: max(ROWS, len(getattr(kept, name)) + MORE_ROWS) for name in LISTS}
        for name, count in self.counts.items():
            what, amount = LINE_LABELS[name]
            lines = getattr(kept, name)
            for row in range(count):
                line = lines[row] if row < len(lines) else None
                self.fields[f"{name}_{row}_what"] = forms.CharField(
                    label=what, required=False, max_length=200
                )
                self.fields[f"{name}_{row}_amount"] = MoneyField(label=amount, required=False)
                self.initial[f"{name}_{row}_what"] = line.what if line else ""
                self.initial[f"{name}_{row}_amount"] = line.amount if line else None
                if name == "debts":
                    field = MoneyField(label=gettext_lazy("Paid back a month"), required=False)
                    self.fields[f"{name}_{row}_monthly"] = field
                    self.initial[f"{name}_{row}_monthly"] = line.monthly if line else None

    def lines(self, name: str) -> Iterator[list[forms.BoundField]]:
        parts = ("what", "amount", "monthly") if name == "debts" else ("what", "amount")
        for row in range(self.counts[name]):
            yield [self[f"{name}_{row}_{part}"] for part in parts]

    @property
    def incomes(self) -> list[list[forms.BoundField]]:
        return list(self.lines("incomes"))

    @property
    def expenses(self) -> list[list[forms.BoundField]]:
        return list(self.lines("expenses"))

    @property
    def debts(self) -> list[list[forms.BoundField]]:
        return list(self.lines("debts"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        values: dict[str, Any] = {name: data.get(name) or "" for name in WORDS}
        values |= {name: data.get(name) or None for name in CHOICES}
        values |= {"rent": data.get("rent"), "rooms": data.get("rooms")}
        for name in LISTS:
            values[name] = [
                line for row in range(self.counts[name]) if (line := self._line(name, row))
            ]
        if not self.errors:
            try:
                self.social_file = SocialFile.model_validate(values)
            except ValidationError:
                self.add_error(None, _("This cannot be kept. Please look at the figures again."))
        return data

    def _line(self, name: str, row: int) -> dict[str, Any] | None:
        what = (self.cleaned_data.get(f"{name}_{row}_what") or "").strip()
        amount = self.cleaned_data.get(f"{name}_{row}_amount")
        monthly = self.cleaned_data.get(f"{name}_{row}_monthly")
        if not what and amount is None and monthly is None:
            return None
        if not what and f"{name}_{row}_what" not in self.errors:
            self.add_error(f"{name}_{row}_what", _("Say in a few words what it is."))
        if amount is None and f"{name}_{row}_amount" not in self.errors:
            self.add_error(f"{name}_{row}_amount", _("How much is it?"))
        return {"what": what, "amount": amount, "monthly": monthly}


def labels() -> dict[str, Any]:
    """Of each part of the social file, by its name."""
    asked = {name: field.label for name, field in SocialForm.base_fields.items()}
    return {**asked, **LIST_LABELS}


@OPENS
@require_safe
@of_person
def social(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    kept = open_social_file(person, actor=signed_in(request))
    size = household_size(list(household_of(person)))
    context = {
        "file": kept,
        "size": size,
        "per_head": kept.per_head(size),
        "lists": [(label, getattr(kept, name)) for name, label in LIST_LABELS.items()],
        "is_empty": person.social_file is None,
    }
    return person_page(request, person, "social", context, tab="social")


@OPENS
@require_http_methods(["GET", "HEAD", "POST"])
@of_person
def edit_social(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    if request.method != "POST":
        open_social_file(person, actor=signed_in(request))
        return _page(request, person, SocialForm(person=person), 200)
    form = SocialForm(request.POST, person=person)
    return attempt(
        request,
        person,
        form,
        lambda: save_social_file(
            person.pk,
            actor=signed_in(request),
            version=form.cleaned_data["version"],
            social_file=form.social_file,
        ),
        said=_("The social file was saved."),
        back="beneficiaries:social",
        page=lambda status: _page(request, person, form, status),
    )


def _page(
    request: HttpRequest, person: Beneficiary, form: SocialForm, status: int
) -> HttpResponse:
    """Refused as out of date, it shows what stands there now; the next click saves what was typed."""
    now = None
    if status == 409 and str(FileChanged()) in form.non_field_errors():
        person.refresh_from_db()
        now = open_social_file(person, actor=signed_in(request))
        form.bring_up_to_date("version", version_of(person))
    context = {"form": form, "now": now}
    return person_page(request, person, "social_edit", context, tab="social", status=status)
