"""The filters of the inbox as an address holds them, and what can be chosen in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from core.beneficiaries.categories import categories
from core.cases.enums import FINAL_STATUSES
from core.programmes.queries import programmes
from core.request_types.enums import Priority
from core.request_types.queries import types
from core.service_requests.desk.forms import workers
from core.service_requests.inbox import InboxFilters, Sort, channels_used, versions_used
from core.service_requests.workflow import STATUSES
from tenants.people.models import User

TICKS = ("late", "soon", "paused", "unread", "ended")
LONGEST_LABEL = 40
Choice = tuple[str, Any]


def select() -> forms.Select:
    return forms.Select(attrs={"class": "in"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer; each from what the association has."""

    channel: Sequence[Choice]
    assignee: Sequence[Choice]
    type: Sequence[Choice]
    category: Sequence[Choice]
    programme: Sequence[Choice]
    version: Sequence[Choice]

    @classmethod
    def now(cls) -> "Choices":
        return cls(
            channel=[(key, _short(label)) for key, label in channels_used()],
            assignee=[(str(user.pk), user.display_name) for user in workers()],
            type=[(line.key, _short(str(line.content.name))) for line in types()],
            category=[(category.key, category.label) for category in categories()],
            programme=[(str(each.pk), _short(each.name)) for each in programmes()],
            version=[(label, _short(label)) for label in versions_used()],
        )


class FilterForm(forms.Form):
    search = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "class": "in",
                "type": "search",
                "placeholder": _("Reference, name, subject, mobile or identity number"),
            }
        ),
    )
    status = forms.ChoiceField(
        required=False,
        choices=[
            ("", pgettext_lazy("status", "Any")),
            *((status.value, status.label) for status in STATUSES),
        ],
        widget=select(),
    )
    assignee = forms.ChoiceField(required=False, widget=select())
    sort = forms.ChoiceField(required=False, choices=Sort.choices, widget=select())
    channel = forms.ChoiceField(required=False, label=_("Channel"), widget=select())
    type = forms.ChoiceField(required=False, label=_("Type of request"), widget=select())
    priority = forms.ChoiceField(
        required=False,
        label=_("Priority"),
        choices=[("", pgettext_lazy("priority", "Any")), *Priority.choices],
        widget=select(),
    )
    category = forms.ChoiceField(required=False, label=_("Category"), widget=select())
    programme = forms.ChoiceField(required=False, label=_("Programme"), widget=select())
    version = forms.ChoiceField(required=False, label=_("Policy version"), widget=select())
    late = forms.BooleanField(required=False, label=_("Late only"))
    soon = forms.BooleanField(required=False, label=_("Due soon"))
    paused = forms.BooleanField(required=False, label=_("Paused"))
    unread = forms.BooleanField(required=False, label=_("The beneficiary wrote"))
    ended = forms.BooleanField(required=False, label=_("Ended"))

    def __init__(self, data: Mapping[str, Any], *, choices: Choices) -> None:
        super().__init__(data)
        people = [
            ("", pgettext("assignee", "Anyone")),
            ("mine", _("Me")),
            ("none", _("Nobody")),
            *choices.assignee,
        ]
        fields: dict[str, Any] = self.fields
        fields["assignee"].choices = people
        for name in ("channel", "type", "category", "programme", "version"):
            offered = getattr(choices, name)
            fields[name].choices = [("", pgettext("channel", "Any")), *offered]
            if not offered and name != "channel":
                del fields[name]

    @property
    def rare(self) -> list[forms.BoundField]:
        """Folded away until one of them is used."""
        names = ("channel", "type", "priority", "category", "programme", "version")
        return [self[name] for name in names if name in self.fields]

    @property
    def rare_used(self) -> bool:
        chosen = self.chosen()
        return any(chosen[field.name] for field in self.rare)

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in TICKS]

    def chosen(self) -> dict[str, Any]:
        """What can be understood of the address; a filter that cannot is left out."""
        self.is_valid()
        return {
            name: self.cleaned_data.get(name) or (False if name in TICKS else "")
            for name in self.fields
        }

    def filters(self, actor: User) -> InboxFilters:
        chosen = self.chosen()
        if chosen["assignee"] == "mine":
            chosen["assignee"] = str(actor.pk)
        chosen["ended"] = chosen["ended"] or chosen["status"] in FINAL_STATUSES
        chosen["sort"] = chosen["sort"] or Sort.DUE.value
        return InboxFilters(**chosen)

    def query(self) -> dict[str, str]:
        """What a saved view keeps: only what was chosen."""
        chosen = self.chosen().items()
        return {name: "on" if value is True else str(value) for name, value in chosen if value}


def views_filters(
    queries: Mapping[str, Mapping[str, str]], actor: User, choices: Choices
) -> dict[str, InboxFilters]:
    """The filters of saved views, by their ids."""
    return {
        view_id: FilterForm(query, choices=choices).filters(actor)
        for view_id, query in queries.items()
    }


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
