from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from core.beneficiaries.enums import ReplyChannel
from core.cases import rules as cases
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.deadlines.enums import ClockState
from core.deadlines.queries import clocks_of
from core.deadlines.services import meet_milestone
from core.rules import Milestone, Stage
from core.service_requests import rules, services
from core.service_requests.enums import ContactDirection, Outcome
from tenants.people.roles import Role
from tests.core.requests import bring_to, do_steps, person, receive


def state_of(case, milestone):
    return clocks_of(case.pk).get(milestone=milestone).state


def decided(everyone, at, *, day, **values):
    """Complete on Sunday 15 March: not before 22 March, not after 9 April."""
    at(2026, 3, 15, 10)
    case = bring_to(S.BEFORE_COMMITTEE, everyone)
    do_steps(case, everyone, Stage.DECISION)
    at(*day, 10)
    return services.decide(case.pk, actor=everyone, **values)


def test_decision_before_the_minimum_period_asks_for_a_reason(everyone, at):
    with pytest.raises(rules.EarlyReasonMissing) as refused:
        decided(everyone, at, day=(2026, 3, 21), outcome=Outcome.ACCEPTED)
    assert refused.value.details == {"earliest": date(2026, 3, 22)}


@pytest.mark.parametrize(
    ("language", "day"),
    [("ar", "3 شوال 1447هـ (22 مارس 2026م)"), ("en", "3 Shawwal 1447 AH (22 March 2026)")],
)
def test_the_refusal_names_the_day_in_both_calendars(language, day):
    refused = rules.EarlyReasonMissing(datetime(2026, 3, 21, 21, tzinfo=UTC))
    with translation.override(language):
        assert day in str(refused)


def test_decision_before_the_minimum_period_with_a_reason_is_kept(everyone, at):
    case = decided(
        everyone, at, day=(2026, 3, 21), outcome=Outcome.ACCEPTED, early_reason="إخلاء غدًا"
    )

    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.early_reason) == (S.ACCEPTED, "إخلاء غدًا")
    assert case.events.get(name="decide").details == {
        "from": "before_committee",
        "to": "accepted",
        "outcome": "accepted",
        "early": True,
    }


def test_decision_on_the_first_allowed_day_needs_no_reason(everyone, at):
    case = decided(everyone, at, day=(2026, 3, 22), outcome=Outcome.ACCEPTED)

    assert Case.objects.get(pk=case.pk).early_reason == ""
    assert state_of(case, Milestone.REQUEST_DECISION) == ClockState.MET
    assert state_of(case, Milestone.DELIVER) == ClockState.RUNNING


def test_decision_after_due_counts_as_missed(everyone, at):
    case = decided(everyone, at, day=(2026, 4, 12), outcome=Outcome.ACCEPTED)

    clock = clocks_of(case.pk).get(milestone="request_decision")
    assert (clock.state, clock.met_at) == (ClockState.MISSED, case.decided_at)


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.PARTLY_ACCEPTED])
def test_less_than_full_acceptance_needs_a_reason(everyone, at, outcome):
    with pytest.raises(rules.ReasonMissing):
        decided(everyone, at, day=(2026, 3, 29), outcome=outcome, reason=" ")


def test_rejection_promises_no_delivery(everyone, at):
    case = decided(
        everyone, at, day=(2026, 3, 29), outcome=Outcome.REJECTED, reason="خارج نطاق الجمعية"
    )

    assert Case.objects.get(pk=case.pk).decision_reason == "خارج نطاق الجمعية"
    assert not clocks_of(case.pk).filter(milestone="deliver").exists()
    assert state_of(case, Milestone.NOTIFY) == ClockState.RUNNING
    assert case.events.get(name="decide").visibility == "beneficiary"


