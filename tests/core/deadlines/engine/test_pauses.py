import random
from datetime import timedelta

import pytest

from core.deadlines.engine.pauses import Halts, Pause
from tests.core.deadlines.engine.build import at, pause, utc

BASE = utc("2026-01-04 00:00")


def minute(number):
    return BASE + timedelta(minutes=number)


def random_pauses(seed):
    pick = random.Random(seed).randint  # noqa: S311
    pairs = [sorted((pick(0, 60), pick(0, 60))) for _pause in range(pick(0, 5))]
    pauses = [Pause(minute(first), minute(last)) for first, last in pairs]
    if pick(0, 2) == 0:
        pauses.append(Pause(minute(pick(0, 60)), None))
    return pauses


@pytest.mark.parametrize("seed", range(200))
def test_merged_pauses_cover_what_the_pauses_cover(seed):
    pauses = random_pauses(seed)
    halts = Halts(pauses)

    for number in range(-1, 62):
        instant = minute(number)
        covered = any(one.covers(instant) for one in pauses)
        assert halts.at(instant) == covered
        resumed = halts.resumes(instant)
        assert (resumed == instant) == (not covered)
        assert resumed is None or not halts.at(resumed)


@pytest.mark.parametrize("seed", range(200))
def test_running_parts_are_what_no_pause_covers(seed):
    pauses = random_pauses(seed)

    parts = list(Halts(pauses).running((minute(5), minute(50))))

    ran = {number for number in range(60) if any(a <= minute(number) < b for a, b in parts)}
    assert ran == {
        number for number in range(5, 50) if not any(one.covers(minute(number)) for one in pauses)
    }


def test_open_since_is_where_the_last_stretch_began():
    assert Halts([]).open_since is None
    assert Halts([pause("2026-01-04 10:00", "2026-01-04 11:00")]).open_since is None
    assert Halts(
        [pause("2026-01-04 10:30"), pause("2026-01-04 10:00", "2026-01-04 11:00")]
    ).open_since == at("2026-01-04 10:00")


def test_a_pause_needs_offsets():
    naive = at("2026-01-04 10:00").replace(tzinfo=None)

    with pytest.raises(ValueError, match="offset"):
        Pause(naive, None)
    with pytest.raises(ValueError, match="offset"):
        Pause(at("2026-01-04 10:00"), naive)


def test_a_pause_runs_forward():
    with pytest.raises(ValueError, match="before it starts"):
        pause("2026-01-04 10:00", "2026-01-04 09:59")
