import pytest

from core.deadlines.engine.progress import (
    Moment,
    Progress,
    moments,
    progress,
    working_days_between,
)
from tests.core.deadlines.engine.build import (
    OFFICIAL,
    PLAIN,
    at,
    day,
    least,
    most,
    pause,
    working,
)

START = at("2026-03-15 10:00")


@pytest.mark.parametrize(
    ("now", "counted", "left", "late"),
    [
        ("2026-03-15 10:00", 0, 15, False),
        ("2026-03-16 15:59", 0, 14, False),
        ("2026-03-16 16:00", 1, 14, False),
        ("2026-03-21 12:00", 3, 12, False),
        ("2026-03-31 17:00", 8, 7, False),
        ("2026-04-01 09:00", 8, 6, False),
        ("2026-04-09 09:00", 14, 0, False),
        ("2026-04-09 16:00", 15, 0, False),
        ("2026-04-09 16:01", 15, 0, True),
        ("2026-04-11 09:00", 15, 0, True),
        ("2026-04-12 09:00", 15, -1, True),
        ("2026-04-14 09:00", 15, -3, True),
    ],
)
def test_progress_of_fifteen_working_days(now, counted, left, late):
    found = progress(most(15, "working_day"), START, at(now), OFFICIAL)

    assert found == Progress(counted, 15, left, late, paused=False)


def test_progress_of_a_month_counts_calendar_days():
    found = progress(most(1, "month"), START, at("2026-03-20 10:00"), OFFICIAL)

    assert (found.counted, found.total) == (4, 31)
    assert found.share == 4 / 31


def test_progress_of_hours():
    found = progress(
        most(8, "working_hour"), at("2026-01-04 12:00"), at("2026-01-05 10:30"), PLAIN
    )

    assert found == Progress(6.5, 8, 0, late=False, paused=False)


def test_progress_of_hours_stops_at_due():
    found = progress(most(8, "hour"), at("2026-01-04 12:00"), at("2026-01-07 12:00"), PLAIN)

    assert (found.counted, found.late) == (8, True)


def test_progress_while_paused_knows_no_days_left():
    paused = [pause("2026-01-06 09:00")]

    found = progress(
        most(5, "working_day"), at("2026-01-04 10:00"), at("2026-01-20 10:00"), PLAIN, paused
    )

    assert found == Progress(1, 5, None, late=False, paused=True)


def test_progress_after_a_pause_leaves_its_days_out():
    paused = [pause("2026-01-06 09:00", "2026-01-08 09:00")]

    found = progress(
        most(5, "working_day"), at("2026-01-04 10:00"), at("2026-01-08 17:00"), PLAIN, paused
    )

    assert found == Progress(2, 5, 3, late=False, paused=False)


def test_only_a_maximum_has_progress():
    with pytest.raises(ValueError, match="maximum"):
        progress(least(1, "day"), START, START, PLAIN)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-01-04", "2026-01-04", 0),
        ("2026-01-04", "2026-01-05", 1),
        ("2026-01-08", "2026-01-11", 1),
        ("2026-01-08", "2026-01-10", 0),
        ("2026-01-11", "2026-01-08", -1),
    ],
)
def test_working_days_between(first, last, days):
    assert working_days_between(day(first), day(last), PLAIN) == days


# The moments to warn at


def warned(term, start, calendar=PLAIN, pauses=()):
    return [str(moment.at)[:16] for moment in moments(term, at(start), calendar, pauses)]


def test_moments_part_the_working_time():
    assert moments(most(15, "working_day"), START, OFFICIAL) == (
        Moment(50, at("2026-03-31 12:00")),
        Moment(75, at("2026-04-06 10:00")),
        Moment(90, at("2026-04-08 12:00")),
    )


def test_a_moment_at_closing_time_waits_for_the_next_opening():
    assert warned(most(10, "working_day"), "2026-01-04 10:00") == [
        "2026-01-12 08:00",
        "2026-01-14 12:00",
        "2026-01-18 08:00",
    ]


def test_moments_of_calendar_days_come_at_opening_and_not_at_midnight():
    assert warned(most(20, "day"), "2026-01-04 10:00") == [
        "2026-01-15 08:00",
        "2026-01-20 08:00",
        "2026-01-25 08:00"
    ]  # fmt: skip


def test_a_moment_past_the_last_opening_comes_at_that_opening():
    assert warned(most(1, "day"), "2026-01-04 10:00") == [
        "2026-01-05 12:00",
        "2026-01-05 12:00",
        "2026-01-05 12:00",
    ]


def test_moments_in_a_term_with_no_opening_come_when_they_are_over():
    assert warned(most(4, "hour"), "2026-01-09 10:00") == [
        "2026-01-09 12:00",
        "2026-01-09 13:00",
        "2026-01-09 13:36",
    ]


def test_a_closing_day_in_one_working_day_is_warned_of_within_it():
    assert warned(most(1, "working_day"), "2026-01-04 10:00") == [
        "2026-01-05 12:00",
        "2026-01-05 14:00",
        "2026-01-05 15:12",
    ]


def test_moments_use_every_window():
    split = working("08:00-12:00", "16:00-20:00")

    assert warned(most(1, "working_day"), "2026-01-04 10:00", split) == [
        "2026-01-05 16:00",
        "2026-01-05 18:00",
        "2026-01-05 19:12",
    ]


def test_moments_move_with_pauses():
    paused = [pause("2026-01-05 09:00", "2026-01-07 11:00")]

    assert warned(most(2, "working_day"), "2026-01-04 10:00", PLAIN, paused) == [
        "2026-01-08 08:00",
        "2026-01-08 12:00",
        "2026-01-08 14:24",
    ]


def test_a_moment_never_falls_into_a_pause():
    paused = [pause("2026-01-05 11:00", "2026-01-05 13:00")]

    assert warned(most(1, "working_day"), "2026-01-04 10:00", PLAIN, paused)[0] == (
        "2026-01-05 13:00"
    )


def test_an_open_pause_leaves_no_moments():
    assert warned(most(2, "day"), "2026-01-04 10:00", PLAIN, [pause("2026-01-05 09:00")]) == []


def test_other_percents():
    found = moments(most(10, "hour"), at("2026-01-04 08:00"), PLAIN, percents=(50, 20))

    assert found == (Moment(20, at("2026-01-04 10:00")), Moment(50, at("2026-01-04 13:00")))


def test_a_part_is_at_most_the_whole():
    paused = [pause("2026-01-06 09:00")]

    with pytest.raises(ValueError, match="at most the whole"):
        moments(most(1, "day"), at("2026-01-04 10:00"), PLAIN, paused, percents=[300])
