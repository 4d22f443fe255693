from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus as S
from core.deadlines.queries import clocks_of
from core.messages.delivery import MOST_ATTEMPTS, NotDelivered
from core.messages.enums import MessageKind
from core.messages.models import OutgoingMessage
from core.messages.services import queue_message, send_message
from core.service_requests import services
from tests.core.requests import IDENTITY, bring_to, person, receive


@pytest.fixture
def case(officer, at):
    at(2026, 3, 15, 10)
    data = person(email="noura@example.org", identity_number=IDENTITY)
    return receive(officer, beneficiary_data=data).case


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("noura@example.org refused")


def test_message_is_sent_once_however_often_the_job_runs(case):
    message = case.messages.get()

    send_message(message.pk)
    send_message(message.pk)

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["noura@example.org"], message.subject)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
    assert case.events.filter(name="message_sent").count() == 1


def test_failed_attempts_are_counted_and_tried_again(case, settings):
    message = case.messages.get()
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    with pytest.raises(NotDelivered):
        send_message(message.pk)
    message.refresh_from_db()
    # The kind of error, not its words: they may name the recipient.
    assert (message.state, message.attempts, message.failure) == (
        "queued",
        1,
        "SMTPServerDisconnected",
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_message(message.pk)

    assert len(mail.outbox) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("sent", 2, "")


def test_message_fails_for_good_after_the_last_attempt(case, settings):
    message = case.messages.get()
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(NotDelivered):
            send_message(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 6)


def test_sending_the_decision_meets_the_promise_to_tell(everyone, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.REJECTED, everyone, beneficiary_data=person(email="a@example.org"))
    message = case.messages.get(kind="decision")
    assert clocks_of(case.pk).get(milestone="notify").state == "running"
    assert "لأسباب مذكورة" not in message.body

    send_message(message.pk)

    assert clocks_of(case.pk).get(milestone="notify").state == "met"


@pytest.mark.parametrize("kind", [kind for kind in MessageKind if kind != MessageKind.WRITTEN])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_message_names_the_person_or_the_number(case, kind, language):
    services.mark_missing(case.pk, actor=case.registered_by, documents=["عقد <الإيجار>"])
    case.refresh_from_db()
    case.beneficiary.language = language
    OutgoingMessage.objects.all().delete()

    message = queue_message(case, kind, tracking_code="1" * 20)

    text = message.subject + message.body
    about_a_case = kind not in (MessageKind.SURVEY, MessageKind.REMINDER)
    assert (case.reference in text) == about_a_case
    assert "جمعية الألفة للتنمية" in text
    assert [
        word for word in ("نورة", IDENTITY, "966551234567", "{{", "&lt;") if word in text
    ] == []
    assert ("11111-11111" in text) == (kind == MessageKind.RECEIPT)
    assert ("عقد <الإيجار>" in text) == (kind == MessageKind.MISSING)
    assert ("Hello" in text) == (language == "en")


def test_who_agreed_to_a_call_gets_the_receipt_by_mail_and_is_called_for_the_rest(officer):
    data = person(email="noura@example.org")
    case = receive(officer, beneficiary_data=data, reply_channel=ReplyChannel.PHONE).case
    services.mark_missing(case.pk, actor=officer, question="؟")

    said = case.messages.order_by("queued_at", "pk").values_list("kind", "channel", "state")
    assert list(said) == [("receipt", "email", "queued"), ("missing", "phone", "waiting")]
    assert case.messages.get(kind="missing").recipient == "+966551234567"


def test_nothing_is_queued_without_an_address(officer):
    assert receive(officer).case.messages.count() == 0


def test_another_email_on_the_portal_does_not_change_what_is_known(officer):
    data = person(email="noura@example.org", identity_number=IDENTITY)
    known = receive(officer, beneficiary_data=data).case.beneficiary
    stranger = person(name="غيرها", email="other@example.org", identity_number=IDENTITY)

    case = receive(None, beneficiary_data=stranger).case

    known.refresh_from_db()
    assert (case.beneficiary, known.email, known.name) == (
        known,
        "noura@example.org",
        "نورة بنت سالم",
    )
    assert case.messages.get().recipient == "other@example.org"
