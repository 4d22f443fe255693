"""What a reception of a complaint hands over and gets back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.complaints.enums import Confidentiality


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What was said, by whom if anybody may know, and about whom as far as the complainant says.

    `person` is None of an anonymous one. `about_people` and `about_unit`: staff who take a complaint in
    name them; `about_management`: it is about those who decide on complaints, so that none of them ever
    sees it. `about_case`: the request that it is about, whose workers are then kept out.
    """

    confidentiality: Confidentiality
    text: str
    title: str = ""
    subject_key: str = ""
    wanted: str = ""
    damage: str = ""
    asks_compensation: bool = False
    about_words: str = ""
    about_management: bool = False
    about_people: Sequence[UUID] = ()
    about_unit: str = ""
    about_case: Case | None = None
    person: BeneficiaryData | None = None
    reply_channel: ReplyChannel = ReplyChannel.PORTAL
    language: str = ""
    documents: Sequence[NewDocument] = field(default=())
    register_number: str = ""
    received_by: str = ""
    received_at: datetime | None = None
    operation_id: UUID | None = None


def arrival(at: datetime, confidentiality: Confidentiality | str) -> datetime:
    """Of an anonymous complaint the full hour: the minute could be laid beside other traces. What we do
    with it afterwards has its exact times, since the order of the work must be true."""
    if confidentiality == Confidentiality.ANONYMOUS:
        return at.replace(minute=0, second=0, microsecond=0)
    return at


@dataclass(frozen=True, slots=True)
class ReceivedComplaint:
    """`tracking_code` is known now only; None where an operation is repeated long afterwards."""

    case: Case
    tracking_code: str | None
