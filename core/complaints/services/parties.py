"""Who has to do with a complaint: named, found by rule, let in, withdrawn; and to whom it goes then."""

import re
import uuid
from collections.abc import Iterable

from django.db import transaction

from core.actors import Actor, id_of, name_of
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints import conflicts, queries, rules
from core.complaints.enums import LET_IN, Part, Stand
from core.complaints.intake import NewComplaint
from core.complaints.models import Complaint, Involvement, Signature
from core.complaints.services.changes import locked_complaint
from core.notices.enums import NoticeKind
from core.notices.services import notify, notify_many
from foundation import clock
from foundation.arabic import searchable
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission


@transaction.atomic
def name_party(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    person: User | None = None,
    unit: str = "",
    name: str = "",
    note: str = "",
) -> Case:
    """Whom it is about: a person of the staff, a unit, or somebody else. Whoever has a conflict by that
    loses sight of the complaint at once, and it goes to somebody else."""
    case = locked_complaint(case_id)
    rules.check_can_name(actor, case)
    if person is None and not unit.strip() and not name.strip():
        raise rules.Unfit
    _involve(case.complaint, Part.ABOUT, person, unit=unit, name=name, note=note, actor=actor)
    record_event(case, EventName.PARTY_NAMED, actor=actor, details={"part": Part.ABOUT.value})
    reroute(case)
    return case


@transaction.atomic
def unname_party(case_id: uuid.UUID, *, actor: Actor, involvement_id: uuid.UUID) -> Case:
    """Named by mistake. What a rule found, and what somebody said of themselves, stays."""
    case = locked_complaint(case_id)
    rules.check_can_name(actor, case)
    row = queries.named_by_people(case.complaint).get(pk=involvement_id)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    details = {"part": row.part, "ended": True}
    record_event(case, EventName.PARTY_NAMED, actor=actor, details=details)
    return case


@transaction.atomic
def recuse(case_id: uuid.UUID, *, actor: User, reason: str) -> Case:
    """Somebody says so of themselves: from now on they see nothing of it."""
    case = locked_complaint(case_id)
    rules.check_can_recuse(actor, case)
    if not reason.strip():
        raise rules.ReasonMissing
    _involve(case.complaint, Part.RECUSED, actor, note=reason, actor=actor)
    record_event(case, EventName.RECUSED, actor=actor, note=reason)
    reroute(case)
    return case


@transaction.atomic
def assign(case_id: uuid.UUID, *, actor: Actor, handler: User) -> Case:
    """To somebody who handles complaints and has no conflict of interest in this one."""
    case = locked_complaint(case_id)
    rules.check_can_assign(actor, case)
    rules.check_fit(handler, case.complaint)
    board = conflicts.stand_in(case.complaint)
    if not handler.has_permission(Permission.HANDLE_COMPLAINTS) and handler != board:
        raise rules.Unfit
    give(case, handler, actor=actor)
    return case


def find_conflicts(complaint: Complaint, new: NewComplaint) -> None:
    """What follows from the words of the reception: whom it is about, who worked on what it is about,
    and whether a member of the staff complains themselves."""
    about = {person.pk: person for person in User.objects.filter(pk__in=list(new.about_people))}
    about |= {person.pk: person for person in _named_in(new.about_words)}
    if new.about_management:
        people = people_who_may(Permission.DECIDE_COMPLAINTS)
        about |= {person.pk: person for person in people}
    for person in about.values():
        _involve(complaint, Part.ABOUT, person, by_rule=True)
    if new.about_unit.strip():
        _involve(complaint, Part.ABOUT, None, unit=new.about_unit, by_rule=True)
    if new.about_case is not None:
        for person in _worked_on(new.about_case):
            _involve(complaint, Part.CONCERNED, person, by_rule=True)
    if new.person is not None and new.person.email:
        for person in User.objects.filter(email=new.person.email.lower()):
            _involve(complaint, Part.COMPLAINANT, person, by_rule=True)


def give_to_somebody(case: Case) -> None:
    """The case is locked or new. Where nobody is without a conflict it waits, and those who keep the
    settings are told that somebody of the board must be named; of what, they are not told."""
    handler = conflicts.choose_handler(case.complaint)
    if handler is not None:
        give(case, handler, actor=None)
        return
    notify_many(
        people_who_may(Permission.MANAGE_SETTINGS),
        kind=NoticeKind.NOBODY_LEFT,
        subject=str(case.complaint.pk),
    )


@transaction.atomic
def give_waiting(case_id: uuid.UUID) -> Case:
    """By the daily round: people and settings may have changed."""
    case = locked_complaint(case_id)
    reroute(case)
    if case.assignee_id is None and case.is_open:
        give_to_somebody(case)
    return case


def give(case: Case, handler: User, *, actor: Actor | None) -> None:
    """The case is locked. Whoever had it before has it no more."""
    by_permission = handler.has_permission(Permission.HANDLE_COMPLAINTS)
    part = Part.HANDLER if by_permission else Part.BOARD
    end_parts(case.complaint, Part.HANDLER, Part.BOARD)
    _involve(case.complaint, part, handler, actor=actor, by_rule=actor is None)
    case.assignee = handler
    case.save(update_fields=["assignee"])
    details = {"assignee": str(handler.pk), "part": part.value}
    event = record_event(
        case, EventName.ASSIGN, actor=actor, by_system=actor is None, details=details
    )
    if id_of(actor) != str(handler.pk):
        details = {"by": name_of(actor)}
        notify(
            recipient=handler,
            kind=NoticeKind.ASSIGNED,
            case=case,
            subject=str(event.pk),
            details=details,
        )


