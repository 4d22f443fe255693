"""A message on the agreed way: chosen, sent, put off, refused, tried elsewhere once."""

from decimal import Decimal

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.deadlines.queries import clocks_of
from core.mailroom.texts import take_in
from core.messages.delivery import MOST_ATTEMPTS, NotDelivered, wake_put_off
from core.messages.enums import MessageChannel, MessageKind
from core.messages.inbound import IncomingText
from core.messages.opting_out import opt_in, opt_out
from core.messages.rules import NoNumberKnown
from core.messages.sections import SENDING, SMS, ApprovedTemplate, Sending
from core.messages.services import queue_message, send_again, send_message, write_message
from core.messages.spending import totals
from core.notices.models import Notice
from core.service_requests.rules import MobileMissing, WayNotSetUp
from foundation import clock
from tests.core.messages.conftest import MOBILE, SENT_BY_META
from tests.core.requests import person, receive

REFUSED = {"success": False, "message": "Dest num is too short", "errorCode": "ER-04", "data": {}}
NEWS = MessageKind.DECISION


@pytest.fixture
def agreed(officer, at):
    """agreed(ReplyChannel.SMS): a request of somebody who is told that way."""
    at(2026, 3, 15, 10)

    def make(way, *, by=officer, **values):
        data = person(**values)
        return receive(by, beneficiary_data=data, reply_channel=way).case

    return make


def states(case):
    messages = case.messages.order_by("queued_at", "fallback_of_id", "pk")
    return [(each.channel, each.state) for each in messages]


def write(case, actor, text="متى يناسبكم الحضور؟"):
    return write_message(case.pk, actor=actor, subject="سؤال", text=text)


# --- which way ---


@pytest.mark.parametrize("way", [ReplyChannel.SMS, ReplyChannel.WHATSAPP])
def test_a_way_can_be_agreed_only_where_it_is_set_up_and_a_mobile_is_known(
    agreed, text_messages, whatsapp, way
):
    with pytest.raises(WayNotSetUp):
        agreed(way)
    text_messages()
    whatsapp()
    with pytest.raises(MobileMissing):
        agreed(way, mobile="")
    assert agreed(way).reply_mobile == MOBILE


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (ReplyChannel.SMS, ("sms", MOBILE, "queued")),
        (ReplyChannel.WHATSAPP, ("whatsapp", MOBILE, "queued")),
        (ReplyChannel.PHONE, ("phone", MOBILE, "waiting")),
        (ReplyChannel.LETTER, ("letter", "", "waiting")),
        (ReplyChannel.EMAIL, ("email", "noura@example.org", "queued")),
        (ReplyChannel.PORTAL, ("email", "noura@example.org", "queued")),
    ],
)
def test_a_message_goes_the_way_that_was_agreed(agreed, text_messages, whatsapp, way, expected):
    text_messages()
    whatsapp()
    case = agreed(way, email="noura@example.org")
    message = queue_message(case, NEWS)
    assert (message.channel, message.recipient, message.state) == expected


def test_at_the_office_nothing_is_sent(agreed):
    assert queue_message(agreed(ReplyChannel.VISIT), NEWS) is None


@pytest.mark.parametrize(("email", "instead"), [("noura@example.org", "email"), ("", "phone")])
def test_a_way_that_is_not_set_up_any_more_is_kept_by_another(
    agreed, text_messages, email, instead
):
    text_messages()
    case = agreed(ReplyChannel.SMS, email=email)
    text_messages(enabled=False)
    assert queue_message(case, NEWS).channel == instead


def test_who_wrote_by_themselves_is_told_under_the_number_that_they_typed(
    agreed, officer, text_messages
):
    text_messages()
    known = {"identity_number": "1000000008"}
    first = agreed(ReplyChannel.PHONE, **known)
    theirs = agreed(ReplyChannel.SMS, by=None, mobile="0559876543", **known)

    assert theirs.beneficiary == first.beneficiary
    assert queue_message(theirs, NEWS).recipient == "+966559876543"
    assert queue_message(first, NEWS).recipient == MOBILE


def test_staff_who_mend_the_number_are_believed(agreed, officer, text_messages):
    text_messages()
    case = agreed(ReplyChannel.SMS)
    case.beneficiary.mobile = "+966559876543"
    assert queue_message(case, NEWS).recipient == "+966559876543"


def test_receipt_with_its_code_goes_to_the_phone_that_was_agreed(agreed, text_messages):
    text_messages()
    message = agreed(ReplyChannel.SMS).messages.get()
    assert (message.channel, message.kind) == ("sms", "receipt")
    assert "رمز المتابعة" in message.body
    assert "\u2068" not in message.body


