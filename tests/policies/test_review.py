from dataclasses import replace
from datetime import time

import pytest

from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import Window, week
from core.deadlines.models import CalendarSettings
from foundation import clock
from policies import services
from policies.drafting import from_reading
from policies.reading.reader import read_text
from policies.review import longest_weekly_closure, other_documents, review, setup_in_force
from tests.policies.contents import TEXT

IN_HOURS = TEXT.replace("خلال عشرة أيام عمل", "خلال 36 ساعة")


def ids(text, **around):
    return [finding.id for finding in review(text, read_text(text), **around)]


def test_the_linter_knows_the_name_and_the_week_of_the_association(association):
    setup = setup_in_force()

    assert setup.association_name == association.name
    assert setup.longest_closure_days == 2


def test_a_document_of_another_association_is_noticed(association):
    assert "BRP-I51" in ids(TEXT)
    assert "BRP-I51" not in ids(TEXT.replace("جمعية روافد الخير الأهلية", association.name))


def test_hours_that_end_within_the_weekend_are_noticed(association):
    assert "BRP-D51" in ids(IN_HOURS)
    assert "BRP-D51" not in ids(TEXT)


def test_an_association_that_works_every_day_may_promise_hours(association):
    every_day = {str(day): [["08:00", "16:00"]] for day in range(1, 8)}
    CalendarSettings.objects.update_or_create(pk=1, defaults={"weekend": [], "windows": every_day})

    assert "BRP-D51" not in ids(IN_HOURS)


@pytest.mark.parametrize(
    ("weekend", "worked", "longest"),
    [
        ({5, 6}, {7, 1, 2, 3, 4}, 2),
        ({5}, {6, 7, 1, 2, 3, 4}, 1),
        ({7}, {1, 2, 3, 4, 5}, 2),
        ({1, 7}, {2, 3, 4, 5, 6}, 2),
        (set(), {1, 4}, 3),
    ],
)
def test_the_longest_closure_of_a_week(association, weekend, worked, longest):
    hours = week({day: [Window(time(8), time(16))] for day in worked})
    calendar = replace(calendar_in_force(clock.today()), weekend=frozenset(weekend), hours=hours)

    assert longest_weekly_closure(calendar) == longest


def test_other_documents_are_compared(association):
    charter = other_documents([("", TEXT.replace("15 يوم عمل", "20 يوم عمل"))])

    assert [document.title for document in charter] == ["سياسة العلاقة مع المستفيدين"]
    assert "BRP-D05" in ids(TEXT, others=charter)


def test_every_save_is_reviewed(draft, officer):
    assert "BRP-I51" in [finding.id for finding in draft.load_findings()]
    content = draft.load_content().model_copy(update={"association_name": "جمعية الألفة للتنمية"})

    saved = services.edit_content(draft.pk, actor=officer, revision=1, content=content)

    assert "BRP-I51" not in [finding.id for finding in saved.load_findings()]


def test_an_approval_to_come_is_noticed(association, at):
    at(2024, 1, 1, 9)

    assert "BRP-A50" in ids(TEXT)


STEPS = """سياسة العلاقة مع المستفيدين
قنوات التواصل:
1- الهاتف.
خطوات التعامل:
1- يسجّل موظف العلاقات الطلب.
2- يُفرز الطلب ويُرتَّب.
3- تبت لجنة المساعدات في الطلب خلال أسبوع من تاريخ تقديم الطلب.
"""


def noted(text):
    reading = read_text(text)
    found = review(text, reading, draft=from_reading(text, reading))
    return [text.splitlines()[each.line - 1] for each in found if each.id == "BRP-H50"]


def test_a_step_of_nobody_is_noted_where_the_others_name_their_doer(association):
    assert noted(STEPS) == ["2- يُفرز الطلب ويُرتَّب."]
    assert noted(STEPS.replace("يُفرز الطلب", "يفرز منسق البرامج الطلب")) == []


def test_a_policy_that_names_nobody_in_its_steps_is_left_alone(association):
    assert noted(TEXT) == []