def let_in(complaint: Complaint, part: Part, person: User, *, actor: Actor | None) -> None:
    """Raises HasConflict."""
    rules.check_fit(person, complaint)
    _involve(complaint, part, person, actor=actor, by_rule=actor is None)


def tell_team(case: Case, team: Iterable[User]) -> None:
    """Each hears of it once, whoever else was told before."""
    notify_many(team, kind=NoticeKind.ASSIGNED, case=case, subject=f"team:{case.complaint.pk}")


def tell_handler(case: Case) -> None:
    """That whoever complained opened it again."""
    people = [case.assignee] if case.assignee is not None else []
    about = f"reopened:{case.complaint.pk}:{case.complaint.reopened_at}"
    notify_many(people, kind=NoticeKind.REPLY, case=case, subject=about[:80])


def tell_decider(case: Case) -> None:
    deciding = [each.person for each in queries.involved(case.complaint, Part.DECIDER)]
    people = [person for person in deciding if person is not None]
    notify_many(people, kind=NoticeKind.ASSIGNED, case=case, subject=f"decide:{case.complaint.pk}")


def other_decider_than(complaint: Complaint, team: set[uuid.UUID]) -> None:
    """Whoever investigates does not decide."""
    decider = queries.person_with(complaint, Part.DECIDER)
    if decider is None or decider.pk in team:
        end_parts(complaint, Part.DECIDER)
        _another_decider(complaint)


def reroute(case: Case) -> None:
    """The case is locked. Whoever was let in and has a conflict now, or has left, goes out; what they had
    to do goes to somebody else. An investigation that lost its chair is chaired by the member who stays
    longest."""
    complaint = case.complaint
    gone: set[str] = set()
    for row in queries.involved(complaint, *LET_IN):
        if row.person is None or conflicts.without_conflict([row.person], complaint):
            continue
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        gone.add(row.part)
        _no_longer_asked(complaint, row.person)
    if not gone:
        return
    record_event(
        case, EventName.REROUTED, actor=None, by_system=True, details={"parts": sorted(gone)}
    )
    if gone & {Part.HANDLER, Part.BOARD}:
        case.assignee = None
        give_to_somebody(case)
    if Part.CHAIR in gone:
        _another_chair(complaint)
    if Part.DECIDER in gone:
        _another_decider(complaint)


def _no_longer_asked(complaint: Complaint, person: User) -> None:
    """What they cannot see any more waits no longer for their signature."""
    Signature.objects.filter(
        record__complaint=complaint, signer=person, stand=Stand.AWAITED
    ).update(stand=Stand.REFUSED, signed_at=clock.now())


def _another_chair(complaint: Complaint) -> None:
    row = queries.involved(complaint, Part.MEMBER).first()
    if row is not None:
        row.part = Part.CHAIR
        row.save(update_fields=["part"])


def _another_decider(complaint: Complaint) -> None:
    besides = {person.pk for person in queries.investigators(complaint)}
    decider = conflicts.choose_decider(complaint, besides)
    if decider is not None:
        _involve(complaint, Part.DECIDER, decider, by_rule=True)


def _named_in(words: str) -> list[User]:
    """Staff whose whole name whoever complained gave, however it is spelt. A single word is too common."""
    told = f" {_words_of(words)} "
    people = User.objects.filter(is_active=True).order_by("display_name", "pk") if words else ()
    names = {person: _words_of(person.display_name) for person in people}
    return [person for person, name in names.items() if " " in name and f" {name} " in told]


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"\w+", searchable(text)))


def _worked_on(request: Case) -> list[User]:
    """Whoever had it, took it in, decided on it, or stands in its timeline for anything else."""
    told = request.events.values_list("actor_id", "details__assignee", "details__deciders")
    people = {actor for actor, _assignee, _deciders in told}
    people |= {assignee for _actor, assignee, _deciders in told if assignee}
    people |= {each for _actor, _assignee, deciders in told for each in deciders or ()}
    now = Case.objects.values_list("assignee_id", "registered_by_id", "decided_by_id")
    people |= {str(each) for each in now.get(pk=request.pk)}
    ids = people - {"", str(None)}
    return list(User.objects.filter(pk__in=ids).order_by("display_name", "pk"))


def _involve(
    complaint: Complaint,
    part: Part,
    person: User | None,
    *,
    unit: str = "",
    name: str = "",
    note: str = "",
    actor: Actor | None = None,
    by_rule: bool = False,
) -> None:
    """The same part twice is once."""
    held = complaint.involvements.filter(part=part, ended_at=None, person=person)
    if person is not None and held.exists():
        return
    unit = " ".join(unit.split())
    complaint.involvements.create(
        part=part,
        person=person,
        unit=unit[:120],
        unit_search=searchable(unit)[:120],
        name=" ".join(name.split()),
        note=note.strip(),
        found_by_rule=by_rule,
        since=clock.now(),
        named_by=name_of(actor),
    )


def end_parts(complaint: Complaint, *parts: Part) -> None:
    rows = complaint.involvements.filter(part__in=parts, ended_at=None)
    rows.update(ended_at=clock.now())


def take_over(complaint: Complaint, row: Involvement) -> None:
    """The same conflict holds for an appeal."""
    _involve(
        complaint,
        Part(row.part),
        row.person,
        unit=row.unit,
        name=row.name,
        note=row.note,
        by_rule=True,
    )


def keep_out(complaint: Complaint, part: Part, person: User) -> None:
    _involve(complaint, part, person, by_rule=True)
