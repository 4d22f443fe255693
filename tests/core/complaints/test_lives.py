"""Random lives of a complaint: whatever people do in whatever order, some sentences stay true."""

from datetime import datetime, timedelta
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
from core.complaints import queries, services
from core.complaints.conflicts import is_kept_out
from core.complaints.enums import (
    LET_IN,
    CompensationState,
    Finding,
    OfferAnswer,
    OfferKind,
    Part,
    RecordKind,
    Stand,
)
from core.complaints.services import NewOffer
from core.complaints.services.drawing_up import digest_now
from core.complaints.workflow import FOUND, WORKFLOW
from core.deadlines.enums import ClockState
from core.deadlines.queries import clocks_of
from core.escalation.sweep import sweep_deadlines
from foundation import clock
from foundation.errors import DomainError
from foundation.models import AuditEntry
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.complaints.cases import (
    MONEY,
    PATHS,
    TERMS,
    Cast,
    agree,
    bring_to,
    fresh,
    minutes,
    paper,
    rule_not_needed,
    triage,
    write_and_sign,
)

pytestmark = pytest.mark.slow

BEGINNING = datetime(2026, 3, 15, 9, tzinfo=ZoneInfo("Asia/Riyadh"))
ALLOWED = {(source, t.target) for t in WORKFLOW.transitions for source in t.sources}
RUNNING = (ClockState.RUNNING, ClockState.PAUSED)
STATUSES = tuple(PATHS)
DEEP = (S.INVESTIGATING, S.UPHELD, S.COMPENSATING, S.SETTLING)


def handler(case: Case, cast: Cast) -> User:
    """Whoever has it now, as somebody who opens the page does."""
    return User.objects.get(pk=case.assignee_id) if case.assignee_id else cast.officer


def by_handler(service, **words):
    return lambda case, cast: service(case.pk, actor=handler(case, cast), **words)


def assess(case, cast):
    triage(case, handler(case, cast))


def propose(case, cast):
    services.propose_settlement(case.pk, actor=handler(case, cast), terms=TERMS)


def answer(accepts):
    def act(case, cast):
        record = queries.latest_record(case.complaint, RecordKind.SETTLEMENT)
        digest = record.digest if record else ""
        services.answer_settlement(case.pk, actor=None, accepts=accepts, digest=digest)

    return act


def investigate(case, cast):
    services.open_investigation(
        case.pk,
        actor=handler(case, cast),
        chair=cast.chair,
        members=[cast.member],
        why_not_settled="لا سبيل",
    )


def write(fault):
    def act(case, cast):
        content = minutes(Finding.UPHELD, fault=fault)
        services.write_minutes(case.pk, actor=chair_of(case, cast), content=content)

    return act


def chair_of(case, cast):
    return queries.person_with(case.complaint, Part.CHAIR) or cast.chair


def close_minutes(case, cast):
    record = queries.open_minutes(case.complaint)
    services.close_minutes(
        case.pk, actor=chair_of(case, cast), revision=record.revision if record else 0
    )


def sign(who, stand):
    def act(case, cast):
        record = queries.latest_record(case.complaint, RecordKind.MINUTES)
        if record is not None:
            services.sign(
                case.pk,
                actor=getattr(cast, who),
                record_id=record.pk,
                digest=record.digest,
                stand=stand,
                words="لا أوافق على السبب",
            )

    return act


def decide(finding):
    def act(case, cast):
        decider = queries.person_with(case.complaint, Part.DECIDER) or cast.decider
        services.decide(
            case.pk, actor=decider, finding=finding, reasons=["facts"], explanation="ثبت"
        )

    return act


def decide_as(who):
    return lambda case, cast: services.decide(
        case.pk,
        actor=getattr(cast, who),
        finding=Finding.UPHELD,
        reasons=["facts"],
        explanation="ثبت",
    )


def offer(case, cast):
    services.offer(case.pk, actor=handler(case, cast), new=NewOffer(OfferKind.MONEY, amount=MONEY))


def answer_offer(accepts):
    def act(case, cast):
        waiting = queries.open_offer(case.complaint)
        if waiting is not None:
            services.answer_offer(
                case.pk,
                actor=None,
                offer_id=waiting.pk,
                accepts=accepts,
                paper=paper("قبول.txt") if accepts else None,
            )

    return act


