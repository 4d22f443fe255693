"""A draft's deadlines over past cases: against a second, slow count, and within its time."""

import csv
import io
import time
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse

from core import rules as governing
from core.beneficiaries.models import Beneficiary
from core.cases.models import Case
from core.deadlines.engine import calendar_data
from core.deadlines.engine.saudi import usual_calendar
from core.deadlines.models import Clock, ClockPause
from core.rules import Milestone, StartEvent
from core.service_requests import services as requests
from core.service_requests.enums import Outcome
from policies.approving.what_if import Cases, what_if
from tenants.people.roles import Role
from tests.core.provider import FixedProvider, days, deadline
from tests.core.requests import bring_to

DECISION = Milestone.REQUEST_DECISION
RIYADH = ZoneInfo("Asia/Riyadh")


@pytest.fixture
def policy():
    before = list(governing._providers)
    provider = FixedProvider()
    governing.register(provider)
    yield provider
    governing._providers[:] = before


@pytest.fixture
def staff(association, policy, make_person):
    return make_person(
        Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER, name="سارة"
    )


def rule(number, key="d"):
    return deadline(key, DECISION, StartEvent.COMPLETION, days(number))


def decision(found):
    return next(row for row in found.rows if row.milestone == DECISION)


@pytest.fixture
def decided(staff, at):
    """Complete on Sunday 15 March 2026, decided on the 30th: 30 March is the seventh working day."""
    at(2026, 3, 15, 10)
    case = bring_to("before_committee", staff)
    at(2026, 3, 30, 11)
    for item in case.checklist.filter(stage="decision"):
        requests.complete_step(case.pk, actor=staff, item_id=item.pk)
    requests.decide(case.pk, actor=staff, outcome=Outcome.ACCEPTED, early_reason="عاجل")
    return case


def working_days_from(start, end, calendar):
    """Day by day, as slowly as can be."""
    day, number = start, 0
    while day < end:
        day += timedelta(days=1)
        number += calendar.is_working_day(day)
    return number


def test_the_same_case_is_kept_or_late_by_the_length_of_the_promise(decided, at):
    at(2026, 6, 1, 10)
    clock = Clock.objects.get(case=decided, milestone="request_decision")
    calendar = calendar_data.from_data(clock.calendar)
    taken = working_days_from(date(2026, 3, 15), date(2026, 3, 30), calendar)

    exact, shorter = what_if([rule(taken)]), what_if([rule(taken - 1)])

    assert (decision(exact).after.kept, decision(exact).after.late) == (1, 0)
    assert (decision(shorter).after.kept, decision(shorter).after.late) == (0, 1)
    assert (decision(exact).after.median_slack, decision(shorter).after.median_slack) == (0, -1)
    assert (decision(exact).before.kept, decision(exact).before.late_percent) == (1, 0)
    assert decision(exact).before.median_slack == 15 - taken
    assert decision(shorter).more_late == 1


def test_times_of_waiting_count_as_they_did(staff, at):
    at(2026, 1, 4, 10)
    case = bring_to("complete", staff)
    at(2026, 1, 5, 10)
    requests.mark_missing(case.pk, actor=staff, documents=["عقد"])
    at(2026, 1, 12, 10)
    item = case.missing_items.get(provided_at=None)
    requests.settle_missing(case.pk, actor=staff, item_id=item.pk)
    at(2026, 1, 14, 10)
    for each in case.checklist.filter(done_at=None).exclude(stage="delivery"):
        requests.complete_step(case.pk, actor=staff, item_id=each.pk)
    requests.send_to_decision_body(case.pk, actor=staff)
    requests.decide(case.pk, actor=staff, outcome=Outcome.ACCEPTED, early_reason="عاجل")

    # 12, 13 and 14 January counted: the days from the 5th to the 11th stood still.
    found = {number: decision(what_if([rule(number)])).after for number in (2, 3)}

    assert (found[2].late, found[3].kept) == (1, 1)


def test_what_is_not_decided_yet_waits_or_is_late(staff, at):
    at(2026, 3, 15, 10)
    bring_to("complete", staff)
    at(2026, 4, 1, 10)

    long, short = what_if([rule(40)]), what_if([rule(3)])

    assert (decision(long).after.waiting, decision(long).after.late_percent) == (1, None)
    assert (decision(short).after.late, decision(short).after.late_percent) == (1, 100)
    assert decision(short).before.waiting == 1


def test_a_case_that_was_withdrawn_before_is_not_counted(staff, at):
    at(2026, 3, 15, 10)
    case = bring_to("complete", staff)
    at(2026, 3, 16, 10)
    requests.withdraw(case.pk, actor=staff)
    at(2026, 5, 1, 10)

    assert [
        row.after.answers for row in what_if([rule(10)]).rows if row.milestone == DECISION
    ] == [[]]