def test_text_messages_are_short_and_say_nothing_of_the_matter(agreed, text_messages):
    text_messages()
    case = agreed(ReplyChannel.SMS)
    message = queue_message(case, NEWS)
    assert message.body.split("\n") == [
        f"جمعية الألفة للتنمية: صدر القرار في طلبكم {case.reference}",
        "http://alpha.silah.test:8000/",
    ]


def test_link_and_answer_stand_in_a_text_message_too(agreed, text_messages):
    text_messages()
    case = agreed(ReplyChannel.SMS)
    survey = queue_message(case, MessageKind.SURVEY, link="https://x.example/s/1")
    answer = queue_message(case, MessageKind.ANSWER, text="من الأحد إلى الخميس")
    assert survey.body.endswith("\nhttps://x.example/s/1")
    assert answer.body.startswith("من الأحد إلى الخميس\n")


@pytest.mark.parametrize("way", [ReplyChannel.PHONE, ReplyChannel.LETTER])
def test_nobody_reads_a_link_out(agreed, way):
    assert queue_message(agreed(way), MessageKind.SURVEY, link="https://x.example/s/1") is None


def test_without_a_number_staff_are_told_so(agreed, officer):
    case = agreed(ReplyChannel.PHONE)
    case.beneficiary.mobile = None
    case.beneficiary.save(update_fields=["mobile"])
    case.reply_mobile = None
    case.save(update_fields=["reply_mobile"])
    with pytest.raises(NoNumberKnown):
        write(case, officer)


# --- sending ---


def test_text_message_leaves_once_is_counted_and_keeps_its_promise(
    agreed, officer, text_messages, provider
):
    text_messages()
    case = agreed(ReplyChannel.SMS)
    message = write(case, officer, text="ا" * 100)

    for _job in range(2):
        send_message(message.pk)

    message.refresh_from_db()
    assert len(provider.asked) == 1
    assert provider.asked[0].form["SenderID"] == "CHARITY"
    assert (message.state, message.provider, message.provider_id) == (
        "sent",
        "unifonic",
        "42000348806924",
    )
    assert (message.parts, message.cost) == (3, Decimal("0.1500"))
    assert clocks_of(case.pk).get(milestone="first_reply").state == "met"
    assert case.events.get(name="message_sent").details["channel"] == "sms"


def test_number_of_no_bill_stands_in_the_log(agreed, text_messages, provider, caplog):
    text_messages()
    provider.says(500, {"message": f"cannot reach {MOBILE}"})
    message = queue_message(agreed(ReplyChannel.SMS), NEWS)
    with pytest.raises(NotDelivered):
        send_message(message.pk)
    message.refresh_from_db()
    assert (message.failure, "551234567" in caplog.text) == ("500", False)


