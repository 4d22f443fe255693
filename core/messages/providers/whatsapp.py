"""WhatsApp Business Cloud API of Meta (developers.facebook.com/docs/whatsapp/cloud-api).

Free text goes within 24 hours of the person's last message only; else a template that Meta approved.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from core.messages.providers import http
from core.messages.providers.answers import code_at, found_at, read_json
from core.messages.providers.port import Accepted, OutgoingText, Refused, Unreachable
from core.messages.providers.presets import JSON

WINDOW: Final = timedelta(hours=24)
LONGEST_BODY: Final = 4096
LONGEST_VALUE: Final = 1024
# What Meta lists as temporary: its own trouble, and sending too much at once.
LATER: Final = frozenset(
    {"1", "2", "4", "80007", "130429", "131000", "131016", "131056", "133004"}
)


class WhatsAppProvider:
    def __init__(self, api: str, *, phone_number_id: str, token: str) -> None:
        self._url = f"{api}/{phone_number_id}/messages"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": JSON}

    def send(self, text: OutgoingText) -> Accepted:
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": text.to.lstrip("+"),
            "biz_opaque_callback_data": str(text.message_id),
            **_content(text),
        }
        encoded = json.dumps(body).encode()
        return _read(http.ask("POST", self._url, headers=self._headers, body=encoded))


def one_line(value: str) -> str:
    """Meta refuses values of templates with line breaks, tabs or more than four spaces in a row."""
    return " ".join(value.split())[:LONGEST_VALUE]


def _content(text: OutgoingText) -> Mapping[str, Any]:
    if text.approved is None:
        words = {"preview_url": False, "body": text.body[:LONGEST_BODY]}
        return {"type": "text", "text": words}
    values = [{"type": "text", "text": one_line(value)} for value in text.approved.values]
    template: dict[str, Any] = {
        "name": text.approved.name,
        "language": {"code": text.approved.language},
    }
    if values:
        template["components"] = [{"type": "body", "parameters": values}]
    return {"type": "template", "template": template}


def _read(answer: http.Answer) -> Accepted:
    content = read_json(answer.body)
    code = code_at(content, "error.code")
    said = str(
        found_at(content, "error.error_data.details") or found_at(content, "error.message") or ""
    )[:200]
    if code in LATER or answer.status >= 500 or answer.status == 429:
        raise Unreachable(code or str(answer.status), said)
    if not 200 <= answer.status < 300:
        redirected = 300 <= answer.status < 400
        raise Refused("redirected" if redirected else code or str(answer.status), said)
    sent = found_at(content, "messages.0.id")
    if not isinstance(sent, str) or not sent:
        raise Refused("unreadable_answer")
    return Accepted(sent[:200], parts=1)
