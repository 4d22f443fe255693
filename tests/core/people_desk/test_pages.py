from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import load_workbook

from core.beneficiaries.categories import categories
from core.beneficiaries.consents import ConsentData, record_consent
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.models import BeneficiaryMerge, Consent, PersonDocument, RelatedPerson
from core.beneficiaries.papers import add_paper
from foundation import audit
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.people_desk.conftest import fill, paper
from tests.core.requests import IDENTITY, person, receive

SPOKEN = ConsentData(ConsentPurpose.KEEPING, ConsentMethod.SPOKEN)
QUERIES = {
    "list": 14, "": 20, "household/": 17, "documents/": 17, "consents/": 17, "cases/": 17,
    "social/": 22,
}  # fmt: skip
PARTS = (
    "", "edit/", "household/", "household/new/", "documents/", "consents/", "social/",
    "social/edit/", "cases/", "duplicates/", "history/", "history/?all=on", "print/",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_part_opens_empty_and_filled(everyone, desk, noura, part, language):
    browser = desk(everyone)
    browser.cookies["silah_language"] = language

    empty = browser.get(f"/desk/people/{noura.pk}/{part}")
    fill(noura, everyone)
    filled = browser.get(f"/desk/people/{noura.pk}/{part}")

    assert (empty.status_code, filled.status_code) == (200, 200)
    assert "نورة بنت سالم" in filled.content.decode()
    assert filled["Cache-Control"] == "no-store"


@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_a_constant_number_of_queries(officer, desk, rows, django_assert_num_queries):
    for number in range(rows):
        receive(officer, beneficiary_data=person(name=f"نورة {number}", mobile=""))
    browser = desk(officer)
    browser.get("/desk/people/")

    with django_assert_num_queries(QUERIES["list"]):
        page = browser.get("/desk/people/").content.decode()

    assert page.count('class="subj"') == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    "part", ["", "household/", "documents/", "consents/", "cases/", "social/"]
)
def test_parts_take_a_constant_number_of_queries(
    everyone, desk, noura, part, rows, django_assert_num_queries
):
    for number in range(rows):
        noura.refresh_from_db()
        related = RelatedData(relation="son", name=f"سعد {number}")
        add_related(noura.pk, actor=everyone, revision=noura.revision, related=related)
        add_paper(noura.pk, actor=everyone, file=paper(), purpose=f"ورقة {number}")
        record_consent(noura.pk, actor=everyone, consent=SPOKEN, evidence=None)
        receive(everyone, beneficiary_data=person(beneficiary_id=noura.pk))
    browser = desk(everyone)
    browser.get(f"/desk/people/{noura.pk}/{part}")

    with django_assert_num_queries(QUERIES[part]):
        browser.get(f"/desk/people/{noura.pk}/{part}")


def test_numbers_are_shown_by_their_ends_until_somebody_asks(officer, desk, noura):
    browser = desk(officer)

    page = browser.get(f"/desk/people/{noura.pk}/").content.decode()
    shown = browser.post(f"/desk/people/{noura.pk}/numbers/").content.decode()

    assert (IDENTITY in page, "…0008" in page) == (False, True)
    assert IDENTITY in shown
    assert "+966 55 123 4567" in shown
    assert AuditEntry.objects.filter(action="beneficiary.numbers_shown").count() == 1


FORM = {
    "name": "نورة بنت سالم",
    "identity_number": IDENTITY,
    "birth": "01/09/1390",
    "mobile": "0551234567",
    "email": "",
    "reply_channel": "phone",
    "language": "ar",
    "iban": "SA03 8000 0000 6080 1016 7519",
    "city": "الرياض",
}


