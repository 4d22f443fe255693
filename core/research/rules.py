"""Who may plan, make and report a visit, and what a report must say."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actors import Actor, id_of
from core.cases import rules as cases
from core.cases.models import Case
from core.research.enums import VisitState
from core.research.models import Visit
from foundation import clock
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.models import User
from tenants.people.roles import Permission

LONGEST_NAME: Final = 200
MOST_PHOTOS: Final = 12
FARTHEST_AHEAD: Final = timedelta(days=366)
LATEST_REPORT: Final = timedelta(days=60)
"""A report may tell of a visit at most so long ago: a phone that lay in a drawer is no diary."""


class NoResearcher(Invalid):
    code = "no_researcher"
    message = _("%(name)s has no role that makes visits.")


class VisitInPast(Invalid):
    code = "visit_in_past"
    message = _("A visit is planned for a time to come.")


class VisitTooFarAhead(Invalid):
    code = "visit_too_far_ahead"
    message = _("A visit is planned for the coming year at most.")


class VisitNotYours(NotAllowed):
    code = "visit_not_yours"
    message = _("This visit was planned for somebody else.")


class VisitOver(WrongState):
    code = "visit_over"
    message = _("This visit was reported or cancelled already.")


class VisitedInFuture(Invalid):
    code = "visited_in_future"
    message = _("A visit cannot have taken place in the future.")


class VisitTooLongAgo(Invalid):
    code = "visit_too_long_ago"
    message = _("This visit lies more than %(days)s days back. Compare the date.")


class FindingsMissing(Invalid):
    code = "findings_missing"
    message = _("Write what was found.")


class RecommendationMissing(Invalid):
    code = "recommendation_missing"
    message = _("Say what you recommend.")


class TooManyPhotos(Invalid):
    code = "too_many_photos"
    message = _("A report has at most %(most)s photos.")


def check_can_plan_visit(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.RESEARCH_CASES)
    cases.check_is_open(case)


def check_plan(visitor: User, planned_for: datetime) -> None:
    if not visitor.is_active or not visitor.has_permission(Permission.RESEARCH_CASES):
        raise NoResearcher(name=visitor.display_name)
    if planned_for < clock.now() - timedelta(days=1):
        raise VisitInPast
    if planned_for > clock.now() + FARTHEST_AHEAD:
        raise VisitTooFarAhead


def check_can_cancel_visit(actor: Actor, visit: Visit) -> None:
    cases.check_can_view(actor, visit.case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.RESEARCH_CASES)
    check_is_planned(visit)


def check_can_report_visit(actor: Actor, visit: Visit) -> None:
    """The planned visitor, and whoever does research."""
    cases.check_can_view(actor, visit.case)
    if str(visit.visitor_id) != id_of(actor) and not actor.has_permission(
        Permission.RESEARCH_CASES
    ):
        raise VisitNotYours
    cases.check_is_open(visit.case)


def check_is_planned(visit: Visit) -> None:
    if visit.state != VisitState.PLANNED:
        raise VisitOver


def check_report(
    *, visited_at: datetime, met_with: str, findings: str, recommendation: str, photos: int
) -> None:
    if visited_at > clock.now():
        raise VisitedInFuture
    if visited_at < clock.now() - LATEST_REPORT:
        raise VisitTooLongAgo(days=LATEST_REPORT.days)
    if not findings.strip():
        raise FindingsMissing
    if not recommendation:
        raise RecommendationMissing
    cases.check_length(findings)
    cases.check_length(met_with, LONGEST_NAME)
    if photos > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
