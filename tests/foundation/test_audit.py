import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from foundation import clock
from foundation.audit import START, Deed, Head, head, record, record_all, verify
from foundation.models import AuditEntry, StoredFile
from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import Schema, entered


def write(count: int) -> None:
    for number in range(count):
        record("case.received", obj_type="cases.case", obj_id=number, actor=None)


def owner_of(association: Association) -> Schema:
    """The schema as its owner, whom no grant holds back."""
    return Schema(association.schema_name, "association")


def tamper(association: Association, sql: str, *params: Any) -> None:
    with entered(owner_of(association)), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_entries_follow_each_other(
    association: Association, make_person: Callable[..., User]
) -> None:
    user = make_person()
    file = StoredFile(name="x", media_type="", size=1, sha256="", stored_at=clock.now())

    first = record("document.added", file, actor=user, reason="asked", details={"pages": 2})
    second = record("case.closed", obj_type="cases.case", obj_id="7", actor="beneficiary")

    assert (first.seq, bytes(first.previous_hash)) == (1, START)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert (first.actor_id, first.actor_label) == (str(user.pk), str(user))
    assert (first.object_type, first.object_id) == ("foundation.storedfile", str(file.pk))
    assert (second.actor_id, second.actor_label) == ("", "beneficiary")
    assert verify().intact is True
    assert verify().entries == 2
    assert verify().head == head() == Head(2, second.hash)


def test_empty_chain_is_intact(association: Association) -> None:
    assert verify().problems == ()
    assert verify().head == Head(0, START)


def test_details_of_every_kind_verify_after_a_round_trip(
    association: Association, at: Callable[..., datetime]
) -> None:
    moment = at(2026, 1, 7, 9)
    details = {"ب": ["x", 1, None, True, {"z": 1, "a": 2}], "when": moment, "share": 0.25}

    record("policy.approved", obj_type="policy", obj_id=1, actor=None, details=details)

    assert verify().problems == ()
    assert AuditEntry.objects.get(seq=1).details["when"] == str(moment)


def test_personal_numbers_do_not_reach_the_entry(association: Association) -> None:
    record(
        "case.closed",
        obj_type="cases.case",
        obj_id=1,
        actor="0551234567",
        reason="صاحب الهوية ١٠١٢٣٤٥٦٧٢",
        details={"to": "mona@people.example"},
    )

    entry = AuditEntry.objects.get(seq=1)
    assert (entry.actor_label, entry.reason) == ("[redacted]", "صاحب الهوية [redacted]")
    assert entry.details == {"to": "[redacted]"}
    assert verify().intact is True


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "case.opened"),
        ("actor_label", "somebody else"),
        ("object_id", "9"),
        ("reason", "none"),
        ("details", '{"x": 1}'),
        ("at", "2020-01-01T00:00:00Z"),
        ("hash", b"\x00" * 32),
    ],
)
def test_every_changed_column_shows(association: Association, column: str, value: Any) -> None:
    write(3)

    tamper(association, f"UPDATE audit_entries SET {column} = %s WHERE seq = 2", value)

    assert verify().intact is False
    assert "Entry 2 was changed." in verify().problems


def test_removed_entry_shows(association: Association) -> None:
    write(3)

    tamper(association, "DELETE FROM audit_entries WHERE seq = 2")

    assert verify().problems == (
        "Entries between 1 and 3 are missing.",
        "Entry 3 does not follow the one before it.",
    )


def test_rewritten_and_cut_tails_show_against_an_anchor(association: Association) -> None:
    write(3)
    anchor = head()

    tamper(association, "DELETE FROM audit_entries WHERE seq = 3")
    assert verify().intact is True
    assert verify(anchor).problems == ("Entries after 2 are missing: 3 was anchored.",)

    record("case.withdrawn", obj_type="cases.case", obj_id=1, actor=None)
    assert verify().intact is True
    assert verify(anchor).problems == ("Entry 3 is not the one that was anchored.",)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entries SET action = ''",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
def test_association_role_may_only_add(association: Association, sql: str) -> None:
    write(1)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql)
    assert verify().entries == 1


def test_model_refuses_changes_too(association: Association) -> None:
    with pytest.raises(TypeError):
        AuditEntry.objects.update(action="x")
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()


def test_entry_goes_with_the_transaction(association: Association) -> None:
    write(1)

    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(1)

    assert [entry.seq for entry in AuditEntry.objects.order_by("seq")] == [1, 2]
    assert verify().intact is True


def test_chains_of_two_associations_are_apart(
    association: Association, other_association: Association
) -> None:
    write(2)
    with entered(other_association):
        write(1)
        assert verify().entries == 1

    assert verify().entries == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(
    provisioned: tuple[Association, Association],
) -> None:
    with entered(provisioned[0]), pytest.raises(RuntimeError):
        write(1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain(
    provisioned: tuple[Association, Association],
) -> None:
    association = provisioned[0]

    def work() -> None:
        try:
            with entered(association):
                for _time in range(10):
                    with transaction.atomic():
                        write(2)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        with entered(association):
            report = verify()
        assert (report.entries, report.problems) == (80, ())
    finally:
        tamper(association, "DELETE FROM audit_entries")


def test_many_entries_take_as_many_statements_as_one(
    association: Association, django_assert_num_queries: Any
) -> None:
    def deeds(count: int) -> list[Deed]:
        return [
            Deed("case.met", "cases.case", str(number), {"n": number}) for number in range(count)
        ]

    write(1)
    with django_assert_num_queries(3):
        record_all(deeds(1), actor=None)
    with django_assert_num_queries(3):
        record_all(deeds(50), actor=None)

    write(1)
    assert verify().intact is True
    assert verify().entries == head().seq == 53
