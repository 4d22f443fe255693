"""What every test may ask for: two provisioned associations, a clock, clients, people."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

from foundation import clock
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.provisioning import schema, services
from tenants.schemas import JOBS, OPERATORS, control_plane, entered
from tests import database

RIYADH = ZoneInfo("Asia/Riyadh")
PASSWORD = "a long enough password"


# Flushing after a test that commits would empty the control plane: such a test sweeps what it wrote.
TransactionTestCase._fixture_teardown = lambda self: None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[list[Association]]:
    """A database with two associations, made before any test's transaction begins."""
    with django_db_blocker.unblock():
        name = database.create()
        made = [
            provision("alpha", "جمعية الألفة للتنمية"),
            provision("beta", "مؤسسة البيان الخيرية"),
        ]
    yield made
    with django_db_blocker.unblock():
        for association in made:
            schema.drop(association)
        database.drop(name)


def provision(slug: str, name: str) -> Association:
    """A ready association with its schema and nobody in it; committed unless in a transaction."""
    with control_plane():
        association = services._new(name, "1001", "charity", slug, "سعاد", f"admin@{slug}.example")
        association.requested_by = "tests"
        association.save(force_insert=True)
        schema.build(association)
        services.set_state(association, AssociationState.READY)
    return association


@pytest.fixture(scope="session")
def provisioned(django_db_setup: list[Association]) -> tuple[Association, Association]:
    """Two associations for the whole session; what a test writes in them is rolled back."""
    alpha, beta = django_db_setup
    return alpha, beta


@pytest.fixture
def own_association(
    django_db_setup: list[Association], django_db_blocker: pytest.FixtureRequest
) -> Iterator[Association]:
    """One that the test is in and that goes with it: what is written is committed, for others to see."""
    with django_db_blocker.unblock():
        association = provision(f"own-{uuid.uuid4().hex[:8]}", "جمعية السباق")
        with entered(association):
            yield association
        forget(association)
        connection.close()


def forget(association: Association) -> None:
    """With its jobs, and those of everybody."""
    schema.drop(association)
    with control_plane(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tenants_association WHERE id = %s", [association.pk])
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def association(provisioned: tuple[Association, Association], db: None) -> Iterator[Association]:
    """The association that the test is in."""
    with entered(provisioned[0]):
        yield provisioned[0]


@pytest.fixture
def other_association(provisioned: tuple[Association, Association], db: None) -> Association:
    """A second one: enter it with `entered(other_association)` to put data there that could leak."""
    return provisioned[1]


@pytest.fixture
def operators_schema(db: None) -> Iterator[None]:
    with entered(OPERATORS):
        yield


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    """make_person(Role.RELATIONS_OFFICER) in the schema that the test is in."""

    def make(*roles: Role, name: str = "منى", email: str = "") -> User:
        user = User.objects.create_user(
            email=email or f"{uuid.uuid4().hex[:10]}@people.example",
            password=PASSWORD,
            display_name=name,
        )
        for role in roles:
            user.role_grants.create(role=role)
        return user

    return make


@pytest.fixture
def site() -> Callable[..., Client]:
    """site(association, user): a browser at the association's host, signed in when a user is given."""

    def open_site(association: Association | None = None, user: User | None = None) -> Client:
        host = association.host if association else "console.silah.test"
        client = Client(SERVER_NAME=host, headers={"host": host})
        if user is not None:
            with entered(association or OPERATORS):
                client.force_login(user)
        return client

    return open_site


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """at(2026, 1, 7, 9): the clock of the test stands there, in Riyadh."""

    def set_clock(*parts: int) -> datetime:
        moment = datetime(*parts, tzinfo=RIYADH)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return set_clock
