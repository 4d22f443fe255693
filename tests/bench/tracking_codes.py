"""Whether the time of an answer tells a right tracking code from a wrong one.

python -m tests.bench.tracking_codes
"""

import json
import math
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Sequence
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

if __name__ == "__main__":
    django.setup()

from core import rules
from core.cases.queries import case_by_tracking_code
from core.complaints.enums import Confidentiality
from core.complaints.intake import NewComplaint
from core.complaints.services import receive_complaint
from foundation import codes
from tenants.models import Association
from tenants.provisioning import schema
from tenants.schemas import control_plane, entered
from tests import database
from tests.conftest import provision
from tests.core.provider import FixedProvider

COMPLAINTS: Final = 50
TIMES: Final = 300
WARMING_UP: Final = 30


def figures(association: Association) -> dict[str, Any]:
    """Right and wrong codes by turns, in an order that chance makes."""
    rules.register(FixedProvider())
    with entered(association):
        right = [_complaint() for _turn in range(COMPLAINTS)]
        chance = random.Random(7)  # noqa: S311
        for turn in range(WARMING_UP):
            _look_up(right[turn % COMPLAINTS], turn)
            _look_up(codes.new_code(), turn)
        spent: dict[bool, list[float]] = {True: [], False: []}
        tries = [True] * TIMES + [False] * TIMES
        chance.shuffle(tries)
        for turn, is_right in enumerate(tries):
            code = chance.choice(right) if is_right else codes.new_code()
            spent[is_right].append(_look_up(code, WARMING_UP + turn))
    return {
        "right": _summary(spent[True]),
        "wrong": _summary(spent[False]),
        "ratio_of_medians": round(
            statistics.median(spent[True]) / statistics.median(spent[False]), 3
        ),
        "mann_whitney_z": round(mann_whitney_z(spent[True], spent[False]), 2),
    }


def _complaint() -> str:
    received = receive_complaint(
        NewComplaint(
            confidentiality=Confidentiality.ANONYMOUS,
            text="قياس " * 200,
            subject_key="delay",
            operation_id=uuid.uuid4(),
        ),
        channel_key="website",
        registered_by=None,
    )
    return received.tracking_code or ""


def _look_up(code: str, turn: int) -> float:
    """In milliseconds. Each from a network of its own, which the limit has not met."""
    began = time.perf_counter()
    case_by_tracking_code(codes.display(code), source=f"2001:db8::{turn:x}:{uuid.uuid4().hex[:4]}")
    return 1000 * (time.perf_counter() - began)


def _summary(spent: Sequence[float]) -> dict[str, float]:
    tenths = statistics.quantiles(spent, n=10)
    return {"median_ms": round(statistics.median(spent), 3), "p90_ms": round(tenths[-1], 3)}


def mann_whitney_z(one: Sequence[float], other: Sequence[float]) -> float:
    """How far the sum of ranks of `one` lies from what chance would give, in standard deviations; equal
    values share their rank. Beyond 2.6 either way chance alone is one in a hundred."""
    ranks = _ranks([*one, *other])
    first, second = len(one), len(other)
    above = sum(ranks[:first]) - first * (first + 1) / 2
    expected = first * second / 2
    deviation = math.sqrt(first * second * (first + second + 1) / 12)
    return (above - expected) / deviation


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            ranks[place] = (start + end) / 2 + 1
        start = end + 1
    return ranks


def main() -> int:
    sys.path.insert(0, str(database.ROOT))
    name = database.create()
    try:
        association = provision("codes", "جمعية الرموز")
        print(json.dumps(figures(association), indent=2))
        with control_plane():
            schema.drop(association)
    finally:
        database.drop(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
