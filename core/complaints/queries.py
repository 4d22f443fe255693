"""Reading complaints: those somebody may see, one with what its page needs, and what repeats itself."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from core.actors import Actor
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.queries import cases_visible_to
from core.complaints.enums import INVESTIGATING, LET_IN, OfferAnswer, Part, RecordKind, Stand
from core.complaints.models import Complaint, ComplaintRecord, Involvement, Offer
from core.complaints.records import Minutes, loaded
from tenants.people.models import User


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


def circle_members(complaint: Complaint) -> list[User]:
    """Who is let in, each once."""
    people = (each.person for each in involved(complaint, *LET_IN) if each.person is not None)
    return list({person.pk: person for person in people}.values())


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
    found = records(complaint, kind).filter(closed_at__isnull=False)
    if complaint.reopened_at is not None:
        found = found.filter(drawn_up_at__gte=complaint.reopened_at)
    return found.last()


def open_minutes(complaint: Complaint) -> ComplaintRecord | None:
    return complaint.records.filter(kind=RecordKind.MINUTES, closed_at=None).last()


def is_signed_by_all(record: ComplaintRecord) -> bool:
    """Every signature that the record asks for was given, with a dissent or without; at least one
    without."""
    stands = [each.stand for each in record.signatures.all()]
    return bool(stands) and Stand.AWAITED not in stands and Stand.SIGNED in stands


def offers(complaint: Complaint) -> QuerySet[Offer]:
    return complaint.offers.order_by("round")


def open_offer(complaint: Complaint) -> Offer | None:
    return complaint.offers.filter(answer=OfferAnswer.AWAITED, by_association=True).last()


def accepted_offer(complaint: Complaint) -> Offer | None:
    return complaint.offers.filter(answer=OfferAnswer.ACCEPTED).first()


def acted_on(complaint: Complaint) -> set[UUID]:
    """Ids of those who handled, investigated or decided this complaint at any time."""
    rows: Iterable[UUID | None] = (
        complaint.involvements.filter(part__in=LET_IN).order_by().values_list("person", flat=True)
    )
    decided = {complaint.case.decided_by_id} if complaint.case.decided_by_id else set()
    return {each for each in rows if each is not None} | decided


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
