"""Bodies that are no JSON of ours get a clear answer, never an error of the server."""

import json
import zlib

import pytest
from django.test import Client

from core.cases.models import Case
from tenants.models import Association
from tenants.people.roles import Role
from tenants.people.services import issue_token

GOOD = {"channel": "phone", "subject": "إعانة", "beneficiary": {"name": "سعاد"}}
DEEP = 100_000


@pytest.fixture
def send(governed: Association, administrator):
    """send(body, content_type): status and code of the answer."""
    key = issue_token(name="x", roles=[Role.RELATIONS_OFFICER], actor=administrator).key
    client = Client(headers={"host": governed.host, "authorization": f"Bearer {key}"})

    def post(body: bytes, content_type: str = "application/json") -> tuple[int, str]:
        answer = client.generic("POST", "/api/v1/requests/", body, content_type=content_type)
        return answer.status_code, answer.json().get("code", "")

    return post


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * DEEP + b"]" * DEEP, 400, "parse_error"),
        (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400, "parse_error"),
        (b'{"subject": "' + b"x" * 6 * 1024 * 1024 + b'"}', 413, "body_too_large"),
        (b'{"subject": ' + b"9" * 6000 + b"}", 400, "parse_error"),
        (b'{"subject": NaN}', 400, "parse_error"),
        (b'{"subject": "\xff\xfe"}', 400, "parse_error"),
        (b"[]", 400, "invalid"),
        (b"null", 400, "invalid"),
        (b"", 400, "invalid"),
        (json.dumps({**GOOD, "subject": "a\0b"}).encode(), 400, "invalid"),
        (json.dumps({**GOOD, "subject": "\ud800"}).encode(), 400, "invalid"),
        (json.dumps({**GOOD, "answers": {"a": [{"b": "\ud800"}]}}).encode(), 400, "invalid"),
    ],
    ids=[
        "deep",
        "deep map",
        "large",
        "digits",
        "nan",
        "not utf-8",
        "list",
        "null",
        "empty",
        "nul",
        "surrogate",
        "surrogate in an answer",
    ],
)
def test_bad_bodies_are_refused_with_a_reason(send, body, status, code):
    assert send(body) == (status, code)
    assert Case.objects.count() == 0


@pytest.mark.parametrize("charset", ["zlib", "bz2", "rot13", "utf-16", "no-such"])
def test_json_is_utf_8_whatever_charset_is_named(send, charset):
    good = json.dumps(GOOD).encode()

    assert send(good, f"application/json; charset={charset}") == (201, "")
    assert send(zlib.compress(good), f"application/json; charset={charset}")[0] == 400
