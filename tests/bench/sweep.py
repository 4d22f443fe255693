"""What one round over the deadlines costs with a million open cases in one association."""

import os
import time
import uuid
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import rules
from core.beneficiaries.services import BeneficiaryData
from core.cases.models import Case
from core.deadlines.models import Clock
from core.escalation import sweep
from core.service_requests.services import receive_request
from foundation import clock
from tenants.models import Association
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.core.provider import FixedProvider

OPEN_CASES = int(os.environ.get("SILAH_BENCH_CASES", "1000000"))
FEW = 10_000
DUE = 1000
TIMES = 3
AT_ONCE = 20_000
"""Copies in one statement, which must end within the database's time limit."""


def figures(association: Association) -> dict[str, Any]:
    """The same thousand due ones among ten thousand open cases, and among all."""
    rules.register(FixedProvider())
    with entered(association):
        case = _seed()
        began = time.perf_counter()
        _copy(case, 1, FEW)
        among_few = _measured()
        _copy(case, FEW + 1, OPEN_CASES)
        built = time.perf_counter() - began
        among_all = _measured()
        one_by_one = _one_by_one()
        plan = _plan()
    return {
        "open_cases": OPEN_CASES,
        "build_seconds": round(built, 1),
        "due": DUE,
        f"among_{FEW}": among_few,
        "among_all": among_all,
        "one_by_one_ms": one_by_one,
        "times_faster_than_one_by_one": round(one_by_one / among_all["ms"], 1),
        "nothing_due_ms": _nothing_due(association),
        "finds_them_by": plan,
    }


def _seed() -> Case:
    """A request with one clock that runs; nobody's, so that one person is told of each."""
    officer = create_person(
        email="sweep@bench.example",
        display_name="ضابط",
        roles=[Role.RELATIONS_OFFICER],
        password="a long enough password",
    )
    case = receive_request(
        channel_key="phone",
        subject="طلب",
        description="قياس",
        beneficiary_data=BeneficiaryData(name="مستفيد"),
        registered_by=officer,
        operation_id=uuid.uuid4(),
    ).case
    Case.objects.filter(pk=case.pk).update(assignee=officer)
    Clock.objects.filter(case=case).exclude(rule_key="reply").delete()
    return case


def _copy(case: Case, first: int, last: int) -> None:
    """Copies of the case and of its clock, to be looked at in some hours."""
    of_case = {
        "id": "md5('case' || n)::uuid",
        "reference": "'S-' || n",
        "tracking_index": "decode(md5('a' || n) || md5('b' || n), 'hex')",
        "operation_id": "NULL",
    }
    of_clock = {
        "id": "md5('clock' || n)::uuid",
        "case_id": "md5('case' || n)::uuid",
        "next_check_at": "now() + n * interval '1 hour'",
    }
    _insert("cases_case", of_case, f"id = '{case.pk}'", first, last)
    _insert("deadlines_clock", of_clock, f"case_id = '{case.pk}'", first, last)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, deadlines_clock")


def _insert(table: str, own: dict[str, str], which: str, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = [column.name for column in cursor.description]
        values = ", ".join(own.get(column, f"copied.{column}") for column in columns)
        for start in range(first, last + 1, AT_ONCE):
            until = min(start + AT_ONCE - 1, last)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
                f" FROM {table} copied, generate_series({start}, {until}) n WHERE copied.{which}"
            )


def _fall_due(number: int) -> None:
    """So many more of the clocks that run are over since a minute ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deadlines_clock SET started_at = started_at - interval '30 days',"
            " due_at = now() - interval '1 day', next_check_at = now() - interval '1 minute'"
            " WHERE id IN (SELECT id FROM deadlines_clock WHERE next_check_at > now()"
            f" AND started_at > now() - interval '1 day' LIMIT {number})"
        )


def _measured() -> dict[str, Any]:
    spent = []
    for _turn in range(TIMES):
        _fall_due(DUE)
        began = time.perf_counter()
        assert sweep.sweep_deadlines(clock.now()) == DUE
        spent.append(1000 * (time.perf_counter() - began))
    _fall_due(DUE)
    with CaptureQueriesContext(connection) as queries:
        assert sweep.sweep_deadlines(clock.now()) == DUE
    return {"ms": round(min(spent), 1), "statements": len(queries)}


def _one_by_one() -> float:
    """A thousand, each in a transaction of its own, reckoned from a hundred."""
    number = 100
    _fall_due(number)
    began = time.perf_counter()
    for _turn in range(number):
        sweep._look(clock.now(), besides=(), most=1)
    return round(1000 * (time.perf_counter() - began) * DUE / number, 1)


def _nothing_due(association: Association) -> float:
    with entered(association):
        began = time.perf_counter()
        assert sweep.sweep_deadlines(clock.now()) == 0
        return round(1000 * (time.perf_counter() - began), 2)


def _plan() -> str:
    """The index by which the due ones are found."""
    due = Clock.objects.filter(next_check_at__lte=clock.now() + timedelta(minutes=1))
    plan = due.order_by("next_check_at", "pk")[: sweep.AT_ONCE].explain()
    return "clock_next_check" if "clock_next_check" in plan else plan
