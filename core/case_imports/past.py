"""One case as a row tells it: every value read, and the order of its days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from core.beneficiaries.services import BeneficiaryData
from core.cases.enums import CaseStatus as S
from core.request_types.models import RequestTypeVersion
from core.rules import GoverningRules
from core.service_requests.enums import DeliveryMethod, Outcome
from foundation import clock
from tenants.people.models import User

SOME_TIME = time(12)
"""Sheets tell days. As at the desk, a day without a time is its noon."""
STEP = timedelta(seconds=1)
MOST_STEPS = 30

DECIDED = (S.ACCEPTED, S.PARTLY_ACCEPTED, S.REJECTED, S.DELIVERING, S.DELIVERED, S.CLOSED)
ENDED = (S.CLOSED, S.WITHDRAWN)
OUTCOME_OF = {
    S.ACCEPTED: Outcome.ACCEPTED,
    S.PARTLY_ACCEPTED: Outcome.PARTLY_ACCEPTED,
    S.REJECTED: Outcome.REJECTED,
}


@dataclass(frozen=True, slots=True)
class PastCase:
    """`governing`: the policy that holds for it; `number`: the row of the spreadsheet; `decider`: of our
    staff, where the sheet names one."""

    number: int
    person: BeneficiaryData
    categories: tuple[str, ...]
    governing: GoverningRules
    channel_key: str
    request_type: RequestTypeVersion | None
    subject: str
    description: str
    received_on: date
    register_number: str
    old_reference: str
    status: S
    outcome: Outcome | None
    decided_on: date | None
    decider: User | None
    reason: str
    amount_asked: Decimal | None
    amount_granted: Decimal | None
    method: DeliveryMethod
    assignee: User | None
    closed_on: date | None

    @property
    def registered_as(self) -> str:
        """By what people will look for it."""
        return self.old_reference or self.register_number

    @property
    def kind(self) -> tuple[object, ...]:
        """All that the rules of the desk look at: what passes for one row passes for all of its kind."""
        return (
            self.governing.version_id,
            self.channel_key,
            self.request_type.pk if self.request_type else None,
            self.status,
            self.outcome,
            self.method,
            self.assignee.pk if self.assignee else None,
            self.categories,
            self.received_on == clock.today(),
            *(
                bool(each)
                for each in (
                    self.person.identity_number,
                    self.person.mobile,
                    self.person.email,
                    self.reason,
                    self.decided_on,
                    self.decider,
                    self.closed_on,
                    self.amount_asked,
                    self.amount_granted,
                )
            ),
        )


class Days:
    """The moments of a case in their order: each step a second after the last, none in the future."""

    def __init__(self, first: date) -> None:
        now = clock.now()
        self._latest = now
        self.at = min(_noon(first), now - MOST_STEPS * STEP)

    def next(self, day: date | None = None) -> datetime:
        later = self.at + STEP
        wanted = max(_noon(day), later) if day is not None else later
        self.at = min(wanted, max(self._latest, later))
        return self.at


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, SOME_TIME))
