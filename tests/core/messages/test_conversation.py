import uuid

import pytest
from django.core import mail

from core.beneficiaries.enums import ReplyChannel
from core.cases.rules import NotYourPart, TextMissing
from core.deadlines.queries import clocks_of
from core.messages.conversation import thread_for_beneficiary, thread_of
from core.messages.headers import message_id_of
from core.messages.mailbox import MAILBOX, Mailbox
from core.messages.models import OutgoingMessage
from core.messages.rules import AnotherWayAgreed, NotToBeSentAgain
from core.messages.services import send_again, send_message, write_message
from core.notices.models import Notice
from core.service_requests import services
from tenants.people.roles import Role
from tests.core.messages.test_services import MOST_ATTEMPTS, NotDelivered
from tests.core.requests import person, receive

BROKEN = "tests.core.messages.test_services.BrokenBackend"


@pytest.fixture
def case(officer, at):
    at(2026, 3, 15, 10)
    data = person(email="noura@example.org")
    return receive(officer, beneficiary_data=data, reply_channel=ReplyChannel.EMAIL).case


def write(case, actor, **values):
    words = {"subject": "سؤال", "text": "متى يناسبكم الحضور؟"}
    return write_message(case.pk, actor=actor, **words | values)


def fail(message, settings):
    settings.EMAIL_BACKEND = BROKEN
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(NotDelivered):
            send_message(message.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_first_message_of_staff_meets_the_promise_of_a_reply_once_it_has_left(case, officer):
    message = write(case, officer)
    assert clocks_of(case.pk).get(milestone="first_reply").state == "running"

    send_message(message.pk)

    assert clocks_of(case.pk).get(milestone="first_reply").state == "met"
    [sent] = mail.outbox
    assert sent.subject == f"سؤال - \u2068{case.reference}\u2069"
    assert "متى يناسبكم الحضور؟" in sent.body
    names = [event.name for event in case.events.order_by("happened_at", "pk")]
    assert {"message_written", "message_sent"} <= set(names)


def test_messages_of_a_case_stand_in_one_thread(case, officer, at):
    receipt = case.messages.get()
    at(2026, 3, 15, 11)
    message = write(case, officer, answers_id="<theirs@mail.example>")
    for each in (receipt, message):
        send_message(each.pk)

    first, second = (sent.extra_headers for sent in mail.outbox)
    assert first["Message-ID"] == message_id_of(receipt.pk)
    assert "References" not in first
    assert first["Auto-Submitted"] == "auto-generated"
    assert second["In-Reply-To"] == "<theirs@mail.example>"
    assert second["References"] == f"{message_id_of(receipt.pk)} <theirs@mail.example>"
    assert "Auto-Submitted" not in second


@pytest.mark.parametrize(
    ("mailbox", "expected"),
    [
        (Mailbox(), []),
        (Mailbox(enabled=True, user="requests@a.example"), ["requests@a.example"]),
        (Mailbox(enabled=True, user="x", address="Help@a.example"), ["help@a.example"]),
    ],
)
def test_answers_come_back_to_the_mailbox_that_is_read(case, officer, mailbox, expected):
    MAILBOX.write(mailbox, actor=officer)
    send_message(case.messages.get().pk)
    assert mail.outbox[0].reply_to == expected


def test_double_click_is_one_message(case, officer):
    operation = uuid.uuid4()
    first, second = (write(case, officer, operation_id=operation) for _ in range(2))
    assert (first, case.messages.filter(kind="written").count()) == (second, 1)


def test_where_another_way_was_agreed_nothing_is_written(officer):
    data = person(email="noura@example.org")
    case = receive(officer, beneficiary_data=data, reply_channel=ReplyChannel.VISIT).case
    with pytest.raises(AnotherWayAgreed):
        write(case, officer)


def test_without_an_address_it_is_read_on_the_portal_and_nothing_is_sent(officer):
    case = receive(officer, reply_channel=ReplyChannel.PORTAL).case

    message = write(case, officer)

    assert (message.channel, message.state, len(mail.outbox)) == ("portal", "sent", 0)
    assert clocks_of(case.pk).get(milestone="first_reply").state == "met"


def test_message_needs_words_and_somebody_who_works_on_it(case, officer, make_person):
    with pytest.raises(TextMissing):
        write(case, officer, text=" ")
    with pytest.raises(NotYourPart):
        write(case, make_person(Role.AUDITOR))


def test_message_that_fails_for_good_is_a_task_for_who_has_the_case(case, officer, settings):
    services.assign(case.pk, actor=officer, assignee=officer)
    message = write(case, officer)

    fail(message, settings)

    assert case.events.get(name="message_failed").details["state"] == "failed"
    assert list(Notice.objects.values_list("recipient", "kind")) == [
        (officer.pk, "message_failed")
    ]


def test_receipt_with_the_code_never_goes_to_another_address(case, settings):
    case.beneficiary.email = "second@example.org"
    case.beneficiary.save(update_fields=["email"])
    fail(case.messages.get(), settings)
    assert OutgoingMessage.objects.exclude(fallback_of=None).count() == 0


def test_failed_message_is_sent_again_once_for_a_double_click(case, officer, settings):
    message = write(case, officer)
    with pytest.raises(NotToBeSentAgain):
        send_again(message.pk, actor=officer)
    fail(message, settings)

    operation = uuid.uuid4()
    again, same = (send_again(message.pk, actor=officer, operation_id=operation) for _ in range(2))

    assert (again, again.body) == (same, message.body)
    send_message(again.pk)
    assert [sent.to for sent in mail.outbox] == [["noura@example.org"]]


def test_both_sides_read_one_thread_and_no_page_shows_the_code(case, officer, at):
    at(2026, 3, 15, 11)
    write(case, officer)
    at(2026, 3, 15, 12)
    services.beneficiary_replies(case.pk, text="غدا")

    staff = [(line.incoming, line.text) for line in thread_of(case)]
    theirs = [
        (line.incoming, line.text) for line in thread_for_beneficiary(case, case.events.all())
    ]
    body = case.messages.get(kind="written").body
    assert staff == [(False, ""), (False, body), (True, "غدا")]
    assert theirs == staff[1:]


def test_answer_on_the_portal_is_told_to_staff(case, officer):
    services.beneficiary_replies(case.pk, text="غدا")
    case.refresh_from_db()
    assert case.unread_since is not None
    assert list(Notice.objects.values_list("recipient", "kind")) == [(officer.pk, "reply")]
