"""Counting votes: the simple majority of the votes cast, and ties."""

from itertools import product

import pytest

from core.committees.enums import Vote
from core.committees.tally import Tally, count, is_carried


def test_votes_are_counted_by_kind():
    votes = [Vote.FOR, Vote.FOR, Vote.AGAINST, Vote.ABSTAIN, Vote.RECUSED, Vote.RECUSED]
    assert count(votes) == Tally(votes_for=2, against=1, abstained=1, recused=2)
    assert count(votes).cast == 3
    assert count([]) == Tally()


@pytest.mark.parametrize(("votes_for", "against"), list(product(range(4), repeat=2)))
def test_more_for_than_against_carries(votes_for, against):
    tally = Tally(votes_for=votes_for, against=against, abstained=9, recused=9)
    carried = is_carried(tally, chair_vote=Vote.AGAINST, chair_decides_ties=True)
    assert carried == (votes_for > against)


@pytest.mark.parametrize(
    ("chair_vote", "decides", "carried"),
    [
        (Vote.FOR, True, True),
        (Vote.AGAINST, True, False),
        (Vote.ABSTAIN, True, False),
        (None, True, False),
        (Vote.FOR, False, False),
    ],
)
def test_in_a_tie_the_chair_decides_where_the_settings_say_so(chair_vote, decides, carried):
    tie = Tally(votes_for=2, against=2)
    assert is_carried(tie, chair_vote=chair_vote, chair_decides_ties=decides) == carried


def test_nobody_voting_carries_nothing():
    assert not is_carried(Tally(abstained=3), chair_vote=Vote.FOR, chair_decides_ties=True)
