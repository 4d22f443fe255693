"""Reading complaints: those somebody may see, who has to do with one, its records and offers."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from core.actors import Actor
from core.cases.enums import CaseKind, EventName
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.complaints.enums import (
    INVESTIGATING,
    LET_IN,
    Confidentiality,
    OfferAnswer,
    Part,
    RecordKind,
    Stand,
)
from core.complaints.models import Complaint, ComplaintRecord, Involvement, Offer
from core.complaints.records import Minutes, loaded
from tenants.people.models import User

# Whoever took it in, noted something, wrote down an appeal or learned from it has not judged it.
NO_PART_IN_IT: Final = (
    EventName.COMPLAINT_RECEIVED,
    EventName.NOTE,
    EventName.APPEALED,
    EventName.ACTION_LINKED,
    EventName.RECUSED,
)


def complaints_visible_to(actor: Actor) -> QuerySet[Case]:
    """With what every list names; the caller orders them."""
    complaints = cases_visible_to(actor, kind=CaseKind.COMPLAINT)
    return complaints.select_related("complaint", "assignee", "beneficiary")


def complaint_for(actor: Actor, case_id: UUID) -> Case:
    """Raises Case.DoesNotExist for what is not there and for what the actor may not see."""
    return complaints_visible_to(actor).get(pk=case_id)


def involved(complaint: Complaint, *parts: Part) -> QuerySet[Involvement]:
    """As it stands now, in the order in which it came about."""
    found = complaint.involvements.filter(ended_at=None).select_related("person")
    if parts:
        found = found.filter(part__in=parts)
    return found.order_by("since", "pk")


def to_be_told(complaint: Complaint) -> list[Involvement]:
    """As it stands now, without the row that would say who complained in confidence."""
    closed = complaint.confidentiality != Confidentiality.NAMED
    rows = involved(complaint)
    return [each for each in rows if not (closed and each.part == Part.COMPLAINANT)]


def named_by_people(complaint: Complaint) -> QuerySet[Involvement]:
    """Whom somebody named as complained about, and could take back; what a rule found stays."""
    return involved(complaint, Part.ABOUT).filter(found_by_rule=False)


def investigators(complaint: Complaint) -> list[User]:
    """The chair first."""
    found = [each for each in involved(complaint, *INVESTIGATING) if each.person is not None]
    found.sort(key=lambda each: each.part != Part.CHAIR)
    return [each.person for each in found if each.person is not None]


def person_with(complaint: Complaint, part: Part) -> User | None:
    row = involved(complaint, part).last()
    return row.person if row else None


def records(complaint: Complaint, *kinds: RecordKind) -> QuerySet[ComplaintRecord]:
    found = complaint.records.all()
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.prefetch_related("signatures").order_by("number")


def latest_record(complaint: Complaint, kind: RecordKind) -> ComplaintRecord | None:
    """Closed ones alone, and none from before the complaint was opened again."""
    return _of_this_time(complaint, kind).filter(closed_at__isnull=False).last()


def open_minutes(complaint: Complaint) -> ComplaintRecord | None:
    """Those that the chair goes on with; none from before the complaint was opened again."""
    return _of_this_time(complaint, RecordKind.MINUTES).filter(closed_at=None).last()


def _of_this_time(complaint: Complaint, kind: RecordKind) -> QuerySet[ComplaintRecord]:
    since = complaint.reopened_at
    found = records(complaint, kind)
    return found if since is None else found.filter(drawn_up_at__gte=since)


def is_signed_by_all(record: ComplaintRecord) -> bool:
    """Every signature that the record asks for was given, with a dissent or without; at least one
    without."""
    stands = [each.stand for each in record.signatures.all()]
    return bool(stands) and Stand.AWAITED not in stands and Stand.SIGNED in stands


def offers(complaint: Complaint) -> QuerySet[Offer]:
    return complaint.offers.order_by("round")


def open_offer(complaint: Complaint) -> Offer | None:
    return offers(complaint).filter(answer=OfferAnswer.AWAITED, by_association=True).last()


def accepted_offer(complaint: Complaint) -> Offer | None:
    return complaint.offers.filter(answer=OfferAnswer.ACCEPTED).first()


def acted_on(complaint: Complaint) -> set[UUID]:
    """Ids of those who handled, investigated or decided this complaint at any time, given to them or not:
    an ordinary one is open to all who handle complaints."""
    rows: Iterable[UUID | None] = (
        complaint.involvements.filter(part__in=LET_IN).order_by().values_list("person", flat=True)
    )
    told = complaint.case.events.exclude(name__in=NO_PART_IN_IT).exclude(actor_id="")
    names = set(told.order_by().values_list("actor_id", flat=True))
    decided = {complaint.case.decided_by_id} if complaint.case.decided_by_id else set()
    return {each for each in rows if each is not None} | decided | {UUID(each) for each in names}


def signed_minutes(complaint: Complaint) -> ComplaintRecord | None:
    """The last minutes, once every member has signed or dissented."""
    found = latest_record(complaint, RecordKind.MINUTES)
    return found if found is not None and is_signed_by_all(found) else None


def fault_found(complaint: Complaint) -> Minutes | None:
    """The minutes that say that the association caused the damage, signed by the members."""
    record = signed_minutes(complaint)
    if record is None:
        return None
    content = loaded(record.kind, record.content)
    return content if isinstance(content, Minutes) and content.fault else None
