import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.beneficiaries.distinct import pairs_apart, record_distinct
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.queries import search_beneficiaries
from core.cases.models import Case
from core.people_desk.merging import Seen, merge_files
from core.people_desk.queries import (
    SHOWN,
    PeopleFilters,
    found_cases,
    found_people,
    people_list,
    possible_pairs,
)
from core.service_requests import queries
from core.service_requests.inbox import InboxFilters, inbox
from foundation.models import AuditEntry
from foundation.word_search import HasWords
from tests.core.people_desk.conftest import fill
from tests.core.requests import IDENTITY, person, receive

IBAN = "SA0380000000608010167519"


@pytest.mark.parametrize(
    "typed",
    ["عبد الله الغامدي", "عبدالله", "غامدى", "الغامدي عبدالله", "عبدالله بن الغامدي", "عَبْدُ الله", "غام",
     IDENTITY, "١٠٠٠ ٠٠٠ ٠٠٨", "0551234567", "abd@example.org", "Abd@Example.org"],
)  # fmt: skip
def test_people_and_their_cases_are_found_under_all_spellings(officer, typed):
    data = person(name="عبدالله بن سعد الغامدي", identity_number=IDENTITY, email="abd@example.org")
    case = receive(officer, beneficiary_data=data).case
    receive(officer, beneficiary_data=person(name="هند خالد", mobile=""), subject="علاج")

    assert list(found_people(officer, typed)) == [case.beneficiary]
    assert list(found_cases(officer, typed)) == [case]


@pytest.mark.parametrize(
    "typed",
    [
        "REQ-2026-0002",
        "req-2026-0002",
        "2026-0002",
        "2",
        "0002",
        "و/12",
        "علاج الطفل",
        "العلاج",
        "طفل",
    ],
)
def test_cases_are_found_by_reference_register_and_words(officer, typed, at):
    at(2026, 3, 15, 10)
    receive(officer)
    case = receive(officer, subject="علاج الطفل", register_number="و/12").case

    assert list(found_cases(officer, typed)) == [case]


@pytest.mark.parametrize(
    ("typed", "references"),
    [("نورة", ["0003", "0001"]), ("علاج", ["0002"]), ("سالم", ["0003"]), ("و/12", ["0002"]),
     ("REQ-2026-0001", ["0001"]), ("زرقشت", [])],
)  # fmt: skip
@pytest.mark.parametrize("few", [5000, 0])
def test_few_and_many_are_found_alike(officer, typed, references, few, at, monkeypatch):
    at(2026, 3, 15, 10)
    receive(officer, beneficiary_data=person(name="نورة علي", mobile=""))
    data = person(name="هند خالد", mobile="0557654321")
    receive(officer, beneficiary_data=data, subject="علاج الطفل", register_number="و/12")
    at(2026, 3, 16, 10)
    receive(officer, beneficiary_data=person(name="نوره سالم", mobile="0557654322"))
    monkeypatch.setattr(queries, "FEW", few)

    found = [f"REQ-2026-{number}" for number in references]
    assert [case.reference for case in found_cases(officer, typed)] == found
    assert {case.reference for case in inbox(officer, InboxFilters(search=typed))} == set(found)


@pytest.mark.parametrize(("few", "read"), [(5000, "ANY(ARRAY("), (0, "CASE WHEN")])
def test_few_are_looked_up_and_many_are_walked_to(officer, few, read, monkeypatch):
    receive(officer)
    monkeypatch.setattr(queries, "FEW", few)

    with CaptureQueriesContext(connection) as asked:
        assert found_cases(officer, "نورة").count() == 1
    assert len(asked) == 2
    assert read in asked[1]["sql"]


@pytest.mark.parametrize("typed", ["بن", "'", "\\", "a & b | !c", ":*", "ال", "💥", "x" * 300])
def test_strange_words_break_nothing(officer, typed):
    receive(officer)

    assert list(search_beneficiaries(typed)) == []
    assert list(found_cases(officer, typed)) == []


def test_a_delegate_finds_own_intakes_only(officer, delegate):
    own = receive(delegate).case
    receive(officer, beneficiary_data=person(name="نورة سالم", mobile=""))

    assert list(found_people(delegate, "نورة")) == [own.beneficiary]
    assert list(found_cases(delegate, "نورة")) == [own]
    assert found_people(officer, "نورة").count() == 2


def test_merged_files_are_not_found(everyone):
    kept = receive(everyone).case.beneficiary
    merged = receive(everyone, beneficiary_data=person(name="نوره سالم")).case.beneficiary
    merge_files(kept.pk, merged.pk, actor=everyone, taken=frozenset(), seen=Seen(1, 1))

    assert list(found_people(everyone, "نورة")) == [kept]
    assert found_cases(everyone, "نورة").count() == 2


