"""`make bench`: what things cost on this machine, as JSON; each figure beside a baseline of the same run."""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import Client, override_settings
from django_tenants.migration_executors.base import run_migrations

from core import rules
from core.beneficiaries.services import BeneficiaryData
from core.service_requests.inbox import inbox
from core.service_requests.services import receive_request
from foundation import clock
from tenants.models import Association
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.provisioning import schema
from tenants.schemas import control_plane, entered
from tests import database
from tests.bench import (
    deadline_speed,
    lint_quality,
    reading_speed,
    search,
    sweep,
    tracking_codes,
)
from tests.bench import inbox as large_inbox
from tests.bench.pdf_reading import pdf_reading
from tests.bench.timing import milliseconds
from tests.conftest import provision
from tests.core.provider import FixedProvider

CASES = 10_000
SEEDED = 40
MIGRATE = {  # what its command line would have filled in
    "verbosity": 0, "interactive": False, "database": "default", "force_color": False,
    "no_color": True, "skip_checks": True, "app_label": None, "migration_name": None,
    "fake": False, "fake_initial": False, "plan": False, "run_syncdb": False,
    "check_unapplied": False, "prune": False,
}  # fmt: skip


def provisioning() -> dict[str, Any]:
    """One association's schema: our script against the migrations that django-tenants would run."""
    made: list[Association] = []

    def by_script() -> None:
        made.append(provision(f"bench-{len(made)}", "جمعية القياس"))

    script = milliseconds(by_script, 5)
    names = [f"bench_{number}" for number in range(2)]

    def by_migrations() -> None:
        name = names.pop()
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {name}")
        run_migrations([], dict(MIGRATE), "bench", name, tenant_type="association")

    migrations = milliseconds(by_migrations, 2)
    for association in made:
        schema.drop(association)
    ratio = migrations["median_ms"] / script["median_ms"]
    return {
        "script": script,
        "django_tenants_migrate": migrations,
        "times_faster": round(ratio, 1),
    }


@contextmanager
def without_tenancy(association: Association) -> Iterator[None]:
    """The same middleware but the host's: the schema is entered once, for all requests."""
    middleware = [name for name in settings.MIDDLEWARE if name != "tenants.hosts.HostMiddleware"]
    urlconf = settings.TENANT_TYPES["association"]["URLCONF"]
    with override_settings(MIDDLEWARE=middleware, ROOT_URLCONF=urlconf), entered(association):
        yield


def tenancy(association: Association) -> dict[str, Any]:
    """Requests per second in one process of a page that reads the database, with the host and without."""
    path, times = "/account/", 150
    with entered(association):
        visitor = create_person(
            email="visitor@bench.example",
            display_name="زائر",
            roles=[Role.AUDITOR],
            password="a long enough password",
        )

    def rate() -> float:
        client = Client(headers={"host": association.host})
        with entered(association):
            client.force_login(visitor)
        assert client.get(path).status_code == 200  # warms up, and proves that it is the page
        began = time.perf_counter()
        for _turn in range(times):
            client.get(path)
        return times / (time.perf_counter() - began)

    with_tenancy, plain = 0.0, 0.0
    for _turn in range(4):  # by turns, so that a busy moment of the machine falls on both
        with override_settings(HOST_MEMORY_SECONDS=2.0):  # as in production
            with_tenancy = max(with_tenancy, rate())
        with without_tenancy(association), _tenant_on_request(association):
            plain = max(plain, rate())
    return {
        "page": path,
        "requests_per_second": round(with_tenancy, 1),
        "without_tenancy": round(plain, 1),
        "overhead_percent": round(100 * (plain / with_tenancy - 1), 1),
    }


@contextmanager
def _tenant_on_request(association: Association) -> Iterator[None]:
    """What the host middleware would have put on the request."""
    WSGIRequest.tenant = association  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del WSGIRequest.tenant  # type: ignore[attr-defined]


def many_cases(association: Association) -> dict[str, Any]:
    """The inbox of an association with 10,000 open requests, against one with forty."""
    rules.register(FixedProvider())
    with entered(association):
        officer = create_person(
            email="officer@bench.example",
            display_name="ضابط",
            roles=[Role.RELATIONS_OFFICER],
            password="a long enough password",
        )
        client = Client(headers={"host": association.host})
        client.force_login(officer)
        for number in range(SEEDED):
            receive_request(
                channel_key="phone",
                subject=f"طلب {number}",
                description="قياس",
                beneficiary_data=BeneficiaryData(name=f"مستفيد {number}"),
                registered_by=officer,
                operation_id=uuid.uuid4(),
            )
        few = milliseconds(lambda: _open(client, "/desk/"), 15)
        _multiply()
        assert inbox(officer).count() == CASES
        many = milliseconds(lambda: _open(client, "/desk/"), 15)
        search = milliseconds(lambda: _open(client, "/desk/?search=طلب"), 10)
    return {
        "cases": CASES,
        "page": many,
        f"page_with_{SEEDED}": few,
        "search": search,
        "times_slower": round(many["median_ms"] / few["median_ms"], 2),
    }


def apart(slug: str, measure: Callable[[Association], dict[str, Any]]) -> dict[str, Any]:
    """In an association of its own, which goes with what it was filled with."""
    association = provision(slug, "جمعية المقياس")
    try:
        return measure(association)
    finally:
        with control_plane():
            schema.drop(association)


def _open(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def _multiply() -> None:
    """Copies of the seeded cases, each with its own ids, due on days of its own."""
    own = {
        "id": "gen_random_uuid()",
        "reference": "'X-' || n || '-' || c.reference",
        "tracking_index": "decode(md5(n || c.reference) || md5('x' || n || c.reference), 'hex')",
        "operation_id": "NULL",
        "due_at": "c.received_at + n * interval '1 hour'",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_case LIMIT 0")
        columns = [column.name for column in cursor.description]
        values = ", ".join(own.get(column, f"c.{column}") for column in columns)
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(columns)}) SELECT {values}"
            f" FROM cases_case c, generate_series(2, {CASES // SEEDED}) n"
        )
        cursor.execute("ANALYZE cases_case")


def main() -> int:
    sys.path.insert(0, str(database.ROOT))
    name = database.create()
    try:
        association = provision("measured", "جمعية المقياس")
        figures = {
            "measured_at": f"{clock.now():%Y-%m-%d %H:%M}",
            "cores": os.cpu_count(),
            "provisioning": provisioning(),
            "tenancy": tenancy(association),
            "inbox": many_cases(association),
            "deadlines": deadline_speed.figures(),
            "pdf_reading": pdf_reading(),
            "reading": reading_speed.figures(),
            "lint_quality": lint_quality.measured(),
            "sweep": sweep.figures(association),
            "tracking_codes": apart("codes", tracking_codes.figures),
            "search_of_many": apart("searched", search.figures),
            "inbox_of_many": apart("crowded", large_inbox.figures),
        }
        with control_plane():
            schema.drop(association)
        print(json.dumps(figures, indent=2))
    finally:
        database.drop(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
