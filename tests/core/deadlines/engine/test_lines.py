import json
import random

import pytest

from core.deadlines.engine.lines import LONGEST_LINE, MOST_CALENDARS, LineReader
from tests.core.deadlines.engine.build import OFFICIAL
from tests.core.deadlines.engine.line_cases import build_line, expected

EXAMPLE = {
    "start": "2026-03-15T09:30",
    "kind": "max",
    "value": 15,
    "unit": "working_day",
    "calendar": {
        "timezone": "Asia/Riyadh",
        "weekend": [4, 5],
        "holidays": ["2026-03-19"],
        "windows": {"6": [["08:00", "14:00"], ["16:00", "18:00"]]},
        "exceptions": {"2026-03-10": [["10:00", "14:00"]]},
    },
    "pauses": [["2026-03-16T10:00", "2026-03-18T09:00"]],
}
PLAIN = {"timezone": "Asia/Riyadh", "weekend": [4, 5], "holidays": []}
SPLIT = PLAIN | {
    "windows": {str(day): [["08:00", "12:00"], ["16:00", "20:00"]] for day in range(7)}
}
OFFICE = PLAIN | {"windows": {str(day): [["08:00", "16:00"]] for day in range(7)}}


def answer(line, say=None):
    text = line if isinstance(line, str) else json.dumps(line)
    return json.loads(LineReader(say).answer(text.encode()))


def dates(start, value, unit, calendar=PLAIN, **more):
    line = {"start": start, "kind": "max", "value": value, "unit": unit, "calendar": calendar}
    found = answer(line | more)
    assert set(found) == {"due", "due_date", "earliest"}
    return found["due"], found["due_date"]


def earliest(start, value, unit, calendar=PLAIN, **more):
    line = {"start": start, "kind": "min", "value": value, "unit": unit, "calendar": calendar}
    found = answer(line | more)
    assert (found["due"], found["due_date"]) == (None, None)
    return found["earliest"]


def test_the_example():
    assert answer(EXAMPLE) == {
        "due": "2026-04-09T00:00:00+03:00",
        "due_date": "2026-04-08",
        "earliest": None,
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-15", "2026-04-09"),
        ("2026-05-20", "2026-06-16"),
        ("2026-09-20", "2026-10-12"),
        ("2026-01-01", "2026-01-22"),
        ("2027-03-04", "2027-03-31"),
    ],
)
def test_the_check_values(start, end):
    official = PLAIN | {"holidays": [str(holiday.date) for holiday in OFFICIAL.holidays]}

    assert dates(f"{start}T10:00", 15, "working_day", official)[1] == end


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-15", "2026-04-05"), ("2027-03-04", "2027-03-25")]
)
def test_the_check_values_without_holidays(start, end):
    assert dates(f"{start}T10:00", 15, "working_day")[1] == end


def test_two_weeks_at_least_from_a_sunday():
    assert earliest("2026-03-15T09:30", 2, "week") == "2026-03-29"


@pytest.mark.parametrize(
    ("value", "unit", "day"),
    [(5, "day", "2026-01-09"), (1, "working_day", "2026-01-05"), (14, "hour", "2026-01-05"),
     (15, "hour", "2026-01-05"), (14 + 24, "hour", "2026-01-06"), (1, "month", "2026-02-04")],
)  # fmt: skip
def test_the_earliest_day(value, unit, day):
    assert earliest("2026-01-04T10:00", value, unit) == day


def test_a_minimum_counts_pauses_and_waits_for_their_end():
    closed = {"pauses": [["2026-01-05T10:00", "2026-01-07T09:00"]]}
    open_ended = {"pauses": [["2026-01-05T10:00", None]]}

    assert earliest("2026-01-04T10:00", 3, "day", **closed) == "2026-01-09"
    assert earliest("2026-01-04T10:00", 3, "day", **open_ended) is None


def test_without_windows_a_working_day_closes_at_24():
    assert dates("2026-01-04T10:00", 1, "working_day") == (
        "2026-01-06T00:00:00+03:00", "2026-01-05"
    )  # fmt: skip
    assert dates("2026-01-04T10:00", 20, "working_hour") == (
        "2026-01-05T06:00:00+03:00", "2026-01-05"
    )  # fmt: skip