def test_the_cases_that_are_asked_can_be_chosen(decided, staff, at):
    at(2026, 3, 31, 10)
    bring_to("withdrawn", staff)

    assert what_if([rule(3)]).cases == 2
    assert what_if([rule(3)], cases=Cases.OPEN).cases == 1
    assert what_if([rule(3)], cases=Cases.CLOSED).cases == 1
    at(2026, 9, 1, 10)
    assert what_if([rule(3)], months=3).cases == 0
    assert what_if([rule(3)], months=12).cases == 2


def test_five_thousand_cases_take_five_queries_and_less_than_three_seconds(
    decided, at, django_assert_max_num_queries
):
    at(2026, 6, 1, 10)
    template = Case.objects.get(pk=decided.pk)
    calendar = calendar_data.to_data(usual_calendar())
    cases, clocks, pauses = [], [], []
    beneficiary = Beneficiary.objects.get()
    term = Clock.objects.filter(milestone="request_decision").values_list("term", flat=True)[0]
    for number in range(5000):
        arrived = datetime(2025, 9, 1, 9, tzinfo=RIYADH) + timedelta(
            days=number % 250, minutes=number % 400
        )
        case = Case(
            **{
                **{
                    name: getattr(template, name)
                    for name in (
                        "kind", "status", "subject", "subject_search", "reply_channel",
                        "channel_key", "channel_kind", "channel_label", "policy_version",
                        "policy_label", "rules_digest",
                    )
                },
                "reference": f"X-{number}",
                "beneficiary": beneficiary,
                "received_at": arrived,
                "completed_at": arrived,
                "decided_at": arrived + timedelta(days=number % 40),
                "tracking_index": uuid.uuid4().bytes * 2,
            }
        )  # fmt: skip
        cases.append(case)
        for milestone in ("request_decision", "first_reply", "notify"):
            clocks += [
                Clock(
                    case=case,
                    rule_key=milestone,
                    milestone=milestone,
                    start_event="completion",
                    term=term,
                    calendar=calendar,
                    clause_address="3-3",
                    clause_text="نص",
                    started_at=arrived,
                    due_at=arrived + timedelta(days=20),
                    due_date=(arrived + timedelta(days=20)).date(),
                    state="met",
                    met_at=case.decided_at,
                )
            ]
        if number % 3 == 0:
            pauses.append(
                ClockPause(
                    clock=clocks[-3],
                    reason="beneficiary",
                    started_at=arrived + timedelta(days=1),
                    ended_at=arrived + timedelta(days=1 + number % 9),
                )
            )
    Case.objects.bulk_create(cases, batch_size=1000)
    Clock.objects.bulk_create(clocks, batch_size=2000)
    ClockPause.objects.bulk_create(pauses)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    wanted = [rule(10), deadline("n", Milestone.NOTIFY, StartEvent.COMPLETION, days(14))]

    with django_assert_max_num_queries(7):
        began = time.process_time()
        found = what_if(wanted)
        took = time.process_time() - began

    assert (found.cases, found.is_cut) == (5000, True)
    assert decision(found).after.kept + decision(found).after.late == 5000
    assert took < 3


# --- the page --------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"policies:{name}", urlconf="config.urls_association", args=args)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.BOARD_SECRETARY, 200),
        (Role.POLICY_OFFICER, 200),
        (Role.EXECUTIVE, 200),
        (Role.RELATIONS_OFFICER, 403),
    ],
)
def test_those_who_decide_and_those_who_answer_for_it_may_ask(
    site, association, make_person, draft, role, status
):
    client = site(association, make_person(role))

    for name in ("what_if", "what_if_csv", "what_if_json"):
        assert client.get(url(name, draft.pk)).status_code == status


def test_each_figure_leads_to_its_cases(site, association, make_person, draft, decided, at):
    at(2026, 4, 15, 10)
    client = site(association, make_person(Role.EXECUTIVE))
    page = url("what_if", draft.pk)

    html = client.get(page).content.decode()
    assert "promise=request_decision-completion" in html
    behind = client.get(
        page, {"promise": "request_decision-completion", "side": "after", "outcome": "kept"}
    ).content.decode()
    assert decided.reference in behind
    assert str(decided.pk) in behind
    assert (
        client.get(page, {"promise": "x", "side": "after", "outcome": "kept"}).status_code == 404
    )
    told = client.get(url("what_if_json", draft.pk)).json()
    assert (told["cases"], told["cut"]) == (1, False)
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(url("what_if_csv", draft.pk)).content.decode("utf-8-sig"))
        )
    )
    assert next(row for row in rows if row["milestone"] == "request_decision")["after_kept"] == "1"
