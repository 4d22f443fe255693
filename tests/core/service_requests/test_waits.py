"""What starts clocks, what stops them, and what nothing stops."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from core.cases.enums import CaseStatus as S
from core.cases.history import histories
from core.cases.models import Case
from core.cases.rules import CaseEnded, NotYourPart, TextMissing
from core.deadlines import queries
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock, ClockPause
from core.deadlines.services import MayNotBeExtended
from core.escalation.sweep import sweep_deadlines
from core.rules import Milestone, StartEvent
from core.service_requests import services, waiting
from core.service_requests.enums import Outcome
from foundation import clock as time
from tenants.people.roles import Role
from tests.core.provider import days, deadline
from tests.core.requests import bring_to, receive

RIYADH = ZoneInfo("Asia/Riyadh")
SUNDAY = (2026, 4, 5, 10)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (StartEvent.SUBMISSION, S.RECEIVED),
        (StartEvent.COMPLETION, S.COMPLETE),
        (StartEvent.REFERRAL, S.UNDER_STUDY),
        (StartEvent.DECISION, S.ACCEPTED),
    ],
)
def test_each_event_starts_the_clocks_that_count_from_it(policy, everyone, at, event, status):
    rule = deadline("of", Milestone.DELIVER, event, days(9))
    policy.change(deadlines=(rule,))
    moment = at(*SUNDAY)

    case = bring_to(status, everyone)

    [clock] = Clock.objects.filter(case=case)
    assert (clock.start_event, clock.started_at, clock.state) == (event, moment, "running")


def test_reply_of_the_beneficiary_starts_the_clocks_that_count_from_it(policy, everyone, at):
    policy.change(deadlines=(deadline("of", Milestone.DELIVER, StartEvent.REPLY, days(9)),))
    at(*SUNDAY)
    case = receive(everyone).case
    services.mark_missing(case.pk, actor=everyone, question="كم الدخل؟")
    assert not Clock.objects.filter(case=case).exists()

    moment = at(2026, 4, 6, 12)
    services.beneficiary_replies(case.pk, text="ثلاثة آلاف")

    [clock] = Clock.objects.filter(case=case)
    assert (clock.started_at, clock.due_date) == (moment, date(2026, 4, 19))


def test_wait_for_an_outside_body_stops_the_clocks_until_it_answers(everyone, at):
    at(*SUNDAY)
    case = receive(everyone).case
    reply = Clock.objects.get(case=case, rule_key="reply")
    assert reply.due_date == date(2026, 4, 12)

    at(2026, 4, 6, 9)
    services.wait_for_outside_body(case.pk, actor=everyone, body="البلدية")
    reply.refresh_from_db()
    case.refresh_from_db()
    assert (reply.state, reply.due_at, case.clock_paused) == (ClockState.PAUSED, None, True)
    at(2026, 4, 8, 9)
    services.outside_body_answered(case.pk, actor=everyone, note="رقم الخطاب 12")

    reply.refresh_from_db()
    case.refresh_from_db()
    # Monday and Tuesday closed while it stood still; Wednesday is the second day counted.
    assert (reply.state, reply.due_date) == (ClockState.RUNNING, date(2026, 4, 14))
    assert case.clock_paused is False
    said = [
        (event.name, event.visibility, event.note) for event in case.events.order_by("happened_at")
    ]
    assert ("wait_outside", "beneficiary", "البلدية") in said
    assert ("outside_answered", "beneficiary", "") in said
    assert ("note", "staff", "رقم الخطاب 12") in said


@pytest.mark.parametrize("first_to_end", ["beneficiary", "outside"])
def test_of_two_waits_at_once_both_must_end(everyone, at, first_to_end):
    at(*SUNDAY)
    case = bring_to(S.COMPLETE, everyone)
    services.wait_for_outside_body(case.pk, actor=everyone, body="البلدية")
    at(2026, 4, 6, 10)
    services.mark_missing(case.pk, actor=everyone, question="كم الدخل؟")
    ends = {
        "outside": lambda: services.outside_body_answered(case.pk, actor=everyone),
        "beneficiary": lambda: services.beneficiary_replies(case.pk, text="ألف"),
    }
    at(2026, 4, 7, 10)
    ends.pop(first_to_end)()
    [decided] = Clock.objects.filter(case=case, met_at=None)
    assert (decided.state, decided.due_at) == (ClockState.PAUSED, None)

    at(2026, 4, 9, 10)
    ends.popitem()[1]()

    decided.refresh_from_db()
    assert decided.state == ClockState.RUNNING
    assert ClockPause.objects.filter(clock=decided, ended_at=None).count() == 0
    fresh = Clock.objects.prefetch_related("pauses").get(pk=decided.pk)
    with override("en"):
        told = {day.date.day: day.reasons for day in queries.explain_clock(fresh)}
    assert "Paused: Waiting for an outside body" in told[6]


def test_clock_that_starts_while_an_outside_body_is_waited_for_stands_still(everyone, at):
    at(*SUNDAY)
    case = bring_to(S.BEFORE_COMMITTEE, everyone)
    services.wait_for_outside_body(case.pk, actor=everyone, body="الوزارة")
    for item in case.checklist.filter(done_at=None, stage="decision"):
        services.complete_step(case.pk, actor=everyone, item_id=item.pk)
    services.decide(case.pk, actor=everyone, outcome=Outcome.ACCEPTED, early_reason="عاجل")

    deliver = Clock.objects.get(case=case, rule_key="deliver")
    assert (deliver.state, deliver.due_at) == (ClockState.PAUSED, None)
    at(2026, 4, 6, 10)
    services.outside_body_answered(case.pk, actor=everyone)
    deliver.refresh_from_db()
    assert (deliver.state, deliver.due_date) == (ClockState.RUNNING, date(2026, 4, 19))


def test_waits_begin_and_end_in_turn_and_on_open_requests_only(everyone, officer, make_person, at):
    at(*SUNDAY)
    case = receive(everyone).case
    with pytest.raises(waiting.WaitsForNobody):
        services.outside_body_answered(case.pk, actor=everyone)
    with pytest.raises(TextMissing):
        services.wait_for_outside_body(case.pk, actor=everyone, body=" ")
    auditor = make_person(Role.AUDITOR)
    with pytest.raises(NotYourPart):
        services.wait_for_outside_body(case.pk, actor=auditor, body="البلدية")
    services.wait_for_outside_body(case.pk, actor=officer, body="البلدية")
    with pytest.raises(waiting.WaitsAlready):
        services.wait_for_outside_body(case.pk, actor=everyone, body="البلدية")
    services.withdraw(case.pk, actor=everyone, reason="طلبه")
    with pytest.raises(CaseEnded):
        services.outside_body_answered(case.pk, actor=everyone)


def test_person_who_asks_for_their_data_gets_thirty_days_whatever_pauses_or_ends(everyone, at):
    at(*SUNDAY)
    case = receive(everyone).case
    clock = services.take_data_request(case.pk, actor=everyone, note="طلب نسخة من بياناته")
    assert (clock.due_date, clock.due_at) == (
        date(2026, 5, 5),
        datetime(2026, 5, 6, tzinfo=RIYADH),
    )

    services.wait_for_outside_body(case.pk, actor=everyone, body="البلدية")
    services.withdraw(case.pk, actor=everyone, reason="طلبه")

    clock.refresh_from_db()
    assert (clock.state, clock.due_date) == (ClockState.RUNNING, date(2026, 5, 5))
    with pytest.raises(waiting.AskedAlready):
        services.take_data_request(case.pk, actor=everyone, note="مرة أخرى")
    services.answer_statute(
        case.pk, actor=everyone, milestone=Milestone.DATA_SUBJECT_REPLY, note="سُلّمت النسخة"
    )
    clock.refresh_from_db()
    assert clock.state == ClockState.MET
    with pytest.raises(waiting.NothingToAnswer):
        services.answer_statute(
            case.pk, actor=everyone, milestone=Milestone.DATA_SUBJECT_REPLY, note="مرة أخرى"
        )


def test_data_reply_is_extended_once_before_it_is_over_and_with_a_reason(everyone, at):
    at(*SUNDAY)
    case = receive(everyone).case
    clock = services.take_data_request(case.pk, actor=everyone, note="طلب نسخة من بياناته")
    at(2026, 4, 21, 10)
    assert sweep_deadlines(time.now()) >= 1
    clock.refresh_from_db()
    assert clock.warned_percent == 50
    with pytest.raises(TextMissing):
        services.extend_deadline(case.pk, actor=everyone, clock_id=clock.pk, reason="")

    extended = services.extend_deadline(
        case.pk, actor=everyone, clock_id=clock.pk, reason="ملفات ورقية قديمة"
    )

    assert (extended.due_date, extended.warned_percent) == (date(2026, 6, 4), 0)
    event = case.events.get(name="deadline_extended")
    assert (event.details["from"], event.details["to"]) == ("2026-05-05", "2026-06-04")
    assert (event.visibility, event.note) == ("beneficiary", "ملفات ورقية قديمة")
    with pytest.raises(MayNotBeExtended):
        services.extend_deadline(case.pk, actor=everyone, clock_id=clock.pk, reason="ثانية")


def test_nothing_else_is_extended(everyone, at):
    at(*SUNDAY)
    case = receive(everyone).case
    late = services.take_data_request(case.pk, actor=everyone, note="طلب")
    promised = Clock.objects.get(case=case, rule_key="reply")
    breach = services.take_breach(case.pk, actor=everyone, known_at=time.now(), note="بريد خاطئ")
    at(2026, 5, 10, 10)
    for clock in (late, promised, breach):
        with pytest.raises(MayNotBeExtended):
            services.extend_deadline(case.pk, actor=everyone, clock_id=clock.pk, reason="سبب")


def test_breach_is_due_seventy_two_hours_after_it_was_known(everyone, at):
    at(*SUNDAY)
    case = receive(everyone).case
    at(2026, 4, 9, 18)
    known = datetime(2026, 4, 9, 15, 30, tzinfo=RIYADH)
    clock = services.take_breach(case.pk, actor=everyone, known_at=known, note="بريد خاطئ")

    assert clock.due_at == datetime(2026, 4, 12, 15, 30, tzinfo=RIYADH)
    with pytest.raises(waiting.KnownInFuture):
        services.take_breach(
            case.pk,
            actor=everyone,
            known_at=datetime(2026, 4, 9, 18, 1, tzinfo=RIYADH),
            note="بريد خاطئ",
        )


def test_law_is_no_part_of_what_a_move_to_another_version_looks_at(everyone, at):
    at(*SUNDAY)
    case = receive(everyone).case
    clock = services.take_data_request(case.pk, actor=everyone, note="طلب")

    [history] = histories(Case.objects.filter(pk=case.pk)).cases

    assert [facts.rule_key for facts in history.clocks] == ["ack", "reply"]
    assert clock.rule_key == "statutory.data_subject_reply"
