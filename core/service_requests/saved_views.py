"""Views of the inbox that people come back to: built in, one's own, and shared with everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from core.actors import Actor
from core.cases import rules as cases
from core.cases.enums import CaseStatus
from core.configuration.sections import Section
from foundation.errors import Invalid, NotAllowed
from tenants.people.models import User
from tenants.people.roles import Permission, Role

MOST_VIEWS: Final = 20
LONGEST_NAME: Final = 60


class ViewNameMissing(Invalid):
    code = "view_name_missing"
    message = _("Give the view a name of at most 60 characters.")


class TooManyViews(Invalid):
    code = "too_many_views"
    message = _("At most 20 views can be kept. Remove one first.")


class ViewNotThere(NotAllowed):
    code = "view_not_there"
    message = _("This view is not there any more.")


class SavedView(BaseModel):
    """`query`: the filters by their names in the address."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(default_factory=lambda: uuid4().hex)
    name: str
    query: dict[str, str] = {}


class SavedViews(BaseModel):
    """`default`: the view that one's own inbox opens with; empty: that of the role."""

    model_config = ConfigDict(frozen=True)

    items: tuple[SavedView, ...] = ()
    default: str = ""


class DefaultViews(BaseModel):
    """Which view opens for whom, by role."""

    model_config = ConfigDict(frozen=True)

    by_role: dict[str, str] = {
        Role.RELATIONS_OFFICER.value: "all",
        Role.SOCIAL_RESEARCHER.value: "study",
        Role.COMMITTEE_MEMBER.value: "committee",
    }


VIEWS: Final = Section("inbox_views", SavedViews)
DEFAULTS: Final = Section("inbox_default_views", DefaultViews)


@dataclass(frozen=True, slots=True)
class View:
    id: str
    name: str | Promise
    query: Mapping[str, str]
    own: bool = False
    shared: bool = False


BUILT_IN: Final = (
    View("all", _("All open"), {}),
    View("mine", _("With me"), {"assignee": "mine"}),
    View("unread", _("The beneficiary wrote"), {"unread": "on"}),
    View("late", _("Late"), {"late": "on"}),
    View("soon", _("Due soon"), {"soon": "on"}),
    View("nobody", _("Nobody has them yet"), {"assignee": "none"}),
    View("study", _("Under study"), {"status": CaseStatus.UNDER_STUDY.value}),
    View("committee", _("Before the committee"), {"status": CaseStatus.BEFORE_COMMITTEE.value}),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The views of one person; `default`: the one that opens where the address asks for nothing."""

    views: tuple[View, ...]
    default: View

    def view(self, view_id: str) -> View | None:
        return next((view for view in self.views if view.id == view_id), None)


def shelf_of(person: User) -> Shelf:
    """What is built in first, then what is shared, then one's own."""
    own, shared = VIEWS.read(owner=person), VIEWS.read()
    views = (
        *BUILT_IN,
        *(View(item.id, item.name, item.query, shared=True) for item in shared.items),
        *(View(item.id, item.name, item.query, own=True) for item in own.items),
    )
    wanted = own.default or _default_of_role(person)
    return Shelf(views, next((view for view in views if view.id == wanted), BUILT_IN[0]))


def check_can_share(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.MANAGE_SETTINGS)


def save_view(
    person: User,
    *,
    name: str,
    query: Mapping[str, str],
    shared: bool = False,
    default: bool = False,
) -> SavedView:
    """The same name again takes the place of the older one."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ViewNameMissing
    owner = None if shared else person
    if shared:
        check_can_share(person)
    kept = VIEWS.read(owner=owner)
    earlier = next((item for item in kept.items if item.name == name), None)
    identity = {"id": earlier.id} if earlier else {}
    view = SavedView(name=name, query=dict(query), **identity)
    items = (*(item for item in kept.items if item.name != name), view)
    if len(items) > MOST_VIEWS:
        raise TooManyViews
    VIEWS.write(kept.model_copy(update={"items": items}), actor=person, owner=owner)
    if default:
        choose_default(person, view.id)
    return view


def choose_default(person: User, view_id: str) -> None:
    """An empty id: whatever opens for the role."""
    if view_id and shelf_of(person).view(view_id) is None:
        raise ViewNotThere
    own = VIEWS.read(owner=person)
    VIEWS.write(own.model_copy(update={"default": view_id}), actor=person, owner=person)


def drop_view(person: User, view_id: str) -> None:
    """One's own, or a shared one by who may share."""
    view = shelf_of(person).view(view_id)
    if view is None or not (view.own or view.shared):
        raise ViewNotThere
    owner = None if view.shared else person
    if view.shared:
        check_can_share(person)
    kept = VIEWS.read(owner=owner)
    items = tuple(item for item in kept.items if item.id != view_id)
    VIEWS.write(kept.model_copy(update={"items": items}), actor=person, owner=owner)


def _default_of_role(person: User) -> str:
    by_role = DEFAULTS.read().by_role
    return next((by_role[role] for role in person.roles if role in by_role), "all")
