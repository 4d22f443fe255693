"""Each provider as it documents itself: what it wants to be asked, and what it says in return."""

import uuid

import pytest

from core.messages.providers.port import Accepted, OutgoingText, Refused, Unreachable
from core.messages.providers.presets import PRESETS
from core.messages.providers.sms import SmsProvider
from core.messages.sections import Described
from tests.core.messages.conftest import MOBILE, SENT_BY_UNIFONIC

ID = uuid.UUID(int=7)
TEXT = OutgoingText(ID, MOBILE, "السلام عليكم")
HOOK = "https://charity.example/hooks/"
ACCOUNT = "Basic YWNjb3VudDprZXk="


def send(name):
    known = {"sender": "CHARITY", "account": "account", "key": "key", "hook": HOOK}
    return SmsProvider(PRESETS[name], **known).send(TEXT)


def test_unifonic(provider):
    assert send("unifonic") == Accepted("42000348806924")
    [asked] = provider.asked
    assert (asked.method, asked.path) == ("POST", "/rest/SMS/messages")
    assert asked.form == {
        "AppSid": "key",
        "SenderID": "CHARITY",
        "Recipient": "966551234567",
        "Body": "السلام عليكم",
        "responseType": "JSON",
        "CorrelationID": str(ID),
    }


def test_taqnyat(provider):
    provider.says(201, {"statusCode": 201, "messageId": 5452899970, "accepted": "[966551234567,]"})
    assert send("taqnyat") == Accepted("5452899970")
    [asked] = provider.asked
    assert (asked.path, asked.headers["authorization"]) == ("/v1/messages", "Bearer key")
    assert asked.json == {
        "recipients": ["966551234567"],
        "body": "السلام عليكم",
        "sender": "CHARITY",
    }


@pytest.mark.parametrize("code", ["1", 1, "M0000"])
def test_msegat(provider, code):
    provider.says(200, {"code": code, "message": "Success", "id": "89"})
    assert send("msegat") == Accepted("89")
    [asked] = provider.asked
    assert asked.path == "/gw/sendsms.php"
    assert asked.json == {
        "userName": "account",
        "apiKey": "key",
        "userSender": "CHARITY",
        "numbers": "966551234567",
        "msg": "السلام عليكم",
        "msgEncoding": "UTF8",
    }


def test_jawaly(provider):
    provider.says(200, {"job_id": "job-1", "messages": [{"inserted_numbers": 1}]})
    assert send("jawaly") == Accepted("job-1")
    [asked] = provider.asked
    assert asked.path == "/api/v1/account/area/sms/send"
    assert asked.headers["authorization"] == ACCOUNT
    assert asked.json["messages"][0]["numbers"] == ["966551234567"]


def test_twilio(provider):
    provider.says(201, {"sid": "SM1", "status": "queued", "num_segments": "2", "price": None})
    assert send("twilio") == Accepted("SM1", parts=2)
    [asked] = provider.asked
    assert asked.path == "/2010-04-01/Accounts/account/Messages.json"
    assert asked.headers["authorization"] == ACCOUNT
    assert asked.form == {
        "To": MOBILE,
        "From": "CHARITY",
        "Body": "السلام عليكم",
        "StatusCallback": f"{HOOK}?message={ID}",
    }