def test_trouble_is_tried_again_and_a_refusal_is_not(agreed, text_messages, provider):
    text_messages()
    case = agreed(ReplyChannel.SMS)
    provider.says(503, b"later")
    message = queue_message(case, NEWS)
    for _job in range(2):
        with pytest.raises(NotDelivered):
            send_message(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("queued", 2, "503")

    provider.says(200, REFUSED)
    send_message(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("failed", 3, "ER-04")


def test_after_the_last_attempt_it_is_given_up(agreed, text_messages, provider):
    text_messages()
    provider.hang_up = True
    message = queue_message(agreed(ReplyChannel.SMS), NEWS)
    for _job in range(MOST_ATTEMPTS):
        with pytest.raises(NotDelivered):
            send_message(message.pk)
    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", "not_reached")


# --- where it goes instead ---


@pytest.mark.parametrize(("email", "instead"), [("noura@example.org", "email"), ("", "phone")])
def test_text_message_that_fails_is_tried_once_elsewhere(
    agreed, officer, text_messages, provider, email, instead
):
    text_messages()
    case = agreed(ReplyChannel.SMS, email=email)
    case.messages.all().delete()
    provider.says(200, REFUSED)
    message = write(case, officer)

    send_message(message.pk)

    other = case.messages.exclude(pk=message.pk).get()
    assert (other.channel, other.fallback_of, other.body) == (instead, message, message.body)
    assert case.events.filter(name="message_failed").count() == 1
    assert Notice.objects.filter(kind="message_failed").count() == 0


def test_whatsapp_that_fails_becomes_a_text_message_and_then_a_notice(
    agreed, text_messages, whatsapp, provider
):
    text_messages()
    whatsapp()
    case = agreed(ReplyChannel.WHATSAPP)
    case.messages.all().delete()
    message = queue_message(case, NEWS)
    provider.says(400, {"error": {"code": 131026, "message": "undeliverable"}})
    send_message(message.pk)
    other = case.messages.exclude(pk=message.pk).get()
    assert (other.channel, other.recipient) == ("sms", MOBILE)

    provider.says(200, REFUSED)
    send_message(other.pk)

    assert sorted(states(case)) == [("sms", "failed"), ("whatsapp", "failed")]
    assert list(Notice.objects.values_list("kind", flat=True)) == ["message_failed"]


def test_tracking_code_is_not_told_on_the_phone(agreed, text_messages, provider):
    text_messages()
    provider.says(200, REFUSED)
    case = agreed(ReplyChannel.SMS)
    send_message(case.messages.get().pk)
    assert states(case) == [("sms", "failed")]


def test_failed_message_goes_again_the_same_way(agreed, officer, text_messages, provider):
    text_messages()
    provider.says(200, REFUSED)
    message = queue_message(agreed(ReplyChannel.SMS), NEWS)
    send_message(message.pk)
    again = send_again(message.pk, actor=officer)
    assert (again.channel, again.recipient, again.body) == ("sms", MOBILE, message.body)


# --- quiet hours ---


def test_nothing_rings_at_night_but_a_receipt(agreed, officer, text_messages, provider, at):
    text_messages()
    SENDING.write(Sending(quiet_from="21:00", quiet_until="08:00"), actor=officer)
    case = agreed(ReplyChannel.SMS)
    at(2026, 3, 15, 23, 30)
    message = queue_message(case, NEWS)
    send_message(case.messages.get(kind="receipt").pk)
    send_message(message.pk)

    message.refresh_from_db()
    assert len(provider.asked) == 1
    assert (message.state, message.attempts) == ("queued", 0)
    morning = at(2026, 3, 16, 8)
    assert message.not_before == morning
    assert wake_put_off() == 1
    send_message(message.pk)
    message.refresh_from_db()
    assert (message.state, message.not_before, wake_put_off()) == ("sent", None, 0)


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "is_sent"),
    [
        ("21:00", "08:00", (20, 59), True),
        ("21:00", "08:00", (21, 0), False),
        ("21:00", "08:00", (3, 0), False),
        ("21:00", "08:00", (8, 0), True),
        ("13:00", "15:00", (12, 59), True),
        ("13:00", "15:00", (14, 59), False),
        ("13:00", "15:00", (15, 0), True),
        ("13:00", "13:00", (13, 0), True),
        (None, None, (3, 0), True),
    ],
)
def test_quiet_hours_at_their_edges(
    agreed, officer, text_messages, provider, at, begins, ends, hour, is_sent
):
    text_messages()
    SENDING.write(Sending(quiet_from=begins, quiet_until=ends), actor=officer)
    message = queue_message(agreed(ReplyChannel.SMS), NEWS)
    at(2026, 3, 16, *hour)
    send_message(message.pk)
    assert len(provider.asked) == is_sent


def test_mails_do_not_ring(agreed, officer, at):
    SENDING.write(Sending(quiet_from="00:00", quiet_until="23:59"), actor=officer)
    message = queue_message(agreed(ReplyChannel.EMAIL, email="noura@example.org"), NEWS)
    assert send_message(message.pk).state == "sent"


# --- what it costs ---


def test_beyond_the_limit_of_the_month_nothing_is_sent(agreed, text_messages, provider, at):
    text_messages(price=Decimal("0.06"), monthly_limit=Decimal("0.30"))
    case = agreed(ReplyChannel.SMS, email="noura@example.org")
    case.messages.all().delete()
    first, second = queue_message(case, NEWS), queue_message(case, NEWS)
    for message in (first, second):
        send_message(message.pk)
        message.refresh_from_db()
    assert (first.state, first.cost) == ("sent", Decimal("0.1200"))
    assert (second.state, second.cost) == ("sent", Decimal("0.1200"))
    third = queue_message(case, NEWS)
    send_message(third.pk)
    third.refresh_from_db()
    assert (third.state, third.failure) == ("failed", "monthly_limit")
    assert third.fallback.channel == "email"

    at(2026, 4, 1, 0, 1)
    fourth = queue_message(case, NEWS)
    assert send_message(fourth.pk).state == "sent"


def test_totals_of_a_month_by_channel(agreed, text_messages, provider, at):
    text_messages()
    case = agreed(ReplyChannel.SMS)
    at(2026, 3, 31, 23, 59)
    send_message(queue_message(case, NEWS).pk)
    at(2026, 4, 1, 0, 0)
    send_message(queue_message(case, NEWS).pk)
    send_message(queue_message(case, NEWS).pk)

    by_sms = [
        next(each for each in totals(month) if each.channel == MessageChannel.SMS)
        for month in (clock.today().replace(month=3), clock.today())
    ]
    assert [(each.messages, each.parts, each.cost) for each in by_sms] == [
        (1, 2, Decimal("0.1000")),
        (2, 4, Decimal("0.2000")),
    ]


