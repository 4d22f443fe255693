"""What stands above a complaint, for whoever complained."""

from core.cases.enums import CaseStatus as S
from core.complaints.portal import phrases


def test_a_settlement_that_they_accepted_waits_for_the_association():
    sought = phrases.status_words(S.SETTLING, accepted=False)
    accepted = phrases.status_words(S.SETTLING, accepted=True)
    settled = phrases.status_words(S.SETTLED, accepted=True)

    assert sought == phrases.STATUSES[S.SETTLING]
    assert accepted == phrases.ACCEPTED
    assert settled == phrases.STATUSES[S.SETTLED]
