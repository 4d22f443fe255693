"""After the whole life of an anonymous complaint nothing anywhere tells who it was."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.complaints import services
from core.complaints.enums import Finding, OfferKind
from core.complaints.models import Complaint
from core.complaints.services import NewOffer
from core.messages.models import OutgoingMessage
from core.messages.services import send_message
from foundation.privacy import init_sentry
from tenants.models import Association
from tests.core.complaints import cases
from tests.core.complaints.cases import Cast
from tests.core.complaints.portal.conftest import (
    CASE,
    COMPLAIN,
    FOLLOW,
    STROKES,
    text_of,
    typed,
)
from tests.core.complaints.portal.traces import (
    everything,
    forms_of,
    found_in,
    telling_photo,
)
from tests.foundation.test_privacy import Kept

PLANTED = {
    "name": "شيماء القحطاني",
    "latin name": "Shaymaa Alqahtani",
    "identity number": "1098765439",
    "mobile": "598761234",
    "e-mail": "shaymaa.secret@people.example",
    "address": "203.0.113.77",
    "browser": "PlantedBrowser/77.3",
    "words": "زرقاء اليمامة تسكن الدار السابعة",
}
TYPED_BY_MISTAKE = {
    "name": PLANTED["name"],
    "identity_number": PLANTED["identity number"],
    "mobile": f"0{PLANTED['mobile']}",
    "email": PLANTED["e-mail"],
    "reply_channel": "email",
}


@pytest.fixture
def error_reports() -> Iterator[list[str]]:
    kept = Kept()
    init_sentry("http://key@127.0.0.1:9/1", transport=kept)
    yield kept.sent
    sentry_sdk.get_global_scope().set_client(None)


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Whatever any part says, at the finest level, before anything is taken out of it."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(logging.Formatter("%(name)s %(message)s").format(record))

    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def telling(governed: Association) -> Client:
    """A browser that tells who sits there, and does not stop at an error of ours."""
    client = Client(
        SERVER_NAME=governed.host,
        REMOTE_ADDR=PLANTED["address"],
        headers={
            "host": governed.host,
            "user-agent": PLANTED["browser"],
            "x-forwarded-for": PLANTED["address"],
            "accept-language": "ar-SA",
        },
    )
    client.raise_request_exception = False
    return client


def complains(client: Client, **values: Any) -> str:
    """Refused once, then taken; returns the code."""
    photo = SimpleUploadedFile(
        f"{PLANTED['latin name']}.jpg", telling_photo(PLANTED["latin name"]), "image/jpeg"
    )
    sent = typed(**TYPED_BY_MISTAKE | values)
    sent |= {
        "text": f"أنا {PLANTED['words']}، ورقمي {PLANTED['identity number']}",
        "about_words": PLANTED["words"],
        "wanted": PLANTED["words"],
        "damage": PLANTED["words"],
    }
    assert client.post(COMPLAIN, sent | {"subject_key": ""}).status_code == 400
    photo.seek(0)
    answer = client.post(COMPLAIN, sent | {"papers": [photo]})
    assert answer.status_code == 201
    return code_on(answer)


def code_on(answer: Any) -> str:
    found = re.search(r'id="code">([\d-]+)<', text_of(answer))
    assert found is not None
    return found.group(1)


def fails(monkeypatch: pytest.MonkeyPatch, client: Client) -> int:
    """Something breaks while a message is written."""

    def broken(case_id: Any, *, text: str, documents: Any) -> None:
        said = f"{text} {case_id}"
        raise RuntimeError(f"broken after {len(said)} letters")

    with monkeypatch.context() as patch:
        patch.setattr(services, "complainant_writes", broken)
        return client.post(f"{CASE}write/", {"text": PLANTED["words"]}).status_code


def lives_through(client: Client, cast: Cast, case: Case) -> None:
    words = PLANTED["words"]
    cases.acknowledge(case, cast)
    services.write_to_complainant(case.pk, actor=cast.officer, text="متى كان ذلك؟")
    done(client.post(f"{CASE}write/", {"text": f"{words} {PLANTED['mobile']}"}))
    cases.start_settlement(case, cast)
    record = services.propose_settlement(case.pk, actor=cast.officer, terms=cases.TERMS)
    accepted = {"accepts": "yes", "digest": record.digest, "signature": STROKES}
    done(client.post(f"{CASE}settlement/", accepted))
    services.settle(case.pk, actor=cast.officer)
    done(client.post(f"{CASE}reopen/", {"why": f"لم يُوفَ به {words}"}))
    cases.investigate(cases.fresh(case), cast)
    cases.decided(Finding.UPHELD)(cases.fresh(case), cast)
    cases.open_compensation(case, cast)
    cases.rule_not_needed(case, cast)
    done(client.post(f"{CASE}ask/", {"kind": "remedy", "what": words}))
    new = NewOffer(OfferKind.MONEY, amount=cases.MONEY)
    made = services.offer(case.pk, actor=cast.officer, new=new)
    accepts = {"accepts": "yes", "offer": str(made.pk), "signature_declared": "yes"}
    done(client.post(f"{CASE}offer/", accepts))
    cases.give(cases.fresh(case), cast)
    cases.resolve(cases.fresh(case), cast)


def done(answer: Any) -> None:
    assert (answer.status_code, answer["Location"]) == (302, CASE)


def appeals(client: Client) -> str:
    page = text_of(client.get(f"{CASE}appeal/"))
    operation = re.search(r'name="operation_id" value="([^"]+)"', page)
    assert operation is not None
    sent = {"grounds": PLANTED["words"], "operation_id": operation.group(1)}
    return code_on(client.post(f"{CASE}appeal/", sent))


def test_nothing_tells_who_complained(
    telling: Client,
    governed: Association,
    cast: Cast,
    error_reports: list[str],
    log: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = complains(telling)
    telling.post(FOLLOW, {"code": "12345-12345-12345-12345"})
    telling.post(FOLLOW, {"code": code})
    case = Complaint.objects.select_related("case").get().case
    paper = case.documents.get()
    kept = telling.get(f"{CASE}documents/{paper.pk}/").content
    lives_through(telling, cast, case)
    broke = fails(monkeypatch, telling)
    second = appeals(telling)
    telling.post(FOLLOW, {"code": second})
    telling.get(CASE)

    in_session = [each.get_decoded() for each in Session.objects.all()]
    places = everything(governed, logged=log, sent=error_reports)
    appeal = case.appeals.get()

    assert found_in(places, PLANTED) == {}
    assert found_in({"photo": kept}, PLANTED) == {}
    assert (broke, len(error_reports), "broken after" in error_reports[0]) == (500, 1, True)
    assert [set(each) - {"portal_following", "_messages"} for each in in_session] == [
        set() for _each in in_session
    ]
    assert [set(each["portal_following"]) for each in in_session] == [{"case", "code", "until"}]
    assert cases.fresh(case).status == CaseStatus.RESOLVED
    assert (appeal.beneficiary, appeal.complaint.identity, appeal.reply_email) == (
        None,
        None,
        None,
    )
    left = telling.post(f"{CASE}leave/")
    assert left["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert Session.objects.count() == 0


# --- that the search would find somebody ---


def test_the_photo_had_told_it() -> None:
    photo = telling_photo(PLANTED["latin name"])
    assert found_in({"photo": photo}, PLANTED) == {"latin name": ["photo"]}


@pytest.mark.parametrize("planted", sorted(PLANTED))
def test_each_form_of_each_value_is_found(planted: str) -> None:
    value = PLANTED[planted]
    for form in forms_of(value):
        assert found_in({"there": b"before " + form + b" after"}, PLANTED)[planted] == ["there"]


def test_a_value_in_a_table_is_found(governed: Association, cast: Cast) -> None:
    case = cases.receive().case
    Case.objects.filter(pk=case.pk).update(subject=f"شكوى {PLANTED['name']}")
    Complaint.objects.update(receipt_key=PLANTED["identity number"])
    places = everything(governed, logged=[], sent=[])
    assert found_in(places, PLANTED) == {
        "name": ["cases_case"],
        "identity number": ["complaints_complaint"],
    }


def test_a_named_complaint_leaves_its_traces(
    telling: Client, governed: Association, cast: Cast
) -> None:
    complains(telling, confidentiality="named")
    for message in OutgoingMessage.objects.order_by("pk"):
        send_message(message.pk)
    places = everything(governed, logged=[], sent=[])
    assert found_in(places, PLANTED) == {
        "name": ["beneficiaries_beneficiary"],
        "e-mail": ["mails", "mails read"],
    }


def test_what_is_logged_or_reported_is_found(
    governed: Association, error_reports: list[str], log: list[str]
) -> None:
    logging.getLogger("silah.test").info("looked up %s", PLANTED["address"])
    try:
        raise RuntimeError(PLANTED["words"])
    except RuntimeError:
        logging.getLogger("silah.test").exception("broken")
    places = everything(governed, logged=log, sent=error_reports)
    assert found_in(places, PLANTED) == {
        "address": ["logs", "error reports"],
        "words": ["logs", "error reports"],
    }