def test_a_weekday_that_windows_do_not_name_is_worked_all_day():
    sundays = PLAIN | {"windows": {"6": [["08:00", "14:00"]]}}

    assert dates("2026-01-03T10:00", 1, "working_day", sundays)[0] == "2026-01-04T14:00:00+03:00"
    assert dates("2026-01-03T10:00", 2, "working_day", sundays)[0] == "2026-01-06T00:00:00+03:00"


def test_a_weekday_with_no_windows_is_not_worked():
    no_mondays = PLAIN | {"windows": {"0": []}}

    assert dates("2026-01-04T10:00", 1, "working_day", no_mondays)[1] == "2026-01-06"


def test_the_order_of_windows_does_not_matter():
    swapped = SPLIT | {"windows": {day: spans[::-1] for day, spans in SPLIT["windows"].items()}}

    assert dates("2026-01-04T09:00", 6, "working_hour", swapped) == (
        "2026-01-04T19:00:00+03:00", "2026-01-04"
    )  # fmt: skip


def test_an_exception_closes_a_day_or_opens_one():
    told = OFFICE | {
        "holidays": [{"date": "2026-01-06", "name": "عيد"}],
        "exceptions": {
            "2026-01-05": [],
            "2026-01-06": [["09:00", "10:00"], ["22:00", "24:00"]],
            "2026-01-09": [["10:00", "11:00"]],
            "2026-01-07": [["09:00", "09:30"]],
        },
    }

    assert dates("2026-01-04T17:00", 1, "working_day", told) == (
        "2026-01-07T00:00:00+03:00", "2026-01-06"
    )  # fmt: skip
    assert dates("2026-01-04T17:00", 2, "working_day", told)[0] == "2026-01-07T09:30:00+03:00"
    assert dates("2026-01-08T17:00", 1, "working_day", told)[0] == "2026-01-09T11:00:00+03:00"
    assert dates("2026-01-04T16:00", 3, "working_hour", told)[0] == "2026-01-07T00:00:00+03:00"
    assert dates("2026-01-04T10:00", 5, "day", told)[1] == "2026-01-09"


@pytest.mark.parametrize(
    ("start", "months", "calendar", "end"),
    [
        ("2026-01-31T10:00", 1, "gregorian", "2026-02-28"),
        ("2028-01-31T10:00", 1, "gregorian", "2028-02-29"),
        ("2024-11-02T10:00", 1, "hijri", "2024-12-01"),
        ("2026-02-27T10:00", 1, "hijri", "2026-03-29"),
    ],
)
def test_months(start, months, calendar, end):
    assert dates(start, months, "month", roll=False, month_calendar=calendar)[1] == end


def test_a_due_day_off_stays_only_where_the_line_says_so():
    assert dates("2026-01-04T10:00", 5, "day")[1] == "2026-01-11"
    assert dates("2026-01-04T10:00", 5, "day", roll=False)[1] == "2026-01-09"


@pytest.mark.parametrize(
    "start", ["2026-01-04T10:00", "2026-01-04T07:00Z", "2026-01-04T02:00:00-05:00"]
)
def test_a_start_may_carry_an_offset(start):
    assert dates(start, 3, "hour")[0] == "2026-01-04T13:00:00+03:00"


@pytest.mark.parametrize(
    ("zone", "start", "hours", "due"),
    [
        ("Europe/Berlin", "2026-03-29T01:30", 1, "2026-03-29T03:30:00+02:00"),
        ("Europe/Berlin", "2026-03-29T02:30", 1, "2026-03-29T04:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25T01:30", 1, "2026-10-25T02:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25T02:30", 1, "2026-10-25T02:30:00+01:00"),
        ("America/New_York", "2026-03-07T12:00", 24, "2026-03-08T13:00:00-04:00"),
        ("America/New_York", "2026-10-31T12:00", 24, "2026-11-01T11:00:00-05:00"),
    ],
)
def test_hours_elapse_when_the_clocks_change(zone, start, hours, due):
    assert dates(start, hours, "hour", PLAIN | {"timezone": zone})[0] == due


@pytest.mark.parametrize(
    ("day", "windows", "hours", "due"),
    [
        ("2026-03-29", [["00:00", "24:00"]], 23, "2026-03-30T00:00:00+02:00"),
        ("2026-03-29", [["02:30", "04:00"]], 1, "2026-03-29T04:00:00+02:00"),
        ("2026-03-29", [["01:00", "02:30"], ["02:30", "04:00"]], 2, "2026-03-29T04:00:00+02:00"),
        ("2026-10-25", [["00:00", "24:00"]], 25, "2026-10-26T00:00:00+01:00"),
        ("2026-10-25", [["02:30", "03:30"]], 2, "2026-10-25T03:30:00+01:00"),
    ],
)
def test_windows_when_the_clocks_change(day, windows, hours, due):
    berlin = {"timezone": "Europe/Berlin", "weekend": [], "exceptions": {day: windows}}

    assert dates(f"{day}T00:00", hours, "working_hour", berlin)[0] == due


