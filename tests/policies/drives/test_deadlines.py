from datetime import date

import pytest
from django.utils import timezone

from core.deadlines.engine.terms import Unit
from core.deadlines.models import Clock
from core.rules import Milestone, StartEvent
from policies.content import Deadline, Length
from tests.core.requests import receive


def reply_within(days):
    return Deadline(
        key="reply",
        milestone=Milestone.FIRST_REPLY,
        start=StartEvent.SUBMISSION,
        maximum=Length(value=days, unit=Unit.WORKING_DAY),
        words="استقبال المستفيد وتسجيل طلبه",
        address="3-1",
    )


def test_the_clocks_of_cases_are_the_promises_of_the_policy(bring, see, everyone, at):
    at(2026, 1, 5, 9)
    bring(deadlines=(reply_within(5),))
    first = receive(everyone, channel_key="phone").case
    bring(deadlines=(reply_within(2),))
    second = receive(everyone, channel_key="phone").case

    due = [Clock.objects.get(case_id=case.pk).due_date for case in (first, second)]
    assert due == [date(2026, 1, 12), date(2026, 1, 7)]
    shown = see(f"/desk/requests/{second.pk}/", everyone)
    assert "7 يناير 2026م" in shown


def test_the_portal_promises_what_the_policy_promises(bring, see):
    bring(deadlines=(reply_within(5),))
    five = see("/")
    bring(deadlines=(reply_within(2),))
    two = see("/")

    assert [words in five for words in ("5 أيام عمل", "يومي عمل")] == [True, False]
    assert [words in two for words in ("5 أيام عمل", "يومي عمل")] == [False, True]


@pytest.mark.parametrize(
    ("unit", "due"),
    [(Unit.HOUR, "2026-01-07T09:00:00+03:00"), (Unit.WORKING_HOUR, "2026-01-13T09:00:00+03:00")],
)
def test_hours_are_counted_as_promised(bring, see, everyone, at, unit, due):
    at(2026, 1, 5, 9)
    promise = reply_within(5).model_copy(update={"maximum": Length(value=48, unit=unit)})
    bring(deadlines=(promise,))

    case = receive(everyone, channel_key="phone").case

    clock = Clock.objects.get(case_id=case.pk)
    assert timezone.localtime(clock.due_at).isoformat() == due
    assert "48" in see("/")
    assert case.reference in see("/desk/", everyone)
