import pytest

from core.beneficiaries.models import Beneficiary
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.service_requests import services
from core.service_requests.inbox import InboxFilters, inbox
from core.service_requests.queries import request_for
from tenants.people.roles import Role
from tests.core.requests import IDENTITY, bring_to, person, receive


def shown(cases) -> list[tuple[str, str, str]]:
    """What a page of the inbox reads of each row."""
    return [
        (
            case.reference,
            case.beneficiary.name,
            case.assignee.display_name if case.assignee else "",
        )
        for case in cases
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_inbox_takes_one_query_however_long_it_is(officer, rows, django_assert_num_queries):
    for _ in range(rows):
        case = receive(officer).case
        services.assign(case.pk, actor=officer, assignee=officer)
    assert officer.permissions

    with django_assert_num_queries(1):
        assert len(shown(inbox(officer))) == rows


def test_inbox_starts_with_what_is_due_first_and_ends_with_what_has_no_date(everyone, at):
    at(2026, 3, 15, 10)
    middle = bring_to(S.BEFORE_COMMITTEE, everyone)
    at(2026, 3, 1, 10)
    first = receive(everyone).case
    waiting = bring_to(S.WAITING_FOR_BENEFICIARY, everyone)
    bring_to(S.WITHDRAWN, everyone)

    assert list(inbox(everyone)) == [first, middle, waiting]
    assert [case.status for case in inbox(everyone, InboxFilters(ended=True))] == ["withdrawn"]


def test_delegate_finds_own_intakes_only(officer, make_person):
    delegate = make_person(Role.BRANCH_DELEGATE)
    own, other = receive(delegate).case, receive(officer).case

    assert list(inbox(delegate)) == [own]
    assert request_for(delegate, own.pk) == own
    with pytest.raises(Case.DoesNotExist):
        request_for(delegate, other.pk)


def test_people_without_permission_find_nothing(officer, make_person):
    receive(officer)

    assert list(inbox(make_person(Role.POLICY_OFFICER))) == []


@pytest.mark.parametrize(
    "typed",
    [
        "نوره",
        "نُورة",
        "سالم",
        "REQ-2026-0001",
        "req-2026",
        "الايجار",
        "١٠٠٠٠٠٠٠٠٨",
        "055 123 4567",
        "و/12",
    ],
)
def test_search_finds_by_name_number_subject_and_contact(officer, typed, at):
    at(2026, 3, 15, 10)
    found = receive(
        officer, beneficiary_data=person(identity_number=IDENTITY), register_number="و/12"
    ).case
    receive(
        officer,
        subject="سلة غذائية",
        beneficiary_data=person(name="خالد", mobile="0567654321"),
    )
    Case.objects.exclude(pk=found.pk).update(reference="X-1")

    assert list(inbox(officer, InboxFilters(search=typed))) == [found]


def test_filters_narrow_the_inbox(everyone, officer, at):
    at(2026, 3, 1, 10)
    late = receive(everyone).case
    now = at(2026, 3, 15, 10)
    waiting = bring_to(S.COMPLETE, everyone)
    services.mark_missing(waiting.pk, actor=everyone, question="كم الدخل؟")
    web = receive(None).case
    services.assign(web.pk, actor=officer, assignee=officer)

    assert now > late.received_at
    assert list(inbox(officer, InboxFilters(late=True))) == [late]
    assert list(inbox(officer, InboxFilters(paused=True))) == [waiting]
    assert list(inbox(officer, InboxFilters(channel="website"))) == [web]
    assert list(inbox(officer, InboxFilters(assignee=str(officer.pk)))) == [web]
    assert set(inbox(officer, InboxFilters(assignee="none"))) == {late, waiting}
    assert list(inbox(officer, InboxFilters(status="waiting_for_beneficiary"))) == [waiting]
    assert Beneficiary.objects.count() == 3
