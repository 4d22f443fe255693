import csv
import io
import re

import pytest
from django.core import mail
from django.utils.translation import override

from foundation.spreadsheet import harmless
from policies.acknowledging import rules, services, tasks
from policies.acknowledging.daily import go_round
from policies.content import ReviewRule
from policies.models import Acknowledgement
from tenants.people.roles import Role
from tests.policies.acknowledging.conftest import ASKING, RULE
from ui.middleware import COOKIE

SIGN = "/policies/sign/"
COVERAGE_QUERIES = 15


@pytest.fixture
def desk(association, site):
    """desk(person): their browser, in English."""

    def open_desk(person):
        client = site(association, person)
        client.cookies[COOKIE] = "en"
        return client

    return open_desk


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_staff_read_answer_and_sign_on_one_page(bring_version, relations, desk, at):
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=ASKING)
    client = desk(relations)
    page = words_of(client.get(SIGN))
    posted = {"version": version.pk, "name": "هند بنت فهد", "agreed": "on"}

    empty = words_of(client.post(SIGN, {"version": version.pk}))
    wrong = client.post(SIGN, {**posted, "answer": "شهر"})
    right = client.post(SIGN, {**posted, "answer": "عشرة أيام عمل"}, follow=True)

    assert "Please read it and sign by 22 Ramadan 1447 AH (11 March 2026)." in page
    assert "يُرد على الشكوى خلال عشرة أيام عمل من تاريخ تقديم الشكوى." in page
    assert "كم مدة الرد على الشكوى؟" in page
    assert wrong.status_code == 400
    assert "(optional)" not in page
    with override("en"):
        needed = [rules.AnswerNeeded.message, rules.NameNeeded.message, rules.NotAgreed.message]
        assert [str(each) in empty for each in needed] == [True, True, True]
    assert 'action="#signature"' in wrong.content.decode()
    assert "Read the clause again, and answer once more." in words_of(wrong)
    assert 'value="هند بنت فهد"' in wrong.content.decode()
    assert "You have signed the policy. Thank you." in words_of(right)
    assert Acknowledgement.objects.get(person=relations).signed_at is not None


def test_answers_stand_in_an_order_of_each_persons_own_that_stays(
    bring_version, make_person, desk
):
    people = [make_person(Role.RELATIONS_OFFICER) for _number in range(12)]
    bring_version(acknowledgement=ASKING)

    def order(person):
        page = desk(person).get(SIGN).content.decode()
        return tuple(sorted(ASKING.answers, key=lambda answer: page.index(f'value="{answer}"')))

    orders = {person: order(person) for person in people}

    assert len(set(orders.values())) > 1
    assert {person: order(person) for person in people} == orders


def test_the_banner_stays_until_one_has_signed(bring_version, relations, auditor, desk, at):
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=RULE)
    banner = "The policy waits for your signature, by 22 Ramadan 1447 AH (11 March 2026)."
    before = words_of(desk(relations).get("/desk/"))
    services.sign(version.pk, actor=relations, name="هند", agreed=True)

    after = words_of(desk(relations).get("/desk/"))
    others = words_of(desk(auditor).get("/desk/"))
    at(2026, 3, 12, 10)
    overdue = desk(auditor).get("/desk/").content.decode()

    assert [banner in page for page in (before, after, others)] == [True, False, True]
    assert '<div class="alert alert-error">' in overdue


def test_what_changed_since_the_signed_version_is_shown(bring_version, relations, desk, at):
    at(2026, 3, 1, 10)
    first = bring_version(acknowledgement=RULE)
    services.sign(first.pk, actor=relations, name="هند", agreed=True)
    at(2026, 3, 2, 10)
    bring_version(acknowledgement=RULE, decision_body="لجنة البرامج")

    page = words_of(desk(relations).get(SIGN))

    assert "What changed since version 1, which you signed" in page
    assert "لجنة البرامج" in page


def test_a_page_left_open_while_a_newer_version_came_signs_nothing(
    bring_version, relations, desk, at
):
    at(2026, 3, 1, 10)
    old = bring_version(acknowledgement=RULE)
    at(2026, 3, 2, 10)
    bring_version(acknowledgement=RULE, title="سياسة العلاقة")

    answer = desk(relations).post(SIGN, {"version": old.pk, "name": "هند", "agreed": "on"})

    assert answer.status_code == 400
    assert "A newer version took the place of this one" in words_of(answer)
    assert Acknowledgement.objects.filter(signed_at__isnull=False).count() == 0


def test_nobody_signs_for_another(bring_version, relations, officer, desk):
    version = bring_version(acknowledgement=RULE)

    answer = desk(officer).post(
        SIGN, {"version": version.pk, "name": "هند", "agreed": "on", "person": relations.pk}
    )

    assert answer.status_code == 409
    assert "Nobody asked you to sign this version" in words_of(answer)
    assert Acknowledgement.objects.get(person=relations).signed_at is None


