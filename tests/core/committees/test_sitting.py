"""A session from the call to its end: quorum, interests, votes, decisions, minutes."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case
from core.cases.rules import NotYourPart
from core.cases.withholding import TakesNoPart
from core.committees import queries, rules, services
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession
from core.committees.services.signing import MinutesChanged, MinutesTampered
from core.messages.enums import MessageKind
from core.messages.models import OutgoingMessage
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.research.services import plan_visit
from core.service_requests import services as requests
from core.service_requests.assignment import ASSIGNMENT, AssignmentRule, AssignmentRules
from core.service_requests.budgets import OverBudget
from core.service_requests.deciding import COMMITTEE, CommitteeSettings
from core.service_requests.enums import Outcome
from core.service_requests.rules import EarlyReasonMissing, NotInPart, ReasonMissing
from foundation import clock
from foundation.dates import both_calendars
from foundation.encryption import DecryptionFailed
from tenants.people.roles import Role
from tests.core.committees.conftest import all_for, attend, call, decide, items_of, sit
from tests.core.requests import person

PEN = '[[{"x": 10, "y": 10}, {"x": 200, "y": 90}, {"x": 300, "y": 20}]]'


def fresh(session):
    return CommitteeSession.objects.get(pk=session.pk)


# --- calling ---


def test_everybody_who_decides_is_called_and_told(secretary, committee, ready):
    case = ready()
    session = call(secretary, committee[0], case)
    assert [seat.name for seat in queries.seats(session)] == [m.display_name for m in committee]
    assert (session.number, session.body, session.quorum) == (1, "لجنة المساعدات", 2)
    told = Notice.objects.filter(kind=NoticeKind.SESSION_CALLED).values_list(
        "recipient", flat=True
    )
    assert set(told) == {member.pk for member in committee}
    assert [item.case_id for item in items_of(session)] == [case.pk]
    assert case.events.filter(name=EventName.ON_AGENDA).count() == 1


def test_the_same_call_twice_is_one_session(secretary, committee):
    again = uuid.uuid4()
    made = {
        services.call_session(
            actor=secretary, operation_id=again, planned_for=clock.now() + timedelta(days=1)
        ).number
        for _ in range(2)
    }
    assert made == {1}
    assert call(secretary).number == 2


def test_nobody_is_called_for_yesterday(secretary, committee):
    with pytest.raises(rules.InThePast):
        services.call_session(
            actor=secretary, operation_id=uuid.uuid4(), planned_for=clock.now() - timedelta(days=1)
        )


def test_the_chair_is_a_member(secretary, committee):
    with pytest.raises(rules.ChairNotAMember):
        call(secretary, secretary)


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (Role.RELATIONS_OFFICER, Role.EXECUTIVE)]
)
def test_who_may_not_call_a_session(role, committee, make_person):
    with pytest.raises(NotYourPart):
        call(make_person(role))


def test_a_session_without_anybody_who_decides_is_not_called(secretary):
    with pytest.raises(rules.NobodyDecides):
        call(secretary)


@pytest.mark.parametrize(
    ("kind", "quorum", "expected"), [("percent", 51, 2), ("percent", 100, 3), ("members", 1, 1)]
)
def test_the_settings_say_what_the_quorum_is(kind, quorum, expected, secretary, committee):
    COMMITTEE.write(CommitteeSettings(quorum_kind=kind, quorum=quorum), actor=secretary)
    assert call(secretary).quorum == expected


def test_the_settings_say_who_usually_chairs(secretary, committee):
    COMMITTEE.write(CommitteeSettings(chair=committee[1].pk), actor=secretary)
    assert call(secretary).chair == committee[1]


# --- the agenda ---


def test_the_urgent_and_the_due_are_ready_first(ready, secretary, committee):
    cases = [ready(), ready(), ready()]
    Case.objects.filter(pk=cases[2].pk).update(due_at=clock.now() - timedelta(days=2))
    Case.objects.filter(pk__in=[c.pk for c in cases[:2]]).update(due_at=clock.now())
    Case.objects.filter(pk=cases[1].pk).update(
        priority="urgent", due_at=Case.objects.get(pk=cases[0].pk).due_at
    )
    assert [c.pk for c in queries.ready_cases()] == [cases[2].pk, cases[1].pk, cases[0].pk]


def test_what_is_on_one_agenda_is_ready_for_no_other(secretary, committee, ready):
    case = ready()
    first, second = call(secretary, None, case), call(secretary)
    assert list(queries.ready_cases()) == []
    with pytest.raises(rules.NotReady):
        services.add_to_agenda(second.pk, actor=secretary, case_ids=[case.pk])
    services.remove_from_agenda(first.pk, actor=secretary, item_id=items_of(first)[0].pk)
    services.add_to_agenda(second.pk, actor=secretary, case_ids=[case.pk])
    services.cancel_session(second.pk, actor=secretary)
    services.add_to_agenda(first.pk, actor=secretary, case_ids=[case.pk])
    assert [i.state for i in AgendaItem.objects.order_by("session__number")] == [
        ItemState.WAITING,
        ItemState.REMOVED,
    ]


def test_a_withdrawn_case_drops_off_by_itself(secretary, committee, ready, worker):
    case = ready()
    session = call(secretary, None, case)
    requests.withdraw(case.pk, actor=worker, reason="لم أعد أحتاج")
    assert items_of(session)[0].state == ItemState.REMOVED
    event = case.events.get(name=EventName.OFF_AGENDA)
    assert (event.actor_label, event.details) == ("", {"session": 1})


def test_two_secretaries_do_not_overwrite_an_order(secretary, committee, ready):
    session = call(secretary, None, ready(), ready(), ready())
    first, second, third = items_of(session)
    seen = fresh(session).revision
    services.order_agenda(
        session.pk, actor=secretary, revision=seen, item_ids=[third.pk, first.pk, second.pk]
    )
    assert [i.pk for i in items_of(session)] == [third.pk, first.pk, second.pk]
    with pytest.raises(rules.SessionChanged):
        services.order_agenda(session.pk, actor=secretary, revision=seen, item_ids=[first.pk])


# --- quorum ---


def test_no_session_opens_below_the_quorum(secretary, committee, ready):
    session = call(secretary, committee[0], ready())
    attend(session, secretary, committee[0])
    with pytest.raises(rules.QuorumMissing):
        services.open_session(session.pk, actor=secretary, revision=None)
    attend(session, secretary, committee[0], committee[2])
    opened = services.open_session(session.pk, actor=secretary, revision=None)
    assert (
        services.open_session(session.pk, actor=secretary, revision=None).opened_at
        == opened.opened_at
    )


def test_no_session_opens_without_its_chair(secretary, committee, ready):
    session = call(secretary, committee[0], ready())
    attend(session, secretary, *committee[1:])
    with pytest.raises(rules.ChairMissing):
        services.open_session(session.pk, actor=secretary, revision=None)
    attend(session, secretary, *committee[1:], chair=committee[1])
    assert (
        services.open_session(session.pk, actor=secretary, revision=None).state
        == SessionState.OPEN
    )


def test_nothing_is_decided_once_too_many_have_left(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    services.put_to_the_vote(
        session.pk,
        actor=secretary,
        chosen=services.Chosen(item.pk),
        proposal=services.Proposal(Outcome.ACCEPTED, early_reason="عاجل"),
    )
    services.cast_vote(session.pk, actor=committee[2], item_id=item.pk, vote=Vote.FOR)
    attend(session, secretary, committee[0])
    assert AgendaVote.objects.count() == 0
    with pytest.raises(rules.QuorumMissing):
        decide(session, secretary, committee, item)


def test_no_session_opens_before_its_day(secretary, committee, ready):
    session = call(secretary, committee[0], ready())
    tomorrow = clock.now() + timedelta(days=1)
    services.change_session(
        session.pk,
        actor=secretary,
        revision=fresh(session).revision,
        planned_for=tomorrow,
        place="",
        chair_id=committee[0].pk,
    )
    attend(session, secretary, *committee)
    with pytest.raises(rules.TooEarly) as refused:
        services.open_session(session.pk, actor=secretary, revision=None)
    assert both_calendars(clock.today() + timedelta(days=1)) in str(refused.value)
    with clock.standing_at(timezone.localtime(tomorrow).replace(hour=0, minute=1)):
        opened = services.open_session(session.pk, actor=secretary, revision=None)
    assert opened.state == SessionState.OPEN


# --- interests ---


def test_an_interest_excludes_from_vote_and_quorum(secretary, committee, ready):
    session = sit(secretary, committee, ready(), ready())
    item, other = items_of(session)
    services.declare_interest(session.pk, actor=committee[1], item_id=item.pk, interest="قريبة لي")
    services.put_to_the_vote(
        session.pk,
        actor=secretary,
        chosen=services.Chosen(item.pk),
        proposal=services.Proposal(Outcome.ACCEPTED, early_reason="عاجل"),
    )
    with pytest.raises(rules.Excluded):
        services.cast_vote(session.pk, actor=committee[1], item_id=item.pk, vote=Vote.FOR)
    decide(session, secretary, committee, item)
    assert sorted(AgendaVote.objects.filter(item=item).values_list("vote", flat=True)) == [
        "for", "for", "recused",
    ]  # fmt: skip
    attend(session, secretary, committee[0], committee[1])
    services.declare_interest(
        session.pk, actor=committee[1], item_id=other.pk, interest="شريك سابق"
    )
    with pytest.raises(rules.ItemQuorumMissing):
        decide(session, secretary, committee, other)


def test_who_declared_an_interest_has_the_case_no_more_and_is_not_given_it(
    secretary, committee, ready, make_person
):
    both = make_person(Role.COMMITTEE_MEMBER, Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER)
    session = call(secretary, committee[0], ready())
    item = items_of(session)[0]
    requests.assign(item.case_id, actor=secretary, assignee=both)
    services.declare_interest(session.pk, actor=both, item_id=item.pk, interest="قريبة لي")

    assert Case.objects.get(pk=item.case_id).assignee is None
    with pytest.raises(TakesNoPart):
        requests.assign(item.case_id, actor=secretary, assignee=both)
    rules_ = AssignmentRules(
        rules=(AssignmentRule(person=str(both.pk)), AssignmentRule(person=str(secretary.pk)))
    )
    ASSIGNMENT.write(rules_, actor=secretary)
    assert requests.assign_by_rule(item.case_id, actor=secretary).assignee == secretary
    with pytest.raises(TakesNoPart):
        plan_visit(item.case_id, actor=secretary, visitor=both, planned_for=clock.now())


def test_who_declared_an_interest_does_not_decide_outside_of_the_session_either(
    secretary, committee, ready
):
    session = call(secretary, committee[0], ready())
    item = items_of(session)[0]
    services.declare_interest(session.pk, actor=committee[1], item_id=item.pk, interest="قريبة لي")

    with pytest.raises(rules.Excluded):
        requests.decide(
            item.case_id, actor=committee[1], outcome=Outcome.ACCEPTED, early_reason="عاجل"
        )

    decided = requests.decide(
        item.case_id, actor=committee[2], outcome=Outcome.ACCEPTED, early_reason="عاجل"
    )
    assert decided.status == CaseStatus.ACCEPTED


def test_an_interest_holds_when_the_case_comes_back(secretary, committee, ready):
    case = ready()
    session = sit(secretary, committee, case)
    item = items_of(session)[0]
    services.declare_interest(session.pk, actor=committee[1], item_id=item.pk, interest="قريبة لي")
    services.postpone_items(
        session.pk, actor=secretary, chosen=[services.Chosen(item.pk)], reason_text="لاحقًا"
    )
    services.close_session(session.pk, actor=secretary)

    later = call(secretary, committee[0])
    services.add_to_agenda(later.pk, actor=secretary, case_ids=[case.pk])

    [vote] = items_of(later)[0].votes.all()
    assert (vote.member, vote.vote, vote.interest) == (committee[1], Vote.RECUSED, "قريبة لي")
    attend(later, secretary, committee[0], committee[1])
    services.open_session(later.pk, actor=secretary, revision=None)
    with pytest.raises(rules.ItemQuorumMissing):
        decide(later, secretary, committee, items_of(later)[0])


@pytest.mark.parametrize("act", ["decide", "propose", "postpone", "reopen"])
def test_a_secretary_has_no_part_in_an_item_they_declared_an_interest_in(
    act, secretary, committee, ready, make_person
):
    both = make_person(Role.RELATIONS_OFFICER, Role.COMMITTEE_MEMBER, name="أمين وعضو")
    session = sit(secretary, [*committee, both], ready())
    item = items_of(session)[0]
    services.declare_interest(session.pk, actor=both, item_id=item.pk, interest="قرابة")
    if act == "reopen":
        decide(session, secretary, committee, item)
    chosen = services.Chosen(item.pk)
    proposal = services.Proposal(Outcome.ACCEPTED, early_reason="عاجل")
    acts = {
        "decide": lambda who: decide(session, who, committee, item),
        "propose": lambda who: services.put_to_the_vote(
            session.pk, actor=who, chosen=chosen, proposal=proposal
        ),
        "postpone": lambda who: services.postpone_items(
            session.pk, actor=who, chosen=[chosen], reason_text="لاحقًا"
        ),
        "reopen": lambda who: services.reopen_item(session.pk, actor=who, chosen=chosen),
    }
    before = items_of(session)[0].revision
    with pytest.raises(rules.Excluded):
        acts[act](both)
    assert items_of(session)[0].revision == before
    acts[act](secretary)


def test_whoever_closes_does_not_read_what_they_are_excluded_from(
    secretary, committee, ready, make_person, worker
):
    both = make_person(Role.RELATIONS_OFFICER, Role.COMMITTEE_MEMBER, name="أمين وعضو")
    case = ready()
    session = sit(secretary, [*committee, both], case)
    item = items_of(session)[0]
    services.declare_interest(session.pk, actor=both, item_id=item.pk, interest="قرابة")
    decide(session, secretary, committee, item)
    requests.withdraw(case.pk, actor=worker)
    with pytest.raises(rules.CasesChanged) as refused:
        services.close_session(session.pk, actor=both)
    assert case.reference not in str(refused.value)
    with pytest.raises(rules.CasesChanged) as refused:
        services.close_session(session.pk, actor=secretary)
    assert case.reference in str(refused.value)


def test_an_interest_has_words(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    with pytest.raises(rules.InterestMissing):
        services.declare_interest(
            session.pk, actor=committee[0], item_id=items_of(session)[0].pk, interest=" "
        )


# --- votes ---


def test_a_proposal_that_is_not_carried_decides_nothing(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    hands = all_for(committee) | {committee[0].pk: Vote.AGAINST, committee[1].pk: Vote.AGAINST}
    with pytest.raises(rules.NotCarried):
        decide(session, secretary, committee, item, hands=hands)
    assert items_of(session)[0].state == ItemState.WAITING


@pytest.mark.parametrize("recorded", [0, 1, 2])
def test_nothing_is_decided_while_somebody_present_has_no_vote(
    recorded, secretary, committee, ready
):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    hands = {member.pk: Vote.FOR for member in committee[:recorded]}
    with pytest.raises(rules.VotesMissing) as refused:
        decide(session, secretary, committee, item, hands=hands)
    silent = [member.display_name in str(refused.value) for member in committee]
    assert silent == [number >= recorded for number in range(3)]
    assert (items_of(session)[0].state, item.votes.count()) == (ItemState.WAITING, 0)


@pytest.mark.parametrize("chair_decides", [True, False])
def test_the_settings_say_whether_the_chair_decides_a_tie(
    chair_decides, secretary, committee, ready
):
    COMMITTEE.write(CommitteeSettings(chair_decides_ties=chair_decides), actor=secretary)
    session = sit(secretary, committee, ready())
    chair, against, silent = (member.pk for member in committee)
    hands = {chair: Vote.FOR, against: Vote.AGAINST, silent: Vote.ABSTAIN}
    item = items_of(session)[0]
    if chair_decides:
        assert decide(session, secretary, committee, item, hands=hands)[0].outcome == "accepted"
    else:
        with pytest.raises(rules.NotCarried):
            decide(session, secretary, committee, item, hands=hands)


def test_a_member_votes_from_their_own_device_and_the_secretary_cannot_change_it(
    secretary, committee, ready
):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    with pytest.raises(rules.NothingProposed):
        services.cast_vote(session.pk, actor=committee[0], item_id=item.pk, vote=Vote.FOR)
    proposal = services.Proposal(Outcome.ACCEPTED, early_reason="عاجل")
    chosen = services.Chosen(item.pk)
    services.put_to_the_vote(session.pk, actor=secretary, chosen=chosen, proposal=proposal)
    services.cast_vote(session.pk, actor=committee[0], item_id=item.pk, vote=Vote.AGAINST)
    decide(session, secretary, committee, item)
    assert item.votes.get(member=committee[0]).vote == Vote.AGAINST


def test_votes_on_another_proposal_fall_away(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    for outcome in (Outcome.ACCEPTED, Outcome.REJECTED):
        services.put_to_the_vote(
            session.pk,
            actor=secretary,
            chosen=services.Chosen(item.pk),
            proposal=services.Proposal(outcome, reason_text="سبب", early_reason="عاجل"),
        )
        assert item.votes.count() == 0
        services.cast_vote(session.pk, actor=committee[0], item_id=item.pk, vote=Vote.FOR)


@pytest.mark.parametrize("who", ["absent", "stranger", "secretary"])
def test_who_may_not_vote(who, secretary, committee, ready, make_person):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    attend(session, secretary, *committee[:2])
    people = {
        "absent": committee[2],
        "stranger": make_person(Role.COMMITTEE_MEMBER),
        "secretary": secretary,
    }
    refused = {"absent": rules.NotPresent, "stranger": rules.NotAMember, "secretary": NotYourPart}
    with pytest.raises(refused[who]):
        services.cast_vote(session.pk, actor=people[who], item_id=item.pk, vote=Vote.FOR)


# --- decisions ---


def test_an_item_is_not_decided_on_an_old_page(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    decide(session, secretary, committee, item)
    services.reopen_item(session.pk, actor=secretary, chosen=services.Chosen(item.pk))
    with pytest.raises(rules.ItemChanged):
        services.postpone_items(
            session.pk,
            actor=secretary,
            chosen=[services.Chosen(item.pk, item.revision)],
            reason_text="لاحقًا",
        )


def test_deciding_too_early_needs_a_reason(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    with pytest.raises(EarlyReasonMissing):
        decide(session, secretary, committee, items_of(session)[0], early_reason="")


def test_a_rejection_needs_a_reason_from_the_list_or_in_words(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    with pytest.raises(ReasonMissing):
        decide(session, secretary, committee, item, outcome=Outcome.REJECTED)
    decide(session, secretary, committee, item, outcome=Outcome.REJECTED, reasons=["not_eligible"])
    assert items_of(session)[0].reasons[0]["en"] == "Not eligible"


def test_part_of_what_was_asked_is_less_than_that(secretary, committee, ready):
    session = sit(secretary, committee, ready(Decimal(1000)))
    item = items_of(session)[0]
    terms = {"outcome": Outcome.PARTLY_ACCEPTED, "reason_text": "في حدود الحاجة"}
    with pytest.raises(NotInPart):
        decide(session, secretary, committee, item, amount=Decimal(1000), **terms)
    decide(session, secretary, committee, item, amount=Decimal(600), **terms)
    assert items_of(session)[0].amount == Decimal(600)


def test_several_items_are_decided_alike_or_not_at_all(secretary, committee, ready, programme):
    aid = programme(10_000)
    session = sit(secretary, committee, ready(Decimal(1000)), ready(Decimal(500)), ready())
    items = items_of(session)
    with pytest.raises(rules.ItemRefused) as refused:
        decide(session, secretary, committee, *items, programme_id=aid.pk)
    assert refused.value.details["number"] == 3
    assert {item.state for item in items_of(session)} == {ItemState.WAITING}
    decide(session, secretary, committee, *items[:2], programme_id=aid.pk)
    assert [item.amount for item in items_of(session)] == [1000, 500, None]


# --- closing ---


def test_closing_applies_every_decision(secretary, committee, ready, programme):
    aid = programme(10_000)
    told = person(email="noura@mail.example", reply_channel=ReplyChannel.EMAIL)
    accepted = ready(Decimal(1000), beneficiary_data=told, reply_channel=ReplyChannel.EMAIL)
    rejected, later = ready(), ready()
    session = sit(secretary, committee, accepted, rejected, later)
    first, second, third = items_of(session)
    decide(session, secretary, committee, first, programme_id=aid.pk)
    decide(
        session, secretary, committee, second, outcome=Outcome.REJECTED, reasons=["outside_scope"]
    )
    with pytest.raises(rules.ItemsNotHeard):
        services.close_session(session.pk, actor=secretary)
    services.postpone_items(
        session.pk, actor=secretary, chosen=[services.Chosen(third.pk)], reasons=["more_papers"]
    )
    decisions = OutgoingMessage.objects.filter(kind=MessageKind.DECISION)
    for _ in range(2):
        services.close_session(session.pk, actor=secretary)
    accepted, rejected, later = (Case.objects.get(pk=c.pk) for c in (accepted, rejected, later))
    assert (accepted.status, accepted.amount_granted, accepted.programme_id) == (
        CaseStatus.ACCEPTED,
        Decimal(1000),
        aid.pk,
    )
    assert (rejected.status, rejected.decision_reasons[0]["key"]) == ("rejected", "outside_scope")
    assert (
        accepted.decided_by,
        accepted.events.get(name=EventName.DECIDE).details["session"],
    ) == (
        committee[0],
        1,
    )
    assert later.status == CaseStatus.BEFORE_COMMITTEE
    assert later.events.get(name=EventName.POSTPONED).note == "تحتاج إلى مستندات إضافية"
    assert [message.case_id for message in decisions] == [accepted.pk]
    assert Notice.objects.filter(kind=NoticeKind.MINUTES_TO_SIGN).count() == 3
    assert [case.pk for case in queries.ready_cases()] == [later.pk]


def test_a_case_that_changed_meanwhile_blocks_everything(secretary, committee, ready, worker):
    kept, gone = ready(), ready()
    session = sit(secretary, committee, kept, gone)
    decide(session, secretary, committee, *items_of(session))
    requests.withdraw(gone.pk, actor=worker)
    with pytest.raises(rules.CasesChanged) as refused:
        services.close_session(session.pk, actor=secretary)
    assert [each.reference for each in refused.value.blocked] == [gone.reference]
    assert services.blocked_items(session, secretary)[0].reference == gone.reference
    assert Case.objects.get(pk=kept.pk).status == CaseStatus.BEFORE_COMMITTEE
    out = items_of(session)[1].pk
    services.close_session(session.pk, actor=secretary, leave_out=[out])
    assert [item.state for item in items_of(session)] == [ItemState.DECIDED, ItemState.REMOVED]
    assert Case.objects.get(pk=kept.pk).status == CaseStatus.ACCEPTED


def test_what_was_not_heard_can_be_postponed_at_the_close(secretary, committee, ready):
    session = sit(secretary, committee, ready(), ready())
    decide(session, secretary, committee, items_of(session)[0])
    services.close_session(session.pk, actor=secretary, postpone_rest=True)
    assert [item.state for item in items_of(session)] == [ItemState.DECIDED, ItemState.POSTPONED]


def test_a_budget_is_not_overspent_unless_the_executive_says_why(
    secretary, executive, committee, ready, programme
):
    aid = programme(1_500)
    cases = [ready(Decimal(1000)), ready(Decimal(1000))]
    session = sit(secretary, committee, *cases)
    decide(session, secretary, committee, *items_of(session), programme_id=aid.pk)
    with pytest.raises(OverBudget):
        services.close_session(session.pk, actor=secretary)
    assert {Case.objects.get(pk=case.pk).status for case in cases} == {CaseStatus.BEFORE_COMMITTEE}
    services.close_session(session.pk, actor=executive, over_budget_reason="وافق المجلس")
    assert {Case.objects.get(pk=case.pk).status for case in cases} == {CaseStatus.ACCEPTED}


# --- minutes ---


@pytest.fixture
def closed(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    services.declare_interest(
        session.pk, actor=committee[2], item_id=items_of(session)[0].pk, interest="قرابة"
    )
    decide(session, secretary, committee, items_of(session)[0])
    services.write_remarks(session.pk, actor=secretary, remarks="بدأت في موعدها")
    return services.close_session(session.pk, actor=secretary)


def test_minutes_freeze_with_the_first_signature(closed, secretary, committee, ready):
    kept = services.minutes_of(closed)
    services.sign_minutes(closed.pk, actor=committee[0], digest=kept.digest, drawn=PEN)
    with pytest.raises(rules.MinutesFrozen):
        services.write_remarks(closed.pk, actor=secretary, remarks="غير ذلك")
    Case.objects.update(subject="موضوع آخر")
    after = services.minutes_of(fresh(closed))
    assert (after.genuine, after.minutes, after.digest) == (True, kept.minutes, kept.digest)
    services.sign_minutes(closed.pk, actor=committee[1], digest=kept.digest, declared=True)
    with pytest.raises(rules.AlreadySigned):
        services.sign_minutes(closed.pk, actor=committee[1], digest=kept.digest, declared=True)


def test_nobody_signs_what_they_did_not_read(closed, secretary, committee):
    digest = services.minutes_of(closed).digest
    services.write_remarks(closed.pk, actor=secretary, remarks="غير ذلك")
    with pytest.raises(MinutesChanged):
        services.sign_minutes(closed.pk, actor=committee[0], digest=digest, declared=True)


def test_who_was_absent_does_not_sign(secretary, committee, ready):
    session = sit(secretary, committee, ready())
    attend(session, secretary, *committee[:2])
    decide(session, secretary, committee[:2], items_of(session)[0])
    closed = services.close_session(session.pk, actor=secretary)
    digest = services.minutes_of(closed).digest
    with pytest.raises(rules.WasNotPresent):
        services.sign_minutes(closed.pk, actor=committee[2], digest=digest, declared=True)
    with pytest.raises(rules.SignatureMissing):
        services.sign_minutes(closed.pk, actor=committee[0], digest=digest)


def test_altered_minutes_show(closed, committee):
    digest = services.minutes_of(closed).digest
    services.sign_minutes(closed.pk, actor=committee[0], digest=digest, declared=True)
    session = fresh(closed)
    session.minutes["items"][0]["outcome"] = "rejected"
    session.save(update_fields=["minutes"])
    assert services.minutes_of(fresh(closed)).genuine is False
    with pytest.raises(MinutesTampered):
        services.sign_minutes(closed.pk, actor=committee[1], digest=digest, declared=True)


def test_stored_minutes_cannot_be_read_or_swapped_in_the_database(closed, committee):
    digest = services.minutes_of(closed).digest
    services.sign_minutes(closed.pk, actor=committee[0], digest=digest, declared=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT minutes, remarks FROM committees_committeesession")
        minutes, remarks = cursor.fetchone()
        cursor.execute("UPDATE committees_committeesession SET minutes = %s", [remarks])
    assert "قرابة".encode() not in bytes(minutes)
    with pytest.raises(DecryptionFailed):
        _ = fresh(closed).minutes
