from io import BytesIO

import pytest
from django.core import mail as post
from django.utils.translation import override
from PIL import Image

from core.cases.models import Case
from core.mailroom import services
from core.mailroom.models import IncomingMail
from core.messages.mailbox import MAILBOX, case_of_address, reply_address
from core.messages.models import OutgoingMessage
from core.messages.services import send_message, write_message
from core.notices.models import Notice
from core.service_requests.desk.timeline import entries_of
from core.service_requests.services import assign, mark_missing, withdraw
from tenants.schemas import entered
from tests.core.mailroom.mails import ADDRESS, NOURA, answer, letter, returned
from tests.core.requests import person, receive

ROBOTS = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated (vacation)"},
    {"Precedence": "bulk"},
    {"X_Autoreply": "yes"},
    {"X_Auto_Response_Suppress": "All"},
    {"List_Id": "<news.example.org>"},
    {"Return_Path": "<>"},
    {"subject": "Out of Office: away"},
    {"subject": "Automatic reply: x"},
    {"subject": "رد تلقائي: طلبكم"},
    {"subject": "الردّ الآلي: طلبكم"},
    {"subject": "خارج المكتب"},
]


@pytest.fixture
def first(case) -> OutgoingMessage:
    """The receipt that she got."""
    return case.messages.order_by("queued_at", "pk").first()


def documents_of(case: Case) -> list[str]:
    return list(case.documents.order_by("purpose").values_list("purpose", flat=True))


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return data.getvalue()


# --- answers ---


def test_answer_to_our_message_is_filed_and_told(case, first, take, officer):
    assign(case.pk, actor=officer, assignee=officer)

    row = take(answer(first, "شكرا لكم"))

    assert (row.state, row.case, row.reason) == ("filed", case, "")
    reply = case.events.get(name="reply")
    assert (reply.note, reply.visibility) == ("شكرا لكم", "beneficiary")
    case.refresh_from_db()
    assert case.unread_since is not None
    assert list(Notice.objects.values_list("recipient", "kind", "case")) == [
        (officer.pk, "reply", case.pk)
    ]


def test_answer_to_what_is_missing_settles_it_and_work_goes_on(case, take, officer):
    mark_missing(case.pk, actor=officer, documents=["عقد الإيجار"], question="كم الأبناء؟")
    asked = case.messages.get(kind="missing")
    mail = answer(asked, "خمسة أبناء")
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="scan.png")

    take(mail)

    case.refresh_from_db()
    assert case.status == "received"
    lease = case.missing_items.get(label="عقد الإيجار")
    assert (lease.document.file.name, lease.document.from_beneficiary) == ("scan.png", True)
    assert case.missing_items.get(kind="answer").answer == "خمسة أبناء"


def test_two_papers_for_one_wanted_are_kept_for_staff_to_tell_apart(case, take, officer):
    mark_missing(case.pk, actor=officer, documents=["عقد الإيجار"])
    mail = answer(case.messages.get(kind="missing"))
    for name in ("a.png", "b.png"):
        mail.add_attachment(picture(), maintype="image", subtype="png", filename=name)

    take(mail)

    case.refresh_from_db()
    assert (case.status, documents_of(case)) == ("waiting_for_beneficiary", ["a.png", "b.png"])


