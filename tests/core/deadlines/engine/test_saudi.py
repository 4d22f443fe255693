from core.deadlines.engine.calendar import Holiday
from core.deadlines.engine.reasons import Name
from core.deadlines.engine.saudi import proposed_holidays, usual_calendar
from tests.core.deadlines.engine.build import day, window


def test_proposals_carry_both_names():
    found = proposed_holidays([2026], current_year=2026)

    assert found[0] == Holiday(
        day("2026-02-22"), Name("يوم التأسيس", "Founding Day Holiday"), estimated=False
    )
    assert len(found) == 13


def test_after_the_current_year_only_dates_by_the_moon_are_estimates():
    found = proposed_holidays([2026, 2027], current_year=2026)

    sure = [str(one.date) for one in found if not one.estimated and one.date.year == 2027]
    assert sure == ["2027-02-22", "2027-09-23"]
    assert {one.estimated for one in found if one.date.year == 2026} == {False}


def test_proposals_come_in_order_and_stay_within_the_years():
    found = [one.date for one in proposed_holidays([2027, 2025, 2027], current_year=2026)]

    assert found == sorted(set(found))
    assert {date.year for date in found} == {2025, 2027}


def test_no_years_have_no_holidays():
    assert proposed_holidays([], current_year=2026) == ()


def test_the_usual_calendar():
    calendar = usual_calendar()

    assert calendar.windows_on(day("2026-01-04")) == (window("08:00-16:00"),)
    assert calendar.windows_on(day("2026-01-08")) == (window("08:00-16:00"),)
    assert calendar.windows_on(day("2026-01-09")) == ()
