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
    precondition,
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
from core.service_requests.workflow import WORKFLOW
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
BEFORE_A_DECISION = {S.RECEIVED, S.WAITING_FOR_BENEFICIARY, S.COMPLETE, S.UNDER_STUDY}
NEXT = {
    S.RECEIVED: services.mark_complete,
    S.COMPLETE: services.send_to_decision_body,
    S.UNDER_STUDY: services.send_to_decision_body,
    S.ACCEPTED: services.start_delivery,
}
RUNNING = (ClockState.RUNNING, ClockState.PAUSED)


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

        @property
        def case(self) -> Case:
            return Case.objects.get(pk=self.pk)

        def attempt(self, act) -> None:
            """What the rules refuse leaves no trace."""
            events = self.case.events.count()
            status = self.case.status
            inner = transaction.savepoint()
            try:
                act()
            except (DomainError, Delivery.DoesNotExist):
                transaction.savepoint_rollback(inner)
                assert (self.case.events.count(), self.case.status) == (events, status)

        @initialize(status=st.sampled_from(S))
        def somebody_asked(self, status) -> None:
            """And it came this far already, in one morning."""
            case = bring_to(status, actor)
            self.pk, self.version = case.pk, case.policy_version

        @rule(hours=st.integers(1, 400))
        def time_passes(self, hours) -> None:
            self.now += timedelta(hours=hours)
            sweep_deadlines(self.now)

        @rule()
        def papers_are_settled(self) -> None:
            self.attempt(lambda: settle_everything(self.case, actor))

        @rule(stage=st.sampled_from(Stage))
        def steps_are_done(self, stage) -> None:
            self.attempt(lambda: do_steps(self.case, actor, stage))

        @rule()
        def a_step_is_opened_again(self) -> None:
            done = self.case.checklist.filter(done_at__isnull=False).order_by("order").first()
            if done is not None:
                self.attempt(lambda: services.reopen_step(self.pk, actor=actor, item_id=done.pk))

        @rule(question=st.booleans())
        def something_is_missing(self, question) -> None:
            asked = {"question": "كم عدد الأسرة؟"} if question else {"documents": ["عقد"]}
            self.attempt(lambda: services.mark_missing(self.pk, actor=actor, **asked))

        @rule()
        def the_beneficiary_writes(self) -> None:
            self.attempt(lambda: services.beneficiary_replies(self.pk, text="خمسة"))

        @rule()
        def the_beneficiary_sends_a_paper(self) -> None:
            self.attempt(
                lambda: services.beneficiary_adds_document(self.pk, document=document("عقد"))
            )

        @rule(
            step=st.sampled_from(
                [
                    services.mark_complete,
                    services.refer_to_research,
                    services.send_to_decision_body,
                    services.start_delivery,
                    services.close,
                ]
            )
        )
        def it_goes_on(self, step) -> None:
            self.attempt(lambda: step(self.pk, actor=actor))

        @rule()
        def the_office_does_all_that_is_next(self) -> None:
            """So that many lives come to their end."""
            if self.case.status != S.WAITING_FOR_BENEFICIARY:
                self.papers_are_settled()
            for stage in Stage:
                self.attempt(lambda stage=stage: do_steps(self.case, actor, stage))
            following = NEXT.get(S(self.case.status))
            if following is not None:
                self.attempt(lambda: following(self.pk, actor=actor))

        @rule()
        def it_comes_back_from_study(self) -> None:
            self.attempt(
                lambda: services.return_from_research(self.pk, actor=actor, findings="تمت")
            )

        @rule(outcome=st.sampled_from(Outcome))
        def it_is_decided(self, outcome) -> None:
            self.attempt(
                lambda: services.decide(
                    self.pk, actor=actor, outcome=outcome, reason="لأسباب", early_reason="عاجل"
                )
            )
            if self.case.decided_at == self.now and outcome != Outcome.REJECTED:
                Case.objects.filter(pk=self.pk).update(amount_granted=Decimal(1000))

        @rule(amounts=st.lists(st.integers(1, 700), min_size=1, max_size=3))
        def the_delivery_is_planned(self, amounts) -> None:
            parts = [Instalment("قسط", Decimal(amount)) for amount in amounts]
            self.attempt(lambda: services.plan_deliveries(self.pk, actor=actor, instalments=parts))

        @rule(proved=st.booleans())
        def an_instalment_is_handed_over(self, proved) -> None:
            proof = TRANSFERRED if proved else Proof(DeliveryMethod.CASH)
            planned = self.case.deliveries.filter(state=DeliveryState.PLANNED).first()
            if planned is not None:
                self.attempt(
                    lambda: services.hand_over(
                        self.pk, actor=actor, delivery_id=planned.pk, proof=proof
                    )
                )

        @rule(proof=st.sampled_from([None, TRANSFERRED]))
        def it_is_delivered(self, proof) -> None:
            self.attempt(lambda: services.deliver(self.pk, actor=actor, proof=proof))

        @rule()
        def an_instalment_comes_back(self) -> None:
            made = self.case.deliveries.filter(state=DeliveryState.DELIVERED).first()
            if made is not None:
                self.attempt(
                    lambda: services.take_back(
                        self.pk, actor=actor, delivery_id=made.pk, reason="الحساب مغلق"
                    )
                )

        @precondition(lambda self: self.case.status not in BEFORE_A_DECISION)
        @rule()
        def the_service_ends_early(self) -> None:
            self.attempt(
                lambda: services.end_service(self.pk, actor=actor, reason=ExitReason.OTHER)
            )

        @precondition(lambda self: self.now > BEGINNING + timedelta(days=60))
        @rule()
        def it_is_withdrawn(self) -> None:
            self.attempt(lambda: services.withdraw(self.pk, actor=None))

        @invariant()
        def a_request_that_has_ended_says_when_and_owes_nothing(self) -> None:
            case = self.case
            ended = case.status in FINAL_STATUSES
            assert (case.closed_at is not None) == ended
            if ended:
                assert not clocks_of(case.pk).filter(state__in=RUNNING).exists()
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
            for each in clocks_of(self.pk).filter(state__in=RUNNING):
                pauses = pauses_of(each)
                dates = due(term_of(each), each.started_at, calendar_of(each), pauses)
                assert (each.due_at, each.due_date) == (dates.due, dates.due_date)
                assert (each.state == ClockState.PAUSED) == any(p.end is None for p in pauses)

        @invariant()
        def clocks_stand_still_only_while_the_request_waits(self) -> None:
            case = self.case
            if case.status != S.WAITING_FOR_BENEFICIARY:
                assert not clocks_of(case.pk).filter(state=ClockState.PAUSED).exists()

        @invariant()
        def only_a_waiting_request_knows_where_it_waited_from(self) -> None:
            case = self.case
            waits = case.status == S.WAITING_FOR_BENEFICIARY
            assert bool(case.status_before_waiting) == waits

        @invariant()
        def a_missed_promise_stays_missed(self) -> None:
            now_missed = set(
                clocks_of(self.pk).filter(state=ClockState.MISSED).values_list("pk", flat=True)
            )
            assert self.missed <= now_missed
            self.missed = now_missed

        @invariant()
        def every_step_that_was_taken_stands_in_the_table_and_in_the_timeline(self) -> None:
            moves = [
                (event.details["from"], event.details["to"])
                for event in self.case.events.order_by("happened_at", "pk")
                if "from" in event.details
            ]
            assert set(moves) <= ALLOWED
            if moves and self.case.status != S.WAITING_FOR_BENEFICIARY:
                resumed = self.case.events.filter(name=EventName.RESUME).exists()
                assert resumed or self.case.status in {to for _from, to in moves}

        @invariant()
        def nothing_is_decided_while_steps_of_the_policy_are_open(self) -> None:
            case = self.case
            if case.events.filter(name=EventName.DECIDE).exists():
                done = case.checklist.exclude(stage=Stage.DELIVERY)
                reopened = case.events.filter(name=EventName.STEP_REOPENED).exists()
                assert reopened or not done.filter(done_at=None).exists()
            if case.status == S.DELIVERED and not reopened:
                assert open_steps(case, Stage.DELIVERY) == []

        @invariant()
        def nothing_is_handed_over_without_proof(self) -> None:
            for each in self.case.deliveries.filter(state=DeliveryState.DELIVERED):
                assert each.transfer_reference or each.receipt_id or each.signature_id

        @invariant()
        def no_more_is_planned_and_handed_over_than_was_granted(self) -> None:
            case = self.case
            counted = case.deliveries.filter(
                state__in=[DeliveryState.PLANNED, DeliveryState.DELIVERED]
            )
            sums = sum((each.amount or 0 for each in counted), start=Decimal(0))
            assert case.amount_granted is None or sums <= case.amount_granted

        @invariant()
        def a_request_stays_with_the_policy_of_its_arrival(self) -> None:
            assert self.case.policy_version == self.version

        @invariant()
        def the_audit_log_knows_every_event(self) -> None:
            entries = AuditEntry.objects.filter(object_id=str(self.pk), action__startswith="case.")
            assert entries.count() >= self.case.events.count()

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
