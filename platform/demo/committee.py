"""The committee of a demo association: programmes, a session that ended, one with a full agenda."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from core.cases.models import Case
from core.committees import services
from core.committees.enums import Vote
from core.committees.minutes import minutes_of
from core.committees.models import AgendaItem, CommitteeSession
from core.committees.queries import members, ready_cases
from core.programmes.models import Programme
from core.programmes.rules import ProgrammeData
from core.programmes.services import create_programme
from core.service_requests.enums import Outcome
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person

OTHER_MEMBERS = ("عبدالإله الرشود", "حنان الدوسري")
AMOUNT = Decimal(4500)


def fill_committee(people: dict[Role, User], slug: str) -> None:
    """After the cases: those that lie before the committee are divided between two sessions."""
    secretary, executive = people[Role.RELATIONS_OFFICER], people[Role.EXECUTIVE]
    for number, name in enumerate(OTHER_MEMBERS, start=2):
        create_person(
            email=f"committee-member-{number}@{slug}.example",
            display_name=name,
            roles=[Role.COMMITTEE_MEMBER],
            password=uuid.uuid4().hex,
        )
    aid = _programme("مساعدات الأسر", "Family aid", 250_000, executive)
    _programme("تفريج كربة", "Relief", 80_000, executive)
    ready = list(ready_cases())
    if len(ready) > 1:
        _hold(ready.pop(0), aid, people[Role.COMMITTEE_MEMBER], secretary)
    _call(_morning(clock.now() + timedelta(days=2)), ready, people, secretary)


def _programme(name: str, name_en: str, budget: int, executive: User) -> Programme:
    today = clock.today()
    return create_programme(
        ProgrammeData(
            name=name,
            name_en=name_en,
            budget=Decimal(budget),
            starts_on=today.replace(month=1, day=1),
            ends_on=today.replace(month=12, day=31),
        ),
        actor=executive,
        operation_id=uuid.uuid4(),
    )


def _hold(case: Case, aid: Programme, chair: User, secretary: User) -> None:
    """Yesterday: everybody came, one declared an interest, one case was decided, two signed."""
    with clock.standing_at(_morning(clock.now() - timedelta(days=1))):
        session = services.call_session(
            actor=secretary,
            operation_id=uuid.uuid4(),
            planned_for=clock.now(),
            place="قاعة الاجتماعات",
            chair_id=chair.pk,
            case_ids=[case.pk],
        )
        present = list(members())
        services.set_attendance(
            session.pk, actor=secretary, revision=None, present=[m.pk for m in present]
        )
        services.open_session(session.pk, actor=secretary, revision=None)
        item = AgendaItem.objects.get(session=session)
        last = next(member for member in reversed(present) if member != chair)
        services.declare_interest(
            session.pk, actor=last, item_id=item.pk, interest="صلة قرابة بصاحب الطلب"
        )
        services.record_decisions(
            session.pk,
            actor=secretary,
            chosen=[services.Chosen(item.pk)],
            proposal=services.Proposal(
                Outcome.PARTLY_ACCEPTED,
                amount=AMOUNT,
                programme_id=aid.pk,
                reasons=["need"],
                early_reason="حاجة عاجلة",
            ),
            hands=dict.fromkeys([member.pk for member in present], Vote.FOR),
        )
        services.write_remarks(session.pk, actor=secretary, remarks="بدأت الجلسة في موعدها.")
        services.close_session(session.pk, actor=secretary)
        digest = minutes_of(CommitteeSession.objects.get(pk=session.pk)).digest
        for member in (chair, last):
            services.sign_minutes(session.pk, actor=member, digest=digest, declared=True)


def _call(moment: datetime, ready: list[Case], people: dict[Role, User], secretary: User) -> None:
    services.call_session(
        actor=secretary,
        operation_id=uuid.uuid4(),
        planned_for=moment,
        place="قاعة الاجتماعات",
        chair_id=people[Role.COMMITTEE_MEMBER].pk,
        case_ids=[case.pk for case in ready],
    )


def _morning(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=10, minute=0, second=0, microsecond=0)