def test_details_are_saved_and_a_stale_page_keeps_what_was_typed(officer, desk, noura):
    browser, address = desk(officer), f"/desk/people/{noura.pk}/edit/"

    saved = browser.post(address, FORM | {"revision": noura.revision})
    stale = browser.post(address, FORM | {"revision": noura.revision, "name": "نورة التركي"})

    assert (saved.status_code, stale.status_code) == (302, 409)
    page = stale.content.decode()
    for words in ("Somebody else changed this file", "نورة التركي", "What is known now"):
        assert words in page
    noura.refresh_from_db()
    assert noura.name == "نورة بنت سالم"
    assert f'name="revision" value="{noura.revision}"' in page  # so that the next click saves
    again = browser.post(address, FORM | {"revision": noura.revision, "name": "نورة التركي"})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "This field is required."),
        ({"identity_number": "1000000009"}, "A digit of this identity number is wrong"),
        ({"birth": "30/02/1391"}, "There is no day 30"),
        ({"iban": "SA0480000000608010167519"}, "A character of this IBAN is wrong"),
        ({"postal_code": "1"}, "A postal code has 5 digits."),
        ({"city": "", "street": "x"}, "An address names the city at least."),
    ],
)
def test_wrong_details_are_explained_beside_the_field(officer, desk, noura, typed, said):
    data = FORM | {"revision": noura.revision} | typed

    response = desk(officer).post(f"/desk/people/{noura.pk}/edit/", data)

    assert response.status_code == 400
    assert said in response.content.decode()


def test_household_documents_and_consents_are_kept_through_their_forms(officer, desk, noura):
    browser, address = desk(officer), f"/desk/people/{noura.pk}/"
    file = {"file": SimpleUploadedFile("a.txt", b"hello")}

    def follow(path, data, **options):
        response = browser.post(f"{address}{path}", data, follow=True, **options)
        assert response.status_code == 200
        return response.content.decode()

    related = {
        "revision": noura.revision,
        "relation": "delegate",
        "name": "خالد",
        "acts_until": "2020-01-01",
    }
    assert "Expired" in follow("household/new/", related)
    row = RelatedPerson.objects.get()
    stale = browser.post(f"{address}household/{row.pk}/", related)
    assert (stale.status_code, "خالد" in stale.content.decode()) == (409, True)
    assert "Nobody yet" in follow(f"household/{row.pk}/end/", {})
    assert "بطاقة" in follow("documents/new/", {"purpose": "بطاقة", **file})
    paper_id = PersonDocument.objects.get().pk
    page = follow(
        f"documents/{paper_id}/replace/", {"file": SimpleUploadedFile("b.txt", b"newer")}
    )
    assert "Replaced" in page
    consent = {"purpose": "keeping", "method": "paper"}
    refused = browser.post(f"{address}consents/new/", consent)
    assert (refused.status_code, "attach a scan" in refused.content.decode()) == (400, True)
    assert "Stands" in follow("consents/new/", consent | {"method": "spoken"})
    assert "Withdrawn" in follow(f"consents/{Consent.objects.get().pk}/withdraw/", {})
    opened = browser.get(f"{address}files/{PersonDocument.objects.get(pk=paper_id).file_id}/")
    assert (opened.content, AuditEntry.objects.filter(action="beneficiary.file_opened").count()) == (
        b"hello", 1,
    )  # fmt: skip


def test_social_file_is_closed_to_others_and_stands_in_no_export(officer, everyone, desk, noura):
    fill(noura, everyone)
    browser = desk(officer)

    assert browser.get(f"/desk/people/{noura.pk}/social/").status_code == 403
    assert "Social file" not in browser.get(f"/desk/people/{noura.pk}/").content.decode()
    for path in ("export.csv", f"{noura.pk}/print/"):
        assert "سكري" not in desk(everyone).get(f"/desk/people/{path}").content.decode()
    assert "سكري" in desk(everyone).get(f"/desk/people/{noura.pk}/social/").content.decode()


