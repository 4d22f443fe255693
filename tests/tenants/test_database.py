"""Connections that die, and statements that fail, leave nobody in the wrong schema."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.test import Client

from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import Schema, entered
from tests import database

Place = tuple[str, str]
POOLED = "pooled"


def place() -> Place:
    """Schema and role that the next statement runs in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_user")
        schema, role = cursor.fetchone()
    return schema, role


def of(association: Association) -> Place:
    return association.schema_name, association.schema_name


def kill_connections() -> None:
    """Those of the pool: in this process tests with a browser have a connection of their own."""
    with database._maintenance() as server:
        killed = server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND application_name = %s",
            [connection.settings_dict["NAME"], POOLED],
        )
        assert killed.fetchall()


@pytest.fixture
def pooled(own_association: Association) -> Iterator[Association]:
    """With a pool, as outside of tests."""
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    pool = {"min_size": 1, "max_size": 2}
    connection.settings_dict["OPTIONS"] = {**options, "pool": pool, "application_name": POOLED}
    yield own_association
    connection.close_pool()
    connection.settings_dict["OPTIONS"] = options


def test_nobody_notices_that_pooled_connections_died(pooled: Association) -> None:
    browser = Client(headers={"host": pooled.host}, raise_request_exception=False)

    def visit() -> int:
        status = browser.get("/accounts/login/").status_code
        close_old_connections()  # what the end of a request does, outside of tests
        return status

    before = visit()
    kill_connections()

    assert [before, *(visit() for _ in range(4))] == [200] * 5


def test_first_statement_that_is_rolled_back_takes_the_place_along(
    own_association: Association,
) -> None:
    connection.close()
    with transaction.atomic():
        place()
        transaction.set_rollback(True)

    assert place() == of(own_association)


def test_way_back_out_of_a_failed_visit_to_another_schema(
    own_association: Association, provisioned: tuple[Association, Association]
) -> None:
    alpha, _beta = provisioned
    with transaction.atomic():
        with transaction.atomic(), entered(alpha):
            assert place() == of(alpha)
            transaction.set_rollback(True)
        assert place() == of(own_association)

    assert place() == of(own_association)


def test_new_connection_in_the_middle_of_work_is_in_the_same_place(
    pooled: Association, provisioned: tuple[Association, Association]
) -> None:
    with entered(provisioned[0]):
        place()
        connection.close()
    with entered(pooled):
        before = place()
        connection.close()

        assert [before, place()] == [of(pooled)] * 2


def test_schema_that_cannot_be_entered_reads_nobody_s_rows_outside_a_transaction(
    own_association: Association,
) -> None:
    """Without a transaction to abort, a statement after a failed entry would run where we were."""
    gone = "t_" + "0" * 26
    assert place() == of(own_association)

    with pytest.raises(DatabaseError), entered(Schema(gone, "association", database_role=gone)):
        User.objects.count()

    assert place() == of(own_association)
