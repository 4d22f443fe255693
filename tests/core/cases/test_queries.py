import pytest
from django.db import connection

from core.cases import queries
from core.cases.enums import EventName
from core.cases.recording import record_event
from core.escalation.tasks import sweep_all_deadlines
from core.service_requests import services
from foundation import codes
from foundation.limits import TooManyAttempts
from tenants.schemas import Schema, entered
from tests.core.requests import receive


def test_beneficiary_sees_their_part_of_the_timeline(officer):
    case = receive(officer).case
    services.add_note(case.pk, actor=officer, text="للموظفين")
    services.mark_missing(case.pk, actor=officer, question="كم الدخل؟")

    assert [event.name for event in queries.timeline(case)] == ["mark_missing", "note", "receive"]
    assert [event.name for event in queries.timeline_for_beneficiary(case)] == [
        "mark_missing",
        "receive",
    ]


def test_thirty_codes_an_hour_can_be_tried_from_one_place(governed):
    code = receive().tracking_code
    for _attempt in range(queries.LOOKUPS_PER_HOUR):
        assert queries.case_by_tracking_code("0" * 20, source="192.0.2.9") is None

    with pytest.raises(TooManyAttempts):
        queries.case_by_tracking_code(code, source="192.0.2.9")
    assert queries.case_by_tracking_code(codes.display(code), source="192.0.2.10") is not None


def test_code_of_one_association_opens_nothing_in_another(governed, other_association):
    code = receive().tracking_code
    with entered(other_association):
        assert queries.case_by_tracking_code(code, source="192.0.2.9") is None


def test_event_without_a_transaction_is_impossible(officer):
    case = receive(officer).case
    event = record_event(case, EventName.NOTE, actor=officer, note="سر", details={"n": 1})

    assert (event.actor_label, event.actor_id) == (officer.display_name, str(officer.pk))
    assert "سر" not in repr(event.__dict__)


def test_one_job_sweeps_every_association(governed, at):
    at(2026, 3, 15, 10)
    case = receive().case
    at(2026, 6, 1, 10)

    sweep_all_deadlines.func(timestamp=0)

    assert case.events.filter(name="deadline_missed").count() == 1


def test_association_that_fails_does_not_keep_others_waiting(
    governed, other_association, at, caplog
):
    at(2026, 3, 15, 10)
    receive()
    owner = Schema(governed.schema_name, "association")
    with entered(owner), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deadlines_clockpause RENAME COLUMN reason TO gone")
    with entered(other_association):
        case = receive().case
    at(2026, 6, 1, 10)

    sweep_all_deadlines.func(timestamp=0)

    assert f"Could not sweep the deadlines in association {governed.pk}" in caplog.text
    with entered(other_association):
        assert case.events.filter(name="deadline_missed").count() == 1
