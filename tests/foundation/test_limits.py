import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, transaction

from foundation.limits import TooManyAttempts, hit
from foundation.models import AttemptCounter
from tenants.models import Association
from tenants.schemas import Schema, entered


def refused(
    scope: str = "track", key: str = "10.0.0.1", limit: int = 3, seconds: int = 60
) -> bool:
    try:
        hit(scope, key, limit, seconds)
    except TooManyAttempts:
        return True
    return False


def test_attempts_beyond_the_limit_are_refused(association: Association) -> None:
    assert [refused() for _time in range(5)] == [False, False, False, True, True]


def test_scopes_and_keys_count_apart(
    association: Association, other_association: Association
) -> None:
    assert [refused(limit=1) for _time in range(2)] == [False, True]
    assert refused(limit=1, key="10.0.0.2") is False
    assert refused(limit=1, scope="login") is False
    with entered(other_association):
        assert refused(limit=1) is False


def test_window_ends_and_says_when(association: Association, at: Callable[..., datetime]) -> None:
    at(2026, 1, 7, 9, 0, 0)
    assert refused(limit=1) is False
    at(2026, 1, 7, 9, 0, 50)
    with pytest.raises(TooManyAttempts) as caught:
        hit("track", "10.0.0.1", 1, 60)
    at(2026, 1, 7, 9, 1, 0)

    assert caught.value.retry_after == 10
    assert refused(limit=1) is False
    assert refused(limit=1) is True


def test_old_counters_are_forgotten(association: Association, at: Callable[..., datetime]) -> None:
    at(2026, 1, 7, 9)
    for number in range(5):
        refused(key=str(number))
    at(2026, 1, 7, 10)
    refused(key="new")

    assert AttemptCounter.objects.count() == 1


def test_address_is_not_stored(association: Association) -> None:
    refused(key="mona@people.example")

    counter = AttemptCounter.objects.get()
    assert "mona" not in counter.key
    assert len(counter.key) == 64


@pytest.mark.django_db(transaction=True)
def test_counting_inside_a_transaction_is_a_mistake(
    provisioned: tuple[Association, Association],
) -> None:
    with entered(provisioned[0]), transaction.atomic(), pytest.raises(RuntimeError):
        hit("track", "10.0.0.1", 3, 60)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_share_one_limit(
    provisioned: tuple[Association, Association],
) -> None:
    association = provisioned[0]
    outcomes: list[bool] = []

    def work() -> None:
        try:
            with entered(association):
                outcomes.extend(refused(limit=10) for _time in range(10))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(8)]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert (outcomes.count(False), outcomes.count(True)) == (10, 70)
    finally:
        with entered(Schema(association.schema_name, "association")):
            connection.cursor().execute("DELETE FROM attempt_counters")