# --- who wants nothing more ---


def test_who_wrote_stop_is_sent_nothing_more_that_way(agreed, text_messages, provider):
    text_messages()
    case = agreed(ReplyChannel.SMS, email="noura@example.org")
    case.messages.all().delete()
    opt_out(MessageChannel.SMS, MOBILE, words="إلغاء", evidence="SM1")
    message = queue_message(case, NEWS)
    send_message(message.pk)
    message.refresh_from_db()
    assert (message.failure, message.fallback.channel, provider.asked) == (
        "opted_out",
        "email",
        [],
    )

    opt_in(MessageChannel.SMS, MOBILE, evidence="SM2")
    assert send_message(queue_message(case, NEWS).pk).state == "sent"


def test_whatsapp_does_not_become_a_text_message_that_nobody_wants(
    agreed, text_messages, whatsapp, provider
):
    text_messages()
    whatsapp()
    case = agreed(ReplyChannel.WHATSAPP)
    opt_out(MessageChannel.SMS, MOBILE, words="stop", evidence="SM1")
    provider.says(400, {"error": {"code": 131026}})
    message = queue_message(case, NEWS)
    send_message(message.pk)
    message.refresh_from_db()
    assert message.fallback.channel == "phone"


# --- the 24 hours of WhatsApp ---


def heard(at, *moment):
    at(*moment)
    take_in(IncomingText(MessageChannel.WHATSAPP, "whatsapp", "wamid.1", MOBILE, "السلام عليكم"))


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ((2026, 3, 16, 9, 59, 59), "text"),
        ((2026, 3, 16, 10, 0, 0), "template"),
        ((2026, 3, 17, 10, 0, 0), "template"),
    ],
)
def test_free_words_within_24_hours_of_what_they_wrote_last(
    agreed, whatsapp, provider, at, moment, kind
):
    whatsapp()
    provider.says(200, SENT_BY_META)
    case = agreed(ReplyChannel.WHATSAPP)
    heard(at, 2026, 3, 15, 10)
    at(*moment)
    send_message(queue_message(case, NEWS).pk)
    assert provider.asked[0].json["type"] == kind


def test_what_somebody_wrote_by_sms_opens_no_window(agreed, whatsapp, provider):
    whatsapp()
    provider.says(200, SENT_BY_META)
    case = agreed(ReplyChannel.WHATSAPP)
    take_in(IncomingText(MessageChannel.SMS, "unifonic", "1", MOBILE, "السلام عليكم"))
    send_message(queue_message(case, NEWS).pk)
    assert provider.asked[0].json["type"] == "template"


@pytest.mark.parametrize(
    ("templates", "name", "values"),
    [
        ({"any": ("news", ("reference", "association"))}, "news", 2),
        ({"any": ("news", ()), "decision": ("decided", ("subject",))}, "decided", 1),
        ({"any": ("news", ()), "receipt": ("receipt", ("subject",))}, "news", 0),
    ],
)
def test_template_of_the_kind_or_that_of_all(agreed, whatsapp, provider, templates, name, values):
    kept = {kind: ApprovedTemplate(name=n, values=v) for kind, (n, v) in templates.items()}
    whatsapp(templates=kept)
    provider.says(200, SENT_BY_META)
    case = agreed(ReplyChannel.WHATSAPP)
    send_message(queue_message(case, NEWS).pk)

    template = provider.asked[0].json["template"]
    said = template.get("components", [{"parameters": []}])[0]["parameters"]
    assert (template["name"], template["language"], len(said)) == (name, {"code": "ar"}, values)
    if values == 2:
        assert [each["text"] for each in said] == [case.reference, "جمعية الألفة للتنمية"]


def test_without_a_template_it_goes_another_way(agreed, whatsapp, provider):
    whatsapp(templates={})
    message = queue_message(agreed(ReplyChannel.WHATSAPP), NEWS)
    send_message(message.pk)
    message.refresh_from_db()
    assert (message.failure, message.fallback.channel, provider.asked) == (
        "no_template",
        "phone",
        [],
    )


def test_price_of_whatsapp_counts_each_message(agreed, whatsapp, provider):
    whatsapp(price=Decimal("0.19"), monthly_limit=Decimal("0.30"))
    provider.says(200, SENT_BY_META)
    case = agreed(ReplyChannel.WHATSAPP)
    first, second = (queue_message(case, NEWS) for _ in range(2))
    send_message(first.pk)
    send_message(second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.parts, first.cost, second.failure) == (1, Decimal("0.1900"), "monthly_limit")


def test_secrets_stand_in_no_value_that_pages_read(text_messages):
    text_messages()
    assert "sid-of-the-app" not in SMS.read().model_dump_json()
