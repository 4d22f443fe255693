"""The steps of one ladder as people fill them in: whom each tells, and who gets the case."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.cases.rules import WORKING
from core.escalation.ladder import STEPS, Rung, Rungs
from tenants.people.models import User
from tenants.people.queries import people
from tenants.people.roles import Permission, Role, permissions_of

STAYS, ROLE, PERSON = "", "role", "person"


class RungForm(forms.Form):
    """One step of a ladder."""

    handler = forms.BooleanField(label=_("Whoever has the case"), required=False)
    roles = forms.TypedMultipleChoiceField(
        label=_("People with these roles"),
        coerce=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Named people"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goes_to = forms.ChoiceField(
        label=_("The case goes to"),
        required=False,
        help_text=_("Of the people of a role, to the one who has the fewest open cases."),
    )

    def __init__(self, *args: Any, staff: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["roles"].choices = _roles(frozenset({Permission.VIEW_CASES}))
        fields["people"].choices = [
            (str(user.pk), user.display_name)
            for user in staff
            if Permission.VIEW_CASES in _permissions(user)
        ]
        fields["goes_to"].choices = [
            (STAYS, _("nobody else: it stays where it is")),
            *((f"{ROLE}:{value}", label) for value, label in _roles(WORKING)),
            *(
                (f"{PERSON}:{user.pk}", user.display_name)
                for user in staff
                if not WORKING.isdisjoint(_permissions(user))
            ),
        ]

    def rung(self) -> Rung:
        data = self.cleaned_data
        kind, _colon, who = data["goes_to"].partition(":")
        return Rung(
            handler=data["handler"],
            roles=tuple(data["roles"]),
            people=tuple(data["people"]),
            give_to_role=Role(who) if kind == ROLE else None,
            give_to_person=UUID(who) if kind == PERSON else None,
        )


class LadderForm:
    """All steps of a ladder on one page, and the revision that was looked at."""

    def __init__(self, rungs: Rungs, *, revision: int, posted: Any = None) -> None:
        staff = [user for user in people() if user.is_active]
        self.steps = {
            percent: RungForm(
                posted,
                staff=staff,
                prefix=f"at{percent}",
                initial=_initial(rungs.get(percent, Rung())),
            )
            for percent in STEPS
        }
        self.revision = RevisionForm(posted, initial={"revision": revision})
        self.refused = ""

    def is_valid(self) -> bool:
        # All of them are asked, so that every mistake is shown at once.
        return {form.is_valid() for form in (*self.steps.values(), self.revision)} == {True}

    def rungs(self) -> Rungs:
        return {percent: form.rung() for percent, form in self.steps.items()}


class RevisionForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


def _initial(rung: Rung) -> dict[str, Any]:
    goes_to = STAYS
    if rung.give_to_role is not None:
        goes_to = f"{ROLE}:{rung.give_to_role.value}"
    if rung.give_to_person is not None:
        goes_to = f"{PERSON}:{rung.give_to_person}"
    return {
        "handler": rung.handler,
        "roles": [role.value for role in rung.roles],
        "people": [str(person) for person in rung.people],
        "goes_to": goes_to,
    }


def _permissions(user: User) -> frozenset[Permission]:
    """From the roles that came along, without a query for each."""
    return permissions_of(grant.role for grant in user.role_grants.all())


def _roles(wanted: frozenset[Permission]) -> list[tuple[str, Any]]:
    return [
        (role.value, role.label) for role in Role if not wanted.isdisjoint(permissions_of([role]))
    ]
