"""What providers report: signed, once, in any order, and to their own association only."""

import json
from base64 import b64encode
from hashlib import sha1, sha256
from hmac import digest
from urllib.parse import urlencode

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.deadlines.queries import clocks_of
from core.mailroom.models import IncomingMail
from core.messages.enums import MessageChannel, MessageKind
from core.messages.hooks import hook_path
from core.messages.opting_out import OPT_OUTS, has_opted_out
from core.messages.receipts import Fate, Receipt, note
from core.messages.sections import SMS, WHATSAPP
from core.messages.services import queue_message, send_message, write_message
from foundation.models import AuditEntry
from tenants.schemas import entered
from tests.core.messages.conftest import MOBILE, SENT_BY_META
from tests.core.requests import person, receive

FORM = "application/x-www-form-urlencoded"
SENT_BY_TWILIO = {"sid": "SM1", "status": "queued", "num_segments": "1"}


@pytest.fixture
def browser(site, association):
    return site(association)


@pytest.fixture
def case(officer, at, text_messages, whatsapp):
    at(2026, 3, 15, 10)
    text_messages()
    whatsapp()
    case = receive(officer, beneficiary_data=person(), reply_channel=ReplyChannel.SMS).case
    case.messages.all().delete()
    return case


@pytest.fixture
def message(case, officer, provider):
    written = write_message(case.pk, actor=officer, subject="سؤال", text="متى؟")
    send_message(written.pk)
    written.refresh_from_db()
    return written


def post_json(browser, path, body, **headers):
    return browser.post(path, json.dumps(body), content_type="application/json", headers=headers)


def state_of(message):
    message.refresh_from_db()
    return message.state


# --- receipts ---


@pytest.mark.parametrize(
    ("told", "states"),
    [
        ([Fate.DELIVERED, Fate.READ], ["delivered", "read"]),
        ([Fate.READ, Fate.DELIVERED], ["read", "read"]),
        ([Fate.DELIVERED, Fate.DELIVERED], ["delivered", "delivered"]),
        ([Fate.DELIVERED, Fate.FAILED], ["delivered", "delivered"]),
        ([Fate.FAILED, Fate.FAILED], ["returned", "returned"]),
        ([Fate.FAILED, Fate.DELIVERED], ["returned", "delivered"]),
    ],
)
def test_receipts_come_in_any_order_and_count_once(message, case, told, states):
    seen = []
    for fate in told:
        note(Receipt("unifonic", message.provider_id, fate, "30005"))
        seen.append(state_of(message))
    assert seen == states
    arrived = case.events.filter(name="message_delivered").count()
    assert arrived == (Fate.DELIVERED in told or Fate.READ in told)
    assert case.events.filter(name="message_failed").count() == (told[0] == Fate.FAILED)
    assert case.messages.exclude(fallback_of=None).count() == (told[0] == Fate.FAILED)


def test_receipt_that_is_quicker_than_our_own_note_keeps_it_from_going_twice(
    case, officer, provider
):
    written = write_message(case.pk, actor=officer, subject="سؤال", text="متى؟")
    note(Receipt("unifonic", "77", Fate.DELIVERED, message_id=written.pk))

    send_message(written.pk)

    assert (state_of(written), written.provider_id, provider.asked) == ("delivered", "77", [])
    assert clocks_of(case.pk).get(milestone="first_reply").state == "met"


@pytest.mark.parametrize(
    "receipt",
    [
        Receipt("unifonic", "nobody's", Fate.DELIVERED),
        Receipt("twilio", "42000348806924", Fate.DELIVERED),
        Receipt("unifonic", "", Fate.FAILED),
    ],
)
def test_receipt_of_a_message_that_is_not_ours_does_nothing(message, receipt):
    assert note(receipt) is None
    assert state_of(message) == "sent"


def test_whatsapp_cannot_tell_of_a_text_message(message):
    assert note(Receipt("whatsapp", "", Fate.FAILED, message_id=message.pk)) is None