def ask_for(case, cast):
    services.ask_for(case.pk, new=NewOffer(OfferKind.REMEDY, what="اعتذار مكتوب"))


def name(who):
    return lambda case, cast: services.name_party(
        case.pk, actor=handler(case, cast), person=getattr(cast, who)
    )


def recuse(who):
    return lambda case, cast: services.recuse(case.pk, actor=getattr(cast, who), reason="قرابة")


def say(case, cast):
    services.complainant_writes(case.pk, text="ما زلت أنتظر")


def appeal(case, cast):
    services.appeal(case.pk, actor=None, grounds="لم يُسمع الشاهد")


def reopen(case, cast):
    services.reopen(case.pk, actor=None, why="ظهر جديد")


acknowledge = by_handler(services.acknowledge)
settling = by_handler(services.start_settlement)
settle = by_handler(services.settle)
ask = by_handler(services.ask, question="متى؟")
compensate = by_handler(services.open_compensation)
give = by_handler(services.give, transfer_reference="TRF-1")
give_unproved = by_handler(services.give)
resolve = by_handler(services.resolve, done="عُدّل الكشف")
close = by_handler(services.close)
end_without = by_handler(services.end_without, why="لم يُتفق")
away = by_handler(services.turn_away, reason_key="not_ours", explanation="تخص غيرنا")
withdraw = by_handler(services.withdraw)
signing = [
    sign(who, stand) for who in ("chair", "member") for stand in (Stand.SIGNED, Stand.DISSENTED)
]
deciding = [*(decide(finding) for finding in Finding), decide_as("member"), decide_as("officer")]
NEXT = {
    S.RECEIVED: [assess, acknowledge, away],
    S.ACKNOWLEDGED: [settling, investigate, investigate, ask, away, name("chair")],
    S.WAITING_FOR_BENEFICIARY: [say],
    S.SETTLING: [propose, answer(True), answer(False), settle, investigate, ask],
    S.SETTLED: [close, reopen],
    S.INVESTIGATING: [
        write(True), write(False), close_minutes, *signing, *signing, *deciding, *deciding,
        write_and_sign, write_and_sign, write_and_sign, ask,
    ],
    S.UPHELD: [compensate, resolve, appeal],
    S.PARTLY_UPHELD: [compensate, resolve, appeal],
    S.NOT_UPHELD: [compensate, resolve, appeal],
    S.COMPENSATING: [
        rule_not_needed, offer, answer_offer(True), answer_offer(False), ask_for, give,
        give_unproved, end_without, resolve, agree,
    ],
    S.RESOLVED: [close, reopen, appeal],
    S.CLOSED: [reopen, appeal, say],
    S.WITHDRAWN: [say, acknowledge],
}  # fmt: skip
ANYTHING = [
    *(act for acts in NEXT.values() for act in acts), withdraw,
    *(name(who) for who in ("officer", "chair", "member", "decider")),
    *(recuse(who) for who in ("officer", "chair", "member", "decider")),
]  # fmt: skip


