"""Open cases that move to another version: what would change, and that nothing changes unseen."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from core.cases import repinning
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.moves import told_of_move
from core.cases.repinning import Fate, changes, open_cases, repin
from core.deadlines.models import Clock
from core.deadlines.phrases import MILESTONES
from core.escalation.sweep import sweep_deadlines
from core.rules import Milestone, Stage, StartEvent
from core.service_requests import services
from core.service_requests.desk.timeline import entries_of
from core.service_requests.intake import IntakeDetails
from foundation import clock
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.provider import RULES, days, deadline, step
from tests.core.request_types.contents import content, publish
from tests.core.requests import bring_to, receive

M = Milestone


def faster(**values):
    """Decide in 10 days where 15 were promised; everything else as before."""
    return replace_deadline("decision", days(10), **values)


def replace_deadline(key, maximum, **values):
    rules = tuple(
        deadline(rule.key, rule.milestone, rule.start, maximum) if rule.key == key else rule
        for rule in RULES.deadlines
    )
    return {"deadlines": rules, **values}


def clocks(case):
    rows = Clock.objects.filter(case=case).values_list("rule_key", "state", "due_date")
    return {key: (state, due) for key, state, due in rows}


@pytest.fixture
def complete(everyone, at):
    at(2026, 3, 15, 10)
    return bring_to(S.COMPLETE, everyone)


def test_the_preview_is_what_then_happens(complete, policy):
    after = policy.change(version_label="2", **faster())
    planned = changes(open_cases([RULES.version_id]), after.deadlines)

    assert repin(complete.pk, after)

    assert [(change.milestone, change.fate) for change in planned] == [
        (M.REQUEST_DECISION, Fate.MOVED),
        (M.FIRST_REPLY, Fate.SAME),
    ]
    assert (planned[0].old_date, planned[0].new_date) == (date(2026, 4, 9), date(2026, 4, 2))
    told = clocks(complete)
    assert told["decision"] == ("running", date(2026, 4, 2))
    assert told["reply"] == ("running", planned[1].new_date)
    complete.refresh_from_db()
    assert (complete.policy_version, complete.policy_label, complete.rules_digest) == (
        after.version_id,
        "2",
        after.digest,
    )


def test_a_move_is_an_event_and_an_audit_entry_with_both_dates(complete, policy):
    after = policy.change(version_label="2", **faster())

    repin(complete.pk, after)

    event = complete.events.get(name="repinned")
    assert (event.visibility, event.actor_label) == ("beneficiary", "")
    assert event.details["dates"] == [
        {
            "milestone": "request_decision",
            "fate": "moved",
            "clause": "5-decision",
            "from": "2026-04-09",
            "to": "2026-04-02",
        }
    ]
    entry = AuditEntry.objects.get(action="case.repinned")
    assert (entry.details["dates"], entry.actor_label) == (event.details["dates"], "system")
    with override("en"):
        said = told_of_move(event.details, MILESTONES)
    assert said.startswith("Version 2 of the policy took the place of version 1.")
    assert "9 April 2026" in said
    assert "2 April 2026" in said


def test_moving_twice_moves_once(complete, policy):
    after = policy.change(version_label="2", **faster())

    assert [repin(complete.pk, after), repin(complete.pk, after)] == [True, False]
    assert complete.events.filter(name="repinned").count() == 1


def test_a_case_that_has_ended_stays(everyone, policy, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.WITHDRAWN, everyone)
    after = policy.change(**faster())

    assert repin(case.pk, after) is False
    assert list(open_cases([RULES.version_id])) == []
    assert Case.objects.get(pk=case.pk).policy_version == RULES.version_id


def test_stops_count_as_they_did(everyone, policy, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.COMPLETE, everyone)
    at(2026, 3, 16, 10)
    services.mark_missing(case.pk, actor=everyone, documents=["عقد الإيجار"])
    at(2026, 3, 18, 10)
    item = case.missing_items.get(provided_at=None)
    services.settle_missing(case.pk, actor=everyone, item_id=item.pk)
    after = policy.change(**faster())

    repin(case.pk, after)

    # Two of the days did not count: 2 April would be the tenth otherwise.
    assert clocks(case)["decision"] == ("running", date(2026, 4, 6))


def test_a_paused_case_stays_paused_and_goes_on_by_the_new_rule(everyone, policy, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.COMPLETE, everyone)
    at(2026, 3, 16, 10)
    services.mark_missing(case.pk, actor=everyone, documents=["عقد الإيجار"])
    after = policy.change(**faster())
    [planned] = [
        change
        for change in changes(open_cases([RULES.version_id]), after.deadlines)
        if change.milestone == M.REQUEST_DECISION
    ]

    repin(case.pk, after)

    assert planned.is_paused
    assert clocks(case)["decision"] == ("paused", None)
    case.refresh_from_db()
    assert case.clock_paused
    at(2026, 3, 18, 10)
    item = case.missing_items.get(provided_at=None)
    services.settle_missing(case.pk, actor=everyone, item_id=item.pk)
    assert clocks(case)["decision"] == ("running", date(2026, 4, 6))


def test_what_was_late_has_time_again_and_the_other_way_round(everyone, policy, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.COMPLETE, everyone)
    at(2026, 4, 12, 10)
    while sweep_deadlines(clock.now()):
        pass
    assert clocks(case)["decision"][0] == "missed"

    repin(case.pk, policy.change(**replace_deadline("decision", days(40))))
    assert clocks(case)["decision"][0] == "running"

    repin(case.pk, policy.change(**replace_deadline("decision", days(3))))
    assert clocks(case)["decision"][1] < date(2026, 4, 12)
    while sweep_deadlines(clock.now()):
        pass
    assert clocks(case)["decision"][0] == "missed"


def test_a_promise_that_is_new_begins_and_one_that_is_gone_ends(complete, policy):
    rules = [rule for rule in RULES.deadlines if rule.key != "reply"]
    rules.append(deadline("told", M.NOTIFY, StartEvent.COMPLETION, days(4)))
    after = policy.change(deadlines=tuple(rules))

    repin(complete.pk, after)

    told = clocks(complete)
    assert told["told"] == ("running", date(2026, 3, 25))
    assert [state for key, (state, _due) in told.items() if key.startswith("reply@")] == [
        "cancelled"
    ]
    fates = {
        row["milestone"]: row["fate"]
        for row in complete.events.get(name="repinned").details["dates"]
    }
    assert fates == {"notify": "begun", "first_reply": "released"}


def test_nothing_begins_for_what_has_happened(complete, policy):
    rules = (*RULES.deadlines, deadline("ack2", M.ACKNOWLEDGE, StartEvent.COMPLETION, days(1)))

    repin(complete.pk, policy.change(deadlines=rules))

    assert "ack2" not in clocks(complete)
    assert clocks(complete)["ack"][0] == "met"


def test_keys_that_change_places_follow_their_milestones(complete, policy):
    by_key = {rule.key: rule for rule in RULES.deadlines}
    swapped = (
        replace(by_key["decision"], key="reply"),
        replace(by_key["reply"], key="decision"),
        by_key["ack"],
    )
    before = clocks(complete)

    repin(complete.pk, policy.change(deadlines=swapped))

    after = clocks(complete)
    assert (after["reply"], after["decision"]) == (before["decision"], before["reply"])


def test_ticks_stay_with_their_steps(complete, policy, everyone):
    services.complete_step(
        complete.pk, actor=everyone, item_id=complete.checklist.get(order=2).pk, note="تم البحث"
    )
    steps = (
        step(9, Stage.COMPLETION),
        replace(step(2, Stage.COMMITTEE), key="moved"),
        replace(step(1, Stage.COMPLETION), text="بنص جديد"),
    )

    repin(complete.pk, policy.change(steps=steps))

    rows = complete.checklist.order_by("order").values_list("key", "done_by")
    assert list(rows) == [("step-9", ""), ("moved", "سارة"), ("step-1", "سارة")]
    assert complete.checklist.get(key="moved").note == "تم البحث"
    told = [
        entry.fact
        for entry in entries_of(complete, everyone)
        if entry.event.name == "step_completed"
    ]
    assert sorted(told) == ["خطوة 1", "خطوة 2"]


def test_what_is_required_follows_until_the_case_is_complete(everyone, policy, at):
    at(2026, 3, 15, 10)
    case = receive(everyone).case
    item = case.missing_items.get(label="صورة الهوية")
    services.settle_missing(case.pk, actor=everyone, item_id=item.pk)

    repin(case.pk, policy.change(required_documents=("كشف حساب",)))

    labels = {row.label: row.provided_at is not None for row in case.missing_items.all()}
    assert labels == {"صورة الهوية": True, "كشف حساب": False}


def test_a_channel_that_is_gone_hinders_nothing(complete, policy):
    after = policy.change(channels=RULES.channels[1:])

    assert repin(complete.pk, after)
    complete.refresh_from_db()
    assert complete.channel_key == "phone"


def test_the_preview_costs_the_same_for_many_cases(
    everyone, policy, at, django_assert_max_num_queries
):
    at(2026, 3, 15, 10)
    for _number in range(4):
        bring_to(S.COMPLETE, everyone)
    after = policy.change(**faster())

    with django_assert_max_num_queries(8):
        found = changes(open_cases([RULES.version_id]), after.deadlines)

    assert len({change.case.id for change in found}) == 4
    assert repinning.progress(after.version_id, [RULES.version_id]).percent == 0


def test_a_move_gives_a_case_no_date_that_only_another_type_has(everyone, policy, make_person):
    several = (
        deadline("reply", M.FIRST_REPLY, StartEvent.SUBMISSION, days(5)),
        deadline("urgent", M.FIRST_REPLY, StartEvent.SUBMISSION, days(1)),
    )
    policy.change(version_label="2", deadlines=several)
    administrator = make_person(Role.ADMINISTRATOR)
    own = publish(content(deadline="urgent"), administrator)
    urgent, usual = (
        receive(details=IntakeDetails(request_type=kind), operation_id=uuid.uuid4()).case
        for kind in (own, None)
    )
    after = policy.change(version_label="3", deadlines=(*several, *RULES.deadlines[2:]))

    planned = changes(open_cases([urgent.policy_version]), after.deadlines)
    for case in (urgent, usual):
        repin(case.pk, after)

    assert [set(clocks(case)) for case in (urgent, usual)] == [{"urgent"}, {"reply"}]
    assert {change.fate for change in planned} == {Fate.SAME}
