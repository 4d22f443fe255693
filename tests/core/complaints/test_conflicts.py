"""Conflicts of interest, found by the code: who loses sight of a complaint and of every trace of it."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.beneficiaries.models import Beneficiary
from core.cases.models import Case
from core.complaints import services
from core.complaints.conflicts import choose_decider, choose_handler, is_kept_out, kept_out_of
from core.complaints.enums import Confidentiality, Part, RightsClass, Severity
from core.complaints.queries import complaints_visible_to, investigators, involved
from core.complaints.rules import HasConflict
from core.complaints.settings import SETTINGS, ComplaintSettings
from core.notices.models import Notice
from core.notices.queries import notices_for, unread_count
from core.people_desk.queries import PeopleFilters, file_for, people_list
from foundation.arabic import searchable
from foundation.errors import NotAllowed
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.complaints.cases import bring_to, new_complaint, receive
from tests.core.complaints.cases import triage as assess
from tests.core.requests import bring_to as bring_request_to
from tests.core.requests import receive as receive_request


def sees(user, case) -> bool:
    user = User.objects.get(pk=user.pk)
    return complaints_visible_to(user).filter(pk=case.pk).exists()


def handler_of(case):
    return Case.objects.select_related("assignee").get(pk=case.pk).assignee


@pytest.fixture
def second(make_person):
    return make_person(Role.COMPLAINTS_OFFICER, name="الموظفة الثانية")


def place(user, *, unit="", manager=None):
    User.objects.filter(pk=user.pk).update(
        unit=unit, unit_search=searchable(unit), manager=manager
    )


def test_whoever_it_is_about_loses_sight_and_it_goes_to_another(cast, second):
    case = receive().case
    first = handler_of(case)
    other = second if first == cast.officer else cast.officer
    assert (sees(first, case), sees(other, case)) == (True, True)

    services.name_party(case.pk, actor=other, person=first)

    assert (sees(first, case), sees(other, case)) == (False, True)
    assert handler_of(case) == other
    with pytest.raises(NotAllowed):
        services.add_note(case.pk, actor=first, text="أراها؟")


@pytest.mark.parametrize("line_upwards", [True, False])
def test_the_line_and_the_unit_lose_sight_too(cast, make_person, line_upwards):
    SETTINGS.write(
        ComplaintSettings(line_upwards=line_upwards), actor=make_person(Role.ADMINISTRATOR)
    )
    accused = make_person(Role.RELATIONS_OFFICER, name="المشكو منه")
    above, below, beside, far = (make_person(Role.EXECUTIVE, name=name) for name in "أبتث")
    place(accused, unit="وحدة المستودع", manager=above)
    place(below, manager=accused)
    place(beside, unit="وحده المستودع")
    case = receive().case
    assess(case, cast.officer)
    everybody = (above, below, beside, far)
    assert [sees(user, case) for user in everybody] == [True] * 4

    services.name_party(case.pk, actor=cast.officer, person=accused)

    assert [sees(user, case) for user in everybody] == [not line_upwards, False, False, True]


def test_a_complaint_about_a_unit_is_kept_from_the_unit(cast, make_person):
    inside, outside = (make_person(Role.EXECUTIVE, name=name) for name in ("داخل", "خارج"))
    place(inside, unit="الخدمات")
    case = receive().case
    assess(case, cast.officer)

    services.name_party(case.pk, actor=cast.officer, unit=" الخدمات ")

    assert (sees(inside, case), sees(outside, case)) == (False, True)


def test_a_complaint_about_the_management_is_never_seen_by_it(cast, make_person):
    board = make_person(Role.BOARD_SECRETARY, name="عضو المجلس")
    SETTINGS.write(ComplaintSettings(board_member=board.pk), actor=cast.decider)

    case = receive(about_management=True, confidentiality=Confidentiality.ANONYMOUS).case

    assert (sees(cast.decider, case), sees(cast.officer, case)) == (False, True)
    assert choose_decider(case.complaint) == board


def test_when_everybody_is_kept_out_it_goes_to_whom_the_board_named(cast, make_person):
    board = make_person(name="عضو المجلس")
    SETTINGS.write(ComplaintSettings(board_member=board.pk), actor=cast.decider)

    case = receive(about_people=[cast.officer.pk], about_management=True).case

    assert handler_of(case) == board
    assert involved(case.complaint, Part.BOARD).get().person == board
    assert [sees(user, case) for user in (board, cast.officer, cast.decider)] == [
        True,
        False,
        False,
    ]
    services.triage(
        case.pk,
        actor=board,
        subject_key="integrity",
        severity=Severity.HIGH,
        rights_class=RightsClass.SENSITIVE,
    )
    services.acknowledge(case.pk, actor=board)


def test_without_anybody_it_waits_and_those_who_keep_the_settings_are_told(cast, make_person):
    keeper = make_person(Role.ADMINISTRATOR)

    case = receive(about_people=[cast.officer.pk], about_management=True).case

    assert handler_of(case) is None
    told = Notice.objects.get(recipient=keeper)
    assert (told.kind, told.case_id) == ("nobody_left", None)
    another = make_person(Role.COMPLAINTS_OFFICER, name="جديدة")
    services.give_waiting(case.pk)
    assert handler_of(case) == another


def test_who_worked_on_the_request_is_kept_out(cast, second, everyone):
    request = bring_request_to("accepted", everyone)
    everyone.role_grants.create(role=Role.COMPLAINTS_OFFICER)
    for user in (cast.officer, second):
        user.role_grants.all().delete()

    case = receive(about_case=request).case

    assert is_kept_out(everyone, case.complaint)
    assert not sees(everyone, case)
    assert handler_of(case) not in (everyone, None)


def test_nobody_handles_their_own_complaint(cast, second):
    case = receive(person=new_complaint().person.__class__(name="وحدة", email=second.email)).case

    assert handler_of(case) == cast.officer
    assert not sees(second, case)
    with pytest.raises(HasConflict):
        services.assign(case.pk, actor=cast.officer, handler=second)


def test_who_withdraws_sees_nothing_more_and_the_team_goes_on(cast, second):
    case = bring_to("investigating", cast)

    services.recuse(case.pk, actor=cast.chair, reason="قريب صاحب الشكوى")

    assert not sees(cast.chair, case)
    assert investigators(case.complaint) == [cast.member]
    assert involved(case.complaint, Part.CHAIR).get().person == cast.member


def test_somebody_with_a_conflict_is_not_let_in(cast, make_person):
    case = receive().case
    services.triage(
        case.pk,
        actor=cast.officer,
        subject_key="delay",
        severity=Severity.LOW,
        rights_class=RightsClass.ORDINARY,
    )
    services.acknowledge(case.pk, actor=cast.officer)
    services.name_party(case.pk, actor=cast.officer, person=cast.member)

    with pytest.raises(HasConflict):
        services.open_investigation(
            case.pk,
            actor=cast.officer,
            chair=cast.chair,
            members=[cast.member],
            why_not_settled="لا سبيل",
        )


def test_notices_of_it_go_out_of_sight(cast, second):
    case = receive().case
    handler = handler_of(case)
    other = second if handler == cast.officer else cast.officer
    assert unread_count(handler) == 1

    services.name_party(case.pk, actor=other, person=handler)

    fresh = User.objects.get(pk=handler.pk)
    assert (unread_count(fresh), list(notices_for(fresh))) == (0, [])


def test_a_sensitive_one_is_open_to_its_circle_alone(cast, second, make_person):
    auditor = make_person(Role.AUDITOR)
    case = receive(subject_key="abuse").case
    handler = handler_of(case)
    other = second if handler == cast.officer else cast.officer

    assert [sees(user, case) for user in (handler, other, auditor, cast.decider)] == [
        True,
        False,
        False,
        False,
    ]


def test_before_the_assessment_only_those_who_handle_see_it(cast, make_person):
    auditor = make_person(Role.AUDITOR)
    case = receive().case
    assert (sees(cast.officer, case), sees(auditor, case)) == (True, False)

    assess(case, cast.officer)

    assert sees(auditor, case)


def test_the_one_with_the_fewest_is_chosen(cast, second):
    first, following = receive().case, receive().case

    assert {handler_of(first), handler_of(following)} == {cast.officer, second}
    assert choose_handler(first.complaint) in (cast.officer, second)


def test_an_appeal_is_heard_by_nobody_of_the_first_time(cast, second, make_person):
    case = bring_to("not_upheld", cast)
    handler = handler_of(case)

    again = services.appeal(case.pk, actor=None, grounds="لم يُسمع الشاهد").case

    first_time = {handler, cast.chair, cast.member, cast.decider}
    assert [user for user in first_time if sees(user, again)] == []
    assert handler_of(again) not in first_time
    assert choose_decider(again.complaint) not in first_time


@given(data=st.data())
@settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
def test_both_ways_of_asking_agree(association, make_person, policy, cast, data):
    """From the side of the person, within a query, and from the side of the complaint, for many."""
    undo = transaction.savepoint()
    staff = [make_person(Role.COMPLAINTS_OFFICER, name=f"موظف {number}") for number in range(6)]
    for user in staff:
        manager = data.draw(st.sampled_from([None, *staff]))
        place(user, unit=data.draw(st.sampled_from(["", "أ", "ب"])), manager=manager)
    SETTINGS.write(ComplaintSettings(line_upwards=data.draw(st.booleans())), actor=cast.decider)
    about = data.draw(st.lists(st.sampled_from(staff), max_size=2, unique=True))
    case = receive(
        about_people=[user.pk for user in about], about_unit=data.draw(st.sampled_from(["", "ب"]))
    ).case
    everybody = list(User.objects.order_by("pk"))

    apart = {user.pk for user in everybody if is_kept_out(user, case.complaint)}

    assert kept_out_of(case.complaint) == apart
    transaction.savepoint_rollback(undo)


@pytest.mark.parametrize("words", ["وحده المتابعه", "الموظفة: وحدة  المتابعة، في المقر"])
def test_who_is_named_in_the_words_of_the_form_never_gets_it(cast, second, words):
    """The form promises it; who complains knows no list of our staff."""
    case = receive(about_words=words).case

    assert (sees(cast.officer, case), handler_of(case)) == (False, second)


def test_one_word_of_a_name_names_nobody(cast):
    assert handler_of(receive(about_words="وحدة أخرى").case) == cast.officer


def test_the_file_of_who_complained_tells_nothing_to_whom_the_complaint_is_closed(
    cast, make_person, everyone
):
    accused = make_person(Role.RELATIONS_OFFICER, name="المشكو منه")
    case = receive(about_people=[accused.pk]).case
    assess(case, cast.officer)
    found = [
        people_list(user, PeopleFilters(search="نورة")).count() for user in (accused, everyone)
    ]
    auditor = make_person(Role.AUDITOR)

    assert found == [0, 0]
    assert people_list(auditor, PeopleFilters(search="نورة")).count() == 1
    with pytest.raises(Beneficiary.DoesNotExist):
        file_for(accused, case.beneficiary_id)
    Case.objects.filter(pk=receive_request(everyone).case.pk).update(beneficiary=case.beneficiary)
    assert file_for(accused, case.beneficiary_id) == case.beneficiary
