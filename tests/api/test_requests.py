"""A program receives, reads and carries requests to their decision."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.cases.models import Case
from core.service_requests.models import Delivery
from foundation.models import AuditEntry
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import issue_token, revoke_token
from tenants.schemas import entered
from tests.api.conftest import Call, caller
from tests.core.provider import RULES

REQUEST: dict[str, Any] = {
    "channel": "phone",
    "subject": "إعانة إيجار",
    "description": "انقطع العمل منذ شهرين",
    "beneficiary": {
        "name": "سعاد بنت علي",
        "identity_number": "١٠٠٠٠٠٠٠٠٨",
        "mobile": "0501234567",
    },
    "declared_true": True,
}


def _receive(call: Call, **changes: Any) -> dict[str, Any]:
    status, body = call("POST", "/requests/", {**REQUEST, **changes})
    assert status == 201, body
    received: dict[str, Any] = body
    return received


def _record(call: Call, case_id: str, event: str, **values: Any) -> tuple[int, Any]:
    return call("POST", f"/requests/{case_id}/events/", {"event": event, **values})


def test_the_policy_in_force_is_told_with_its_clauses(call: Call) -> None:
    status, body = call("GET", "/policy/")

    assert status == 200
    assert body["version_id"] == str(RULES.version_id)
    assert [channel["key"] for channel in body["channels"]] == ["phone", "website"]
    assert body["deadlines"][3]["clause"]["address"] == "5-notify"
    decision = next(rule for rule in body["deadlines"] if rule["key"] == "decision")
    assert decision["maximum"] == {"value": 15, "unit": "working_day"}


def test_a_request_is_received_and_found_again(call: Call) -> None:
    received = _receive(call)

    status, found = call("GET", f"/requests/{received['request']['id']}/")

    assert len(received["tracking_code"].replace("-", "").replace(" ", "")) == 20
    assert status == 200
    assert found["subject"] == "إعانة إيجار"
    assert found["beneficiary"]["identity_number"] == "1000000008"
    assert found["policy_version"] == str(RULES.version_id)
    assert [event["name"] for event in found["events"]] == ["receive"]


def test_the_same_idempotency_key_gives_the_same_request(call: Call) -> None:
    key = str(uuid.uuid4())

    first = call("POST", "/requests/", REQUEST, **{"idempotency-key": key})
    second = call("POST", "/requests/", REQUEST, **{"idempotency-key": key})

    assert first[1]["request"]["id"] == second[1]["request"]["id"]
    assert first[1]["tracking_code"] == second[1]["tracking_code"]
    assert Case.objects.count() == 1


def test_a_request_is_carried_to_its_decision(call: Call) -> None:
    case_id = _receive(call)["request"]["id"]
    _status, case = call("GET", f"/requests/{case_id}/")
    for item in case["missing_items"]:
        assert _record(call, case_id, "settle_missing", item_id=item["id"])[0] == 201
    for item in case["checklist"]:
        assert _record(call, case_id, "complete_step", item_id=item["id"])[0] == 201

    statuses = [
        _record(call, case_id, event, **values)[1]["status"]
        for event, values in (
            ("mark_complete", {}),
            ("refer_to_research", {"note": "زيارة"}),
            ("return_from_research", {"findings": "الحاجة قائمة"}),
            ("send_to_decision_body", {}),
            ("decide", {"outcome": "accepted", "early_reason": "حالة عاجلة"}),
            ("start_delivery", {}),
            ("deliver", {"method": "transfer", "transfer_reference": "٠٧"}),
            ("close", {}),
        )
    ]

    assert statuses == [
        "complete", "under_study", "complete", "before_committee", "accepted", "delivering",
        "delivered", "closed",
    ]  # fmt: skip
    assert Delivery.objects.get(case=case_id).transfer_reference == "07"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "fax"}, "channel_not_in_policy"),
        ({"subject": ""}, "invalid"),
        (
            {"beneficiary": {"name": "س", "identity_number": "1000000009"}},
            "identity_number_check_digit",
        ),
        ({"received_at": "2099-01-01T10:00:00Z"}, "arrives_in_future"),
        ({"reply_channel": "email"}, "email_missing"),
        ({"beneficiary": "سعاد"}, "invalid"),
    ],
)
def test_what_cannot_be_accepted_is_refused_and_nothing_is_stored(
    call: Call, changes: dict[str, Any], code: str
) -> None:
    status, body = call("POST", "/requests/", {**REQUEST, **changes})

    assert (status, body["code"]) == (400, code)
    assert body["detail"]
    assert Case.objects.count() == 0


def test_a_step_that_is_not_possible_now_answers_409_with_its_reason(call: Call) -> None:
    case_id = _receive(call)["request"]["id"]

    status, body = _record(call, case_id, "deliver")

    assert (status, body["code"]) == (409, "wrong_state")


def test_an_unknown_event_names_those_there_are(call: Call) -> None:
    case_id = _receive(call)["request"]["id"]

    status, body = _record(call, case_id, "explode")

    assert status == 400
    assert "mark_complete" in body["fields"]["event"][0]


def test_the_list_is_filtered_and_paged(call: Call) -> None:
    for number in range(3):
        _receive(call, subject=f"طلب {number}")

    _status, page = call("GET", "/requests/?page_size=2")
    _status, found = call("GET", "/requests/?search=طلب 1")

    assert (page["count"], len(page["results"])) == (3, 2)
    assert [case["subject"] for case in found["results"]] == ["طلب 1"]


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_and_thirty(call: Call, number: int) -> None:
    for _turn in range(number):
        _receive(call)

    with CaptureQueriesContext(connection) as queries:
        call("GET", "/requests/")

    assert len(queries) == LIST_QUERIES


LIST_QUERIES = 6


def test_a_view_of_a_person_is_audited(call: Call) -> None:
    case_id = _receive(call)["request"]["id"]

    call("GET", f"/requests/{case_id}/")

    assert AuditEntry.objects.filter(action="case.viewed", object_id=case_id).count() == 1


@pytest.mark.parametrize("key", [None, "wrong", "silah_" + "x" * 40])
def test_without_a_key_of_this_association_nothing_is_told(
    governed: Association, key: str | None
) -> None:
    send = caller(governed, key)

    assert [send("GET", path)[0] for path in ("/policy/", "/requests/")] == [401, 401]


def test_a_key_of_another_association_opens_nothing_here(
    governed: Association,
    other_association: Association,
    make_person: Callable[..., User],
    call: Call,
) -> None:
    case_id = _receive(call)["request"]["id"]
    with entered(other_association):
        key = issue_token(
            name="غريب", roles=[Role.RELATIONS_OFFICER], actor=make_person(Role.ADMINISTRATOR)
        ).key

    assert caller(governed, key)("GET", f"/requests/{case_id}/")[0] == 401
    assert caller(other_association, key)("GET", f"/requests/{case_id}/")[0] == 404


def test_a_revoked_key_opens_nothing(governed: Association, administrator: User) -> None:
    issued = issue_token(name="قديم", roles=[Role.AUDITOR], actor=administrator)
    revoke_token(issued.token.pk, actor=administrator)

    assert caller(governed, issued.key)("GET", "/policy/")[0] == 401


def test_a_key_may_do_only_what_its_roles_may(governed: Association, administrator: User) -> None:
    key = issue_token(name="مراجع", roles=[Role.AUDITOR], actor=administrator).key

    status, body = caller(governed, key)("POST", "/requests/", REQUEST)

    assert (status, body["code"]) == (403, "permission_denied")


def test_guessing_keys_is_slowed(governed: Association) -> None:
    send = caller(governed, "wrong")

    statuses = [send("GET", "/policy/")[0] for _turn in range(21)]

    assert statuses == [401] * 20 + [429]


def test_no_policy_in_force_is_said(
    association: Association, make_person: Callable[..., User]
) -> None:
    key = issue_token(name="ب", roles=[Role.AUDITOR], actor=make_person(Role.ADMINISTRATOR)).key

    status, body = caller(association, key)("GET", "/policy/")

    assert (status, body["code"]) == (409, "no_policy_in_force")


def test_the_description_and_its_page_work_under_the_csp(governed: Association) -> None:
    client = Client(headers={"host": governed.host})

    schema = client.get("/api/v1/schema/")
    page = client.get("/api/v1/docs/")

    assert (schema.status_code, page.status_code) == (200, 200)
    assert b"/api/v1/requests/{case_id}/events/" in schema.content
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert b"<script>" not in page.content
    assert b"<style>" not in page.content


def test_a_request_is_read_in_a_transaction_of_its_own(own_association, policy) -> None:
    """With real commits: the test's own transaction would hide that there is none."""
    administrator = User.objects.create_user("a@own.example", display_name="سعاد")
    administrator.role_grants.create(role=Role.ADMINISTRATOR)
    key = issue_token(name="x", roles=[Role.RELATIONS_OFFICER], actor=administrator).key
    call = caller(own_association, key)
    case_id = _receive(call)["request"]["id"]

    assert call("GET", f"/requests/{case_id}/")[0] == 200
    assert AuditEntry.objects.filter(action="case.viewed", object_id=case_id).count() == 1


