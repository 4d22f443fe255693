import uuid

import pytest

from core.messages.providers.port import (
    Accepted,
    ApprovedText,
    OutgoingText,
    Refused,
    Unreachable,
)
from core.messages.providers.whatsapp import WhatsAppProvider
from tests.core.messages.conftest import MOBILE, SENT_BY_META

ID = uuid.UUID(int=7)


def send(provider, **values):
    through = WhatsAppProvider(f"{provider.url}/v23.0", phone_number_id="1055", token="t")
    return through.send(OutgoingText(ID, MOBILE, "السلام عليكم", **values))


def test_free_words(provider):
    provider.says(200, SENT_BY_META)
    assert send(provider) == Accepted("wamid.HBgM", parts=1)
    [asked] = provider.asked
    assert (asked.path, asked.headers["authorization"]) == ("/v23.0/1055/messages", "Bearer t")
    assert asked.json == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "966551234567",
        "biz_opaque_callback_data": str(ID),
        "type": "text",
        "text": {"preview_url": False, "body": "السلام عليكم"},
    }


def test_template_with_its_values_in_order_and_in_one_line_each(provider):
    provider.says(200, SENT_BY_META)
    send(provider, approved=ApprovedText("news", "ar", ["REQ-1", "سطر\nآخر\t     بعيد"]))
    template = provider.asked[0].json["template"]
    assert template == {
        "name": "news",
        "language": {"code": "ar"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "REQ-1"},
                    {"type": "text", "text": "سطر آخر بعيد"},
                ],
            }
        ],
    }


def test_template_without_values(provider):
    provider.says(200, SENT_BY_META)
    send(provider, approved=ApprovedText("hello", "en"))
    assert provider.asked[0].json["template"] == {"name": "hello", "language": {"code": "en"}}


def error(code, message="(#0) words"):
    return {"error": {"message": message, "type": "OAuthException", "code": code,
                      "error_data": {"details": "in detail"}}}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, error(190), "190"),
        (403, error(10), "10"),
        (400, error(131026), "131026"),
        (400, error(131047), "131047"),
        (404, error(132001), "132001"),
        (400, error(131042), "131042"),
        (302, b"", "redirected"),
        (200, b"not json", "unreadable_answer"),
        (200, {"messages": []}, "unreadable_answer"),
        (404, b"", "404"),
    ],
)
def test_a_refusal_is_final(provider, status, body, code):
    provider.says(status, body)
    with pytest.raises(Refused) as refused:
        send(provider)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (400, error(130429), "130429"),
        (400, error(80007), "80007"),
        (500, error(131000), "131000"),
        (503, b"", "503"),
        (429, b"", "429"),
    ],
)
def test_trouble_of_meta_may_pass(provider, status, body, code):
    provider.says(status, body)
    with pytest.raises(Unreachable) as trouble:
        send(provider)
    assert trouble.value.code == code


def test_the_details_are_said_to_who_tries_it_out(provider):
    provider.says(400, error(131026))
    with pytest.raises(Refused) as refused:
        send(provider)
    assert refused.value.said == "in detail"
