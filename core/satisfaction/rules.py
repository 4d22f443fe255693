"""When a case can be rated."""

from django.utils.translation import gettext_lazy as _

from core.cases.models import Case
from core.rules import MeasureMethod, pinned
from core.satisfaction.models import Rating
from foundation.errors import Invalid, WrongState

LOWEST, HIGHEST = 1, 5


class NotMeasured(WrongState):
    code = "not_measured"
    message = _("The policy of this case does not ask for a rating.")


class NotDecidedYet(WrongState):
    code = "not_decided_yet"
    message = _("The service can be rated once a decision has been taken.")


class AlreadyRated(WrongState):
    code = "already_rated"
    message = _("You have rated this service already. Thank you.")


class ScoreOutOfRange(Invalid):
    code = "score_out_of_range"
    message = _("Choose from one to five.")


def check_is_rateable(case: Case) -> None:
    """For pages: whether to offer it. Only a policy that measures by survey asks for ratings."""
    measures = pinned(case.policy_version).satisfaction
    if not any(measure.method == MeasureMethod.SURVEY for measure in measures):
        raise NotMeasured
    if case.decided_at is None:
        raise NotDecidedYet
    if Rating.objects.filter(case=case).exists():
        raise AlreadyRated


def check_can_rate(case: Case, score: int) -> None:
    check_is_rateable(case)
    if not LOWEST <= score <= HIGHEST:
        raise ScoreOutOfRange