@pytest.mark.parametrize(
    ("name", "status", "body", "code"),
    [
        ("unifonic", 200, {"success": False, "message": "Dest num is too short",
                           "errorCode": "ER-04", "data": {}}, "ER-04"),
        ("unifonic", 401, {"success": False, "message": "Authentication failed",
                           "errorCode": "ER-01", "data": {}}, "ER-01"),
        ("taqnyat", 400, {"statusCode": 400, "message": "Invalid recipient"}, "400"),
        ("taqnyat", 401, {"statusCode": 401, "message": "Unauthorized"}, "401"),
        ("taqnyat", 200, {"statusCode": 402, "message": "No balance"}, "402"),
        ("msegat", 200, {"code": "1120", "message": "Mobile numbers is not correct"}, "1120"),
        ("msegat", 200, {"code": "1060", "message": "Balance is not enough"}, "1060"),
        ("msegat", 200, {"code": "M0002", "message": "Invalid login info"}, "M0002"),
        ("jawaly", 200, {"job_id": "1", "messages": [{"err_text": "no balance"}]}, "200"),
        ("jawaly", 400, {"code": 400, "message": "bad numbers"}, "400"),
        ("jawaly", 401, {"message": "unauthenticated"}, "401"),
        ("twilio", 400, {"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400},
         "21211"),
        ("twilio", 401, {"code": 20003, "message": "Authenticate", "status": 401}, "20003"),
        ("twilio", 400, {"code": 21610, "message": "unsubscribed recipient"}, "21610"),
        ("twilio", 201, {"status": "queued"}, "201"),
        ("unifonic", 302, {}, "redirected"),
        ("unifonic", 200, b"<html>maintenance</html>", "unreadable_answer"),
        ("twilio", 200, b"\xff\xfe", "unreadable_answer"),
        ("unifonic", 200, b"[" * 100_000, "unreadable_answer"),
    ],
)  # fmt: skip
def test_a_refusal_is_final(provider, name, status, body, code):
    provider.says(status, body)
    with pytest.raises(Refused) as refused:
        send(name)
    assert refused.value.code == code
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("name", "status", "body", "code"),
    [
        ("unifonic", 500, b"Internal Server Error", "500"),
        ("taqnyat", 503, {"statusCode": 503}, "503"),
        ("msegat", 429, {}, "429"),
        ("twilio", 429, {"code": 20429, "message": "Too Many Requests"}, "20429"),
    ],
)
def test_trouble_of_the_provider_may_pass(provider, name, status, body, code):
    provider.says(status, body)
    with pytest.raises(Unreachable) as trouble:
        send(name)
    assert trouble.value.code == code


def test_the_provider_s_words_are_for_who_tries_it_out(provider):
    provider.says(200, {"code": "1060", "message": "Balance is not enough"})
    with pytest.raises(Refused) as refused:
        send("msegat")
    assert refused.value.said == "Balance is not enough"


def test_what_was_filled_in_is_not_filled_in_again(provider):
    gateway = PRESETS["unifonic"]
    known = {"sender": "{key}", "account": "", "key": "hidden", "hook": ""}
    SmsProvider(gateway, **known).send(OutgoingText(ID, MOBILE, "{key} {basic}"))
    asked = provider.asked[0].form
    assert (asked["SenderID"], asked["Body"]) == ("{key}", "{key} {basic}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("POST", "/send", "application/json", b'{"n": "966551234567"}')),
        ({"plus": True}, ("POST", "/send", "application/json", b'{"n": "+966551234567"}')),
        ({"encoding": "form"},
         ("POST", "/send", "application/x-www-form-urlencoded", b"n=966551234567")),
        ({"method": "GET"}, ("GET", "/send?n=966551234567", "application/json", b"")),
    ],
)  # fmt: skip
def test_another_provider_is_asked_as_it_was_described(provider, change, expected):
    common = {"url": f"{provider.url}/send", "body": {"n": "{to}"}, "headers": {"X-Key": "{key}"}}
    described = Described(**common, id_path="data.MessageID").model_copy(update=change)
    known = {"sender": "", "account": "", "key": "k", "hook": ""}

    sent = SmsProvider(described.gateway(), **known).send(TEXT)

    [asked] = provider.asked
    assert sent.provider_id == "42000348806924"
    assert (asked.method, asked.path, asked.headers["content-type"], asked.body) == expected
    assert asked.headers["x-key"] == "k"


@pytest.mark.parametrize(
    ("path", "values", "taken"),
    [
        ("", (), True),
        ("success", ("true", "ok"), True),
        ("errorCode", ("ER-00",), True),
        ("errorCode", ("0",), False),
        ("nothing", (), False),
        ("data.MessageID", (), True),
    ],
)
def test_what_counts_as_yes_is_described_too(provider, path, values, taken):
    provider.says(200, SENT_BY_UNIFONIC)
    described = Described(url=provider.url, body={"to": "{to}"}, success_path=path,
                          success_values=values)  # fmt: skip
    known = {"sender": "", "account": "", "key": "", "hook": ""}
    through = SmsProvider(described.gateway(), **known)
    if taken:
        assert through.send(TEXT) == Accepted("")
    else:
        with pytest.raises(Refused):
            through.send(TEXT)
