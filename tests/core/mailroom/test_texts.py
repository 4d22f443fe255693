"""Texts by SMS and WhatsApp: which case they join, and which they never do."""

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.cases import circles
from core.cases.circles import Circle
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.mailroom import services
from core.mailroom.models import IncomingMail
from core.mailroom.queries import counts, mails, mails_for
from core.mailroom.rules import TextOpensNothing
from core.mailroom.texts import take_in
from core.messages.channels import number_index
from core.messages.conversation import thread_for_beneficiary, thread_of
from core.messages.enums import MessageChannel, MessageKind
from core.messages.inbound import IncomingText
from core.messages.models import OutgoingMessage
from core.notices.models import Notice
from core.service_requests.services import mark_missing, withdraw
from foundation import clock
from tests.core.requests import person, receive

MOBILE, OTHER = "+966551234567", "+966559876543"


def text(words="سأحضر غدا", *, sender=MOBILE, number="1", channel=MessageChannel.SMS, **values):
    return take_in(IncomingText(channel, "unifonic", number, sender, words, **values))


def wrote(case, mobile=MOBILE, channel=MessageChannel.SMS):
    """We wrote to this number about the case."""
    return OutgoingMessage.objects.create(
        case=case,
        kind=MessageKind.WRITTEN,
        channel=channel,
        recipient=mobile,
        recipient_index=number_index(mobile),
        subject="سؤال",
        body="متى؟",
        queued_at=clock.now(),
    )


@pytest.fixture
def case(officer, at):
    at(2026, 3, 15, 10)
    return receive(officer, reply_channel=ReplyChannel.PORTAL).case


@pytest.fixture
def complaint(case, officer, at):
    """One that only a circle opens; nobody outside of it may learn of it."""
    at(2026, 3, 16, 10)
    kept = dict(circles._circles)
    nobody = Circle(lambda actor: Case.objects.none(), lambda actor, case: False)
    circles.register(CaseKind.COMPLAINT, nobody)
    made = receive(officer, reply_channel=ReplyChannel.PORTAL).case
    Case.objects.filter(pk=made.pk).update(kind=CaseKind.COMPLAINT)
    made.refresh_from_db()
    yield made
    circles._circles.clear()
    circles._circles.update(kept)


def test_text_answers_what_was_asked_and_is_told(case, officer, at):
    mark_missing(case.pk, actor=officer, question="متى؟")
    at(2026, 3, 15, 12)
    for _replayed in range(2):
        row = text()
    case.refresh_from_db()
    assert (row.state, row.case, case.status) == ("filed", case, "received")
    assert case.unread_since == clock.now()
    assert list(Notice.objects.values_list("recipient", "kind")) == [(officer.pk, "reply")]
    assert [(line.text, line.channel) for line in thread_of(case)] == [("سأحضر غدا", "sms")]
    theirs = thread_for_beneficiary(case, case.events.all())
    assert [line.text for line in theirs] == ["سأحضر غدا"]
    assert case.events.filter(name="message_received").count() == 1


def test_the_case_that_we_wrote_to_last_under_this_number_comes_first(case, officer, at):
    at(2026, 3, 16, 10)
    newer = receive(officer).case
    assert text(number="1").case == newer
    wrote(case)
    assert text(number="2").case == case
    at(2026, 3, 17, 10)
    wrote(newer, channel=MessageChannel.WHATSAPP)
    assert text(number="3").case == newer
    withdraw(newer.pk, actor=officer, reason="لم يعد يريد")
    assert text(number="4").case == case


def test_number_of_nobody_waits_for_a_person(case, officer):
    row = text(sender=OTHER, sender_name="سالم")
    assert (row.state, row.reason, row.case) == ("waiting", "unknown_number", None)
    assert list(Notice.objects.values_list("kind", "case")) == [("mail_waiting", None)]


def test_number_whose_cases_have_ended_waits(case, officer):
    withdraw(case.pk, actor=officer, reason="لم يعد يريد")
    assert text().state == "waiting"


