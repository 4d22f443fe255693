from datetime import date

import pytest

from foundation import audit
from foundation.models import AuditEntry
from policies.acknowledging import rules, services
from policies.acknowledging.daily import go_round
from policies.content import ReviewRule
from policies.models import Acknowledgement
from tenants.people.roles import Role
from tests.policies.acknowledging.conftest import ASKING, RULE


def asked_people(version):
    return set(
        Acknowledgement.objects.filter(version=version).values_list(
            "person__display_name", flat=True
        )
    )


def signed(version, person, **values):
    return services.sign(version.pk, actor=person, **{"name": "الاسم", "agreed": True, **values})


def test_who_holds_a_named_role_is_asked_when_the_version_comes_into_force(
    bring_version, relations, auditor, at
):
    at(2026, 3, 1, 10)

    version = bring_version(acknowledgement=RULE)

    assert asked_people(version) == {"هند", "سعد"}
    assert {each.due_on for each in Acknowledgement.objects.all()} == {date(2026, 3, 11)}


def test_without_named_roles_all_active_staff_are_asked(bring_version, relations, make_person):
    gone = make_person(Role.AUDITOR, name="راحل")
    gone.is_active = False
    gone.save()

    version = bring_version(acknowledgement=RULE.model_copy(update={"roles": ()}))

    assert asked_people(version) == {"هند", "نورة", "ماجد"}


def test_a_policy_without_such_a_part_asks_nobody(bring_version, relations):
    version = bring_version(acknowledgement=None)

    assert asked_people(version) == set()


def test_a_small_change_need_not_be_signed_again_by_who_signed(
    bring_version, relations, auditor, at
):
    at(2026, 3, 1, 10)
    first = bring_version(acknowledgement=RULE)
    signed(first, relations)
    at(2026, 3, 2, 10)
    second = bring_version(acknowledgement=RULE, is_minor=True, title="سياسة العلاقة بالمستفيد")
    at(2026, 3, 3, 10)
    third = bring_version(acknowledgement=RULE, is_minor=True, title="سياسة العلاقة مع المستفيد")
    at(2026, 3, 4, 10)
    fourth = bring_version(acknowledgement=RULE, title="سياسة العلاقة")

    assert [asked_people(each) for each in (second, third, fourth)] == [
        {"سعد"},
        {"سعد"},
        {"هند", "سعد"},
    ]


def test_who_joins_or_gets_a_role_later_is_asked_by_the_daily_round(
    bring_version, relations, make_person, at
):
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=RULE)
    at(2026, 3, 20, 8)
    make_person(Role.AUDITOR, name="جديدة")

    go_round()
    go_round()

    late_comer = Acknowledgement.objects.get(version=version, person__display_name="جديدة")
    assert (asked_people(version), late_comer.due_on) == ({"هند", "جديدة"}, date(2026, 3, 30))


def test_a_signature_keeps_name_time_and_what_was_signed(bring_version, relations, at):
    version = bring_version(acknowledgement=RULE)
    now = at(2026, 3, 2, 9)

    signed(version, relations, name="  هند   بنت فهد ")

    kept = Acknowledgement.objects.get(version=version, person=relations)
    assert (kept.name, kept.signed_at, kept.digest) == ("هند بنت فهد", now, version.digest)
    assert AuditEntry.objects.filter(action="policy.signed").count() == 1
    assert audit.verify().intact


def test_signing_twice_is_signing_once(bring_version, relations, at):
    version = bring_version(acknowledgement=RULE)
    at(2026, 3, 2, 9)
    first = signed(version, relations, name="هند بنت فهد")
    at(2026, 3, 3, 9)

    again = signed(version, relations, name="اسم آخر")

    assert (again.name, again.signed_at) == (first.name, first.signed_at)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"name": "  "}, rules.NameNeeded),
        ({"name": "ه" * 201}, rules.NameTooLong),
        ({"agreed": False}, rules.NotAgreed),
        ({"answer": ""}, rules.AnswerNeeded),
        ({"answer": "قرن"}, rules.AnswerNeeded),
        ({"answer": "شهر"}, rules.WrongAnswer),
    ],
)
def test_a_signature_that_lacks_something_is_none(bring_version, relations, values, refused):
    version = bring_version(acknowledgement=ASKING)

    with pytest.raises(refused):
        signed(version, relations, **{"answer": "عشرة أيام عمل", **values})

    assert Acknowledgement.objects.get(person=relations).signed_at is None


