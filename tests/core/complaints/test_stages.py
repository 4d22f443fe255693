"""The order in which a compensation passes its stages, where the policy names them all and where not."""

import pytest

from core.cases.enums import CaseStatus as S
from core.complaints import services
from core.complaints.compensation import StageOpen
from core.complaints.enums import CompensationState, OfferKind
from core.complaints.services import NewOffer
from core.rules import CompensationRule, CompensationStage
from tests.core.complaints.cases import MONEY, bring_to, fresh, give, paper

WORDS = "تعرض الجمعية جبر الضرر، فإن قبل صُرف"


def test_policy_that_names_no_negotiation_lets_one_offer(cast, policy):
    stages = (
        (CompensationStage.COMMITTEE_MINUTES, "محضر"),
        (CompensationStage.ACCEPTANCE, WORDS),
    )
    policy.change(compensation=CompensationRule(stages=stages))
    case = bring_to(S.COMPENSATING, cast)

    made = services.offer(case.pk, actor=cast.officer, new=NewOffer(OfferKind.MONEY, MONEY))
    services.answer_offer(
        case.pk, actor=cast.officer, offer_id=made.pk, accepts=True, paper=paper("قبول.txt")
    )
    give(fresh(case), cast)

    assert fresh(case).complaint.compensation == CompensationState.GIVEN


def test_ruling_that_the_policy_names_comes_before_an_unnamed_negotiation(cast, policy):
    stages = (
        (CompensationStage.RULING, "حكم المحكمة"),
        (CompensationStage.ACCEPTANCE, WORDS),
    )
    policy.change(compensation=CompensationRule(stages=stages))
    case = bring_to(S.COMPENSATING, cast)

    with pytest.raises(StageOpen):
        services.offer(case.pk, actor=cast.officer, new=NewOffer(OfferKind.MONEY, MONEY))
