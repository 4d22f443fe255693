"""A version comes into force: at once, or on a day that the board named."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock
from foundation.errors import Invalid
from policies import rules
from policies.acknowledging.services import ask_staff
from policies.board.tasks import move_open_cases
from policies.enums import OpenCases, VersionState
from policies.models import PolicyVersion
from policies.publishing.subscriptions import announce
from policies.services.versions import locked, take_step
from tenants.jobs import defer
from tenants.people.models import User

LONGEST_WAIT_DAYS = 5 * 366
ONE_AT_A_TIME = (
    "SELECT pg_advisory_xact_lock(hashtextextended('policy-force|' || current_schema(), 0))"
)


class DayHasPassed(Invalid):
    code = "day_has_passed"
    message = _("The day it comes into force cannot be before today.")


class DayTooFar(Invalid):
    code = "day_too_far"
    message = _("The day it comes into force is too far away: five years at most.")


@transaction.atomic
def bring_into_force(version_id: UUID, *, actor: User) -> PolicyVersion:
    """Supersedes the version in force. What the board chose for open cases is done by a job."""
    version = locked(version_id)
    rules.check_can_bring_into_force(actor, version)
    return _bring(version, on_behalf_of=actor, actor=actor)


@transaction.atomic
def plan_force(version_id: UUID, *, actor: User, day: date | None) -> PolicyVersion:
    """The day it comes into force by itself; None: whenever somebody says so. Today: now."""
    version = locked(version_id)
    rules.check_can_bring_into_force(actor, version)
    if day is not None:
        check_day(day)
        if day == clock.today():
            return _bring(version, on_behalf_of=actor, actor=actor)
    version = take_step(version, "plan", actor=actor, planned_from=day)
    action = "policy.force_planned" if day else "policy.force_unplanned"
    details = {"day": day.isoformat()} if day else {}
    audit.record(action, version, actor=actor, details=details)
    return version


def bring_due() -> int:
    """Versions whose day has come, the earliest first; returns how many. Safe to run twice at once."""
    due = PolicyVersion.objects.filter(
        state=VersionState.APPROVED, planned_from__lte=clock.today()
    ).order_by("planned_from", "number")
    return sum(_bring_if_due(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _bring_if_due(version_id: UUID) -> bool:
    """The day may have been changed, or the version brought into force, since it was found."""
    version = locked(version_id)
    day = version.planned_from
    if version.state != VersionState.APPROVED or day is None or day > clock.today():
        return False
    _bring(version, on_behalf_of=version.updated_by, actor=None)
    return True


def check_day(day: date) -> None:
    today = clock.today()
    if day < today:
        raise DayHasPassed
    if (day - today).days > LONGEST_WAIT_DAYS:
        raise DayTooFar


def _bring(version: PolicyVersion, *, on_behalf_of: User, actor: User | None) -> PolicyVersion:
    """`actor` None: the day came. Of two at once the second supersedes the first."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    now = clock.now()
    for current in PolicyVersion.objects.select_for_update(of=("self",)).filter(
        state=VersionState.IN_FORCE
    ):
        take_step(current, "supersede", actor=on_behalf_of, superseded_at=now)
        audit.record("policy.superseded", current, actor=actor)
    version = take_step(version, "bring_into_force", actor=on_behalf_of, in_force_from=now)
    audit.record("policy.came_into_force", version, actor=actor)
    ask_staff(version)
    announce(version)
    if version.approval.open_cases == OpenCases.MOVE:
        defer(move_open_cases, version_id=str(version.pk))
    return version
