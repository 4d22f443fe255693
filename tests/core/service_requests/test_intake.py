from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from core.beneficiaries.models import Beneficiary
from core.cases.models import Case, CaseEvent
from core.cases.queries import case_by_tracking_code, documents, missing_items
from core.cases.rules import StepAlreadyThere
from core.messages.enums import MessageKind
from core.messages.services import queue_message
from core.rules import ChannelNotInPolicy, NoPolicyInForce
from core.service_requests import rules
from core.service_requests.intake import Declaration
from foundation.errors import Invalid
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.complaints.cases import receive as complain
from tests.core.requests import IDENTITY, document, person, receive


def test_receive_request_pins_the_policy_and_the_channel(officer, policy, at):
    now = at(2026, 3, 15, 10)

    case = receive(officer, register_number="77/ب").case

    case.refresh_from_db()
    assert case.reference == "REQ-2026-0001"
    assert (case.channel_key, case.channel_kind, case.channel_label) == (
        "phone",
        "phone",
        "الهاتف",
    )
    assert (case.policy_version, case.rules_digest) == (policy.rules.version_id, "a" * 64)
    assert case.received_at == now
    assert case.registered_by == officer
    assert case.register_number == "77/ب"
    assert case.description == "تأخرت في دفع الإيجار شهرين"
    assert [item.text for item in case.checklist.order_by("order")] == [
        "خطوة 1",
        "خطوة 2",
        "خطوة 3",
        "خطوة 4",
    ]
    assert sorted(case.missing_items.values_list("label", flat=True)) == [
        "تعريف بالدخل",
        "صورة الهوية",
    ]


def test_reference_numbers_follow_each_other_without_gaps(officer, at):
    at(2026, 3, 15, 10)
    first, second = receive(officer), receive(officer)
    with pytest.raises(ChannelNotInPolicy):
        receive(officer, channel_key="fax")
    third = receive(officer)

    assert [r.case.reference for r in (first, second, third)] == [
        "REQ-2026-0001",
        "REQ-2026-0002",
        "REQ-2026-0003",
    ]


def test_channel_that_the_policy_does_not_name_is_refused_and_nothing_is_stored(officer):
    with pytest.raises(ChannelNotInPolicy):
        receive(officer, channel_key="fax", beneficiary_data=person(identity_number=IDENTITY))

    assert Case.objects.count() == 0
    assert Beneficiary.objects.count() == 0


def test_without_a_policy_nothing_is_received(officer, at):
    now = at(2026, 3, 15, 10)

    with pytest.raises(NoPolicyInForce):
        receive(officer, received_at=now - timedelta(days=365))


def test_request_cannot_arrive_in_the_future(officer, at):
    now = at(2026, 3, 15, 10)

    with pytest.raises(rules.ArrivesInFuture):
        receive(officer, received_at=now + timedelta(minutes=1))


def test_same_operation_gives_the_same_case_and_code(governed):
    operation = uuid4()

    first = receive(operation_id=operation)
    again = receive(operation_id=operation)

    assert (again.case.pk, again.tracking_code) == (first.case.pk, first.tracking_code)
    assert Case.objects.count() == 1
    assert CaseEvent.objects.filter(name="receive").count() == 1
    assert receive().case.reference.endswith("-0002")


def test_code_of_an_operation_is_not_told_again_later(governed, at):
    operation = uuid4()
    at(2026, 3, 15, 10)
    receive(operation_id=operation)
    at(2026, 3, 15, 11)

    assert receive(operation_id=operation).tracking_code is None


def test_case_of_an_operation_is_not_told_to_somebody_else(officer):
    operation = uuid4()
    receive(operation_id=operation)

    with pytest.raises(StepAlreadyThere):
        receive(officer, operation_id=operation)


def test_an_operation_that_received_a_complaint_receives_no_request(governed):
    operation = uuid4()
    complain(operation_id=operation)

    with pytest.raises(StepAlreadyThere):
        receive(operation_id=operation)


def test_tracking_code_opens_its_case_and_no_other(governed):
    received = receive()
    code = received.tracking_code

    assert case_by_tracking_code(code, source="192.0.2.1") == received.case
    assert case_by_tracking_code(code[::-1], source="192.0.2.1") is None
    assert case_by_tracking_code("كلام", source="192.0.2.1") is None


def test_wrong_code_costs_the_same_queries(governed, django_assert_num_queries):
    code = receive().tracking_code
    with django_assert_num_queries(5) as right:
        case_by_tracking_code(code, source="192.0.2.7")
    with django_assert_num_queries(5) as wrong:
        case_by_tracking_code("0" * 20, source="192.0.2.8")

    assert [q["sql"].split()[0] for q in right] == [q["sql"].split()[0] for q in wrong]


