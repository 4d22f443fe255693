from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.notices import services
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.notices.queries import notices_for, unread_count
from foundation import clock
from tenants.people.roles import Role
from tests.core.requests import receive


def told(person) -> list[tuple[str, str]]:
    return [(notice.kind, notice.subject) for notice in notices_for(person)]


def test_the_same_thing_is_told_once(officer):
    case = receive(officer).case
    for _ in range(3):
        services.notify(recipient=officer, kind=NoticeKind.MENTION, case=case, subject="event:1")
    services.notify(recipient=officer, kind=NoticeKind.MENTION, case=case, subject="event:2")
    services.notify(recipient=officer, kind=NoticeKind.REPLY, case=case, subject="event:1")

    assert sorted(told(officer)) == [
        ("mention", "event:1"),
        ("mention", "event:2"),
        ("reply", "event:1"),
    ]


def test_many_are_told_in_one_statement_and_who_left_is_not(officer, make_person):
    others = [make_person(Role.RELATIONS_OFFICER) for _ in range(5)]
    gone = make_person(Role.RELATIONS_OFFICER)
    gone.is_active = False
    gone.save(update_fields=["is_active"])

    with CaptureQueriesContext(
        connection,
    ) as queries:
        services.notify_many(
            [officer, officer, *others, gone], kind=NoticeKind.MAIL_WAITING, subject="mail:1"
        )

    assert len(queries) == 1
    assert Notice.objects.count() == 6
    assert told(gone) == []


def test_unread_first_then_the_newest(officer, at):
    for day, subject in enumerate(("old", "read", "new"), start=1):
        at(2026, 3, day, 9)
        services.notify(recipient=officer, kind=NoticeKind.REPLY, subject=subject)
    read = Notice.objects.get(subject="read")
    services.mark_read(officer, read.pk)
    first = Notice.objects.get(subject="read").read_at
    at(2026, 3, 9, 9)
    services.mark_read(officer, read.pk)

    assert [subject for _, subject in told(officer)] == ["new", "old", "read"]
    assert Notice.objects.get(subject="read").read_at == first
    assert unread_count(officer) == 2
    assert services.mark_all_read(officer) == 2
    assert unread_count(officer) == 0


def test_nobody_marks_what_somebody_else_was_told(officer, everyone):
    services.notify(recipient=everyone, kind=NoticeKind.REPLY, subject="theirs")

    with pytest.raises(Notice.DoesNotExist):
        services.mark_read(officer, Notice.objects.get().pk)

    assert services.mark_all_read(officer) == 0
    assert unread_count(everyone) == 1


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        ((Role.RELATIONS_OFFICER,), {"own", "other", "none"}),
        ((Role.BRANCH_DELEGATE,), {"own", "none"}),
        ((Role.POLICY_OFFICER,), {"none"}),
        ((), {"none"}),
    ],
)
def test_a_notice_goes_when_its_case_may_no_longer_be_seen(officer, make_person, roles, seen):
    person = make_person(Role.BRANCH_DELEGATE)
    own, other = receive(person).case, receive(officer).case
    for case, subject in ((own, "own"), (other, "other"), (None, "none")):
        services.notify(recipient=person, kind=NoticeKind.MENTION, case=case, subject=subject)
    person.role_grants.all().delete()
    for role in roles:
        person.role_grants.create(role=role)
    person.forget_roles()

    assert {subject for _, subject in told(person)} == seen
    assert unread_count(person) == len(seen)


def test_opening_a_case_reads_what_was_told_of_it(officer):
    mine, other = receive(officer).case, receive(officer).case
    for case in (mine, other):
        services.notify(
            recipient=officer, kind=NoticeKind.ASSIGNED, case=case, subject=str(case.pk)
        )

    assert services.mark_case_read(officer, mine) == 1
    assert [notice.case for notice in notices_for(officer).filter(read_at=None)] == [other]


def test_the_count_stops_where_nobody_counts_any_more(officer):
    now = clock.now() - timedelta(days=1)
    Notice.objects.bulk_create(
        Notice(recipient=officer, kind=NoticeKind.REPLY, subject=str(number), created_at=now)
        for number in range(120)
    )

    assert unread_count(officer) == 100
