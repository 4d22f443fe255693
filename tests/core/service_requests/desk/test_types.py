"""The desk takes requests on the form of their type, and corrects what was filled in."""

from decimal import Decimal

import pytest

from core.beneficiaries.models import Beneficiary
from core.cases.models import Case
from core.service_requests.rules import check_can_correct_answers
from core.service_requests.services.answers import AnswersChanged, correct_answers
from foundation.access import allows
from tenants.people.roles import Role
from tests.core.request_types.contents import EVERY_KIND, content, field, publish, when
from tests.core.service_requests.desk.test_intake import values

FORM = content(
    field("works", "yes_no", required=True),
    field("wage", "money", is_amount_asked=True, condition=when("works", "equals", "yes")),
    documents=[{"label": {"ar": "شهادة الوفاة"}, "categories": ["widow"]}],
    priority="high",
)


@pytest.fixture
def version(governed, make_person):
    return publish(FORM, make_person(Role.ADMINISTRATOR))


@pytest.fixture
def browser(officer, desk):
    return desk(officer)


def register(browser, version, **changed):
    sent = values(subject="", identity_number="", request_type=str(version.pk), **changed)
    response = browser.post("/desk/requests/new/", sent)
    assert response.status_code == 201
    return Case.objects.latest("received_at")


def test_name_phone_and_type_are_enough(browser, version):
    case = register(browser, version, description="", declared="")
    assert (case.subject, case.request_type, case.priority) == (
        "سداد إيجار متأخر",
        version,
        "high",
    )
    items = case.missing_items.filter(kind="answer")
    assert list(items.values_list("label", flat=True)) == ["سؤال works"]


def test_the_fields_of_a_type_come_when_it_is_chosen(browser, version):
    sent = {"request_type": str(version.pk), "subject": "", "description": "قال كذا"}
    fragment = browser.post("/desk/requests/new/fields/", sent).content.decode()
    assert 'name="a-works"' in fragment
    assert 'value="Overdue rent"' in fragment
    assert "قال كذا" in fragment
    assert "has-error" not in fragment
    label = fragment.partition('<label for="id_subject">')[2].partition("</label>")[0]
    assert "(optional)" in label


def test_without_a_script_a_button_brings_them_and_keeps_what_was_typed(browser, version):
    sent = values(request_type=str(version.pk), load="yes", **{"a-works": "yes"})
    response = browser.post("/desk/requests/new/", sent)
    page = response.content.decode()
    assert (response.status_code, Case.objects.count()) == (200, 0)
    assert ('value="0551234567"' in page, 'name="a-wage"' in page) == (True, True)
    assert 'value="yes" id="id_a-works_0" checked' in page


def test_a_wrong_answer_is_refused_with_everything_kept(browser, version):
    sent = values(request_type=str(version.pk), **{"a-works": "yes", "a-wage": "كثير"})
    response = browser.post("/desk/requests/new/", sent)
    page = response.content.decode()
    assert (response.status_code, 'value="كثير"' in page, Case.objects.count()) == (400, True, 0)


def test_what_is_known_of_the_person_asks_for_their_documents(browser, version):
    first = register(browser, version)
    assert not first.missing_items.filter(label="شهادة الوفاة").exists()
    Beneficiary.objects.update(categories=["widow"])
    known = str(first.beneficiary_id)
    second = register(browser, version, beneficiary=known)
    assert second.missing_items.filter(label="شهادة الوفاة").exists()


def test_the_page_of_the_request_shows_answers_and_version(browser, version):
    case = register(browser, version, **{"a-works": "yes", "a-wage": "1500"})
    page = browser.get(f"/desk/requests/{case.pk}/").content.decode()
    shown = ("Ask works", "1,500.00", "Version 1 of the form")
    assert [words in page for words in shown] == [True] * 3
    assert case.amount_asked == Decimal(1500)


def test_a_correction_keeps_what_stood_there_and_tells_names_only(browser, version):
    case = register(browser, version, **{"a-works": "yes", "a-wage": "1500"})
    address = f"/desk/requests/{case.pk}/answers/"
    assert 'value="1500.00"' in browser.get(address).content.decode()
    sent = {"revision": case.revision, "a-works": "yes", "a-wage": "900"}
    assert browser.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert (case.answers["fields"]["wage"], case.amount_asked) == ("900.00", Decimal(900))
    assert case.answers["earlier"][0]["fields"] == {"wage": "1500.00"}
    event = case.events.get(name="details_changed")
    assert (event.details, event.note) == ({"fields": ["wage"]}, "")
    assert "1,500.00" in browser.get(f"/desk/requests/{case.pk}/").content.decode()


def test_an_open_question_is_settled_by_its_answer(browser, version):
    case = register(browser, version)
    browser.post(
        f"/desk/requests/{case.pk}/answers/", {"revision": case.revision, "a-works": "no"}
    )
    assert case.missing_items.get(kind="answer").provided_at is not None


def test_a_stale_correction_overwrites_nothing_and_shows_both(browser, version):
    case = register(browser, version, **{"a-works": "yes", "a-wage": "1500"})
    address = f"/desk/requests/{case.pk}/answers/"
    browser.post(address, {"revision": 1, "a-works": "yes", "a-wage": "900"})
    response = browser.post(address, {"revision": 1, "a-works": "yes", "a-wage": "700"})
    page = response.content.decode()
    assert response.status_code == 409
    assert ('value="700"' in page, "900.00" in page, 'value="2"' in page) == (True,) * 3
    case.refresh_from_db()
    assert case.answers["fields"]["wage"] == "900.00"


def test_the_service_itself_refuses_an_old_revision(browser, version, officer):
    case = register(browser, version)
    with pytest.raises(AnswersChanged):
        correct_answers(
            case.pk, actor=officer, revision=7, answers={"fields": {}}, amount_asked=None
        )


def test_files_stay_when_answers_are_corrected(browser, governed, make_person, officer):
    version = publish(content(*EVERY_KIND), make_person(Role.ADMINISTRATOR))
    case = register(browser, version, **{"a-people": "3"})
    case.answers = {"fields": {"people": "3", "paper": ["x"]}}
    case.save(update_fields=["answers"])
    browser.post(
        f"/desk/requests/{case.pk}/answers/", {"revision": case.revision, "a-people": "4"}
    )
    case.refresh_from_db()
    assert case.answers["fields"] == {"people": "4", "paper": ["x"]}


def test_readers_do_not_correct(browser, version, desk, make_person):
    case = register(browser, version)
    auditor = make_person(Role.AUDITOR)
    assert not allows(check_can_correct_answers, auditor, case)
    assert desk(auditor).get(f"/desk/requests/{case.pk}/answers/").status_code == 302