def test_a_wrong_answer_is_counted_and_may_be_put_right(bring_version, relations):
    version = bring_version(acknowledgement=ASKING)

    for _again in range(2):
        with pytest.raises(rules.WrongAnswer):
            signed(version, relations, answer="شهر")
    kept = signed(version, relations, answer="عشرة أيام عمل")

    wrong = AuditEntry.objects.filter(action=services.WRONG_ANSWER, object_id=str(kept.pk))
    assert (wrong.count(), kept.answer) == (2, "عشرة أيام عمل")


def test_who_was_not_asked_signs_nothing(bring_version, relations, officer):
    version = bring_version(acknowledgement=RULE)

    with pytest.raises(rules.NotAskedToSign):
        signed(version, officer)

    assert Acknowledgement.objects.get(person=relations).signed_at is None


def test_a_version_that_was_replaced_takes_no_signature(bring_version, relations, at):
    at(2026, 3, 1, 10)
    old = bring_version(acknowledgement=RULE)
    at(2026, 3, 2, 10)
    bring_version(acknowledgement=RULE, title="سياسة العلاقة")

    with pytest.raises(rules.VersionSuperseded):
        signed(old, relations)


def told_on(at, days):
    """The days of March and on, in 2026, on which the round reminded somebody."""
    reminded = []
    for day in days:
        at(2026, *day, 8)
        before = sum(Acknowledgement.objects.values_list("reminders", flat=True))
        go_round()
        go_round()
        if sum(Acknowledgement.objects.values_list("reminders", flat=True)) > before:
            reminded.append(day)
    return reminded


def test_reminders_come_before_the_day_on_it_and_weekly_after_for_six_weeks(
    bring_version, relations, at
):
    at(2026, 3, 1, 10)
    bring_version(acknowledgement=RULE)
    days = [(3, day) for day in range(2, 32)] + [(4, day) for day in range(1, 31)]

    reminded = told_on(at, days)

    assert reminded == [
        (3, 8), (3, 11), (3, 18), (3, 25), (4, 1), (4, 8), (4, 15), (4, 22),
    ]  # fmt: skip


def test_a_missed_day_is_made_good_once(bring_version, relations, at):
    at(2026, 3, 1, 10)
    bring_version(acknowledgement=RULE)

    assert told_on(at, [(3, 13), (3, 14)]) == [(3, 13)]


def test_who_signed_or_left_is_reminded_no_more(bring_version, relations, auditor, at):
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=RULE)
    signed(version, relations)
    auditor.is_active = False
    auditor.save()

    assert told_on(at, [(3, 8), (3, 11)]) == []


def test_by_hand_nobody_is_reminded_twice_a_day(bring_version, relations, auditor, officer, at):
    at(2026, 3, 1, 10)
    version = bring_version(acknowledgement=RULE)
    signed(version, auditor)
    with pytest.raises(rules.RemindedToday):
        services.remind_by_hand(version.pk, actor=officer)  # they were asked today
    at(2026, 3, 2, 10)

    people = services.remind_by_hand(version.pk, actor=officer)

    assert people == 1
    with pytest.raises(rules.RemindedToday):
        services.remind_by_hand(version.pk, actor=officer)
    at(2026, 3, 3, 10)
    assert services.remind_by_hand(version.pk, actor=officer) == 1
    with pytest.raises(rules.MayNotRemind):
        services.remind_by_hand(version.pk, actor=auditor)


def test_the_review_is_asked_for_once_for_each_version(bring_version, at):
    at(2026, 3, 1, 10)
    bring_version(review=ReviewRule(every_months=12))
    asked = AuditEntry.objects.filter(action="policy.review_reminded")
    counts = []
    for day in [(2027, 2, 28), (2027, 3, 1), (2027, 3, 2)]:
        at(*day, 8)
        go_round()
        counts.append(asked.count())

    assert counts == [0, 1, 1]