def test_a_case_that_somebody_holds_for_long_answers_503(own_association, policy) -> None:
    administrator = User.objects.create_user("a@own.example", display_name="سعاد")
    administrator.role_grants.create(role=Role.ADMINISTRATOR)
    key = issue_token(name="x", roles=[Role.RELATIONS_OFFICER], actor=administrator).key
    call = caller(own_association, key)
    case_id = _receive(call)["request"]["id"]
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with entered(own_association), transaction.atomic():
            Case.objects.select_for_update().get(pk=case_id)
            held.set()
            done.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    while_held = _record(call, case_id, "note", text="اتصلت بها")
    done.set()
    holder.join()

    assert (while_held[0], while_held[1]["code"]) == (503, "busy")
    assert _record(call, case_id, "note", text="اتصلت بها")[0] == 201


def test_a_key_of_somebody_else_gives_no_request_of_theirs(call, governed, administrator) -> None:
    key = issue_token(name="y", roles=[Role.BRANCH_DELEGATE], actor=administrator).key
    operation = {"idempotency-key": str(uuid.UUID(int=0))}
    assert call("POST", "/requests/", REQUEST, **operation)[0] == 201

    status, body = caller(governed, key)("POST", "/requests/", REQUEST, **operation)

    assert (status, sorted(body)) == (409, ["code", "detail"])