def test_refused_attachments_are_named_in_the_event(case, first, take):
    mail = answer(first)
    mail.add_attachment(b"MZ\x90", maintype="application", subtype="x-exe", filename="setup.exe")
    mail.add_attachment(
        b"\x78\x9f>", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    mail.add_attachment(
        letter("inner").as_bytes(), maintype="text", subtype="x-x", filename="m.eml"
    )

    row = take(mail)

    event = case.events.get(name="mail_received")
    assert (event.details["documents"], event.details["refused"]) == (1, 2)
    assert "setup.exe" in event.note
    assert "winmail.dat" in event.note
    assert [each["name"] for each in row.attachments] == ["m.txt", "setup.exe", "winmail.dat"]


def test_answer_on_an_ended_case_is_filed_and_told_but_nothing_moves(case, first, take, officer):
    withdraw(case.pk, actor=officer, reason="x")

    row = take(answer(first, "عدت إليكم"))

    case.refresh_from_db()
    assert (row.state, case.status) == ("filed", "withdrawn")
    assert case.events.get(name="mail_received").note == "عدت إليكم"
    assert Notice.objects.filter(kind="reply").count() == 1


def test_answer_finds_its_case_by_the_address_it_goes_to(case, set_up, take):
    mailbox = set_up(plus_addresses=True)
    address = reply_address(case.pk, mailbox)
    assert address.startswith("requests+")

    row = take(letter(to=address))

    assert (row.state, row.case) == ("filed", case)


def test_forged_reply_address_leads_nowhere(case, set_up):
    address = reply_address(case.pk, set_up(plus_addresses=True))
    first = address.index("+") + 1
    other = "b" if address[first] != "b" else "c"

    assert case_of_address(address) == case.pk
    assert case_of_address(address[:first] + other + address[first + 1 :]) != case.pk
    assert case_of_address(f"requests+{'a' * 40}@alpha.example") is None


@pytest.mark.parametrize("written", ["{}", "بخصوص {}", "\u2068{}\u2069 رد"])
def test_reference_in_the_subject_counts_from_a_known_address(case, take, written):
    row = take(letter(subject=written.format(case.reference)))
    assert (row.state, row.case) == ("filed", case)


def test_reference_in_arabic_digits_counts_too(case, take):
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    row = take(letter(subject=f"طلبي {case.reference.translate(digits)}"))
    assert (row.state, row.case) == ("filed", case)


# --- strangers ---


@pytest.mark.parametrize("how", ["subject", "message"])
def test_stranger_who_names_a_case_waits_for_a_person(case, first, take, officer, how):
    stranger = {"sender": "thief@bad.example"}
    mail = (
        letter(subject=case.reference, **stranger)
        if how == "subject"
        else answer(first, **stranger)
    )
    before = case.events.count()

    row = take(mail)

    assert (row.state, row.reason, row.case) == ("waiting", "unknown_sender", case)
    assert (case.events.count(), OutgoingMessage.objects.count()) == (before, 1)
    assert list(Notice.objects.values_list("kind", "recipient")) == [("mail_waiting", officer.pk)]


def test_the_sender_alone_opens_a_new_case_and_says_nothing_of_the_old_one(case, take):
    row = take(letter(sender=f"Somebody <{NOURA}>", subject="Another matter", text="Please help"))

    new = row.case
    assert (row.state, new.beneficiary == case.beneficiary) == ("opened", False)
    receipt = new.messages.get()
    assert (receipt.kind, receipt.recipient) == ("receipt", NOURA)
    assert [word for word in (case.reference, "نورة") if word in receipt.body] == []
    assert "Hello" in receipt.body


def test_known_by_name_and_address_is_the_same_person(case, take):
    row = take(letter(subject="طلب ثان"))
    assert row.case.beneficiary == case.beneficiary


# --- new mail ---


def test_channel_of_the_policy_decides_what_is_opened(set_up, take, by_email):
    set_up()
    assert take(letter()).state == "opened"
    by_email.change(channels=by_email.rules.channels[:-1])
    row = take(letter(message_id="<2@x.example>"))

    assert (row.state, row.reason) == ("waiting", "no_channel")


def test_a_channel_that_is_no_email_opens_nothing(set_up, take):
    set_up(channel="phone")
    assert take(letter()).reason == "no_channel"


def test_new_mail_waits_where_a_person_opens_requests(set_up, take):
    set_up(opens_cases=False)
    row = take(letter())
    assert (row.state, row.reason, Case.objects.count()) == ("waiting", "not_opened", 0)


def test_mail_without_subject_is_called_by_its_first_words(set_up, take):
    set_up()
    assert take(letter("أحتاج كرسيا متحركا", subject=None)).case.subject == "أحتاج كرسيا متحركا"


def test_attachments_of_new_mail_are_documents_of_the_case(set_up, take):
    set_up()
    mail = letter()
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="صورة الهوية.png")

    assert documents_of(take(mail).case) == ["صورة الهوية.png"]


# --- loops and robots ---


@pytest.mark.parametrize("robot", ROBOTS)
def test_robots_are_filed_and_never_answered(case, first, take, robot, officer):
    row = take(answer(first, "I am away", **robot))

    assert (row.state, row.case) == ("automatic", case)
    case.refresh_from_db()
    assert (case.events.filter(name="reply").count(), case.unread_since) == (0, None)
    assert OutgoingMessage.objects.count() == 1
    with override("en"):
        told = {
            entry.fact
            for entry in entries_of(case, officer)
            if entry.event.name == "mail_received"
        }
    assert told == {"An automatic reply"}


@pytest.mark.parametrize("robot", ROBOTS)
def test_robots_open_no_case(set_up, take, robot):
    set_up()
    row = take(letter(**robot))
    assert (row.state, Case.objects.count()) == ("automatic", 0)