def lives_of(cast, monkeypatch):
    class Lives(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.now = BEGINNING
            monkeypatch.setattr(clock, "now", lambda: self.now)
            self.undo = transaction.savepoint()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.undo)

        def look(self) -> None:
            self.case = fresh(Case(pk=self.pk))
            self.complaint = self.case.complaint
            self.events = list(self.case.events.order_by("happened_at", "pk"))
            self.clocks = list(clocks_of(self.pk))
            self.offers = list(self.complaint.offers.order_by("round"))
            self.records = list(queries.records(self.complaint))

        def attempt(self, act) -> None:
            """What the rules refuse leaves no trace."""
            inner = transaction.savepoint()
            try:
                act(self.case, cast)
            except DomainError:
                transaction.savepoint_rollback(inner)
                events, status = len(self.events), self.case.status
                self.look()
                assert (len(self.events), self.case.status) == (events, status)
            else:
                self.look()

        @initialize(status=st.sampled_from([*STATUSES, *DEEP * 4, S.ACKNOWLEDGED]))
        def somebody_complained(self, status) -> None:
            self.pk = bring_to(status, cast).pk
            self.look()

        @rule(hours=st.integers(1, 300))
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
        def what_has_ended_says_when_and_owes_nothing(self) -> None:
            ended = self.case.status in FINAL_STATUSES
            assert (self.case.closed_at is not None) == ended
            if ended:
                assert not [each for each in self.clocks if each.state in RUNNING]

        @invariant()
        def every_step_stands_in_the_table_and_in_the_timeline(self) -> None:
            moves = [
                (event.details["from"], event.details["to"])
                for event in self.events
                if "from" in event.details
            ]
            assert set(moves) <= ALLOWED

        @invariant()
        def nothing_is_found_without_minutes_that_all_signed(self) -> None:
            if self.case.status in FOUND or self.complaint.finding:
                assert queries.signed_minutes(self.complaint) is not None
                assert (self.case.decided_at is None) == (not self.complaint.finding)

        @invariant()
        def who_decided_investigated_nothing(self) -> None:
            team = {person.pk for person in queries.investigators(self.complaint)}
            if self.case.decided_by_id:
                assert self.case.decided_by_id not in team

        @invariant()
        def nothing_is_given_without_acceptance_signature_and_proof(self) -> None:
            for each in self.offers:
                if each.given_at is not None:
                    assert each.answer == OfferAnswer.ACCEPTED
                    assert each.signature_id is not None
                    assert each.transfer_reference or each.proof_id
            given = self.complaint.compensation == CompensationState.GIVEN
            assert given == any(each.given_at for each in self.offers)

        @invariant()
        def nothing_is_accepted_before_fault_and_ruling(self) -> None:
            kinds = {each.kind for each in self.records if each.closed_at}
            if any(each.answer == OfferAnswer.ACCEPTED for each in self.offers):
                assert {RecordKind.MINUTES, RecordKind.RULING} <= kinds

        @invariant()
        def one_offer_is_accepted_at_most_and_one_waits(self) -> None:
            answers = [each.answer for each in self.offers if each.by_association]
            assert answers.count(OfferAnswer.ACCEPTED) <= 1
            assert answers.count(OfferAnswer.AWAITED) <= 1

        @invariant()
        def settled_is_what_both_sides_signed(self) -> None:
            if self.case.status == S.SETTLED:
                record = queries.latest_record(self.complaint, RecordKind.SETTLEMENT)
                assert [each.stand for each in record.signatures.all()] == [Stand.SIGNED] * 2

        @invariant()
        def nobody_with_a_conflict_is_let_in(self) -> None:
            rows = queries.involved(self.complaint, *LET_IN)
            people = [User.objects.get(pk=row.person_id) for row in rows]
            assert [each for each in people if is_kept_out(each, self.complaint)] == []

        @invariant()
        def an_appeal_is_heard_by_nobody_of_the_first_time(self) -> None:
            for second in self.case.appeals.select_related("complaint"):
                acted = queries.acted_on(self.complaint)
                rows = queries.involved(second.complaint, *LET_IN)
                assert not {row.person_id for row in rows} & acted

        @invariant()
        def what_is_closed_is_what_was_written(self) -> None:
            for each in self.records:
                if each.closed_at is not None:
                    assert each.digest == digest_now(each)

        @invariant()
        def only_what_waits_knows_where_it_waited_from(self) -> None:
            waits = self.case.status == S.WAITING_FOR_BENEFICIARY
            assert bool(self.case.status_before_waiting) == waits
            paused = {each.state for each in self.clocks} & {ClockState.PAUSED}
            assert waits or not paused

        @invariant()
        def the_audit_log_knows_every_event(self) -> None:
            known = AuditEntry.objects.filter(object_id=str(self.pk), action__startswith="case.")
            assert known.count() >= len(self.events)
            assert EventName.COMPLAINT_RECEIVED in {event.name for event in self.events}

    return Lives


def test_whatever_people_do_these_sentences_stay_true(cast, make_person, monkeypatch):
    make_person(Role.COMPLAINTS_OFFICER, name="موظفة أخرى")
    make_person(Role.BOARD_SECRETARY, name="أمين المجلس")
    make_person(Role.EXECUTIVE, name="نائب المدير")
    run_state_machine_as_test(
        lives_of(cast, monkeypatch),
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
