"""Random lives of a request: whatever people do in whatever order, some sentences stay true."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.cases.enums import FINAL_STATUSES, EventName
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.queries import open_steps
from core.deadlines.engine.due import due
from core.deadlines.enums import ClockState
from core.deadlines.queries import calendar_of, clocks_of, leading_due, pauses_of, term_of
from core.escalation.sweep import sweep_deadlines
from core.rules import Stage
from core.service_requests import services
from core.service_requests.enums import DeliveryMethod, DeliveryState, ExitReason, Outcome
from core.service_requests.models import Delivery
from core.service_requests.proof import Proof
from core.service_requests.services import Instalment
from core.service_requests.workflow import STATUSES, WORKFLOW
from foundation import clock
from foundation.errors import DomainError
from foundation.models import AuditEntry
from tests.core.requests import (
    TRANSFERRED,
    bring_to,
    do_steps,
    document,
    settle_everything,
)

pytestmark = pytest.mark.slow

BEGINNING = datetime(2026, 3, 15, 9, tzinfo=ZoneInfo("Asia/Riyadh"))
ALLOWED = {(source, t.target) for t in WORKFLOW.transitions for source in t.sources}
GRANTED = Decimal(1000)
RUNNING = (ClockState.RUNNING, ClockState.PAUSED)


def settle(case, actor):
    settle_everything(case, actor)


def all_steps(case, actor):
    do_steps(case, actor, *Stage)


def open_a_step(case, actor):
    done = case.checklist.filter(done_at__isnull=False).order_by("order").first()
    if done is not None:
        services.reopen_step(case.pk, actor=actor, item_id=done.pk)


def ask_for_papers(case, actor):
    services.mark_missing(case.pk, actor=actor, documents=["عقد"])


def ask_a_question(case, actor):
    services.mark_missing(case.pk, actor=actor, question="كم عدد الأسرة؟")


def write(case, actor):
    services.beneficiary_replies(case.pk, text="خمسة")


def send_a_paper(case, actor):
    services.beneficiary_adds_document(case.pk, document=document("عقد"))


def by_name(service):
    return lambda case, actor: service(case.pk, actor=actor)


def study(case, actor):
    services.return_from_research(case.pk, actor=actor, findings="تمت الزيارة")


def decide(outcome):
    def act(case, actor):
        services.decide(
            case.pk, actor=actor, outcome=outcome, reason="لأسباب", early_reason="عاجل"
        )
        Case.objects.filter(pk=case.pk).update(amount_granted=GRANTED)

    return act


def plan(*amounts):
    parts = [Instalment("قسط", Decimal(amount)) for amount in amounts]
    return lambda case, actor: services.plan_deliveries(case.pk, actor=actor, instalments=parts)


def hand_over(proof):
    def act(case, actor):
        planned = case.deliveries.filter(state=DeliveryState.PLANNED).order_by("order").first()
        if planned is not None:
            services.hand_over(case.pk, actor=actor, delivery_id=planned.pk, proof=proof)

    return act


def deliver(proof):
    return lambda case, actor: services.deliver(case.pk, actor=actor, proof=proof)


def take_back(case, actor):
    made = case.deliveries.filter(state=DeliveryState.DELIVERED).order_by("order").first()
    if made is not None:
        services.take_back(case.pk, actor=actor, delivery_id=made.pk, reason="الحساب مغلق")


def end_service(case, actor):
    services.end_service(case.pk, actor=actor, reason=ExitReason.OTHER)


def withdraw(case, actor):
    services.withdraw(case.pk, actor=None)


GRANTED_STATES = (S.ACCEPTED, S.DELIVERING)
UNPROVED = Proof(DeliveryMethod.CASH)
complete, refer = by_name(services.mark_complete), by_name(services.refer_to_research)
send, close = by_name(services.send_to_decision_body), by_name(services.close)
start = by_name(services.start_delivery)
deciding = [decide(outcome) for outcome in Outcome]
planning = [plan(300), plan(500, 500), plan(900, 200)]
granted = [*planning, start, hand_over(TRANSFERRED), hand_over(UNPROVED)]
NEXT = {
    S.RECEIVED: [settle, all_steps, complete, ask_for_papers, ask_a_question],
    S.WAITING_FOR_BENEFICIARY: [write, send_a_paper, settle],
    S.COMPLETE: [refer, send, ask_a_question, all_steps],
    S.UNDER_STUDY: [study, send, ask_for_papers, all_steps],
    S.BEFORE_COMMITTEE: [all_steps, *deciding],
    S.ACCEPTED: granted,
    S.PARTLY_ACCEPTED: granted,
    S.DELIVERING: [*granted, all_steps, deliver(TRANSFERRED), deliver(UNPROVED), take_back],
    S.DELIVERED: [take_back, close],
    S.REJECTED: [close, all_steps],
    S.CLOSED: [close, write],
    S.WITHDRAWN: [complete, write],
}
ANYTHING = [
    *(act for acts in NEXT.values() for act in acts), deliver(None), open_a_step, end_service,
    withdraw,
]  # fmt: skip


def lives_of(actor, monkeypatch):
    """A machine whose people all have every role, and which leaves no trace."""

    class Lives(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.now = BEGINNING
            monkeypatch.setattr(clock, "now", lambda: self.now)
            self.undo = transaction.savepoint()
            self.version = None
            self.missed: set = set()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.undo)

        def look(self) -> None:
            """What the sentences below are about, read once after each step."""
            self.case = Case.objects.get(pk=self.pk)
            self.events = list(self.case.events.order_by("happened_at", "pk"))
            self.clocks = list(clocks_of(self.pk))
            self.deliveries = list(self.case.deliveries.order_by("order"))

        def attempt(self, act) -> None:
            """What the rules refuse leaves no trace."""
            inner = transaction.savepoint()
            try:
                act(self.case, actor)
            except (DomainError, Delivery.DoesNotExist):
                transaction.savepoint_rollback(inner)
                events, status = len(self.events), self.case.status
                self.look()
                assert (len(self.events), self.case.status) == (events, status)
            else:
                self.look()

        @initialize(status=st.sampled_from([*STATUSES, *GRANTED_STATES * 3]))
        def somebody_asked(self, status) -> None:
            """And it came this far already, in one morning."""
            case = bring_to(status, actor)
            self.pk, self.version = case.pk, case.policy_version
            Case.objects.filter(pk=case.pk).update(amount_granted=GRANTED)
            if status in GRANTED_STATES:
                plan(300, 300)(case, actor)
            self.look()

        @rule(hours=st.integers(1, 400))
        def time_passes(self, hours) -> None:
            self.now += timedelta(hours=hours)
            sweep_deadlines(self.now)
            self.look()

        @rule(data=st.data())
        def somebody_does_what_is_next(self, data) -> None:
            self.attempt(data.draw(st.sampled_from(NEXT[S(self.case.status)])))

        @rule(data=st.data())
        def somebody_else_does_what_is_next(self, data) -> None:
            self.attempt(data.draw(st.sampled_from(NEXT[S(self.case.status)])))

        @rule(act=st.sampled_from(ANYTHING))
        def somebody_tries_something(self, act) -> None:
            self.attempt(act)

        @invariant()
        def a_request_that_has_ended_says_when_and_owes_nothing(self) -> None:
            case = self.case
            ended = case.status in FINAL_STATUSES
            assert (case.closed_at is not None) == ended
            if ended:
                assert not [each for each in self.clocks if each.state in RUNNING]
                assert case.due_at is None

        @invariant()
        def the_inbox_shows_the_date_that_comes_first(self) -> None:
            case = self.case
            if case.is_open:
                leading = leading_due(case.pk)
                shown = (case.due_at, case.due_date, case.clock_paused)
                assert shown == (leading.due_at, leading.due_date, leading.paused)

        @invariant()
        def a_date_is_what_term_calendar_and_pauses_make_it(self) -> None:
            for each in [each for each in self.clocks if each.state in RUNNING]:
                pauses = pauses_of(each)
                dates = due(term_of(each), each.started_at, calendar_of(each), pauses)
                assert (each.due_at, each.due_date) == (dates.due, dates.due_date)
                assert (each.state == ClockState.PAUSED) == any(p.end is None for p in pauses)

        @invariant()
        def clocks_stand_still_only_while_the_request_waits(self) -> None:
            case = self.case
            if case.status != S.WAITING_FOR_BENEFICIARY:
                assert ClockState.PAUSED not in {each.state for each in self.clocks}

        @invariant()
        def while_the_request_waits_nothing_runs_on_but_what_was_late_before(self) -> None:
            if self.case.status == S.WAITING_FOR_BENEFICIARY:
                assert ClockState.RUNNING not in {each.state for each in self.clocks}

        @invariant()
        def only_a_waiting_request_knows_where_it_waited_from(self) -> None:
            case = self.case
            waits = case.status == S.WAITING_FOR_BENEFICIARY
            assert bool(case.status_before_waiting) == waits

        @invariant()
        def a_missed_promise_stays_missed(self) -> None:
            now_missed = {each.pk for each in self.clocks if each.state == ClockState.MISSED}
            assert self.missed <= now_missed
            self.missed = now_missed

        @invariant()
        def every_step_that_was_taken_stands_in_the_table_and_in_the_timeline(self) -> None:
            moves = [
                (event.details["from"], event.details["to"])
                for event in self.events
                if "from" in event.details
            ]
            assert set(moves) <= ALLOWED
            came_to = {to for _from, to in moves} | {
                event.details["to"] for event in self.events if event.name == EventName.RESUME
            }
            assert self.case.status in came_to | {S.RECEIVED}

        @invariant()
        def nothing_is_decided_while_steps_of_the_policy_are_open(self) -> None:
            names = {event.name for event in self.events}
            if EventName.STEP_REOPENED in names:
                return
            if EventName.DECIDE in names:
                assert open_steps(self.case, Stage.DECISION) == []
            if EventName.DELIVER in names:
                assert open_steps(self.case, Stage.DELIVERY) == []

        @invariant()
        def nothing_is_handed_over_without_proof(self) -> None:
            for each in self.deliveries:
                if each.state == DeliveryState.DELIVERED:
                    assert each.transfer_reference or each.receipt_id or each.signature_id

        @invariant()
        def no_more_is_planned_and_handed_over_than_was_granted(self) -> None:
            counted = (DeliveryState.PLANNED, DeliveryState.DELIVERED)
            sums = sum(each.amount or 0 for each in self.deliveries if each.state in counted)
            assert sums <= GRANTED

        @invariant()
        def a_request_stays_with_the_policy_of_its_arrival(self) -> None:
            assert self.case.policy_version == self.version

        @invariant()
        def the_audit_log_knows_every_event(self) -> None:
            known = AuditEntry.objects.filter(object_id=str(self.pk), action__startswith="case.")
            assert known.count() >= len(self.events)

    return Lives


def test_whatever_people_do_these_sentences_stay_true(everyone, monkeypatch):
    run_state_machine_as_test(
        lives_of(everyone, monkeypatch),
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
