"""Counting votes: who voted how, and whether the proposal is carried."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.committees.enums import Vote


@dataclass(frozen=True, slots=True)
class Tally:
    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    recused: int = 0

    @property
    def cast(self) -> int:
        """Votes that count; who abstains casts none."""
        return self.votes_for + self.against


def count(votes: Iterable[str]) -> Tally:
    listed = list(votes)
    return Tally(
        votes_for=listed.count(Vote.FOR),
        against=listed.count(Vote.AGAINST),
        abstained=listed.count(Vote.ABSTAIN),
        recused=listed.count(Vote.RECUSED),
    )


def is_carried(tally: Tally, *, chair_vote: str | None, chair_decides_ties: bool) -> bool:
    """By the simple majority of the votes cast; in a tie by the chair's, where the settings say so."""
    if tally.votes_for != tally.against:
        return tally.votes_for > tally.against
    return chair_decides_ties and tally.cast > 0 and chair_vote == Vote.FOR
