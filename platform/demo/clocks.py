"""The working calendar of an association with its Ramadan hours, its ladder, and a request that waits."""

from collections.abc import Mapping
from datetime import time

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.deadlines.calendar import queries, services
from core.deadlines.engine.calendar import Window
from core.escalation.ladder import LADDERS, USUAL, Rung
from core.escalation.ladder import Ladders as Stored
from core.rules import Milestone
from core.service_requests import services as requests
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role

RAMADAN_HOURS = (Window(time(10), time(15)),)


def fill_clocks(people: Mapping[Role, User]) -> None:
    administrator = people[Role.ADMINISTRATOR]
    month = next(each for each in queries.ramadans() if each.last >= clock.today())
    planned = services.plan_special_hours(
        first=month.first, last=month.last, name=month.name, windows=RAMADAN_HOURS
    )
    services.apply_change(planned, actor=administrator)
    own = USUAL | {90: Rung(handler=True, roles=(Role.EXECUTIVE,))}
    LADDERS.write(Stored(own={Milestone.REQUEST_DECISION: own}), actor=administrator)
    _wait(people[Role.RELATIONS_OFFICER])


def _wait(officer: User) -> None:
    case = (
        Case.objects.filter(status=CaseStatus.COMPLETE, closed_at=None)
        .order_by("received_at", "pk")
        .first()
    )
    if case is not None:
        requests.wait_for_outside_body(
            case.pk, actor=officer, body="الضمان الاجتماعي: إفادة بالدخل"
        )
