"""Everything that changes ratings."""

from uuid import UUID

from django.db import transaction

from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from core.satisfaction.models import Rating
from core.satisfaction.rules import check_can_rate
from foundation import clock


@transaction.atomic
def rate_case(case_id: UUID, *, score: int, comment: str = "") -> Rating:
    """By the beneficiary, once, after the decision. The caller has seen the tracking code."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    check_can_rate(case, score)
    rating = Rating(case=case, score=score, comment=comment.strip(), rated_at=clock.now())
    rating.save(force_insert=True)
    record_event(case, EventName.RATED, actor=None, details={"score": score})
    return rating
