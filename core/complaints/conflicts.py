"""Who may not have to do with a complaint, and who still can: the code finds it, nobody has to remember.

Kept out are those complained about, their line (everybody below them, and their direct superior unless
the association decided otherwise), their unit, whoever worked on what is complained about, whoever
complained, whoever withdrew, and on an appeal whoever handled the first complaint.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.actors import Actor
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.complaints.enums import KEPT_OUT, LET_IN, Part, RightsClass
from core.complaints.models import Complaint, Involvement
from core.complaints.settings import SETTINGS
from core.configuration.models import Setting
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission
from tenants.people.structure import line_and_unit_of

P = Permission
_KEPT_OUT: Final = "_kept_out"


def visible_to(actor: Actor) -> QuerySet[Complaint, Any]:
    """Ids of cases. Ordinary ones go by permission, before the assessment only to those who handle;
    sensitive ones to their circle alone; and none to whom a conflict of interest keeps out."""
    opened = Q(pk__in=[])
    if actor.has_permission(P.HANDLE_COMPLAINTS):
        opened |= Q(rights_class=RightsClass.ORDINARY)
    elif actor.has_permission(P.VIEW_COMPLAINTS):
        opened |= Q(rights_class=RightsClass.ORDINARY, triaged_at__isnull=False)
    complaints = Complaint.objects.order_by().values("case_id")
    if not isinstance(actor, User):
        return complaints.filter(opened)
    if actor.is_active:
        opened |= Q(Exists(_involvements(LET_IN).filter(person=actor)))
    return complaints.filter(opened).exclude(kept_out(actor))


def files_that_tell(actor: Actor) -> QuerySet[Complaint, Any]:
    """Ids of people of whom we know nothing but a complaint that is closed to the actor: their file would
    tell who complained."""
    others = Case.objects.filter(beneficiary=OuterRef("case__beneficiary")).exclude(
        kind=CaseKind.COMPLAINT
    )
    closed = Complaint.objects.filter(~Exists(others), case__beneficiary__isnull=False)
    closed = closed.exclude(case__in=visible_to(actor))
    return closed.order_by().values("case__beneficiary")


def kept_out(user: User) -> Q:
    """Of complaints: what this person's conflicts of interest keep them out of. No query of its own, and
    always by the organisation as it is now."""
    near = Q(person__in=line_and_unit_of(user)) | (Q(person__manager=user) & _line_upwards())
    if user.unit_search:
        near |= Q(unit_search=user.unit_search)
    conflicting = Q(part__in=KEPT_OUT, person=user) | (Q(part=Part.ABOUT) & near)
    involved = Involvement.objects.filter(conflicting, complaint=OuterRef("pk"), ended_at=None)
    return Q(Exists(involved))


def _line_upwards() -> Q:
    """Whether the direct superior loses sight of it too."""
    spared = Setting.objects.filter(
        key=SETTINGS.key, owner=None, value__contains={"line_upwards": False}
    )
    return Q(~Exists(spared))


def remember(user: User, complaint: Complaint) -> None:
    """As core.cases.circles.remember: for a page, of an instance that nobody changes after that."""
    complaint.__dict__[_KEPT_OUT] = {user.pk: is_kept_out(user, complaint)}


def is_kept_out(user: User, complaint: Complaint) -> bool:
    remembered: bool | None = complaint.__dict__.get(_KEPT_OUT, {}).get(user.pk)
    if remembered is not None:
        return remembered
    return Complaint.objects.filter(kept_out(user), pk=complaint.pk).exists()


def is_let_in(user: User, complaint: Complaint, *parts: Part) -> bool:
    return Involvement.objects.filter(
        complaint=complaint, person=user, part__in=parts or LET_IN, ended_at=None
    ).exists()


def without_conflict(people: Iterable[User], complaint: Complaint) -> list[User]:
    """Of many: as many queries for a hundred as for one."""
    out = kept_out_of(complaint)
    return [each for each in people if each.is_active and each.pk not in out]


def kept_out_of(complaint: Complaint) -> set[UUID]:
    """The same as `kept_out`, asked from the side of the complaint."""
    rows = list(complaint.involvements.filter(part__in=KEPT_OUT, ended_at=None))
    out = {row.person_id for row in rows if row.person_id is not None}
    about = [row for row in rows if row.part == Part.ABOUT]
    if about:
        out |= _near(about)
    return out


def _near(about: list[Involvement]) -> set[UUID]:
    """Everybody below somebody complained about, of their unit, and their direct superior."""
    places = {user.pk: user for user in User.objects.only("manager", "unit_search")}
    people = {row.person_id for row in about if row.person_id is not None}
    units = {row.unit_search for row in about} | {places[pk].unit_search for pk in people}
    near = {pk for pk, user in places.items() if user.unit_search in units - {""}}
    if SETTINGS.read().line_upwards:
        near |= {each for pk in people if (each := places[pk].manager_id) is not None}
    below: set[UUID] = set()
    further = set(people)
    while further:
        further = {pk for pk, user in places.items() if user.manager_id in further} - below
        below |= further
    return near | below


def choose_handler(complaint: Complaint) -> User | None:
    """Of those who handle complaints and have no conflict the one with the fewest open; else whom the
    board named, else who decides on complaints, else who keeps the board's records."""
    handling = _free(P.HANDLE_COMPLAINTS, complaint, ())
    if handling:
        return min(handling, key=lambda each: (_open_of(each), each.display_name, str(each.pk)))
    return stand_in(complaint)


def choose_decider(complaint: Complaint, besides: Collection[UUID] = ()) -> User | None:
    deciding = _free(P.DECIDE_COMPLAINTS, complaint, besides)
    return deciding[0] if deciding else stand_in(complaint, besides)


def stand_in(complaint: Complaint, besides: Collection[UUID] = ()) -> User | None:
    """Whom it goes to when everybody else is kept out."""
    named = SETTINGS.read().board_member
    board = without_conflict(User.objects.filter(pk=named), complaint) if named else []
    board = [each for each in board if each.pk not in besides]
    for permission in (P.DECIDE_COMPLAINTS, P.RECORD_APPROVAL):
        board = board or _free(permission, complaint, besides)
    return board[0] if board else None


def _free(permission: Permission, complaint: Complaint, besides: Collection[UUID]) -> list[User]:
    people = people_who_may(permission).exclude(pk__in=list(besides))
    return without_conflict(people, complaint)


def _open_of(user: User) -> int:
    return Case.objects.filter(complaint__isnull=False, assignee=user, closed_at=None).count()


def _involvements(parts: Iterable[Part]) -> QuerySet[Involvement]:
    return Involvement.objects.filter(
        complaint=OuterRef("pk"), part__in=list(parts), ended_at=None
    )
