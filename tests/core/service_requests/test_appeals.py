import uuid
from datetime import timedelta

import pytest

from core.cases import rules as cases
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.deadlines.queries import clocks_of
from core.rules import Channel, ChannelKind, Stage
from core.service_requests import appeals, services
from core.service_requests.appeals import APPEALS, AppealSettings
from core.service_requests.enums import Outcome
from foundation import clock, codes
from tenants.people.roles import Role
from tests.core.provider import clause
from tests.core.requests import bring_to, do_steps


def appealed(case, actor=None, **values):
    return services.appeal(case.pk, actor=actor, grounds="لم يُنظر في عقد الإيجار", **values)


def before_the_deciders(case, actor):
    """Brought to where somebody decides on it."""
    do_steps(case, actor, Stage.COMMITTEE)
    services.send_to_decision_body(case.pk, actor=actor)
    do_steps(case, actor, Stage.DECISION)
    return case


@pytest.mark.parametrize("status", [S.REJECTED, S.PARTLY_ACCEPTED])
def test_an_appeal_is_a_request_of_its_own(everyone, status):
    first = bring_to(status, everyone)

    received = appealed(first)

    case = Case.objects.get(pk=received.case.pk)
    assert (case.appeal_of_id, case.status) == (first.pk, S.COMPLETE)
    assert case.beneficiary_id == first.beneficiary_id
    assert case.reference != first.reference
    assert case.tracking_index != first.tracking_index
    assert bytes(case.tracking_index) == codes.code_hash(received.tracking_code)
    assert not case.missing_items.exists()
    assert first.events.get(name="appealed").details == {"appeal": case.reference}


def test_it_has_clocks_of_its_own_from_its_arrival(everyone, at):
    at(2026, 3, 15, 10)
    first = bring_to(S.REJECTED, everyone)
    at(2026, 4, 12, 10)

    case = appealed(first).case

    decision = clocks_of(case.pk).get(milestone="request_decision")
    assert decision.started_at == clock.now()
    assert decision.due_at > clocks_of(first.pk).get(milestone="request_decision").due_at
    assert Case.objects.get(pk=case.pk).due_at is not None


def test_it_runs_by_the_policy_in_force_when_it_arrives(everyone, policy):
    first = bring_to(S.REJECTED, everyone)
    policy.change(referral_target="لجنة أخرى")

    case = appealed(first).case

    assert case.policy_version != first.policy_version


def test_who_appeals_online_appeals_by_the_online_channel_of_today(everyone, policy):
    first = bring_to(S.REJECTED, everyone)
    Case.objects.filter(pk=first.pk).update(
        channel_key="phone", channel_kind="phone", channel_label="الهاتف"
    )
    aid = Channel("aid", ChannelKind.AID_REQUEST, "بوابة المساعدات", clause("3-9"))
    policy.change(channels=(policy.rules.channel("phone"), aid))

    case = Case.objects.get(pk=appealed(first).case.pk)

    assert (case.channel_key, case.channel_kind, case.channel_label) == (
        "aid",
        "aid_request",
        "بوابة المساعدات",
    )
    assert case.events.get(name="receive").details["channel"] == "aid"


def test_an_appeal_that_staff_write_keeps_the_channel_of_the_first(everyone):
    first = bring_to(S.REJECTED, everyone)
    Case.objects.filter(pk=first.pk).update(channel_key="phone", channel_kind="phone")

    assert appealed(first, everyone).case.channel_key == "phone"


def test_an_appeal_keeps_the_channel_where_the_policy_has_none_online(everyone, policy):
    first = bring_to(S.REJECTED, everyone)
    Case.objects.filter(pk=first.pk).update(channel_key="phone", channel_kind="phone")
    policy.change(channels=(policy.rules.channel("phone"),))

    assert appealed(first).case.channel_key == "phone"


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        (S.RECEIVED, appeals.NothingToAppeal),
        (S.ACCEPTED, appeals.NothingToAppeal),
        (S.CLOSED, appeals.NothingToAppeal),
        (S.WITHDRAWN, appeals.NothingToAppeal),
    ],
)
def test_only_what_was_not_fully_accepted_is_appealed(everyone, status, refused):
    case = bring_to(status, everyone)

    with pytest.raises(refused):
        appealed(case)


