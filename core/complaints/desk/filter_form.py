"""The filters of the list of complaints as an address holds them, and what they find."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from core.actors import Actor
from core.cases.enums import FINAL_STATUSES, CaseStatus
from core.cases.models import Case
from core.complaints.enums import RightsClass, Severity
from core.complaints.queries import complaints_visible_to
from core.complaints.settings import SETTINGS
from core.complaints.workflow import WORKFLOW
from core.service_requests.desk.filter_form import select
from core.service_requests.queries import reference_condition
from foundation import clock
from foundation.word_search import HasWords, prefix_query
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

TICKS = ("late", "unread", "ended")
ANY = ("", pgettext_lazy("channel", "Any"))


class ComplaintFilterForm(forms.Form):
    search = forms.CharField(
        required=False,
        max_length=200,
        label=_("Search"),
        widget=forms.TextInput(
            attrs={"class": "in", "type": "search", "placeholder": _("Reference or subject")}
        ),
    )
    status = forms.ChoiceField(
        required=False,
        label=_("Status"),
        choices=[
            ("", pgettext_lazy("status", "Any")),
            *((each.value, each.label) for each in CaseStatus if each in WORKFLOW.states()),
        ],
        widget=select(),
    )
    severity = forms.ChoiceField(
        required=False, label=_("Severity"), choices=[ANY, *Severity.choices], widget=select()
    )
    rights_class = forms.ChoiceField(
        required=False, label=_("Class"), choices=[ANY, *RightsClass.choices], widget=select()
    )
    subject = forms.ChoiceField(required=False, label=_("Subject"), widget=select())
    handler = forms.ChoiceField(required=False, label=_("Who has it"), widget=select())
    late = forms.BooleanField(required=False, label=_("Late only"))
    unread = forms.BooleanField(required=False, label=_("Whoever complained wrote"))
    ended = forms.BooleanField(required=False, label=_("Ended"))

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        subjects = [(each.key, str(each)) for each in SETTINGS.read().subjects]
        fields["subject"].choices = [ANY, *subjects]
        handling = people_who_may(Permission.HANDLE_COMPLAINTS)
        fields["handler"].choices = [
            ("", pgettext("assignee", "Anyone")),
            ("mine", _("Me")),
            ("none", _("Nobody")),
            *((str(user.pk), user.display_name) for user in handling),
        ]

    @property
    def selects(self) -> list[forms.BoundField]:
        names = ("status", "severity", "rights_class", "subject", "handler")
        return [self[name] for name in names]

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

    @property
    def is_used(self) -> bool:
        return any(self.chosen().values())

    def cases(self, actor: User) -> QuerySet[Case]:
        """Open ones, or those that ended; what is due first on top."""
        chosen = self.chosen()
        ended = chosen["ended"] or chosen["status"] in FINAL_STATUSES
        cases = complaints_visible_to(actor).filter(closed_at__isnull=not ended)
        exact = {
            "status": chosen["status"],
            "complaint__severity": chosen["severity"],
            "complaint__rights_class": chosen["rights_class"],
            "complaint__subject_key": chosen["subject"],
        }
        cases = cases.filter(**{name: value for name, value in exact.items() if value})
        cases = cases.filter(_state(chosen), _with(chosen["handler"], actor))
        if chosen["search"].strip():
            cases = cases.filter(_searched(chosen["search"]))
        return cases.order_by(F("due_at").asc(nulls_last=True), "pk")


def _state(chosen: Mapping[str, Any]) -> Q:
    condition = Q(due_at__lt=clock.now()) if chosen["late"] else Q()
    return condition & Q(unread_since__isnull=False) if chosen["unread"] else condition


def _with(handler: str, actor: Actor) -> Q:
    match handler:
        case "":
            return Q()
        case "none":
            return Q(assignee=None)
        case "mine":
            return Q(assignee_id=actor.pk)
        case _:
            return Q(assignee_id=handler)


def _searched(typed: str) -> Q:
    """By its number or the words of its title: never by what was said, nor by whom."""
    words = prefix_query(typed)
    condition = Q(HasWords("subject_search", words)) if words else Q(pk__in=[])
    reference = reference_condition(typed)
    return condition if reference is None else condition | reference
