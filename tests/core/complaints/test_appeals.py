"""Who hears an appeal: nobody who did anything with the complaint the first time, given to them or not."""

from dataclasses import replace

import pytest

from core.cases.models import Case
from core.complaints import services
from core.complaints.conflicts import choose_decider
from core.complaints.enums import Finding
from core.complaints.queries import complaints_visible_to
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.complaints.cases import decided, fresh, receive, triage


@pytest.fixture
def second(make_person):
    return make_person(Role.COMPLAINTS_OFFICER, name="الموظفة الثانية")


def open_to(user, case) -> bool:
    return complaints_visible_to(User.objects.get(pk=user.pk)).filter(pk=case.pk).exists()


def given_to(case) -> User | None:
    return Case.objects.select_related("assignee").get(pk=case.pk).assignee


def decided_against(case, cast) -> None:
    """By the officer of the cast, whoever it was given to."""
    triage(fresh(case), cast.officer)
    services.acknowledge(case.pk, actor=cast.officer)
    services.open_investigation(
        case.pk,
        actor=cast.officer,
        chair=cast.chair,
        members=[cast.member],
        why_not_settled="لا سبيل",
    )
    decided(Finding.NOT_UPHELD)(fresh(case), cast)


def test_who_worked_on_what_was_given_to_another_does_not_hear_it_again(cast, second):
    case = receive().case
    services.assign(case.pk, actor=cast.officer, handler=second)
    decided_against(case, cast)

    again = services.appeal(case.pk, actor=None, grounds="لم يُسمع الشاهد").case

    assert [open_to(user, again) for user in (cast.officer, second)] == [False, False]
    assert given_to(again) not in (cast.officer, second)


@pytest.mark.parametrize("turned", [False, True])
def test_who_decided_before_it_was_opened_again_does_not_decide_on_the_appeal(
    cast, make_person, turned
):
    other = make_person(Role.EXECUTIVE, name="نائب المدير")
    first, last = (other, cast.decider) if turned else (cast.decider, other)
    case = receive().case
    decided_against(case, replace(cast, decider=first))
    services.resolve(case.pk, actor=cast.officer, done="شُرح القرار")
    services.reopen(case.pk, actor=None, why="ظهر جديد")
    services.open_investigation(
        case.pk,
        actor=cast.officer,
        chair=cast.chair,
        members=[cast.member],
        why_not_settled="لا سبيل",
    )
    decided(Finding.NOT_UPHELD)(fresh(case), replace(cast, decider=last))

    again = services.appeal(case.pk, actor=None, grounds="لم يُسمع الشاهد").case

    assert [open_to(user, again) for user in (cast.decider, other)] == [False, False]
    assert choose_decider(again.complaint) not in (cast.decider, other)


def test_who_only_took_it_in_or_wrote_a_note_may_hear_the_appeal(cast, second):
    services.assign(receive().case.pk, actor=cast.officer, handler=second)
    case = receive(registered_by=second).case
    services.add_note(case.pk, actor=second, text="اتصلت مرتين")
    decided_against(case, cast)

    again = services.appeal(case.pk, actor=second, grounds="لم يُسمع الشاهد").case

    assert given_to(again) == second
