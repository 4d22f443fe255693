"""Jobs: committed with the business write, run inside their association, taken up after a crash."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction

from foundation import clock
from tenants.enums import AssociationState
from tenants.jobs import association_task, defer
from tenants.models import Association
from tenants.people.models import User
from tenants.provisioning.services import set_state
from tenants.schemas import JOBS, control_plane, current, entered
from tenants.tasks import SECONDS_WITHOUT_HEARTBEAT
from tenants.worker import run_worker

seen: list[str] = []


@association_task(name="tests.note_where_we_are")
def note_where_we_are(word: str) -> None:
    seen.append(f"{current().schema_name} {word}")


@association_task(name="tests.name_everybody")
def name_everybody() -> None:
    seen.extend(User.objects.order_by("email").values_list("email", flat=True))


@association_task(name="tests.fail")
def fail() -> None:
    raise OSError


@association_task(name="tests.defer_and_fail")
def defer_and_fail() -> None:
    with transaction.atomic():
        defer(note_where_we_are, word="never")
        raise OSError


@pytest.fixture
def committed(
    provisioned: tuple[Association, Association], django_db_blocker: pytest.FixtureRequest
) -> Iterator[tuple[Association, Association]]:
    """Real commits, swept afterwards: jobs and workers cannot see an open transaction."""
    seen.clear()
    with django_db_blocker.unblock():
        yield provisioned
        with entered(JOBS), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
        for association in provisioned:
            with entered(association), connection.cursor() as cursor:
                cursor.execute("DELETE FROM people_user")
        connection.close()


def _jobs() -> list[tuple[str, str]]:
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def test_a_job_runs_inside_the_association_that_deferred_it(
    committed: tuple[Association, Association],
) -> None:
    alpha, beta = committed
    for association in (alpha, beta):
        with entered(association):
            defer(note_where_we_are, word="here")

    run_worker(wait=False, concurrency=2)

    assert sorted(seen) == sorted(f"{a.schema_name} here" for a in committed)
    assert _jobs() == []


def test_a_job_does_not_see_people_of_another_association(
    committed: tuple[Association, Association],
) -> None:
    alpha, beta = committed
    for association, email in ((alpha, "a@alpha.example"), (beta, "b@beta.example")):
        with entered(association):
            User.objects.create_user(email=email, password="x" * 12, display_name="م")
    with entered(alpha):
        defer(name_everybody)

    run_worker(wait=False, concurrency=1)

    assert seen == ["a@alpha.example"]


def test_a_job_rolls_back_with_the_business_write(
    committed: tuple[Association, Association],
) -> None:
    with entered(committed[0]), transaction.atomic():
        defer(note_where_we_are, word="never")
        transaction.set_rollback(True)

    assert _jobs() == []


def test_a_job_deferred_by_a_job_rolls_back_too(
    committed: tuple[Association, Association],
) -> None:
    with entered(committed[0]):
        defer(defer_and_fail)

    run_worker(wait=False, concurrency=1)

    assert seen == []
    assert _jobs() == [("tests.defer_and_fail", "todo")]


def test_jobs_of_a_suspended_association_wait_until_it_works_again(
    committed: tuple[Association, Association],
) -> None:
    alpha, _beta = committed
    with entered(alpha):
        defer(note_where_we_are, word="paused")
    try:
        with control_plane():
            set_state(alpha, AssociationState.SUSPENDED)
        run_worker(wait=False, concurrency=1)
    finally:
        with control_plane():
            set_state(alpha, AssociationState.READY)
    while_suspended = list(seen)
    _let_time_pass()

    run_worker(wait=False, concurrency=1)

    assert while_suspended == []
    assert seen == [f"{alpha.schema_name} paused"]
    assert _jobs() == []


def test_a_job_that_fails_keeps_no_other_waiting(
    committed: tuple[Association, Association],
) -> None:
    alpha, _beta = committed
    with entered(alpha):
        defer(fail)
        defer(note_where_we_are, word="first")
    run_worker(wait=False, concurrency=1)
    with entered(alpha):
        defer(fail)
        defer(note_where_we_are, word="second")
    _let_time_pass()  # the first one fails again, and waits longer than the second

    run_worker(wait=False, concurrency=1)
    _let_time_pass(of="attempts = 1")
    run_worker(wait=False, concurrency=1)

    assert seen == [f"{alpha.schema_name} first", f"{alpha.schema_name} second"]
    assert _jobs() == [("tests.fail", "todo"), ("tests.fail", "todo")]
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("SELECT attempts FROM procrastinate_jobs")
        assert cursor.fetchall() == [(2,), (2,)]


def _let_time_pass(of: str = "TRUE") -> None:
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute(f"UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE {of}")


def test_a_job_outside_an_association_is_a_mistake_of_the_program(
    committed: tuple[Association, Association],
) -> None:
    with control_plane(), pytest.raises(RuntimeError):
        defer(note_where_we_are, word="nowhere")


def test_jobs_of_a_worker_that_died_are_taken_up_again(
    committed: tuple[Association, Association],
) -> None:
    alpha, _beta = committed
    with entered(alpha):
        defer(note_where_we_are, word="again")
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [clock.now() - timedelta(seconds=10 * SECONDS_WITHOUT_HEARTBEAT)],
        )
        dead = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = 1", [dead]
        )
        cursor.execute(
            "SELECT procrastinate_defer_periodic_job_v2"
            "('control', NULL, NULL, 'retry_stalled_jobs', 0, '', 1, '{\"timestamp\": 1}'::jsonb)"
        )

    run_worker(wait=False, concurrency=1)
    run_worker(wait=False, concurrency=1)

    assert seen == [f"{alpha.schema_name} again"]