def test_a_due_date_may_lie_thousands_of_years_ahead():
    assert dates("2026-01-04T10:00", 2_000_000, "working_day")[1] == "9692-02-24"
    assert dates("2026-01-04T10:00", 10_000_000, "working_hour", OFFICE)[1] == "6817-05-07"
    assert (
        dates(
            "2026-01-04T10:00", 10_000_000, "working_hour", OFFICE | {"timezone": "Europe/Berlin"}
        )[1]
        == "6817-05-07"
    )


def changed(**fields):
    return EXAMPLE | fields


def calendar(**fields):
    return EXAMPLE | {"calendar": EXAMPLE["calendar"] | fields}


INVALID = [
    "", "   ", "{", "[]", "null", "15", '"text"', "nonsense", "{}", '{"start": 1,}',
    "[" * 100_000, '{"value": ' + "9" * 5000 + "}",
    *({key: EXAMPLE[key] for key in EXAMPLE if key != missing}
      for missing in ("start", "kind", "value", "unit", "calendar")),
    *(changed(start=start) for start in (
        None, 5, "", "tomorrow", "2026-02-30T10:00", "2026-03-15T25:00", "10:00", "0000-01-01T00:00",
        "2026-03-15T10:00+99:00", "2026-03-15T10:00 ", "٢٠٢٦-٠٣-١٥T10:00", "9999-12-31T23:00",
    )),
    *(changed(kind=kind) for kind in (None, 1, "both", "MAX", ["max"])),
    *(changed(value=value) for value in (
        None, 0, -1, 1.5, 15.0, "15", True, [15], {}, 10**9, 10**30, float("nan"), float("inf"),
    )),
    *(changed(unit=unit) for unit in (None, 1, "year", "Day", "hijri_month", ["day"])),
    *(changed(unit="month", month_calendar=name) for name in ("julian", None, 1)),
    changed(unit="month", value=10**6),
    changed(unit="month", value=1000, month_calendar="hijri"),
    changed(unit="month", start="2080-01-01T10:00", month_calendar="hijri"),
    changed(unit="hour", value=10**15),
    *(changed(roll=roll) for roll in (None, 0, "false")),
    *(changed(pauses=pauses) for pauses in (
        0, "", {}, False, [1], [[]], [["2026-03-16T10:00"]], [[None, None]], [["x", None]],
        [["2026-03-16T10:00", "2026-03-15T10:00"]], [["2026-03-16T10:00", 5]],
        [["2026-03-16T10:00", "2026-03-17T10:00", "2026-03-18T10:00"]],
    )),
    *(changed(calendar=told) for told in (None, [], "Asia/Riyadh", {}, {"timezone": "UTC"})),
    *(calendar(timezone=zone) for zone in (
        None, 3, "", "Asia", "Asia/Nowhere", "../etc/passwd", "\x00", "\ud800", "x" * 300,
    )),
    *(calendar(weekend=weekend) for weekend in (
        None, 4, "45", [7], [-1], ["4"], [True], [4.0], [0, 1, 2, 3, 4, 5, 6],
    )),
    *(calendar(holidays=days) for days in (
        None, "2026-03-19", [1], ["2026-02-30"], ["19.3.2026"], ["20260319"], [{}],
        [{"date": "2026-03-19", "name": 1}], ["2026-03-19T10:00"],
    )),
    *(calendar(windows=windows) for windows in (
        [], 1, {"7": []}, {"06": []}, {"monday": []}, {"6": None}, {"6": [[]]}, {"6": ["08:00"]},
        {"6": [["08:00", "08:00"]]}, {"6": [["14:00", "08:00"]]}, {"6": [["22:00", "00:00"]]},
        {"6": [["24:00", "24:00"]]}, {"6": [["8:00", "14:00"]]}, {"6": [["08:00", "24:01"]]},
        {"6": [["08:00", "14:00"], ["13:59", "18:00"]]}, {"6": [["08:00", 14]]},
        {"6": [["08:00", "24:00"], ["16:00", "18:00"]]}, {"6": [["08:00", "14:00", "16:00"]]},
        {"6": [["08:00+03:00", "14:00"]]}, {str(day): [] for day in range(7)},
    )),
    *(calendar(exceptions=exceptions) for exceptions in (
        [], {"x": []}, {"2026-02-30": []}, {"2026-03-10": None}, {"2026-03-10": ["08:00"]},
        {"2026-03-10": [["08:00", "12:00"], ["11:00", "13:00"]]},
    )),
]  # fmt: skip