def test_coverage_counts_each_role_and_names_each_person(
    bring_version, relations, auditor, officer, make_person, desk, at
):
    late = make_person(Role.RELATIONS_OFFICER, name="متأخر")
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=RULE)
    at(2026, 3, 5, 10)
    services.sign(version.pk, actor=relations, name="هند", agreed=True)
    auditor.is_active = False
    auditor.save()
    at(2026, 3, 12, 10)

    page = words_of(desk(officer).get(f"/policies/{version.pk}/signatures/"))

    assert "Relations officer 1 of 2 0 1" in page
    assert late.display_name in page
    assert "سعد" not in page  # who left has nothing to sign any more
    assert "16 Ramadan 1447 AH (5 March 2026)" in page


@pytest.mark.parametrize("number", [1, 30])
def test_coverage_asks_the_database_the_same_for_one_person_and_for_thirty(
    bring_version, make_person, desk, executive_of, number, django_assert_num_queries
):
    for _person in range(number):
        make_person(Role.RELATIONS_OFFICER)
    version = bring_version(acknowledgement=RULE)
    client = desk(executive_of)
    client.get(f"/policies/{version.pk}/signatures/")

    with django_assert_num_queries(COVERAGE_QUERIES):
        client.get(f"/policies/{version.pk}/signatures/")


@pytest.fixture
def executive_of(association, make_person):
    return make_person(Role.EXECUTIVE, name="المدير")


def test_reminding_by_hand_is_one_button_once_a_day(bring_version, relations, officer, desk, at):
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=RULE)
    at(2026, 3, 2, 10)
    address = f"/policies/{version.pk}/signatures/remind/"
    client = desk(officer)

    first = words_of(client.post(address, follow=True))
    second = words_of(client.post(address, follow=True))

    assert "1 person is reminded by e-mail." in first
    assert "reminded today already" in second


def test_the_mail_says_by_when_and_leads_to_the_page(bring_version, relations, association, at):
    at(2026, 3, 1, 10)
    bring_version(acknowledgement=RULE)
    asked = Acknowledgement.objects.get(person=relations)

    tasks.tell_person.func(str(association.pk), acknowledgement_id=str(asked.pk))
    at(2026, 3, 18, 8)
    go_round()
    tasks.tell_person.func(str(association.pk), acknowledgement_id=str(asked.pk))

    on_time, late = mail.outbox
    assert on_time.to == [relations.email]
    assert on_time.subject == "السياسة تنتظر توقيعك بحلول 22 رمضان 1447هـ (11 مارس 2026م)"
    assert f"{association.host}" in on_time.body
    assert SIGN in on_time.body
    assert "كان موعد التوقيع 22 رمضان 1447هـ" in late.body


def test_who_signed_meanwhile_gets_no_mail(bring_version, relations, association):
    version = bring_version(acknowledgement=RULE)
    asked = services.sign(version.pk, actor=relations, name="هند", agreed=True)

    tasks.tell_person.func(str(association.pk), acknowledgement_id=str(asked.pk))

    assert mail.outbox == []


def test_the_evidence_holds_names_times_and_fingerprints(
    bring_version, relations, auditor, officer, desk, at
):
    version = bring_version(acknowledgement=RULE)
    at(2026, 3, 2, 9, 30)
    services.sign(version.pk, actor=relations, name="=HYPERLINK(1)", agreed=True)
    services.sign(version.pk, actor=auditor, name="سعد بن علي", agreed=True)
    client = desk(officer)

    table = client.get(f"/policies/{version.pk}/signatures/export/")
    printed = words_of(client.get(f"/policies/{version.pk}/signatures/evidence/"))

    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert sorted(row[:3] for row in rows[1:]) == [
        ["سعد", "سعد بن علي", "2026-03-02T09:30:00+03:00"],
        ["هند", "'=HYPERLINK(1)", "2026-03-02T09:30:00+03:00"],
    ]
    assert {row[6] for row in rows[1:]} == {version.digest}
    assert "attachment" in table["Content-Disposition"]
    assert "سعد بن علي" in printed
    assert version.digest in printed


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("هند", "هند"),
        ("=1+1", "'=1+1"),
        ("+966", "'+966"),
        ("-2", "'-2"),
        ("@SUM", "'@SUM"),
        (" =1", "' =1"),
        ("\u200f=1", "'\u200f=1"),
        ("2026-03-02", "2026-03-02"),
    ],
)
def test_no_cell_is_a_formula(cell, shown):
    assert harmless(cell) == shown


def test_the_sentences_have_their_arabic():
    with override("ar"):
        assert str(services.rules.WrongAnswer()) == (
            "ليس هذا ما تنص عليه السياسة. أعد قراءة البند ثم أجب مرة أخرى."
        )


def test_who_looks_after_the_policy_is_told_of_its_review_by_mail(
    bring_version, officer, association, at
):
    at(2026, 3, 1, 10)
    bring_version(review=ReviewRule(every_months=12))
    at(2027, 3, 2, 8)

    tasks.tell_reviewer.func(str(association.pk), user_id=str(officer.pk))

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([officer.email], "حان موعد مراجعة السياسة")
    assert "وكان موعد المراجعة 22 رمضان 1448هـ (1 مارس 2027م)" in sent.body