def test_a_rejected_request_is_appealed_after_it_was_closed_too(everyone):
    case = bring_to(S.REJECTED, everyone)
    services.close(case.pk, actor=everyone)

    assert appealed(case).case.appeal_of_id == case.pk


def test_a_decision_is_appealed_once_unless_the_appeal_was_withdrawn(everyone):
    first = bring_to(S.REJECTED, everyone)
    case = appealed(first).case

    with pytest.raises(appeals.AlreadyAppealed):
        appealed(first)
    services.withdraw(case.pk, actor=None)
    assert appealed(first).case.pk != case.pk


def test_an_appeal_is_not_appealed(everyone, make_person):
    other = make_person(Role.COMMITTEE_MEMBER, Role.RELATIONS_OFFICER, name="عضو")
    case = before_the_deciders(appealed(bring_to(S.REJECTED, everyone)).case, everyone)
    services.decide(
        case.pk, actor=other, outcome=Outcome.REJECTED, reason="كما سبق", early_reason="عاجل"
    )

    with pytest.raises(appeals.AppealOfAppeal):
        appealed(case)


@pytest.mark.parametrize("days", [10, 60])
def test_the_setting_says_until_when(everyone, at, days):
    APPEALS.write(AppealSettings(within_days=days), actor=everyone)
    moment = at(2026, 3, 15, 10)
    first = bring_to(S.REJECTED, everyone)
    last = moment + timedelta(days)

    at(last.year, last.month, last.day, 23)
    assert appeals.check_can_appeal(None, first) is None
    following = last + timedelta(1)
    at(following.year, following.month, following.day, 1)
    with pytest.raises(appeals.AppealTooLate):
        appealed(first)


def test_who_decided_first_does_not_decide_on_the_appeal(everyone):
    case = before_the_deciders(appealed(bring_to(S.REJECTED, everyone)).case, everyone)

    with pytest.raises(appeals.DecidedTheFirst):
        services.decide(case.pk, actor=everyone, outcome=Outcome.ACCEPTED, early_reason="عاجل")
    assert Case.objects.get(pk=case.pk).status == S.BEFORE_COMMITTEE


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.EXECUTIVE])
def test_somebody_else_decides_and_the_first_request_tells(everyone, make_person, role):
    first = bring_to(S.REJECTED, everyone)
    case = before_the_deciders(appealed(first).case, everyone)
    other = make_person(role, name="آخر")

    services.decide(case.pk, actor=other, outcome=Outcome.ACCEPTED, early_reason="عاجل")

    assert Case.objects.get(pk=case.pk).status == S.ACCEPTED
    assert first.events.get(name="appeal_decided").details == {
        "appeal": case.reference,
        "outcome": "accepted",
    }


def test_deciding_appeals_is_not_deciding_requests(everyone, make_person):
    case = before_the_deciders(bring_to(S.COMPLETE, everyone), everyone)
    executive = make_person(Role.EXECUTIVE, name="المدير")

    with pytest.raises(cases.NotYourPart):
        services.decide(case.pk, actor=executive, outcome=Outcome.ACCEPTED)


def test_the_same_operation_gives_the_same_appeal(everyone):
    first = bring_to(S.REJECTED, everyone)
    operation = uuid.uuid4()

    one, other = appealed(first, operation_id=operation), appealed(first, operation_id=operation)

    assert (one.case.pk, one.tracking_code) == (other.case.pk, other.tracking_code)
    assert first.appeals.count() == 1


def test_an_appeal_without_words_is_refused(everyone):
    first = bring_to(S.REJECTED, everyone)

    with pytest.raises(cases.TextMissing):
        services.appeal(first.pk, actor=None, grounds="  ")


def test_staff_record_an_appeal_for_somebody(everyone, make_person):
    first = bring_to(S.REJECTED, everyone)
    researcher = make_person(Role.SOCIAL_RESEARCHER, name="باحثة")

    with pytest.raises(cases.NotYourPart):
        appealed(first, researcher)
    assert appealed(first, everyone).case.registered_by == everyone
