"""Text messages by any provider that is asked over HTTP: a preset, or what somebody described."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from core.messages.providers import http
from core.messages.providers.answers import code_at, found_at, read_json
from core.messages.providers.port import Accepted, OutgoingText, Refused, Unreachable
from core.messages.providers.presets import FORM, JSON, Gateway

BLANK: Final = re.compile(r"\{(to|text|sender|account|key|basic|id|hook)\}")
TRY_AGAIN: Final = (408, 425, 429)


class SmsProvider:
    def __init__(
        self, gateway: Gateway, *, sender: str, account: str, key: str, hook: str = ""
    ) -> None:
        self._gateway = gateway
        self._known = {
            "sender": sender,
            "account": account,
            "key": key,
            "hook": hook,
            "basic": b64encode(f"{account}:{key}".encode()).decode(),
        }

    def send(self, text: OutgoingText) -> Accepted:
        gateway = self._gateway
        values = {
            **self._known,
            "to": text.to if gateway.plus else text.to.lstrip("+"),
            "text": text.body,
            "id": str(text.message_id),
        }
        body: Any = filled(gateway.body, values)
        encoded = urlencode(body) if gateway.encoding == "form" else json.dumps(body)
        url = BLANK.sub(lambda blank: quote(values[blank[1]], safe=""), gateway.url)
        if gateway.method == "GET":
            url, encoded = f"{url}?{urlencode(body)}", ""
        headers: Any = filled(gateway.headers, values)
        kind = FORM if gateway.encoding == "form" else JSON
        answer = http.ask(
            gateway.method,
            url,
            headers={"Content-Type": kind, "Accept": JSON, **headers},
            body=encoded.encode(),
        )
        return self._read(answer)

    def _read(self, answer: http.Answer) -> Accepted:
        gateway, content = self._gateway, read_json(answer.body)
        said = str(found_at(content, gateway.said_path) or "")[:200]
        code = code_at(content, gateway.code_path) or str(answer.status)
        if answer.status >= 500 or answer.status in TRY_AGAIN or code in gateway.later:
            raise Unreachable(code, said)
        if not 200 <= answer.status < 300:
            raise Refused("redirected" if answer.status < 400 else code, said)
        if content is None and (gateway.success[0] or gateway.id_path):
            # Perhaps it was sent: never twice.
            raise Refused("unreadable_answer")
        if refusal := found_at(content, gateway.refused_path):
            raise Refused(code, str(refusal)[:200])
        if not _succeeded(content, *gateway.success):
            raise Refused(code, said)
        parts = str(found_at(content, gateway.parts_path) or "")
        return Accepted(
            str(found_at(content, gateway.id_path) or "")[:200],
            parts=int(parts) if parts.isdecimal() else None,
        )


def filled(template: Any, values: Mapping[str, str]) -> object:
    """The same shape, with the blanks in its texts filled in; what was filled in is not looked at again."""
    fill: Callable[[Any], object] = lambda each: filled(each, values)  # noqa: E731
    match template:
        case str():
            return BLANK.sub(lambda blank: values[blank[1]], template)
        case Mapping():
            return {key: fill(each) for key, each in template.items()}
        case list() | tuple():
            return [fill(each) for each in template]
    return template


def _succeeded(content: object, path: str, values: tuple[str, ...]) -> bool:
    if not path:
        return True
    found = found_at(content, path)
    if found is None or found == "":
        return False
    return not values or str(found).casefold() in {value.casefold() for value in values}