# --- by token ---


@pytest.mark.parametrize(
    "body",
    [
        {"MessageID": "42000348806924", "Status": "Delivered"},
        [{"messageId": 42000348806924, "status": "DELIVRD"}],
        {"data": {"id": "42000348806924", "deliveryStatus": "delivered"}},
    ],
)
def test_provider_reports_at_its_secret_address(browser, message, body):
    answer = post_json(browser, hook_path("unifonic", 0), body)
    assert (answer.status_code, state_of(message)) == (200, "delivered")


def test_provider_may_report_by_a_form(browser, message):
    body = urlencode({"MessageID": message.provider_id, "Status": "Rejected", "errorCode": "9"})
    browser.post(hook_path("unifonic", 0), body, content_type=FORM)
    assert (state_of(message), message.failure) == ("returned", "9")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[[[]]]", b'{"id": {"$": 1}}', b"\xff\x00", b"null", b"[1,2]", b"x" * 99]
)
def test_garbage_is_taken_note_of_by_nobody(browser, message, body):
    answer = browser.post(hook_path("unifonic", 0), body, content_type="application/json")
    assert (answer.status_code, state_of(message)) == (200, "sent")


def test_wrong_addresses_are_no_addresses(browser, message, officer, other_association):
    with entered(other_association):
        theirs = hook_path("unifonic", 0)
    known = hook_path("unifonic", 0)
    body = {"MessageID": message.provider_id, "Status": "Delivered"}
    guesses = [theirs, known[:-3] + "00/", hook_path("taqnyat", 0), hook_path("twilio", 0)]
    assert [post_json(browser, path, body).status_code for path in guesses] == [404] * 4
    assert state_of(message) == "sent"


def test_a_new_address_closes_the_old_one(browser, message, officer):
    old = hook_path("unifonic", 0)
    SMS.write(SMS.read().model_copy(update={"hook_round": 1}), actor=officer)
    body = {"MessageID": message.provider_id, "Status": "Delivered"}
    assert post_json(browser, old, body).status_code == 404
    assert post_json(browser, hook_path("unifonic", 1), body).status_code == 200


def test_more_than_anybody_reports_is_not_read(browser, message):
    body = b"[" + b" " * (600 * 1024) + b"]"
    answer = browser.post(hook_path("unifonic", 0), body, content_type="application/json")
    assert answer.status_code == 413


def test_nobody_reports_by_a_form_with_files(site, association, officer, message):
    told = {"MessageID": message.provider_id, "Status": "Delivered"}
    answer = site(association, officer).post(hook_path("unifonic", 0), told)
    assert (answer.status_code, state_of(message)) == (415, "sent")


# --- Twilio ---


@pytest.fixture
def by_twilio(text_messages, provider):
    text_messages(provider="twilio", account="AC1")
    provider.says(201, SENT_BY_TWILIO)


def twilio(browser, fields, *, path=None, key="sid-of-the-app", address=None):
    path = path or hook_path("twilio", 0)
    called = address or f"http://alpha.silah.test:8000{path}"
    signed = called + "".join(name + fields[name] for name in sorted(fields))
    signature = b64encode(digest(key.encode(), signed.encode(), sha1)).decode()
    headers = {"X-Twilio-Signature": signature}
    return browser.post(path, urlencode(fields), content_type=FORM, headers=headers)


def test_twilio_signs_what_it_reports(browser, case, officer, by_twilio):
    written = write_message(case.pk, actor=officer, subject="سؤال", text="متى؟")
    send_message(written.pk)
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": MOBILE}

    forged = [
        twilio(browser, fields, key="guessed"),
        twilio(browser, fields, address="http://beta.silah.test:8000/hooks/"),
        browser.post(hook_path("twilio", 0), urlencode(fields), content_type=FORM),
    ]
    assert [answer.status_code for answer in forged] == [403] * 3
    assert state_of(written) == "sent"

    replayed = [twilio(browser, fields).status_code for _ in range(2)]
    assert (replayed, state_of(written)) == ([200, 200], "delivered")
    assert case.events.filter(name="message_delivered").count() == 1


