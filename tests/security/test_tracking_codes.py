"""A wrong code tells nothing: the same answer, the same length, the same work as any other."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation import codes
from tests.isolation.world import World, undone


@pytest.fixture(autouse=True)
def undone_after(worlds: tuple[World, World]) -> Iterator[None]:
    with undone():
        yield


def follow(world: World, typed: str) -> tuple[int, str, list[str]]:
    """Status, the page without what was typed and its one-time values, and the statements it took."""
    client = Client(headers={"host": world.association.host})
    with undone(), CaptureQueriesContext(connection) as queries:
        response = client.post("/follow/", {"code": typed})
    page = response.content.decode().replace(typed, "·")
    statements = [
        re.sub(r"'[^']*'|s\d+_x\d+", "·", query["sql"])[:200] for query in queries.captured_queries
    ]
    return response.status_code, page, statements


def test_a_wrong_code_is_as_one_that_never_was(alpha: World, beta: World) -> None:
    near = alpha.secret["tracking code"][:-1] + str(
        (int(alpha.secret["tracking code"][-1]) + 1) % 10
    )
    typed = {
        "never given out": codes.display(codes.new_code()),
        "one digit wrong": codes.display(near),
        "another association's": beta.secret["displayed code"],
        "no code at all": "abcde-fghij-klmno-pqrst",
        "too short": "12345",
    }

    answers = {what: follow(alpha, code) for what, code in typed.items()}

    statuses = {what: status for what, (status, _page, _work) in answers.items()}
    assert set(statuses.values()) == {400}, statuses
    lengths = {what: len(page) for what, (_status, page, _work) in answers.items()}
    assert len(set(lengths.values())) == 1, lengths
    work = {what: tuple(statements) for what, (_status, _page, statements) in answers.items()}
    assert len(set(work.values())) == 1, work


def test_a_right_code_takes_the_same_look_up(alpha: World) -> None:
    right_status, _page, right = follow(alpha, alpha.secret["displayed code"])
    _status, _page, wrong = follow(alpha, codes.display(codes.new_code()))

    assert right_status == 302
    look_ups = [
        [line for line in statements if "cases_case" in line or "attempt_counters" in line]
        for statements in (right, wrong)
    ]
    assert look_ups[0] == look_ups[1]
    assert len(look_ups[0]) >= 2


def test_a_code_opens_from_a_form_and_never_from_an_address(alpha: World) -> None:
    client = Client(headers={"host": alpha.association.host})
    opened = client.post("/follow/", {"code": alpha.secret["displayed code"]})
    by_address = Client(headers={"host": alpha.association.host}).get(
        "/follow/", {"code": alpha.secret["displayed code"]}
    )

    assert opened["Location"] == "/follow/case/"
    assert by_address.status_code == 200
    assert f'value="{alpha.secret["displayed code"]}"' not in by_address.content.decode()


def test_codes_do_not_repeat_and_use_every_digit() -> None:
    made = [codes.new_code() for _time in range(2000)]
    digits = "".join(made)

    assert len(set(made)) == 2000
    # 40,000 digits: each is 4,000 times there, give or take six standard deviations.
    assert all(abs(digits.count(digit) - 4000) < 360 for digit in "0123456789")