def test_receipt_goes_out_by_email_with_the_code(governed, at, django_capture_on_commit_callbacks):
    at(2026, 3, 15, 10)
    received = receive(beneficiary_data=person(email="Noura@Example.org"))

    message = received.case.messages.get()

    code = received.tracking_code
    assert message.recipient == "noura@example.org"
    assert f"{code[:5]}-{code[5:10]}-{code[10:15]}-{code[15:]}" in message.body
    assert "نورة" not in message.subject + message.body
    assert "REQ-2026-0001" in message.subject
    assert mail.outbox == []


def test_reply_by_email_needs_an_address(governed):
    with pytest.raises(rules.EmailMissing):
        receive(reply_channel="email")


def test_reply_by_phone_needs_a_number(governed):
    with pytest.raises(rules.MobileMissing):
        receive(reply_channel="phone", beneficiary_data=person(mobile=""))


def test_staff_may_rely_on_the_address_that_is_known(officer):
    known = receive(officer, beneficiary_data=person(email="noura@example.org")).case.beneficiary

    case = receive(
        officer, reply_channel="email", beneficiary_data=person(beneficiary_id=known.pk)
    ).case
    assert Case.objects.get(pk=case.pk).reply_email == "noura@example.org"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"subject": " \u200f "}, "subject_missing"),
        ({"subject": "س" * 201}, "text_too_long"),
        ({"description": "س" * 10_001}, "text_too_long"),
        ({"register_number": "1" * 41}, "text_too_long"),
        ({"beneficiary_data": person(name="س" * 201)}, "name_too_long"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(governed, values, code):
    with pytest.raises(Invalid) as refused:
        receive(**values)

    assert refused.value.code == code
    assert (Case.objects.count(), Beneficiary.objects.count()) == (0, 0)


def test_documents_and_signature_are_kept(officer, at):
    now = at(2026, 3, 15, 10)
    case = receive(
        None,
        documents=[document("عقد الإيجار")],
        declaration=Declaration(now, document("x").file),
    ).case

    kept = list(documents(case))
    assert sorted((d.purpose, d.is_signature, d.from_beneficiary) for d in kept) == [
        ("signature", True, True),
        ("عقد الإيجار", False, True),
    ]
    assert Case.objects.get(pk=case.pk).declared_at == now
    assert [item.provided_at for item in missing_items(case)] == [None, None]


def test_only_those_who_register_may_receive(governed, make_person):
    with pytest.raises(rules.cases.NotYourPart):
        receive(make_person(Role.COMMITTEE_MEMBER))


def test_change_and_audit_entry_come_together(officer):
    case = receive(officer).case

    actions = AuditEntry.objects.order_by("seq").values_list("action", "object_id", "actor_label")
    assert ("case.receive", str(case.pk), "ضابط العلاقات") in list(actions)
    assert case.events.get().name == "receive"


def test_identity_number_is_stored_sealed_only(governed):
    receive(beneficiary_data=person(identity_number="١٠٠٠٠٠٠٠٠٨"))

    stored = Beneficiary.objects.values().get()
    assert stored["identity_number"].__class__.__name__ == "Sealed"
    assert Beneficiary.objects.get().identity_number == IDENTITY


def test_what_differs_from_what_is_known_stays_on_the_case_for_staff(governed):
    receive(beneficiary_data=person(identity_number=IDENTITY))

    case = receive(
        beneficiary_data=person(
            name="نورة السالم",
            identity_number=IDENTITY,
            mobile="0559999999",
            email="n@people.example",
        )
    ).case

    note = case.events.get(name="note")
    assert (note.visibility, note.actor_label) == ("staff", "")
    for typed in ("نورة السالم", "+966559999999", "n@people.example"):
        assert typed in note.note
    assert case.beneficiary.name == "نورة بنت سالم"


def test_the_same_person_in_the_same_words_needs_no_note(governed):
    receive(beneficiary_data=person(identity_number=IDENTITY))

    case = receive(beneficiary_data=person(identity_number=IDENTITY)).case

    assert not case.events.filter(name="note").exists()


def test_the_receipt_on_the_portal_does_not_tell_that_somebody_is_known(governed):
    receive(beneficiary_data=person(identity_number=IDENTITY, language="ar"))

    texts = [
        receive(
            beneficiary_data=person(
                identity_number=number,
                language="en",
                email="n@people.example",
                reply_channel="email",
            ),
            reply_channel="email",
        ).case.messages.get()
        for number in (IDENTITY, "1000000016")
    ]

    first, second = ("".join(c for c in each.subject if not c.isdigit()) for each in texts)
    assert first == second
    assert any(word.isascii() and word.isalpha() for word in first.split())


def test_later_messages_keep_the_language_of_the_request(governed):
    receive(beneficiary_data=person(identity_number=IDENTITY, language="ar"))
    english = person(
        identity_number=IDENTITY, language="en", email="n@people.example", reply_channel="email"
    )
    case = receive(beneficiary_data=english, reply_channel="email").case

    later = queue_message(case, MessageKind.DELIVERED)

    assert case.beneficiary.language == "ar"
    assert "Hello" in later.body