def test_twilio_names_our_message_where_it_reports(browser, case, officer, by_twilio):
    written = write_message(case.pk, actor=officer, subject="سؤال", text="متى؟")
    path = f"{hook_path('twilio', 0)}?message={written.pk}"
    failed = {"MessageSid": "SM7", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    twilio(browser, failed, path=path)
    assert state_of(written) == "queued"  # it has not left yet, as far as we know: it is tried
    twilio(browser, {"MessageSid": "SM7", "MessageStatus": "delivered"}, path=path)
    assert state_of(written) == "delivered"


def test_twilio_hands_over_what_people_write(browser, case, by_twilio):
    fields = {"MessageSid": "SM9", "From": MOBILE, "To": "+1555", "Body": "غدا", "NumMedia": "0"}
    for _replayed in range(2):
        assert twilio(browser, fields).status_code == 200
    assert [mail.text for mail in IncomingMail.objects.all()] == ["غدا"]
    assert case.events.get(name="reply").note == "غدا"


# --- Meta ---


def meta(browser, body, *, key="secret-of-the-app", path=None):
    raw = json.dumps(body).encode()
    headers = {"X-Hub-Signature-256": f"sha256={digest(key.encode(), raw, sha256).hex()}"}
    path = path or hook_path("whatsapp", 0)
    return browser.post(path, raw, content_type="application/json", headers=headers)


def entry(**value):
    changes = [{"field": "messages", "value": {"messaging_product": "whatsapp", **value}}]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def text_of(body, wamid="wamid.in", sender="966551234567"):
    return entry(
        contacts=[{"profile": {"name": "نورة"}, "wa_id": sender}],
        messages=[{"from": sender, "id": wamid, "timestamp": "1773558000", "type": "text",
                   "text": {"body": body}}],
    )  # fmt: skip


@pytest.fixture
def by_whatsapp(case, officer, provider):
    provider.says(200, SENT_BY_META)
    case.reply_channel = ReplyChannel.WHATSAPP
    case.save(update_fields=["reply_channel"])
    message = queue_message(case, MessageKind.DECISION)
    send_message(message.pk)
    return message


@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        (
            {"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": True},
            200,
            "1158",
        ),
        ({"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": "x"}, 403, ""),
        ({"hub.challenge": "1158"}, 403, ""),
    ],
)
def test_meta_asks_whether_the_address_is_ours(browser, case, query, status, body):
    path = hook_path("whatsapp", 0)
    if query.get("hub.verify_token") is True:
        query = query | {"hub.verify_token": path.rstrip("/").rpartition("/")[2]}
    answer = browser.get(path, query)
    assert (answer.status_code, answer.content.decode()) == (status, body)
    assert answer["Content-Type"].startswith("text/")


def test_meta_signs_what_it_reports(browser, by_whatsapp, other_association):
    told = entry(statuses=[{"id": "wamid.HBgM", "status": "read", "recipient_id": "966551234567"}])
    assert meta(browser, told, key="guessed").status_code == 403
    assert meta(browser, told, key="").status_code == 403
    with entered(other_association):
        theirs = hook_path("whatsapp", 0)
    assert meta(browser, told, path=theirs).status_code == 404
    assert state_of(by_whatsapp) == "sent"

    assert meta(browser, told).status_code == 200
    assert state_of(by_whatsapp) == "read"


def test_without_an_app_secret_nobody_can_sign(browser, by_whatsapp, officer):
    WHATSAPP.write(WHATSAPP.read(), actor=officer, secret={"token": "t"})
    assert meta(browser, text_of("مرحبا"), key="").status_code == 403