def test_complaint_is_never_found_by_guessing(case, complaint):
    """It is newer, and of the same person."""
    assert text().case == case


def test_number_that_only_complained_waits(case, complaint, officer):
    withdraw(case.pk, actor=officer, reason="لم يعد يريد")
    row = text()
    assert (row.state, row.case) == ("waiting", None)
    assert complaint.events.filter(name="message_received").count() == 0


def test_complaint_is_joined_by_the_number_that_we_wrote_to_about_it(complaint):
    wrote(complaint)
    assert text().case == complaint
    event = complaint.events.get(name="message_received")
    assert (event.note, event.visibility, event.details["channel"]) == (
        "سأحضر غدا",
        "beneficiary",
        "sms",
    )
    assert Notice.objects.count() == 0  # nobody is in its circle


@pytest.mark.parametrize("change", [{"state": "failed"}, {"channel": "phone", "state": "waiting"}])
def test_what_never_left_says_nothing_of_a_number(complaint, change):
    OutgoingMessage.objects.filter(pk=wrote(complaint).pk).update(**change)
    assert text().case != complaint


def test_complaint_is_not_joined_from_another_number(complaint, case):
    wrote(complaint)
    assert text(sender=OTHER).state == "waiting"


def test_attachment_is_named_since_it_cannot_be_taken(case):
    text("", attachments=1)
    assert "أُرفق" in case.events.get(name="message_received").note


def test_provider_that_names_no_message_is_believed_for_a_minute(case, at):
    at(2026, 3, 15, 12, 0, 10)
    text(number="")
    at(2026, 3, 15, 12, 0, 50)
    text(number="")
    at(2026, 3, 15, 12, 1, 10)
    text(number="")
    assert IncomingMail.objects.count() == 2


def test_staff_place_a_text_and_take_it_out_again(case, officer, site, association):
    desk = site(association, officer)
    row = text("هذا رقمي الجديد", sender=OTHER)
    listed = desk.get("/desk/mail/").content.decode()
    page = desk.get(f"/desk/mail/{row.pk}/").content.decode()
    assert ("هذا رقمي الجديد" in listed, "هذا رقمي الجديد" in page) == (True, True)
    assert "+966 55 987 6543" in page

    done = desk.post(f"/desk/mail/{row.pk}/file/", {"reference": case.reference})

    row.refresh_from_db()
    assert (done.status_code, row.state, row.case) == (302, "filed", case)
    assert case.events.get(name="reply").note == "هذا رقمي الجديد"

    services.take_out(row.pk, actor=officer)
    row.refresh_from_db()
    assert (row.state, row.case) == ("waiting", None)
    assert {event.visibility for event in case.events.filter(details__mail=str(row.pk))} == {
        "staff"
    }


def test_text_opens_no_request_by_itself(case, officer):
    row = text(sender=OTHER)
    with pytest.raises(TextOpensNothing):
        services.open_case_from(row.pk, actor=officer)


def test_text_is_set_aside_with_a_reason(case, officer):
    row = services.set_aside(text(sender=OTHER).pk, actor=officer, why="إعلان")
    assert (row.state, row.note) == ("dismissed", "إعلان")


def test_person_known_by_file_is_found_whatever_was_agreed(officer):
    other = receive(officer, beneficiary_data=person(mobile="0559876543")).case
    assert text(sender=OTHER).case == other


def test_what_joined_a_case_of_a_circle_is_in_nobody_elses_mail(complaint, case, officer):
    wrote(complaint)
    joined = text("هددني أمس", number="1")
    wrote(case, OTHER)
    other = text("سأحضر", number="2", sender=OTHER)

    assert (joined.case, other.case) == (complaint, case)
    assert list(mails(officer)) == [other]
    assert counts(officer)["filed"] == 1
    assert not mails_for(officer).filter(pk=joined.pk).exists()
