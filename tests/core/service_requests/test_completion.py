from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.cases import rules as cases
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.deadlines.queries import clocks_of
from core.rules import Milestone, Stage
from core.service_requests import rules, services
from foundation.access import reason
from foundation.arabic import isolate
from tenants.people.roles import Role
from tests.core.requests import bring_to, do_steps, document, person, receive, settle_everything

RIYADH = ZoneInfo("Asia/Riyadh")


def clock_for(case: Case, milestone: Milestone) -> Clock:
    return clocks_of(case.pk).get(milestone=milestone)


def test_clocks_of_the_submission_start_and_those_of_completion_do_not(officer, at):
    at(2026, 3, 15, 10)
    case = receive(officer).case

    assert {c.milestone: c.state for c in clocks_of(case.pk)} == {
        "acknowledge": "met",
        "first_reply": "running",
    }
    case.refresh_from_db()
    assert (case.due_date, case.clock_paused) == (
        clock_for(case, Milestone.FIRST_REPLY).due_date,
        False,
    )


def test_required_documents_given_at_reception_are_not_missing(officer):
    case = receive(officer, documents=[document("صورة الهويه")]).case

    missing = case.missing_items.filter(provided_at=None)
    assert [item.label for item in missing] == ["تعريف بالدخل"]


def test_complete_is_blocked_by_what_is_missing_and_says_so(officer):
    case = receive(officer).case

    assert reason(rules.check_can_mark_complete, officer, case) == (
        f"لا يزال ناقصًا: «{isolate('تعريف بالدخل')}» «{isolate('صورة الهوية')}»"
    )
    with pytest.raises(cases.ItemsMissing):
        services.mark_complete(case.pk, actor=officer)


def test_open_step_blocks_the_stage_it_belongs_to(everyone):
    case = receive(everyone).case
    settle_everything(case, everyone)

    with pytest.raises(cases.StepsOpen) as blocked:
        services.mark_complete(case.pk, actor=everyone)
    assert blocked.value.details == {"steps": f"«{isolate('خطوة 1')}»"}

    do_steps(case, everyone, Stage.COMPLETION)
    services.mark_complete(case.pk, actor=everyone)
    with pytest.raises(cases.StepsOpen) as blocked:
        services.send_to_decision_body(case.pk, actor=everyone)
    assert blocked.value.details == {"steps": f"«{isolate('خطوة 2')}»"}


def test_step_reopened_blocks_later_stages_again(everyone):
    case = bring_to(S.COMPLETE, everyone)
    first = case.checklist.get(order=1)
    do_steps(case, everyone, Stage.COMMITTEE)
    services.reopen_step(case.pk, actor=everyone, item_id=first.pk)

    with pytest.raises(cases.StepsOpen):
        services.send_to_decision_body(case.pk, actor=everyone)
    with pytest.raises(cases.StepAlreadyThere):
        services.reopen_step(case.pk, actor=everyone, item_id=first.pk)


def test_step_is_done_by_the_role_that_the_policy_names(officer, make_person):
    case = receive(officer).case
    item = case.checklist.get(role=Role.SOCIAL_RESEARCHER)

    with pytest.raises(cases.StepForAnotherRole):
        services.complete_step(case.pk, actor=officer, item_id=item.pk)
    services.complete_step(
        case.pk, actor=make_person(Role.SOCIAL_RESEARCHER, name="باحث"), item_id=item.pk
    )

    item.refresh_from_db()
    assert (item.done_by, item.is_done) == ("باحث", True)
    with pytest.raises(cases.StepForAnotherRole):
        services.complete_step(case.pk, actor=officer, item_id=item.pk)


def test_step_done_twice_is_refused(officer):
    case = receive(officer).case
    item = case.checklist.get(order=1)
    services.complete_step(case.pk, actor=officer, item_id=item.pk, note="اتصلنا")

    with pytest.raises(cases.StepAlreadyThere):
        services.complete_step(case.pk, actor=officer, item_id=item.pk)
    assert case.events.filter(name="step_completed").count() == 1


def test_waiting_for_the_beneficiary_stops_the_clocks(everyone, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.COMPLETE, everyone)
    before = clock_for(case, Milestone.REQUEST_DECISION).due_date
    at(2026, 3, 17, 10)
    services.mark_missing(case.pk, actor=everyone, documents=["عقد الإيجار"])

    case.refresh_from_db()
    paused = clock_for(case, Milestone.REQUEST_DECISION)
    assert (paused.state, paused.due_at, paused.next_check_at) == (ClockState.PAUSED, None, None)
    assert (case.clock_paused, case.due_at, case.status) == (True, None, S.WAITING_FOR_BENEFICIARY)

    at(2026, 3, 29, 10)
    services.beneficiary_adds_document(case.pk, document=document("عقد الإيجار"))

    case.refresh_from_db()
    running = clock_for(case, Milestone.REQUEST_DECISION)
    assert (before, running.state) == (date(2026, 4, 9), ClockState.RUNNING)
    # 16 March counted; the other 14 of the 15 days count from 29 March on.
    assert running.due_date == case.due_date == date(2026, 4, 15)
    assert case.status == S.COMPLETE
    assert [pause.ended_at for pause in running.pauses.all()] == [
        datetime(2026, 3, 29, 10, tzinfo=RIYADH)
    ]


