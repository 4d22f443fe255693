import pytest

from policies.board.tally import (
    MajorityNotReached,
    MorePresentThanMembers,
    QuorumNotReached,
    Tally,
    VotesDoNotAddUp,
    VotesIncomplete,
    tally_of,
)


def test_more_than_half_of_those_present_are_needed():
    Tally(7, 5, 3, 1, 1).check_passes()
    with pytest.raises(MajorityNotReached):
        Tally(7, 4, 2, 1, 1).check_passes()


@pytest.mark.parametrize(
    ("tally", "error"),
    [
        (Tally(5, 6, 6, 0, 0), MorePresentThanMembers),
        (Tally(7, 5, 3, 1, 0), VotesDoNotAddUp),
        (Tally(8, 4, 4, 0, 0), QuorumNotReached),
        (Tally(9, 5, 5, 0, 0, quorum=6), QuorumNotReached),
        (Tally(5, 3, 1, 2, 0), MajorityNotReached),
    ],
)
def test_numbers_that_cannot_approve_are_refused_in_words(tally, error):
    with pytest.raises(error) as refused:
        tally.check_passes()

    assert "%(" not in str(refused.value)


def test_the_bylaws_may_set_another_quorum():
    Tally(9, 3, 3, 0, 0, quorum=3).check_passes()


def test_all_numbers_or_none():
    assert tally_of(None, None, None, None, None) is None
    assert tally_of(5, 3, 3, 0, 0) == Tally(5, 3, 3, 0, 0)
    with pytest.raises(VotesIncomplete):
        tally_of(5, 3, 3, None, 0)
    with pytest.raises(VotesIncomplete):
        tally_of(None, None, None, None, None, quorum=3)