def test_telling_the_beneficiary_meets_the_promise(everyone, at):
    case = decided(everyone, at, day=(2026, 3, 29), outcome=Outcome.ACCEPTED)
    services.log_contact(
        case.pk,
        actor=everyone,
        direction=ContactDirection.IN,
        channel=ReplyChannel.PHONE,
        summary="سألت عن الطلب",
    )
    assert state_of(case, Milestone.NOTIFY) == ClockState.RUNNING
    services.log_contact(
        case.pk,
        actor=everyone,
        direction=ContactDirection.OUT,
        channel=ReplyChannel.PHONE,
        summary="أبلغناها بالقرار",
    )

    assert state_of(case, Milestone.NOTIFY) == ClockState.MET


def test_only_deciders_decide(everyone, officer, at):
    case = bring_to(S.BEFORE_COMMITTEE, everyone)

    with pytest.raises(cases.NotYourPart):
        services.decide(case.pk, actor=officer, outcome=Outcome.ACCEPTED)


def test_delivery_is_blocked_by_its_steps(everyone):
    case = bring_to(S.DELIVERING, everyone)

    with pytest.raises(cases.StepsOpen):
        services.deliver(case.pk, actor=everyone)


def test_closing_ends_the_clocks_and_the_due_date(everyone, at):
    case = bring_to(S.CLOSED, everyone)

    assert case.closed_at is not None
    assert (case.due_at, case.clock_paused) == (None, False)
    assert not clocks_of(case.pk).filter(state__in=["running", "paused"]).exists()


def test_referral_needs_a_target_in_the_policy(everyone, policy):
    policy.change(referral_target=None)
    case = bring_to(S.COMPLETE, everyone)

    with pytest.raises(rules.NoReferralTarget):
        services.refer_to_research(case.pk, actor=everyone)


def test_case_stays_with_the_policy_of_its_arrival(everyone, policy):
    case = bring_to(S.COMPLETE, everyone)
    policy.change(referral_target=None, steps=())

    services.refer_to_research(case.pk, actor=everyone)

    assert case.events.get(name="refer").details["target"] == "البحث الاجتماعي"


def test_assignee_must_work_on_requests(officer, make_person):
    case = receive(officer).case
    services.assign(case.pk, actor=officer, assignee=officer)
    assert Case.objects.get(pk=case.pk).assignee == officer

    with pytest.raises(rules.CannotBeAssigned):
        services.assign(case.pk, actor=officer, assignee=make_person(Role.AUDITOR))
    services.assign(case.pk, actor=officer, assignee=None)
    assert Case.objects.get(pk=case.pk).assignee is None


def test_note_is_for_staff_and_sealed(officer):
    case = receive(officer).case
    services.add_note(case.pk, actor=officer, text="  تعيل خمسة أيتام ")

    event = case.events.get(name="note")
    assert (event.note, event.visibility) == ("تعيل خمسة أيتام", "staff")
    with pytest.raises(cases.TextMissing):
        services.add_note(case.pk, actor=officer, text=" ")


def test_auditor_reads_and_writes_nothing(officer, make_person):
    case = receive(officer).case
    auditor = make_person(Role.AUDITOR)

    cases.check_can_view(auditor, case)
    for call in (
        lambda: services.add_note(case.pk, actor=auditor, text="x"),
        lambda: services.assign(case.pk, actor=auditor, assignee=None),
        lambda: services.withdraw(case.pk, actor=auditor),
        lambda: services.mark_missing(case.pk, actor=auditor, question="x"),
        lambda: receive(auditor, beneficiary_data=person()),
    ):
        with pytest.raises(cases.NotYourPart):
            call()


def test_late_is_counted_from_the_instant_after_due(everyone, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.BEFORE_COMMITTEE, everyone)
    due = clocks_of(case.pk).get(milestone="request_decision").due_at
    assert due.hour == 13  # 16:00 in Riyadh
    met = meet_milestone(case.pk, Milestone.REQUEST_DECISION, at=due)
    assert [clock.state for clock in met] == [ClockState.MET]
    assert due - case.received_at < timedelta(days=30)