def test_failure_that_meta_tells_later_goes_another_way(browser, by_whatsapp):
    failed = {"id": "wamid.HBgM", "status": "failed", "errors": [{"code": 131047}],
              "biz_opaque_callback_data": str(by_whatsapp.pk)}  # fmt: skip
    for _replayed in range(2):
        meta(browser, entry(statuses=[failed]))
    assert (state_of(by_whatsapp), by_whatsapp.failure) == ("returned", "131047")
    assert by_whatsapp.fallback.channel == "sms"


def test_meta_hands_over_what_people_write(browser, by_whatsapp, case):
    for _replayed in range(2):
        assert meta(browser, text_of("سأحضر غدا")).status_code == 200
    row = IncomingMail.objects.get()
    assert (row.channel, row.sender, row.sender_name, row.case) == (
        "whatsapp",
        MOBILE,
        "نورة",
        case,
    )
    assert case.events.get(name="reply").note == "سأحضر غدا"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"entry": "x"},
        {"entry": [{"changes": [{"value": {"messages": [{"from": 1}], "statuses": ["x"]}}]}]},
        {"entry": [{"changes": [{"value": {"contacts": [{"profile": "x"}]}}]}]},
        text_of("   "),
        text_of("مرحبا", sender="not a number"),
    ],
)
def test_what_meta_never_sends_does_nothing(browser, by_whatsapp, body):
    assert meta(browser, body).status_code == 200
    assert (IncomingMail.objects.count(), state_of(by_whatsapp)) == (0, "sent")


# --- STOP ---


@pytest.mark.parametrize("word", ["STOP", "stop.", "إلغاء", "الغاء", "إيقاف", " Unsubscribe "])
def test_stop_is_heard_and_kept_as_evidence(browser, case, word):
    post_json(browser, hook_path("unifonic", 0), {"id": "in-1", "from": MOBILE, "text": word})
    assert has_opted_out("sms", MOBILE)
    [kept] = OPT_OUTS.read().entries.values()
    assert (kept.words, kept.evidence) == (word.strip(), "in-1")
    assert MOBILE not in OPT_OUTS.read().model_dump_json()
    assert not has_opted_out("whatsapp", MOBILE)
    row = IncomingMail.objects.get()
    assert (row.state, row.reason) == ("automatic", "opted_out")
    assert AuditEntry.objects.filter(action="messages.opted_out").count() == 1

    post_json(browser, hook_path("unifonic", 0), {"id": "in-2", "from": MOBILE, "text": "Start"})
    assert not has_opted_out("sms", MOBILE)
    assert AuditEntry.objects.filter(action="messages.opted_in").count() == 1


@pytest.mark.parametrize("text", ["لا أريد إلغاء الطلب", "please stop by tomorrow", "نعم"])
def test_words_that_hold_a_keyword_are_no_wish(browser, case, text):
    post_json(browser, hook_path("unifonic", 0), {"id": "in-1", "from": MOBILE, "text": text})
    assert not has_opted_out(MessageChannel.SMS, MOBILE)
    assert case.events.get(name="reply").note == text


@pytest.mark.parametrize("spoilt", ["\\u0000", "\\ud800"])
def test_what_no_database_keeps_is_left_out_of_what_is_told(case, browser, spoilt):
    path = hook_path("unifonic", 0)
    written = f'{{"from": "966551234567", "text": "نعم{spoilt}", "id": "7{spoilt}"}}'
    receipt = f'{{"status": "delivered", "id": "8{spoilt}"}}'

    answers = [
        browser.post(path, body.encode(), content_type="application/json").status_code
        for body in (written, receipt)
    ]

    row = IncomingMail.objects.get()
    assert (answers, row.text, row.message_id) == ([200, 200], "نعم", "7")


def test_a_token_in_other_letters_is_a_wrong_one(case, browser):
    assert browser.get("/hooks/messages/unifonic/رمز/").status_code == 404