def test_social_file_is_written_with_arabic_digits_and_lines(everyone, desk, noura):
    browser, address = desk(everyone), f"/desk/people/{noura.pk}/social/"
    typed = {"version": "", "incomes_0_what": "راتب", "incomes_0_amount": "٣٬٠٠٠٫٥", "rooms": "3"}

    assert browser.post(f"{address}edit/", typed).status_code == 302
    noura.refresh_from_db()
    assert noura.social_file["incomes"] == [{"what": "راتب", "amount": "3000.50", "monthly": None}]
    stale = browser.post(f"{address}edit/", typed | {"incomes_0_what": "معاش"})
    assert (stale.status_code, "معاش" in stale.content.decode()) == (409, True)
    wrong = browser.post(f"{address}edit/", typed | {"incomes_1_what": "x", "rent": "-1"})
    assert (wrong.status_code, "How much is it?" in wrong.content.decode()) == (400, True)


def test_duplicates_are_compared_told_apart_merged_and_parted(officer, desk, noura):
    twin = receive(officer, beneficiary_data=person(name="نوره سالم")).case.beneficiary
    browser, address = desk(officer), f"/desk/people/{noura.pk}/"
    assert "70 of 100" in browser.get(f"{address}duplicates/").content.decode()
    assert "70 of 100" in browser.get("/desk/people/duplicates/").content.decode()
    side_by_side = browser.get(f"{address}merge/{twin.pk}/").content.decode()
    assert "نوره سالم" in side_by_side
    assert "same mobile" in side_by_side
    noura.refresh_from_db()
    data = {"kept_revision": noura.revision, "merged_revision": twin.revision, "name": "merged"}
    stale = browser.post(f"{address}merge/{twin.pk}/", data | {"kept_revision": 99})
    assert stale.status_code == 409

    browser.post(f"{address}merge/{twin.pk}/", data)

    noura.refresh_from_db()
    assert noura.name == "نوره سالم"
    assert browser.get(f"/desk/people/{twin.pk}/")["Location"] == address
    merge = BeneficiaryMerge.objects.get()
    assert "Part again" in browser.get(f"{address}duplicates/").content.decode()
    browser.post(f"{address}merges/{merge.pk}/undo/")
    assert browser.get(f"/desk/people/{twin.pk}/").status_code == 200
    browser.post(f"{address}apart/{twin.pk}/", {"back": "list"})
    assert "70 of 100" not in browser.get(f"{address}duplicates/").content.decode()


def test_exports_defuse_formulas_and_are_noted(officer, desk):
    receive(officer, beneficiary_data=person(name="=1+1", identity_number=IDENTITY))
    browser = desk(officer)

    csv = browser.get("/desk/people/export.csv").content.decode()
    book = load_workbook(BytesIO(browser.get("/desk/people/export.xlsx").content))

    assert "'=1+1" in csv
    assert IDENTITY in csv
    [_head, row] = list(book.active.iter_rows(values_only=True))
    assert row[:2] == ("'=1+1", IDENTITY)
    noted = AuditEntry.objects.filter(action="beneficiaries.exported").order_by("seq")
    assert [entry.details["format"] for entry in noted] == ["csv", "xlsx"]


def test_delegates_open_the_files_of_their_own_intakes_only(officer, delegate, desk):
    own = receive(delegate, beneficiary_data=person(name="هند", mobile="")).case.beneficiary
    other = receive(officer).case.beneficiary
    browser = desk(delegate)

    assert browser.get(f"/desk/people/{own.pk}/").status_code == 200
    assert browser.get(f"/desk/people/{other.pk}/").status_code == 404
    assert browser.get("/desk/people/export.csv").status_code == 403
    assert browser.get(f"/desk/people/{own.pk}/edit/").status_code == 403


