"""Keep personal data out of logs and Sentry: identity numbers, mobiles, accounts, e-mail, codes.

Patterns cannot know names and sentences: log and raise with ids, never with what people wrote.
"""

import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import sentry_sdk

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Breadcrumb, BreadcrumbHint, Event, Hint

MASK: Final = "[redacted]"

# \d matches Arabic-Indic and Persian digits too. What precedes an @ is bounded, to stay fast.
_ANYTHING_IN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?s)\bDETAIL:\s.*?(?=\nCONTEXT:|\Z)",  # PostgreSQL quotes the row there
        r"(?<=/invitations/)[\w.:\-]{20,}|(?<=/reset/key/)[\w.:\-]{8,}",  # keys of links in mails
    )
)
# Ids and digests are random: one in fifty holds digits that look like a mobile or an identity number.
_RANDOM: Final = re.compile(
    r"(?<![\w\-])((?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})|(?=\d*[a-f])[0-9a-f]{64})(?![\w\-])"
)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.)+[\w\-]{2,63}",
        r"(?<!\d)\d{5}(?:[\s\-‐‑–.]?\d{5}){3}(?!\d)",  # tracking code
        r"(?i)\bSA[ \-]?\d{2}(?:[ \-]?[0-9A-Z]){20}\b",  # Saudi IBAN
        r"\b[A-Z]{2}\d{2}(?:[ ]?[0-9A-Z]{4}){3,7}(?:[ ]?[0-9A-Z]{1,3})?\b",  # any IBAN
        r"(?<!\d)[12١٢۱۲]\d{9}(?!\d)",  # identity number
        r"(?:\+|(?<!\w)[0٠۰]{2})[\s\-]?\d(?:[\s\-]?\d){7,13}(?!\d)",  # international number
        r"(?<!\d)(?:(?:[9٩۹][6٦۶]{2}|[0٠۰])[\s\-]?)?[5٥۵](?:[\s\-]?\d){8}(?!\d)",  # Saudi mobile
    )
)
# Ids that Sentry itself makes: hexadecimal, and refused when altered.
_OWN_IDS: Final = frozenset({"event_id", "timestamp", "start_timestamp", "level", "platform"})
_OWN_TRACE: Final = frozenset(
    {"trace_id", "span_id", "parent_span_id", "dynamic_sampling_context"}
)
_KEPT_OF_REQUEST: Final = frozenset({"method", "url"})


def redact(text: str) -> str:
    for pattern in _ANYTHING_IN:
        text = pattern.sub(MASK, text)
    pieces = _RANDOM.split(text)  # every second one is an id or a digest, and stays whole
    return "".join(
        piece if place % 2 else _without_numbers(piece) for place, piece in enumerate(pieces)
    )


def _without_numbers(text: str) -> str:
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return text


def scrubbed(value: Any) -> Any:
    """The same JSON-like value with every text, key and long number in it redacted."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {scrubbed(key): scrubbed(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrubbed(item) for item in value]
    if isinstance(value, bytes | bytearray | memoryview):
        return MASK
    if isinstance(value, int) and not isinstance(value, bool) and redact(str(value)) != str(value):
        return MASK
    return value


def before_send(event: "Event", hint: "Hint") -> "Event":
    """Scrub the whole event; of the request only method and path stay, of the user nothing."""
    kept: dict[str, Any] = {name: event.pop(name) for name in _OWN_IDS if name in event}  # type: ignore[misc]
    trace = event.get("contexts", {}).pop("trace", None)
    event.pop("user", None)
    if "request" in event:
        event["request"] = _without_input(event["request"])
    clean: Any = scrubbed(event)
    clean.update(kept)
    if trace is not None:
        clean.setdefault("contexts", {})["trace"] = {
            name: value for name, value in trace.items() if name in _OWN_TRACE
        }
    return clean  # type: ignore[no-any-return]


def before_breadcrumb(crumb: "Breadcrumb", hint: "BreadcrumbHint") -> "Breadcrumb":
    return scrubbed(crumb)  # type: ignore[no-any-return]


def init_sentry(dsn: str, transport: "type[Transport] | Transport | None" = None) -> None:
    """Without a DSN nothing is sent anywhere.

    Personal data is off in sentry-sdk unless `send_default_pii` is set; naming it is deprecated.
    """
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        transport=transport,
        before_send=before_send,
        before_send_transaction=before_send,
        before_breadcrumb=before_breadcrumb,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
    )


class RedactingFilter(logging.Filter):
    """For a handler: what it writes is redacted, the traceback too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _without_input(request: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in request.items() if name in _KEPT_OF_REQUEST}
    if "url" in kept:
        kept["url"] = str(kept["url"]).partition("?")[0]
    return kept
