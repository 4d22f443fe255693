import pytest

from core.cases.enums import CaseStatus as S
from core.satisfaction.models import Rating
from core.satisfaction.rules import AlreadyRated, NotDecidedYet, ScoreOutOfRange
from core.satisfaction.services import rate_case
from foundation.models import AuditEntry
from tests.core.requests import bring_to, receive


def test_decided_case_is_rated_once(everyone):
    case = bring_to(S.REJECTED, everyone)

    rating = rate_case(case.pk, score=2, comment=" تأخر الرد ")

    assert (rating.score, Rating.objects.get().comment) == (2, "تأخر الرد")
    assert AuditEntry.objects.filter(action="case.rated").count() == 1
    with pytest.raises(AlreadyRated):
        rate_case(case.pk, score=5)


def test_rating_waits_for_the_decision(governed):
    with pytest.raises(NotDecidedYet):
        rate_case(receive().case.pk, score=5)


@pytest.mark.parametrize("score", [0, 6])
def test_score_is_from_one_to_five(everyone, score):
    case = bring_to(S.ACCEPTED, everyone)

    with pytest.raises(ScoreOutOfRange):
        rate_case(case.pk, score=score)
    assert Rating.objects.count() == 0
