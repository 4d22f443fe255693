"""A programme, a closed session with signed minutes and one that is still to come."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.cases.models import Case
from core.committees import services
from core.committees.enums import Vote
from core.committees.minutes import minutes_of
from core.committees.models import AgendaItem, CommitteeSession
from core.committees.queries import members
from core.programmes.rules import ProgrammeData
from core.programmes.services import create_programme
from core.service_requests.enums import Outcome
from foundation import clock
from foundation.uploads import CheckedFile, FileKind
from tenants.people.models import User

PEN = '[[{"x": 10, "y": 10}, {"x": 200, "y": 90}, {"x": 300, "y": 20}]]'


def keep_sessions(
    words: dict[str, str], everyone: User, ready: Callable[[], Case]
) -> dict[str, list[Any]]:
    today = clock.today()
    programme = create_programme(
        ProgrammeData(
            name=words["programme"],
            budget=Decimal(10_000),
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=300),
        ),
        actor=everyone,
        operation_id=uuid.uuid4(),
    )
    today_late = timezone.localtime(clock.now()).replace(hour=23, minute=59, second=59)
    closed = _call(words, everyone, ready(), ready(), at=today_late)
    heard, excluded = AgendaItem.objects.filter(session=closed).order_by("order")
    present = [member.pk for member in members()]
    services.set_attendance(
        closed.pk, actor=everyone, revision=None, present=present, chair_id=everyone.pk
    )
    services.open_session(closed.pk, actor=everyone, revision=None)
    services.record_decisions(
        closed.pk,
        actor=everyone,
        chosen=[services.Chosen(heard.pk)],
        proposal=services.Proposal(
            Outcome.ACCEPTED,
            amount=Decimal(700),
            programme_id=programme.pk,
            early_reason=words["note"],
        ),
        hands=dict.fromkeys(present, Vote.FOR),
    )
    other = members().exclude(pk=everyone.pk).get()
    services.declare_interest(
        closed.pk, actor=other, item_id=excluded.pk, interest=words["interest"]
    )
    services.write_remarks(closed.pk, actor=everyone, remarks=words["session remark"])
    services.close_session(closed.pk, actor=everyone, postpone_rest=True)
    digest = minutes_of(CommitteeSession.objects.get(pk=closed.pk)).digest
    seat = services.sign_minutes(closed.pk, actor=everyone, digest=digest, drawn=PEN)
    paper = CheckedFile("minutes.txt", FileKind.TEXT, words["session remark"].encode())
    services.keep_signed_scan(closed.pk, actor=everyone, digest=digest, scan=paper)
    in_two_days = clock.now() + timedelta(days=2)
    planned = _call(words, everyone, excluded.case, at=in_two_days)
    items = AgendaItem.objects.filter(session__in=[closed, planned]).order_by("session", "order")
    return {
        "session_id": [closed.pk, planned.pk],
        "agenda_item_id": list(items.values_list("pk", flat=True)),
        "seat_id": [seat.pk],
        "programme_id": [programme.pk],
    }


def _call(words: dict[str, str], actor: User, *cases: Case, at: datetime) -> CommitteeSession:
    return services.call_session(
        actor=actor,
        operation_id=uuid.uuid4(),
        planned_for=at,
        place=words["session place"],
        chair_id=actor.pk,
        case_ids=[case.pk for case in cases],
    )


def belonging(ids: dict[str, list[Any]]) -> set[tuple[Any, Any]]:
    """Each session, with what is on its agenda."""
    items = AgendaItem.objects.filter(session__in=ids["session_id"])
    return set(items.values_list("session_id", "pk"))
