import io
import uuid

import pdfplumber

from core.messages import templating
from core.messages.templating import TEMPLATES, Purpose, Template
from core.service_requests import letters
from foundation.uploads import open_stored
from tenants.people.roles import Role
from tests.core.requests import receive


def address(case) -> str:
    return f"/desk/requests/{case.pk}/letter/"


def test_a_letter_begins_with_a_text_that_is_kept(officer, desk):
    case = receive(officer).case
    text = Template(
        purpose=Purpose.LETTER,
        name="شكر",
        subject_ar="طلبك {{ reference }}",
        body_ar="الأخ {{ name }}\n\nالمبلغ {{ amount }}",
    )
    templating.save_template(text, actor=officer)

    page = desk(officer).get(address(case), {"template": text.id}).content.decode()

    assert f"طلبك {case.reference}" in page
    assert "الأخ نورة بنت سالم" in page
    assert "The request has nothing yet for: Amount granted" in page


def test_a_letter_is_kept_once_as_a_pdf_on_the_paper_of_the_association(officer, desk):
    case = receive(officer).case
    typed = {
        "language": "ar",
        "subject": "بشأن طلبك",
        "text": "نفيدكم بوصول الطلب.\n\nوالسلام",
        "operation": uuid.uuid4(),
    }
    browser = desk(officer)

    answers = [browser.post(address(case), typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    document = case.documents.get(purpose="بشأن طلبك")
    content = open_stored(document.file)
    with pdfplumber.open(io.BytesIO(content)) as laid_out:
        assert len(laid_out.pages) == 1
        assert case.reference in laid_out.pages[0].extract_text()
    event = case.events.get(name="letter_written")
    assert event.details["document"] == str(document.pk)
    assert event.visibility == "staff"


def test_the_letterhead_names_the_association_and_the_person(officer, governed):
    case = receive(officer).case

    page = letters.html_of(
        letters.letter(case, actor=officer, subject="س", text="<b>نص</b>", language="ar")
    )

    for words in (governed.name, governed.license_no, "نورة بنت سالم", "ضابط العلاقات"):
        assert words in page
    assert "&lt;b&gt;" in page


def test_a_preview_keeps_nothing_and_an_empty_letter_is_refused(officer, desk, make_person):
    case = receive(officer).case
    typed = {"language": "en", "subject": "About", "text": "Words", "operation": uuid.uuid4()}
    browser = desk(officer)

    preview = browser.post(address(case), typed | {"preview": "yes"})
    empty = browser.post(address(case), typed | {"text": " "})
    auditor = desk(make_person(Role.AUDITOR)).post(address(case), typed)

    assert (preview.status_code, empty.status_code, auditor.status_code) == (200, 400, 403)
    assert 'lang="en"' in preview.content.decode()
    assert case.documents.count() == 0


def test_texts_are_written_previewed_changed_and_removed(make_person, officer, desk):
    chief = make_person(Role.EXECUTIVE)
    case = receive(officer).case
    browser, path = desk(chief), "/desk/settings/templates/"
    typed = {
        "name": "شكر",
        "purpose": "letter",
        "subject_ar": "طلبك {{ reference }}",
        "body_ar": "{{ name }}",
        "revision": 0,
    }

    preview = browser.post(path, typed | {"preview": "yes"}).content.decode()
    assert case.reference in preview
    assert "نورة بنت سالم" in preview
    unknown = browser.post(path, typed | {"body_ar": "{{ iban }}"})
    assert unknown.status_code == 400
    assert "no blank called “iban”" in unknown.content.decode()
    assert TEMPLATES.read().items == ()

    assert browser.post(path, typed).status_code == 302
    kept = TEMPLATES.read().items[0]
    own = f"{path}{kept.id}/"
    assert browser.post(own, typed | {"name": "ثناء"}).status_code == 409
    assert browser.post(own, typed | {"name": "ثناء", "revision": 1}).status_code == 302
    assert "ثناء" in browser.get(path).content.decode()
    assert browser.post(own, {"drop": "yes", "revision": 2}).status_code == 302
    assert browser.get(own).status_code == 404