def test_case_goes_on_once_all_that_was_asked_for_is_there(officer):
    case = receive(officer).case
    services.mark_missing(
        case.pk, actor=officer, documents=["عقد الإيجار", "صورة الهوية"], question="كم الدخل؟"
    )
    assert case.missing_items.count() == 4  # two that the policy requires, and two more

    services.beneficiary_adds_document(case.pk, document=document("عقد الإيجار"))
    services.beneficiary_replies(case.pk, text="ثلاثة آلاف")
    assert Case.objects.get(pk=case.pk).status == S.WAITING_FOR_BENEFICIARY
    item = case.missing_items.get(label="صورة الهوية")
    services.settle_missing(case.pk, actor=officer, item_id=item.pk, note="اطلعنا على الأصل")

    # What the policy requires and nobody asked for does not keep the clocks from running …
    assert Case.objects.get(pk=case.pk).status == S.RECEIVED
    # … but the request is not complete without it.
    with pytest.raises(cases.ItemsMissing):
        services.mark_complete(case.pk, actor=officer)
    with pytest.raises(cases.StepAlreadyThere):
        services.settle_missing(case.pk, actor=officer, item_id=item.pk)


def test_asking_for_nothing_is_refused(officer):
    case = receive(officer).case

    with pytest.raises(rules.NothingAskedFor):
        services.mark_missing(case.pk, actor=officer, documents=["  "], question=" ")


def test_asking_is_the_first_reply(officer, at):
    at(2026, 3, 15, 10)
    case = receive(officer).case
    services.mark_missing(case.pk, actor=officer, question="كم الدخل؟")

    assert clock_for(case, Milestone.FIRST_REPLY).state == ClockState.MET


def test_missing_message_lists_documents_and_never_the_code(officer):
    received = receive(officer, beneficiary_data=person(email="a@example.org"))
    case = received.case
    services.mark_missing(case.pk, actor=officer, documents=["عقد الإيجار"])

    message = case.messages.get(kind="missing")
    assert "- عقد الإيجار" in message.body
    assert received.tracking_code[:5] not in message.body


def test_completed_at_stays_that_of_the_first_time(everyone, at):
    first = at(2026, 3, 15, 10)
    case = bring_to(S.COMPLETE, everyone)
    clocks = set(clocks_of(case.pk).values_list("pk", flat=True))

    assert case.completed_at == first
    services.mark_missing(case.pk, actor=everyone, question="؟؟")
    services.beneficiary_replies(case.pk, text="نعم")
    assert set(clocks_of(case.pk).values_list("pk", flat=True)) == clocks


def test_delegate_sees_and_completes_own_intakes_only(governed, make_person):
    delegate = make_person(Role.BRANCH_DELEGATE)
    own = receive(delegate).case
    other = receive().case

    assert reason(cases.check_can_view, delegate, own) is None
    services.add_document(own.pk, actor=delegate, document=document("عقد"))
    with pytest.raises(cases.NotVisible):
        services.add_document(other.pk, actor=delegate, document=document("عقد"))
    with pytest.raises(cases.NotYourPart):
        services.mark_missing(own.pk, actor=delegate, question="؟")


def test_ended_case_takes_no_more_from_the_beneficiary(officer):
    case = receive(officer).case
    services.withdraw(case.pk, actor=None, reason="لم أعد أحتاج")

    with pytest.raises(cases.CaseEnded):
        services.beneficiary_replies(case.pk, text="عدت")
    with pytest.raises(cases.CaseEnded):
        services.beneficiary_adds_document(case.pk, document=document("عقد"))
    assert clocks_of(case.pk).get(milestone="first_reply").state == ClockState.CANCELLED


def test_a_step_that_does_not_apply_holds_nothing_up(officer, everyone):
    case = bring_to(S.COMPLETE, everyone)
    item = case.checklist.get(role=Role.SOCIAL_RESEARCHER)

    services.set_step_aside(case.pk, actor=officer, item_id=item.pk, reason="الحالة واضحة")

    item.refresh_from_db()
    event = case.events.get(name="step_set_aside")
    assert (item.set_aside, item.done_by, item.note) == (True, "ضابط العلاقات", "الحالة واضحة")
    assert (event.note, event.details) == ("الحالة واضحة", {"order": 2, "clause": "4-2"})
    services.send_to_decision_body(case.pk, actor=officer)


def test_a_step_set_aside_counts_again_once_it_is_opened(officer, everyone):
    case = bring_to(S.COMPLETE, everyone)
    item = case.checklist.get(role=Role.SOCIAL_RESEARCHER)
    services.set_step_aside(case.pk, actor=officer, item_id=item.pk, reason="الحالة واضحة")

    services.reopen_step(case.pk, actor=officer, item_id=item.pk)

    item.refresh_from_db()
    assert (item.set_aside, item.is_done, item.note) == (False, False, "")
    with pytest.raises(cases.StepsOpen):
        services.send_to_decision_body(case.pk, actor=officer)


@pytest.mark.parametrize(
    ("role", "words", "refused"),
    [
        (Role.RELATIONS_OFFICER, "  ", cases.TextMissing),
        (Role.COMMITTEE_MEMBER, "سبب", cases.StepForAnotherRole),
        (Role.AUDITOR, "سبب", cases.NotYourPart),
    ],
)
def test_a_step_is_set_aside_with_a_reason_by_who_may(everyone, make_person, role, words, refused):
    case = bring_to(S.COMPLETE, everyone)
    item = case.checklist.get(role=Role.SOCIAL_RESEARCHER)

    with pytest.raises(refused):
        services.set_step_aside(case.pk, actor=make_person(role), item_id=item.pk, reason=words)

    item.refresh_from_db()
    assert item.is_done is False
