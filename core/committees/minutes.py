"""What the minutes of a session say: plain values, the same for every way in which they are shown."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, ConfigDict

from core.committees import queries
from core.committees.enums import ItemState, Vote
from core.committees.models import AgendaItem, CommitteeSession
from core.committees.tally import Tally, count
from core.service_requests.deciding import worded
from core.service_requests.enums import Outcome


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class MemberLine(_Part):
    id: UUID
    name: str
    present: bool
    apology: str = ""


class VoteLine(_Part):
    member: UUID
    name: str
    vote: Vote
    interest: str = ""


class ItemLine(_Part):
    number: int
    reference: str
    subject: str
    person: str
    amount_asked: Decimal | None
    state: ItemState
    outcome: str
    amount: Decimal | None
    programme: str
    reasons: tuple[dict[str, str], ...]
    reason_text: str
    early_reason: str
    votes: tuple[VoteLine, ...]
    withheld: bool = False

    @property
    def tally(self) -> Tally:
        return count(line.vote for line in self.votes)

    @property
    def result(self) -> str:
        """In the language of whoever reads it."""
        return str(Outcome(self.outcome).label if self.outcome else ItemState(self.state).label)

    @property
    def why(self) -> list[str]:
        return [*worded(self.reasons), *filter(None, [self.reason_text])]

    @property
    def interests(self) -> list[VoteLine]:
        return [line for line in self.votes if line.vote == Vote.RECUSED]

    def excludes(self, member: UUID) -> bool:
        return any(line.member == member for line in self.interests)


class Minutes(_Part):
    association: str
    body: str
    number: int
    place: str
    planned_for: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    called_by: str
    chair: str
    quorum: int
    members: tuple[MemberLine, ...]
    items: tuple[ItemLine, ...]
    remarks: str

    def without(self, member: UUID, references: Collection[str] = ()) -> "Minutes":
        """For a member who is excluded from some of it, here or by the references of cases in which they
        declared an interest elsewhere: those items without what they are about."""
        blank: dict[str, object] = {
            "reference": "",
            "subject": "",
            "person": "",
            "amount_asked": None,
            "outcome": "",
            "amount": None,
            "programme": "",
            "reasons": (),
            "reason_text": "",
            "early_reason": "",
        }
        seen = (
            item.model_copy(update=blank | {"votes": tuple(item.interests), "withheld": True})
            if item.excludes(member) or item.reference in references
            else item
            for item in self.items
        )
        return self.model_copy(update={"items": tuple(seen)})

    @property
    def present(self) -> list[MemberLine]:
        return [member for member in self.members if member.present]

    @property
    def granted(self) -> Decimal:
        return sum((item.amount or Decimal(0) for item in self.items), start=Decimal(0))


@dataclass(frozen=True, slots=True)
class Kept:
    """`genuine`: what is stored is what was signed; always so while nobody has signed."""

    minutes: Minutes
    digest: str
    genuine: bool


def minutes_of(session: CommitteeSession) -> Kept:
    """As they were signed; as the records stand, while nobody has."""
    if session.minutes_digest:
        digest = digest_of(session.minutes)
        kept = Minutes.model_validate(session.minutes)
        return Kept(kept, session.minutes_digest, digest == session.minutes_digest)
    minutes = written(session)
    return Kept(minutes, digest_of(stored_form(minutes)), genuine=True)


def stored_form(minutes: Minutes) -> dict[str, object]:
    return minutes.model_dump(mode="json")


def digest_of(stored: object) -> str:
    """SHA-256 of the one way to write it."""
    canonical = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def written(session: CommitteeSession) -> Minutes:
    seats = queries.seats(session)
    names = {seat.member_id: seat.name for seat in seats}
    heard = queries.items(session).exclude(state=ItemState.REMOVED)
    return Minutes(
        association=getattr(connection.tenant, "name", ""),  # type: ignore[attr-defined]
        body=session.body,
        number=session.number,
        place=session.place,
        planned_for=session.planned_for,
        opened_at=session.opened_at,
        closed_at=session.closed_at,
        called_by=session.called_by,
        chair=names.get(session.chair_id, "") if session.chair_id else "",
        quorum=session.quorum,
        members=tuple(
            MemberLine(
                id=seat.member_id, name=seat.name, present=seat.is_present, apology=seat.apology
            )
            for seat in seats
        ),
        items=tuple(_item(item, names) for item in heard),
        remarks=session.remarks,
    )


def _item(item: AgendaItem, names: dict[UUID, str]) -> ItemLine:
    case = item.case
    votes = [
        VoteLine(
            member=vote.member_id,
            name=names.get(vote.member_id, ""),
            vote=Vote(vote.vote),
            interest=vote.interest,
        )
        for vote in item.votes.all()
    ]
    return ItemLine(
        number=item.order,
        reference=case.reference,
        subject=case.subject,
        person=case.person.name,
        amount_asked=case.amount_asked,
        state=ItemState(item.state),
        outcome=item.outcome,
        amount=item.amount,
        programme=item.programme.name if item.programme else "",
        reasons=tuple(item.reasons),
        reason_text=item.reason_text,
        early_reason=item.early_reason,
        votes=tuple(sorted(votes, key=lambda line: (line.name, str(line.member)))),
    )
