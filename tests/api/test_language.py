"""One answer speaks one language: Arabic, or English to a program that asks for it."""

import pytest
from django.test import Client

from api.language import language_asked
from tenants.models import Association
from tests.api.conftest import Call, caller


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ar"),
        ("en", "en"),
        ("en-GB,en;q=0.9,ar;q=0.8", "en"),
        ("ar,en;q=0.5", "ar"),
        ("fr,en;q=0.5", "en"),
        ("fr", "ar"),
        ("*", "ar"),
        ("en;q=0", "ar"),
        ("nonsense;;q", "ar"),
    ],
)
def test_the_first_of_our_languages_counts(header: str, language: str) -> None:
    assert language_asked(header) == language


@pytest.mark.parametrize(
    ("header", "detail", "field"),
    [
        ("", "لا تُقبل بعض الحقول كما هي.", "هذا الحقل مطلوب."),
        ("en", "Some fields cannot be accepted.", "This field is required."),
    ],
)
def test_a_refusal_and_its_fields_speak_one_language(
    call: Call, header: str, detail: str, field: str
) -> None:
    status, body = call("POST", "/requests/", {}, **{"accept-language": header})

    assert (status, body["detail"], body["fields"]["subject"]) == (400, detail, [field])


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("", "هذا المفتاح ليس من مفاتيح هذه الجمعية."),
        ("en-US", "This key is not one of this association's."),
    ],
)
def test_a_wrong_key_is_refused_in_the_language_asked_for(
    governed: Association, header: str, detail: str
) -> None:
    status, body = caller(governed, "wrong")("GET", "/policy/", **{"accept-language": header})

    assert (status, body["detail"]) == (401, detail)


def test_the_answer_says_its_language_and_a_page_does_not_read_the_header(
    governed: Association,
) -> None:
    client = Client(headers={"host": governed.host, "accept-language": "en"})

    answer, page = client.get("/api/v1/policy/"), client.get("/")

    assert (answer["Content-Language"], page["Content-Language"]) == ("en", "ar")
    assert "Accept-Language" in answer["Vary"]


def test_the_page_of_the_description_has_its_icon(governed: Association) -> None:
    page = Client(headers={"host": governed.host}).get("/api/v1/docs/").content.decode()

    assert "ui/favicon" in page