def test_delegates_are_told_of_nobody_who_may_be_the_same_person(officer, delegate, desk):
    known = person(name="نورة بنت سالم القحطاني", mobile="0559998877", identity_number=IDENTITY)
    receive(officer, beneficiary_data=known)
    own = receive(delegate, beneficiary_data=replace(known, identity_number="")).case
    place = f"/desk/people/{own.beneficiary_id}/"

    file = desk(delegate).get(place).content.decode()
    case = desk(delegate).get(f"/desk/requests/{own.pk}/").content.decode()

    assert desk(delegate).get(f"{place}duplicates/").status_code == 403
    assert [f"{place}{part}/" in file for part in ("household", "duplicates", "history")] == [
        True,
        False,
        False,
    ]
    assert IDENTITY[-4:] not in case
    assert IDENTITY[-4:] in desk(officer).get(f"/desk/requests/{own.pk}/").content.decode()


def test_case_shows_the_person_and_a_delegate_who_may_act_no_more(everyone, desk, noura):
    fill(noura, everyone)
    other = receive(
        everyone, beneficiary_data=person(beneficiary_id=noura.pk), subject="علاج"
    ).case
    case = noura.cases.exclude(pk=other.pk).get()

    page = desk(everyone).get(f"/desk/requests/{case.pk}/").content.decode()

    for words in (
        "The person’s file",
        "Household of 2",
        "do not accept what they bring",
        "بطاقة العائلة",
        "علاج",
    ):
        assert words.replace("’", "&#x27;") in page or words.replace("’", "'") in page


def test_expiring_page_lists_what_runs_out(everyone, desk, noura):
    browser = desk(everyone)
    assert "Nothing runs out soon" in browser.get("/desk/people/expiring/").content.decode()
    fill(noura, everyone)

    page = browser.get("/desk/people/expiring/").content.decode()

    for words in ("بطاقة العائلة", "خالد بن سعد", "Keeping and using personal data", "5 days"):
        assert words in page


def test_categories_are_set_up_on_a_page_of_their_own(make_person, desk, governed):
    administrator = make_person(Role.ADMINISTRATOR)
    browser, address = desk(administrator), "/desk/people/categories/"
    rows = categories()
    data = {"revision": 0}
    for number, each in enumerate(rows):
        data |= {f"key_{number}": each.key, f"ar_{number}": each.ar, f"en_{number}": each.en}
    data |= {"remove_0": "on", "ar_8": "مزارع", "en_8": "Farmer"}

    assert browser.get(address).status_code == 200
    assert browser.post(address, data).status_code == 302
    assert [each.key for each in categories()] == [*(each.key for each in rows[1:]), "farmer"]
    assert browser.post(address, data).status_code == 409
    incomplete = browser.post(address, {"revision": 1, "ar_0": "شيء", "en_0": ""})
    assert (incomplete.status_code, "شيء" in incomplete.content.decode()) == (400, True)
    assert "Categories of beneficiaries" in browser.get("/desk/settings/").content.decode()


def test_the_box_stands_on_every_page_of_those_who_may_search(officer, make_person, desk):
    assert "data-lookup" in desk(officer).get("/desk/people/").content.decode()
    other = desk(make_person(Role.POLICY_OFFICER)).get("/policies/").content.decode()
    assert "data-lookup" not in other


def test_the_history_names_what_changed_in_the_language_of_the_reader(everyone, desk, noura):
    fill(noura, everyone)
    changed = ["debts", "rooms", "iban"]
    with transaction.atomic():
        audit.record(
            "beneficiary.social_file_changed", noura, actor=everyone, details={"fields": changed}
        )
    browser = desk(everyone)
    browser.cookies["silah_language"] = "ar"

    history = browser.get(f"/desk/people/{noura.pk}/history/").content.decode()

    assert "الديون، عدد الغرف، الآيبان" in history


def test_the_history_has_a_word_for_whoever_has_no_account(everyone, desk, noura):
    with transaction.atomic():
        audit.record("beneficiary.social_file_changed", noura, actor="beneficiary")
        audit.record("beneficiary.social_file_changed", noura, actor="system")

    history = desk(everyone).get(f"/desk/people/{noura.pk}/history/").content.decode()

    assert ("The beneficiary" in history, "The system" in history) == (True, True)
    assert ">beneficiary<" not in history
