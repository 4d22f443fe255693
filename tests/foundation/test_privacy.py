import io
import json
import logging
import random
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sentry_sdk
from django.apps import apps
from sentry_sdk.envelope import Envelope
from sentry_sdk.scope import should_send_default_pii
from sentry_sdk.transport import Transport

from foundation.privacy import RedactingFilter, before_send, init_sentry, redact, scrubbed

NID, NID_AR = "1012345672", "٢٠١٢٣٤٥٦٧٨"
MOBILE, EMAIL, IBAN = "0551234567", "mona@people.example", "SA0380000000608010167519"
CODE = "01234-56789-01234-56789"
PERSONAL = [NID, NID_AR, MOBILE, EMAIL, IBAN, CODE]


@pytest.mark.parametrize(
    "personal",
    [
        *PERSONAL,
        "۱۰۱۲۳۴۵۶۷۲",
        "+966551234567",
        "00966 55 123 4567",
        "966551234567",
        "551234567",
        "055 123 4567",
        "٠٥٥١٢٣٤٥٦٧",
        "+971501234567",
        "SA03 8000 0000 6080 1016 7519",
        "sa0380000000608010167519",
        "GB82WEST12345698765432",
        "01234567890123456789",
        "٠١٢٣٤ ٥٦٧٨٩ ٠١٢٣٤ ٥٦٧٨٩",
        "first.last+tag@mail.sub.example.org",
        "منى@مثال.السعودية",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "الرقم: {}.", "key=({}) exists", '"{}"', "a {} b"])
def test_personal_values_are_redacted(personal: str, frame: str) -> None:
    clean = redact(frame.format(personal))

    assert clean == frame.format("[redacted]")


@pytest.mark.parametrize(
    ("logged", "clean"),
    [
        (
            "Not Found: /invitations/0bX-abcdefghijklmnopqrst/",
            "Not Found: /invitations/[redacted]/",
        ),
        (
            "/accounts/password/reset/key/1-set-password/x",
            "/accounts/password/reset/key/[redacted]/x",
        ),
    ],
)
def test_keys_of_links_in_mails_are_redacted(logged: str, clean: str) -> None:
    assert redact(logged) == clean


@pytest.mark.parametrize(
    "harmless",
    [
        "case 2026-000123 was closed in 35 ms",
        "127.0.0.1:8000",
        "2026-01-07T09:00:00.123456+00:00",
        "t_01kb2m8z5q0000000000000000",
        "5f0c1c1e-8f5e-4c57-9a55-1d1f0a3c9b7e",
        "policy 1f0c1c1e-8f5e-4512-9055-551234567b7e was read",
        f"digest {'5512345678' + 'ab' * 27} was taken",
        "10123456721 has eleven digits",
        "20 digits, 4 groups of 5",
        "user@localhost",
    ],
)
def test_what_is_not_personal_stays(harmless: str) -> None:
    assert redact(harmless) == harmless


def test_random_ids_and_digests_stay_whole() -> None:
    chance = random.Random(11)  # noqa: S311

    for _turn in range(5_000):
        version, digest = uuid.UUID(int=chance.getrandbits(128)), f"{chance.getrandbits(256):064x}"
        assert redact(f"{version} {digest} {MOBILE}") == f"{version} {digest} [redacted]"


def test_an_address_beside_an_id_is_still_personal() -> None:
    assert redact(f"1f0c1c1e-8f5e-4512-9055-551234567b7e {NID},{EMAIL}") == (
        "1f0c1c1e-8f5e-4512-9055-551234567b7e [redacted],[redacted]"
    )


def test_row_that_postgresql_quotes_is_dropped() -> None:
    message = "duplicate key\nDETAIL:  Key (name)=(منى السالم) already exists.\nCONTEXT: COPY"

    assert redact(message) == "duplicate key\n[redacted]\nCONTEXT: COPY"


def test_long_lines_are_redacted_in_time() -> None:
    started = time.perf_counter()

    for line in ("a" * 200_000, "1" * 200_000, "a." * 100_000, "+1 " * 70_000, "SA" * 100_000):
        redact(line)

    assert time.perf_counter() - started < 3


def test_scrubbing_reaches_keys_lists_and_numbers() -> None:
    value = {"a": [{NID: (MOBILE, int(NID), 35, True, None, 1.5)}], "b": b"bytes"}

    assert scrubbed(value) == {
        "a": [{"[redacted]": ["[redacted]", "[redacted]", 35, True, None, 1.5]}],
        "b": "[redacted]",
    }


