"""The inbox of an association with 100,000 requests: p50 and p95 of its pages, in milliseconds.

python -m tests.bench.inbox
"""

import json
import os
import sys
import time
import uuid
from functools import partial
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test import Client

from core import rules
from core.beneficiaries.services import BeneficiaryData
from core.service_requests.services import receive_request
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.provisioning import schema
from tenants.schemas import control_plane, entered
from tests import database
from tests.bench.timing import ROWS, alone, settle, spent
from tests.conftest import provision
from tests.core.provider import FixedProvider

SEEDED: Final = 50
PEOPLE: Final = 20
TIMES: Final = 12
PAGES: Final = {
    "default view": "/desk/",
    "page 2": "/desk/?view=all&page=2",
    "last page that is listed": "/desk/?view=all&page=40",
    "mine": "/desk/?assignee=mine",
    "nobody has them": "/desk/?assignee=none",
    "late": "/desk/?late=on",
    "due soon": "/desk/?soon=on",
    "paused": "/desk/?paused=on",
    "unread": "/desk/?unread=on",
    "status, common": "/desk/?status=complete",
    "status, rare": "/desk/?status=before_committee",
    "channel": "/desk/?channel=phone",
    "priority, rare": "/desk/?priority=urgent",
    "three filters": "/desk/?status=complete&assignee=mine&late=on",
    "nothing matches": "/desk/?priority=urgent&assignee=none&unread=on&status=before_committee",
    "most urgent first": "/desk/?sort=priority",
    "newest first": "/desk/?sort=newest",
    "oldest first": "/desk/?sort=oldest",
    "ended": "/desk/?ended=on",
    "search": "/desk/?search=إيجار",
}


def figures(association: Association) -> dict[str, Any]:
    rules.register(FixedProvider())
    began = time.perf_counter()
    with entered(association):
        officer = _fill()
    settle(association, "beneficiaries_beneficiary", "cases_case", "cases_missingitem")
    built = time.perf_counter() - began
    with entered(association):
        alone()
        client = Client(headers={"host": association.host})
        client.force_login(officer)
        pages = {name: spent(partial(_open, client, path), TIMES) for name, path in PAGES.items()}
        part = spent(lambda: _open(client, "/desk/?late=on", htmx=True), TIMES)
    slowest = max(pages, key=lambda name: pages[name]["p95_ms"])
    return {
        "cases": ROWS,
        "built_in_s": round(built, 1),
        "pages": pages,
        "list alone, while filtering": part,
        "slowest": {slowest: pages[slowest]},
    }


def _open(client: Client, path: str, *, htmx: bool = False) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    assert client.get(path, headers=headers).status_code == 200


def _fill() -> User:
    """A few requests by the services, and copies of them by SQL, each in a state of its own."""
    officers = [
        create_person(
            email=f"officer-{number}@bench.example",
            display_name=f"ضابط {number}",
            roles=[Role.RELATIONS_OFFICER],
            password="a long enough password",
        )
        for number in range(PEOPLE)
    ]
    for number in range(SEEDED):
        receive_request(
            channel_key=("phone", "website")[number % 2],
            subject=f"طلب مساعدة في الإيجار {number}",
            description="قياس",
            beneficiary_data=BeneficiaryData(name=f"مستفيد {number}"),
            registered_by=officers[0],
            operation_id=uuid.uuid4(),
        )
    _multiply(officers)
    return officers[0]


def _multiply(officers: list[User]) -> None:
    """A third has ended; one in a hundred is unread or urgent, one in two hundred before the committee."""
    ended = "n %% 3 = 0"
    own = {
        "id": "gen_random_uuid()",
        "reference": "'X-' || n || '-' || c.reference",
        "tracking_index": "decode(md5(n || c.reference) || md5('x' || n || c.reference), 'hex')",
        "operation_id": "NULL",
        "status": f"CASE WHEN {ended} THEN 'closed' WHEN hashtext(n || c.reference) %% 200 = 0"
        " THEN 'before_committee' WHEN n %% 5 = 0 THEN 'received' ELSE 'complete' END",
        "closed_at": f"CASE WHEN {ended} THEN now() END",
        "received_at": "c.received_at - n * interval '1 hour'",
        "due_at": "CASE WHEN n %% 7 <> 0 THEN c.received_at + (n - 300) * interval '1 hour' END",
        "due_date": "CASE WHEN n %% 7 <> 0 THEN (c.received_at + (n - 300) * interval '1 hour')::date END",
        "clock_paused": "n %% 7 = 0",
        "priority": "CASE WHEN hashtext(c.reference || n) %% 100 = 0 THEN 'urgent' ELSE 'normal' END",
        "unread_since": "CASE WHEN hashtext(n || 'u' || c.reference) %% 100 = 0 THEN now() END",
        "assignee_id": "(%s::uuid[])[1 + abs(n + hashtext(c.reference)) %% 25]",
    }
    people = [user.pk for user in officers]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT * FROM cases_case LIMIT 0")
        columns = [column.name for column in cursor.description]
        values = ", ".join(own.get(column, f"c.{column}") for column in columns)
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(columns)}) SELECT {values}"
            " FROM cases_case c, generate_series(2, %s) n",
            [people, ROWS // SEEDED],
        )
        cursor.execute(
            "INSERT INTO cases_missingitem (id, case_id, kind, label, provided_by, answer)"
            " SELECT gen_random_uuid(), c.id, 'document', 'وثيقة', '', ''"
            " FROM cases_case c WHERE c.closed_at IS NULL"
        )


def main() -> int:
    sys.path.insert(0, str(database.ROOT))
    name = database.create()
    try:
        association = provision("measured", "جمعية المقياس")
        print(json.dumps(figures(association), indent=2, ensure_ascii=False))
        with control_plane():
            schema.drop(association)
    finally:
        database.drop(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