@pytest.mark.parametrize("line", INVALID, ids=range(len(INVALID)))
def test_an_invalid_line_is_an_error_in_its_place(line):
    found = answer(line)

    assert list(found) == ["error"]
    assert found["error"]
    assert answer(EXAMPLE) != found


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b"\x00", b'{"start": "\xe2\x28\xa1"}', b" " * (LONGEST_LINE + 1)]
)
def test_bytes_that_are_no_text_are_an_error(line):
    assert list(json.loads(LineReader().answer(line))) == ["error"]


def test_a_mark_at_the_beginning_of_the_file_is_no_error():
    line = b"\xef\xbb\xbf" + json.dumps(EXAMPLE).encode() + b"\r\n"

    assert json.loads(LineReader().answer(line)) == answer(EXAMPLE)


@pytest.mark.parametrize("absent", ["pauses", "windows", "exceptions", "holidays"])
def test_what_may_be_absent(absent):
    line = json.loads(json.dumps(EXAMPLE))
    (line if absent in line else line["calendar"]).pop(absent)

    assert list(answer(line)) == ["due", "due_date", "earliest"]


def test_explanations_list_the_days():
    found = answer(EXAMPLE, lambda reason: str(reason.kind))

    assert list(found) == ["due", "due_date", "earliest", "days"]
    assert [(day["date"][5:], day["counted"], day["why"]) for day in found["days"][:7]] == [
        ("03-15", False, "event_day"),
        ("03-16", False, "paused"),
        ("03-17", False, "paused"),
        ("03-18", True, ""),
        ("03-19", False, "holiday"),
        ("03-20", False, "weekend"),
        ("03-21", False, "weekend"),
    ]
    assert found["days"][0]["hijri"] == "1447-09-26"
    assert found["days"][-1] == {
        "date": "2026-04-08", "hijri": "1447-10-20", "counted": True, "why": "due"
    }  # fmt: skip
    assert sum(day["counted"] for day in found["days"]) == 15


def test_an_explanation_beyond_the_hijri_calendar_and_one_without_end():
    far = changed(start="2077-11-10T10:00", value=10, pauses=[])
    too_far = changed(value=100_000)
    waiting = changed(pauses=[["2026-03-17T10:00", None]])
    say = lambda reason: str(reason.kind)  # noqa: E731

    assert {day["hijri"] for day in answer(far, say)["days"][-5:]} == {None}
    assert list(answer(too_far, say)) == ["error"]
    assert [day["date"] for day in answer(waiting, say)["days"]] == [
        "2026-03-15", "2026-03-16", "2026-03-17"
    ]  # fmt: skip


def test_calendars_are_shared_and_forgotten():
    reader = LineReader()
    for number in range(MOST_CALENDARS + 20):
        told = PLAIN | {"holidays": [f"20{number // 28:02}-01-{number % 28 + 1:02}"]}
        reader.answer(json.dumps(EXAMPLE | {"calendar": told}).encode())
        reader.answer(json.dumps(EXAMPLE).encode())

    assert len(reader._calendars) == MOST_CALENDARS
    assert list(reader._calendars.values())[-1].holidays[0].date.isoformat() == "2026-03-19"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_lines_agree_with_the_oracle(seed):
    reader = LineReader()
    numbers = random.Random(seed)  # noqa: S311
    for _line in range(5_000):
        line = build_line(numbers.randint)
        wanted, found = expected(line), json.loads(reader.answer(json.dumps(line).encode()))
        if wanted is None:
            assert list(found) == ["error"], line
        else:
            assert found == wanted, line


@pytest.mark.parametrize("opened", ["2026-03-10T08:00", "2026-03-16T10:00", "2026-06-01T10:00"])
def test_while_a_pause_is_open_there_is_no_due_date(opened):
    assert dates("2026-03-15T09:30", 3, "working_day", pauses=[[opened, None]]) == (None, None)
