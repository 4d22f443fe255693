"""Requests in every stage, with a history: each step goes through its service on its own day."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from core import rules
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases.models import Case
from core.satisfaction.rules import check_is_rateable
from core.satisfaction.services import rate_case
from core.service_requests import services
from core.service_requests.enums import ContactDirection, DeliveryMethod, Outcome
from core.service_requests.intake import Declaration
from core.service_requests.proof import Proof
from demo.cast import BENEFICIARIES, WISHES, Wish
from foundation import clock
from foundation.access import allows
from tenants.people.models import User
from tenants.people.roles import Role

Step = Callable[[Case], object]
WORKING_HOUR = 10


def fill_cases(people: dict[Role, User]) -> None:
    now = clock.now()
    for number, (wish, name) in enumerate(zip(WISHES, BENEFICIARIES, strict=True)):
        arrived = _working_moment(now - timedelta(days=wish.days_ago), latest=now)
        with clock.standing_at(arrived):
            case = _receive(wish, name, number, people)
        _carry_on(case, wish, people, arrived, now)


def _receive(wish: Wish, name: str, number: int, people: dict[Role, User]) -> Case:
    channels = rules.in_force(clock.now()).channels
    data = BeneficiaryData(
        name=name,
        identity_number=identity_number(100_000_000 + number * 7_654_321),
        mobile=f"05{50_000_000 + number * 1_234_567:08d}",
        email=f"beneficiary{number}@example.org" if number % 3 == 0 else "",
        reply_channel=ReplyChannel.EMAIL if number % 3 == 0 else ReplyChannel.PORTAL,
    )
    received = services.receive_request(
        channel_key=channels[number % len(channels)].key,
        subject=wish.subject,
        description=wish.description,
        beneficiary_data=data,
        declaration=Declaration(declared_at=clock.now()),
        registered_by=people[Role.RELATIONS_OFFICER],
        reply_channel=ReplyChannel(data.reply_channel),
        operation_id=uuid.uuid4(),
    )
    return received.case


def _carry_on(
    case: Case, wish: Wish, people: dict[Role, User], arrived: datetime, now: datetime
) -> None:
    """Take the steps of the wish's stage, a day apart, none in the future."""
    day = arrived
    for step in _steps(wish.stage, people):
        day = min(day + timedelta(days=1), now)
        with clock.standing_at(day):
            step(case)


@dataclass(frozen=True, slots=True)
class _Staff:
    """The people of one association, and what each does to a case."""

    people: dict[Role, User]

    @property
    def officer(self) -> User:
        return self.people[Role.RELATIONS_OFFICER]

    def ask(self, case: Case) -> object:
        return services.mark_missing(
            case.pk,
            actor=self.officer,
            documents=["تعريف بالدخل"],
            question="كم عدد أفراد الأسرة المقيمين معك؟",
        )

    def take(self, case: Case) -> object:
        return services.assign(case.pk, actor=self.officer, assignee=self.officer)

    def complete(self, case: Case) -> object:
        """With every step of the checklist, each by whom the policy names."""
        for item in case.missing_items.filter(provided_at=None).order_by("pk"):
            services.settle_missing(
                case.pk, actor=self.officer, item_id=item.pk, note="اطلعت على الأصل"
            )
        for step in case.checklist.filter(done_at=None).order_by("order"):
            actor = self.people.get(Role(step.role), self.officer) if step.role else self.officer
            services.complete_step(case.pk, actor=actor, item_id=step.pk)
        return services.mark_complete(case.pk, actor=self.officer)

    def refer(self, case: Case) -> object:
        return services.refer_to_research(
            case.pk, actor=self.officer, note="زيارة منزلية عند الحاجة"
        )

    def study(self, case: Case) -> object:
        return services.return_from_research(
            case.pk,
            actor=self.people[Role.SOCIAL_RESEARCHER],
            findings="الحاجة قائمة بعد الزيارة.",
        )

    def send(self, case: Case) -> object:
        return services.send_to_decision_body(case.pk, actor=self.officer)

    def decide(self, outcome: Outcome, reason: str = "") -> Step:
        return lambda case: services.decide(
            case.pk,
            actor=self.people[Role.COMMITTEE_MEMBER],
            outcome=outcome,
            reason=reason,
            early_reason="حالة عاجلة",
        )

    def tell(self, case: Case) -> object:
        return services.log_contact(
            case.pk,
            actor=self.officer,
            direction=ContactDirection.OUT,
            channel=ReplyChannel.PHONE,
            summary="أُبلغ بالقرار هاتفيًا.",
        )

    def deliver(self, case: Case) -> object:
        services.start_delivery(case.pk, actor=self.officer)
        proof = Proof(DeliveryMethod.TRANSFER, transfer_reference=f"TRF-{case.reference[-4:]}")
        return services.deliver(case.pk, actor=self.officer, proof=proof)

    def close(self, case: Case) -> object:
        return services.close(case.pk, actor=self.officer)


def _rate(case: Case) -> object:
    """Where the policy asks for it."""
    if not allows(check_is_rateable, Case.objects.get(pk=case.pk)):
        return None
    return rate_case(case.pk, score=4 + len(case.subject) % 2, comment="شكرًا لكم")


def _steps(stage: str, people: dict[Role, User]) -> list[Step]:
    staff = _Staff(people)
    referred: list[Step] = [staff.take, staff.complete, staff.refer]
    to_committee = [*referred, staff.study, staff.send]
    accept = staff.decide(Outcome.ACCEPTED)
    reject = staff.decide(Outcome.REJECTED, "الأجهزة سليمة وفق تقرير الزيارة.")
    accept_in_part = staff.decide(Outcome.PARTLY_ACCEPTED, "يصرف نصف المبلغ المطلوب.")
    stages: dict[str, list[Step]] = {
        "received": [],
        "waiting": [staff.take, staff.ask],
        "complete": [staff.take, staff.complete],
        "study": referred,
        "committee": to_committee,
        "accepted": [*to_committee, accept],
        "rejected": [*to_committee, reject, staff.tell],
        "partly": [*to_committee, accept_in_part],
        "closed": [*to_committee, accept, staff.tell, staff.deliver, staff.close, _rate],
    }
    return stages[stage]


def identity_number(nine_digits: int) -> str:
    """A well-formed invented number: the tenth digit makes the sum of the check a multiple of ten."""
    digits = [int(digit) for digit in f"{nine_digits:09d}"]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[::2]]
    return f"{nine_digits:09d}{-(sum(doubled) + sum(digits[1::2])) % 10}"


def _working_moment(moment: datetime, *, latest: datetime) -> datetime:
    """Ten in the morning of that day, or of the last day before it that is no Friday or Saturday."""
    local = moment.astimezone(timezone.get_current_timezone())
    while local.isoweekday() in (5, 6):
        local -= timedelta(days=1)
    return min(local.replace(hour=WORKING_HOUR, minute=7, second=0, microsecond=0), latest)