@pytest.mark.parametrize(
    ("name", "values", "status", "code"),
    [
        ("note", {"text": "اتصلت بها"}, 201, ""),
        ("contact", {"direction": "out", "channel": "phone", "summary": "أُبلغت"}, 201, ""),
        ("mark_missing", {"documents": ["عقد الإيجار"], "question": "متى؟"}, 201, ""),
        ("withdraw", {"reason": "استغنت"}, 201, ""),
        ("refer_to_research", {}, 409, "wrong_state"),
        ("return_from_research", {"findings": "تستحق"}, 409, "wrong_state"),
        ("send_to_decision_body", {}, 409, "wrong_state"),
        ("decide", {"outcome": "accepted"}, 409, "wrong_state"),
        ("start_delivery", {}, 409, "wrong_state"),
        ("deliver", {}, 409, "wrong_state"),
        ("close", {}, 409, "wrong_state"),
        ("mark_complete", {}, 409, "items_missing"),
        ("settle_missing", {"item_id": str(uuid.UUID(int=0))}, 404, "not_found"),
        ("complete_step", {"item_id": str(uuid.UUID(int=0))}, 404, "not_found"),
        ("reopen_step", {"item_id": str(uuid.UUID(int=0))}, 404, "not_found"),
    ],
)
def test_every_event_reaches_its_service(call, name, values, status, code) -> None:
    case_id = _receive(call)["request"]["id"]

    answer = _record(call, case_id, name, **values)

    assert (answer[0], answer[1].get("code", "")) == (status, code)