@pytest.mark.parametrize("own", [ADDRESS, "requests+x@alpha.example", "silah@silah.test"])
def test_own_mail_is_a_loop(set_up, take, own):
    set_up()
    row = take(letter(sender=own))
    assert (row.state, row.reason, Case.objects.count()) == ("refused", "loop", 0)


def test_too_many_from_one_sender_are_refused(set_up, take, monkeypatch):
    monkeypatch.setattr(services, "MOST_FROM_ONE_SENDER", 2)
    set_up()
    rows = [take(letter(message_id=f"<{number}@x.example>")) for number in range(3)]

    assert [(row.state, row.reason) for row in rows] == [
        ("opened", ""),
        ("opened", ""),
        ("refused", "too_many"),
    ]
    assert take(letter(sender="other@x.example")).state == "opened"


def test_report_of_a_mail_server_marks_our_message_as_returned(case, first, take, officer):
    send_message(first.pk)

    row = take(returned(first))
    first.refresh_from_db()

    assert (row.state, row.case) == ("automatic", case)
    assert (first.state, first.failure) == ("returned", "5.1.1")
    assert case.events.get(name="message_failed").details["state"] == "returned"
    assert list(Notice.objects.values_list("kind", "recipient")) == [
        ("message_failed", officer.pk)
    ]


def test_a_delay_is_no_failure(first, take):
    send_message(first.pk)
    take(returned(first, action="delayed"))
    first.refresh_from_db()
    assert first.state == "sent"


def test_same_report_again_changes_nothing(case, first, take):
    send_message(first.pk)
    take(returned(first))
    take(returned(first).replace(b"<report-failed@", b"<again@"))
    assert case.events.filter(name="message_failed").count() == 1


def test_what_came_back_is_tried_once_at_the_address_that_staff_know(case, take, officer):
    case.beneficiary.email = "second@example.org"
    case.beneficiary.save(update_fields=["email"])
    message = write_message(case.pk, actor=officer, subject="سؤال", text="كيف نصل إليكم؟")
    send_message(message.pk)

    take(returned(message))

    second = OutgoingMessage.objects.get(fallback_of=message)
    assert (second.recipient, second.body) == ("second@example.org", message.body)
    send_message(second.pk)
    take(returned(second).replace(b"<report-failed@", b"<again@"))
    assert OutgoingMessage.objects.exclude(fallback_of=None).count() == 1
    assert Notice.objects.filter(kind="message_failed").count() == 1


def test_unreadable_mail_waits_with_its_headers(set_up, take):
    set_up()
    bomb = (
        b"From: a@b.example\r\nSubject: bomb\r\nMessage-ID: <b@b.example>\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 6_000
    )
    row = take(bomb)
    assert (row.state, row.reason, row.subject) == ("waiting", "unreadable", "bomb")


# --- once ---


@pytest.mark.parametrize("message_id", ["<one@mail.example>", None])
def test_same_mail_twice_is_one(set_up, take, message_id):
    set_up()
    first, second = (take(letter(message_id=message_id)) for _ in range(2))
    assert (first, Case.objects.count(), len(post.outbox)) == (second, 1, 0)


# --- the other association ---


def test_what_another_association_wrote_means_nothing_here(
    case, first, set_up, take, officer, other_association
):
    mailbox = set_up(plus_addresses=True)
    address = reply_address(case.pk, mailbox)
    with entered(other_association):
        MAILBOX.write(mailbox, actor=officer)
        rows = [
            take(answer(first)),
            take(letter(to=address, message_id="<2@x.example>")),
            take(letter(subject=case.reference, message_id="<3@x.example>")),
        ]
        assert [(row.case.reference, row.case.pk == case.pk) for row in rows] == [
            ("REQ-2026-0001", False),
            ("REQ-2026-0002", False),
            ("REQ-2026-0001", False),
        ]
    assert (IncomingMail.objects.count(), case.events.filter(name="reply").count()) == (0, 0)


def test_returned_message_of_another_association_stays_as_it_was(
    first, take, other_association, set_up
):
    send_message(first.pk)
    with entered(other_association):
        assert take(returned(first)).case is None
    first.refresh_from_db()
    assert first.state == "sent"


def test_receive_by_phone_has_no_address_to_know(officer, set_up, take):
    set_up()
    case = receive(officer, beneficiary_data=person()).case
    row = take(letter(subject=case.reference))
    assert (row.state, row.reason) == ("waiting", "unknown_sender")