def test_the_indexes_are_used(association):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for model, column, index in (
            (Beneficiary, "name_search", "person_words"),
            (Case, "subject_search", "case_words"),
        ):
            assert index in model.objects.filter(HasWords(column, "'نوره':*")).explain()


@pytest.mark.parametrize("rows", [1, 30])
def test_search_page_takes_a_constant_number_of_queries(
    officer, desk, rows, django_assert_num_queries
):
    for number in range(rows):
        receive(officer, beneficiary_data=person(name=f"نورة {number}", mobile=""))
    browser = desk(officer)
    browser.get("/desk/search/?q=x")

    with django_assert_num_queries(9):
        response = browser.get("/desk/search/?q=نورة", headers={"hx-request": "true"})

    page = response.content.decode()
    assert page.count("/desk/people/") == min(rows, SHOWN) + (rows > SHOWN)
    assert ("There are more" in page) == (rows > SHOWN)
    assert "<html" not in page


def test_list_filters_by_category_and_by_what_runs_out(everyone, noura):
    receive(everyone, beneficiary_data=person(name="هند", mobile=""))
    fill(noura, everyone)
    noura.categories = ["widow"]
    noura.save(update_fields=["categories"])

    assert list(people_list(everyone, PeopleFilters(category="widow"))) == [noura]
    assert list(people_list(everyone, PeopleFilters(expiring=True))) == [noura]
    assert list(people_list(everyone, PeopleFilters(category="orphan"))) == []
    assert people_list(everyone).count() == 2


def test_possible_pairs_are_the_likeliest_first_without_those_told_apart(everyone):
    first = receive(everyone, beneficiary_data=person(email="a@example.org")).case.beneficiary
    second = receive(
        everyone, beneficiary_data=person(name="نوره سالم", email="a@example.org")
    ).case.beneficiary
    third = receive(
        everyone, beneficiary_data=person(name="سعد", mobile="0500000001")
    ).case.beneficiary
    fourth = receive(
        everyone, beneficiary_data=person(name="هند", mobile="0500000001")
    ).case.beneficiary
    receive(everyone, beneficiary_data=person(name="ليلى", mobile=""))

    assert [({pair.one, pair.other}, pair.score) for pair in possible_pairs()] == [
        ({first, second}, 95),
        ({third, fourth}, 30),
    ]
    record_distinct(first.pk, second.pk, actor=everyone)
    assert [{pair.one, pair.other} for pair in possible_pairs()] == [{third, fourth}]


@pytest.mark.parametrize("rows", [1, 30])
def test_pairs_told_apart_are_listed_and_proposed_again(
    everyone, desk, rows, django_assert_num_queries
):
    first, second = (
        receive(everyone, beneficiary_data=person(name=name)).case.beneficiary
        for name in ("نورة سالم", "نوره سالم")
    )
    others = [
        receive(
            everyone, beneficiary_data=person(name=f"سعد {number}", mobile="")
        ).case.beneficiary
        for number in range(rows)
    ]
    for other in others[1:]:
        record_distinct(first.pk, other.pk, actor=everyone)
    record_distinct(second.pk, first.pk, actor=everyone)
    browser = desk(everyone)
    browser.get("/desk/people/duplicates/")

    with django_assert_num_queries(21):
        page = browser.get("/desk/people/duplicates/").content.decode()
    one, other = sorted((first, second), key=lambda each: each.pk)  # spelled alike otherwise
    undo = f"/desk/people/{one.pk}/apart/{other.pk}/undo/"
    assert (undo in page, page.count("/undo/"), possible_pairs()) == (True, min(rows, 25), [])

    browser.post(undo)
    browser.post(undo)

    assert [{pair.one, pair.other} for pair in possible_pairs()] == [{first, second}]
    assert undo not in browser.get("/desk/people/duplicates/").content.decode()
    assert AuditEntry.objects.filter(action="beneficiary.not_distinct").count() == 2
    history = browser.get(f"/desk/people/{first.pk}/history/").content.decode()
    assert "No longer told apart from another file" in history


def test_files_that_went_into_another_are_not_listed_as_told_apart(everyone):
    kept, gone, third = (
        receive(everyone, beneficiary_data=person(name=name, mobile="")).case.beneficiary
        for name in ("نورة", "سعد", "هند")
    )
    record_distinct(gone.pk, third.pk, actor=everyone)
    Beneficiary.objects.filter(pk=gone.pk).update(merged_into=kept)

    assert pairs_apart() == []