def test_event_keeps_its_own_ids_and_loses_the_request() -> None:
    event: Any = {
        "event_id": "a1012345672b4c57901512345678cdef",
        "timestamp": "2026-01-07T09:00:00Z",
        "contexts": {"trace": {"trace_id": "1012345672", "data": NID}},
        "user": {"id": "7", "email": EMAIL},
        "request": {
            "method": "POST",
            "url": f"http://alpha.silah.test/track/?q={CODE}",
            "headers": {"Cookie": "x"},
            "cookies": {"session": "x"},
            "data": {"name": "منى"},
            "query_string": f"q={CODE}",
            "env": {"REMOTE_ADDR": "10.0.0.1"},
        },
        "extra": {"nid": NID},
    }

    assert before_send(event, {}) == {
        "event_id": "a1012345672b4c57901512345678cdef",
        "timestamp": "2026-01-07T09:00:00Z",
        "contexts": {"trace": {"trace_id": "1012345672"}},
        "request": {"method": "POST", "url": "http://alpha.silah.test/track/"},
        "extra": {"nid": "[redacted]"},
    }


class Kept(Transport):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def sentry() -> Iterator[Kept]:
    kept = Kept()
    init_sentry("http://key@127.0.0.1:9/1", transport=kept)
    yield kept
    sentry_sdk.get_global_scope().set_client(None)


def fail(name: str, typed: dict[str, str]) -> None:
    complaint = f"{name}: {typed}"
    raise ValueError(f"cannot save {typed['nid']} ({len(complaint)})")


def test_error_reaches_sentry_without_anything_personal(sentry: Kept) -> None:
    typed = {"nid": NID, "mobile": MOBILE, "email": EMAIL, "iban": IBAN, "code": CODE}
    sentry_sdk.add_breadcrumb(message=f"looked up {NID_AR}", data=typed)
    try:
        fail("منى السالم", typed)
    except ValueError:
        logging.getLogger("silah.test").exception("Could not save %s of %s", NID, MOBILE)

    assert len(sentry.sent) == 1
    event = json.loads(sentry.sent[0].splitlines()[-1])
    text = json.dumps(event, ensure_ascii=False)
    frames = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert [value for value in (*PERSONAL, "منى السالم") if value in text] == []
    assert text.count("[redacted]") >= 8
    assert frames[-1]["function"] == "fail"
    assert [name for frame in frames for name in ("vars", "context_line") if name in frame] == []


def test_sentry_options_are_the_closed_ones(sentry: Kept) -> None:
    options = sentry_sdk.get_client().options

    assert {
        name: options[name]
        for name in (
            "include_local_variables",
            "include_source_context",
            "max_request_body_size",
        )
    } == {
        "include_local_variables": False,
        "include_source_context": False,
        "max_request_body_size": "never",
    }
    assert should_send_default_pii() is False


def test_sentry_starts_with_django_when_there_is_a_dsn(settings: Any) -> None:
    settings.SENTRY_DSN = "http://key@127.0.0.1:9/1"

    apps.get_app_config("foundation").ready()

    assert sentry_sdk.get_client().dsn == "http://key@127.0.0.1:9/1"
    sentry_sdk.get_global_scope().set_client(None)


def test_without_a_dsn_nothing_is_sent() -> None:
    init_sentry("")

    assert sentry_sdk.get_client().is_active() is False


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger = logging.getLogger("silah.test")
    logger.addHandler(handler)
    yield stream.getvalue
    logger.removeHandler(handler)


def test_log_lines_are_redacted_with_their_tracebacks(logged: Callable[[], str]) -> None:
    try:
        fail("منى", {"nid": NID})
    except ValueError:
        logging.getLogger("silah.test").exception("Could not tell %s", EMAIL, stack_info=True)
    logging.getLogger("silah.test").warning({"mobile": MOBILE})

    text = logged()
    assert text.startswith("Could not tell [redacted]\nTraceback")
    assert "ValueError: cannot save [redacted] (" in text
    assert "{'mobile': '[redacted]'}" in text
    assert [value for value in (NID, EMAIL, MOBILE) if value in text] == []


def test_every_handler_of_the_settings_redacts(settings: Any) -> None:
    handlers = settings.LOGGING["handlers"]

    assert handlers.keys() == {"console"}
    assert handlers["console"]["filters"] == ["private"]
    assert settings.LOGGING["filters"]["private"] == {"()": "foundation.privacy.RedactingFilter"}
