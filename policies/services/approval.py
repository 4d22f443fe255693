"""The way of a draft through the board and into force."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock, uploads
from foundation.dates import (
    Calendar,
    HijriDate,
    days_apart,
    gregorian_words,
    hijri_words,
    read_date,
)
from foundation.errors import Invalid
from foundation.uploads import FileKind
from policies import rules
from policies.acknowledging.services import ask_staff
from policies.checking import Obstacle, obstacles
from policies.enums import VersionState
from policies.models import ApprovalRecord, PolicyVersion
from policies.services.versions import locked, take_step
from tenants.people.models import User

MINUTES_KINDS = frozenset(FileKind) - {FileKind.TEXT}


class NotReadyForBoard(Invalid):
    code = "not_ready_for_board"
    message = _("The board cannot be asked yet: %(first)s")

    def __init__(self, found: list[Obstacle]) -> None:
        self.obstacles = found
        super().__init__(first=found[0].message)


class SessionNeeded(Invalid):
    code = "session_needed"
    message = _("Give the session's number, or which one it was (third, fourth …).")


class DateNeeded(Invalid):
    code = "date_needed"
    message = _("Give the date of the session, in either calendar.")


class WrongCalendar(Invalid):
    code = "wrong_calendar"
    message = _("“%(typed)s” is a date of the other calendar.")


class DatesDisagree(Invalid):
    code = "dates_disagree"
    message = _(
        "The two dates are not the same day: %(hijri)s is %(computed)s, not %(gregorian)s. "
        "Correct one, or leave one empty and it will be computed."
    )


class SessionInFuture(Invalid):
    code = "session_in_future"
    message = _("The session's date has not come yet.")


class BodyNeeded(Invalid):
    code = "body_needed"
    message = _("Say which body approved the policy.")


@transaction.atomic
def send_to_board(version_id: UUID, *, actor: User) -> PolicyVersion:
    """Raises NotReadyForBoard with every obstacle. From here on the wording stands still."""
    version = locked(version_id)
    rules.check_can_send_to_board(actor, version)
    if found := obstacles(version):
        raise NotReadyForBoard(found)
    digest = version.load_content().digest()
    version = take_step(version, "send_to_board", actor=actor, digest=digest)
    audit.record("policy.sent_to_board", version, actor=actor, details={"digest": digest})
    return version


@transaction.atomic
def withdraw_from_board(version_id: UUID, *, actor: User) -> PolicyVersion:
    version = locked(version_id)
    rules.check_can_withdraw_from_board(actor, version)
    version = take_step(version, "withdraw_from_board", actor=actor, digest="")
    audit.record("policy.withdrawn_from_board", version, actor=actor)
    return version


@transaction.atomic
def record_approval(
    version_id: UUID,
    *,
    actor: User,
    body: str,
    session_number: int | None = None,
    session_ordinal: int | None = None,
    session_year: str = "",
    hijri_date: str = "",
    gregorian_date: str = "",
    chairman: str = "",
    minutes: bytes | None = None,
    minutes_name: str = "",
    at_once: bool = True,
) -> PolicyVersion:
    """The dates as typed, in one calendar or both. `at_once`: the version comes into force now."""
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    if not body.strip():
        raise BodyNeeded
    if session_number is None and session_ordinal is None:
        raise SessionNeeded
    day = session_day(hijri_date, gregorian_date)
    approval = ApprovalRecord(
        version=version,
        body=body.strip(),
        session_number=session_number,
        session_ordinal=session_ordinal,
        session_year=session_year.strip(),
        hijri_date=HijriDate.of(day).isoformat(),
        gregorian_date=day,
        chairman=chairman.strip(),
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    if minutes:
        checked = uploads.check_file(minutes, name=minutes_name, accept=MINUTES_KINDS)
        approval.minutes = uploads.store_checked(checked)
    approval.save()
    version = take_step(version, "record_approval", actor=actor)
    audit.record(
        "policy.approval_recorded",
        version,
        actor=actor,
        details={"session_date": day.isoformat(), "digest": version.digest},
    )
    return bring_into_force(version_id, actor=actor) if at_once else version


def session_day(hijri_typed: str, gregorian_typed: str) -> date:
    """The day of a session from what was typed in one calendar or both."""
    hijri = _typed_in(Calendar.HIJRI, hijri_typed)
    gregorian = _typed_in(Calendar.GREGORIAN, gregorian_typed)
    day = hijri or gregorian
    if day is None:
        raise DateNeeded
    if hijri and gregorian and days_apart(HijriDate.of(hijri), gregorian):
        raise DatesDisagree(
            hijri=hijri_words(hijri),
            computed=gregorian_words(hijri),
            gregorian=gregorian_words(gregorian),
        )
    if day > clock.today():
        raise SessionInFuture
    return day


def _typed_in(calendar: Calendar, typed: str) -> date | None:
    if not typed.strip():
        return None
    found = read_date(typed)
    if found.calendar != calendar:
        raise WrongCalendar(typed=typed.strip())
    return found.date


@transaction.atomic
def bring_into_force(version_id: UUID, *, actor: User) -> PolicyVersion:
    """Supersedes the version in force. Open cases keep the version that they arrived under."""
    version = locked(version_id)
    rules.check_can_bring_into_force(actor, version)
    now = clock.now()
    for current in PolicyVersion.objects.select_for_update(of=("self",)).filter(
        state=VersionState.IN_FORCE
    ):
        take_step(current, "supersede", actor=actor, superseded_at=now)
        audit.record("policy.superseded", current, actor=actor)
    version = take_step(version, "bring_into_force", actor=actor, in_force_from=now)
    audit.record("policy.came_into_force", version, actor=actor)
    ask_staff(version)
    return version
