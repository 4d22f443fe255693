"""The way of a draft through the board and into force."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
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
from policies.board.tally import MajorityNotReached, Tally, tally_of
from policies.board.tasks import tell_secretary
from policies.checking import Obstacle, errors, obstacles, open_errors
from policies.enums import ApprovalMethod, OpenCases
from policies.integrity import checked_content
from policies.linting.finding import Finding
from policies.models import ApprovalRecord, PolicyVersion
from policies.reading import origin
from policies.services import ballots, force
from policies.services.versions import locked, take_step
from tenants.jobs import defer
from tenants.people.models import User

MINUTES_KINDS = frozenset(FileKind) - {FileKind.TEXT}


class NotReadyForBoard(Invalid):
    code = "not_ready_for_board"
    message = _("The board cannot be asked yet: %(first)s")

    def __init__(self, found: list[Obstacle]) -> None:
        self.obstacles = found
        super().__init__(first=found[0].message)


class NotReadyForApproval(Invalid):
    """`findings`: every error that the secretary has not let pass."""

    code = "not_ready_for_approval"
    message = _(
        "Errors of the text that the secretary has not let pass with a reason: %(number)s. "
        "The first: %(first)s"
    )

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        english = (get_language() or "ar").startswith("en")
        first = findings[0].message_en if english else findings[0].message_ar
        super().__init__(number=len(findings), first=first)


class NotCompared(Invalid):
    code = "not_compared"
    message = _(
        "The document came as a PDF or a scan. Compare the %(number)s values below with the paper, "
        "and say that you have."
    )


class RefusalReasonNeeded(Invalid):
    code = "refusal_reason_needed"
    message = _("Say why the board did not approve it.")


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
def send_to_board(version_id: UUID, *, actor: User, is_compared: bool = False) -> PolicyVersion:
    """Raises NotReadyForBoard with every obstacle. From here on the wording stands still.

    `is_compared`: the actor says that what a PDF or a scan gave was compared with the paper.
    """
    version = locked(version_id)
    rules.check_can_send_to_board(actor, version)
    if found := obstacles(version):
        raise NotReadyForBoard(found)
    reading = version.load_reading()
    values = len(origin.to_compare(reading))
    if values and not is_compared:
        raise NotCompared(number=values)
    digest = version.load_content().digest()
    version = take_step(
        version,
        "send_to_board",
        actor=actor,
        digest=digest,
        reading=origin.compared(reading).model_dump(mode="json"),
    )
    details = {"digest": digest, **({"values_compared": values} if values else {})}
    audit.record("policy.sent_to_board", version, actor=actor, details=details)
    defer(tell_secretary, version_id=str(version.pk))
    return version


@transaction.atomic
def withdraw_from_board(version_id: UUID, *, actor: User) -> PolicyVersion:
    version = locked(version_id)
    rules.check_can_withdraw_from_board(actor, version)
    ballots.void_ballots(version, actor=actor)
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
    members_total: int | None = None,
    members_present: int | None = None,
    votes_for: int | None = None,
    votes_against: int | None = None,
    votes_abstained: int | None = None,
    quorum: int | None = None,
    open_cases: str = OpenCases.KEEP,
    at_once: bool = True,
    planned_from: date | None = None,
) -> PolicyVersion:
    """Of a session. The dates as typed, in one calendar or both; the votes all or none.

    `at_once`: the version comes into force now; else on `planned_from`, or when somebody says so.
    """
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    if ballots.has_open_vote(version):
        raise ballots.VoteIsOpen
    if not body.strip():
        raise BodyNeeded
    if session_number is None and session_ordinal is None:
        raise SessionNeeded
    day = session_day(hijri_date, gregorian_date)
    tally = tally_of(
        members_total, members_present, votes_for, votes_against, votes_abstained, quorum
    )
    if tally is not None:
        tally.check_passes()
    approval = ApprovalRecord(
        version=version,
        body=body.strip(),
        method=ApprovalMethod.SESSION,
        session_number=session_number,
        session_ordinal=session_ordinal,
        session_year=session_year.strip(),
        chairman=chairman.strip(),
        open_cases=OpenCases(open_cases),
    )
    return _approve(
        version,
        approval,
        actor=actor,
        day=day,
        tally=tally,
        minutes=(minutes, minutes_name),
        at_once=at_once,
        planned_from=planned_from,
    )


@transaction.atomic
def close_vote(
    version_id: UUID,
    *,
    actor: User,
    body: str,
    chairman: str = "",
    minutes: bytes | None = None,
    minutes_name: str = "",
    quorum: int | None = None,
    open_cases: str = OpenCases.KEEP,
    at_once: bool = True,
    planned_from: date | None = None,
) -> PolicyVersion:
    """Counts the circulated ballots. Without a quorum it stays open; without a majority the board
    has refused, and the version is a draft again.
    """
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    if not ballots.has_open_vote(version):
        raise ballots.NoVoteOpen
    if not body.strip():
        raise BodyNeeded
    tally = ballots.tally_of_vote(version, quorum=quorum)
    tally.check_quorum()
    if not tally.has_majority:
        # In the language of the documents: the reason is kept for whoever reads it later.
        with override(settings.LANGUAGE_CODE):
            reason = str(MajorityNotReached(for_it=tally.for_it, present=tally.present))
        return _refuse(version, actor=actor, reason=reason, tally=tally)
    approval = ApprovalRecord(
        version=version,
        body=body.strip(),
        method=ApprovalMethod.CIRCULATION,
        chairman=chairman.strip(),
        open_cases=OpenCases(open_cases),
    )
    return _approve(
        version,
        approval,
        actor=actor,
        day=clock.today(),
        tally=tally,
        minutes=(minutes, minutes_name),
        at_once=at_once,
        planned_from=planned_from,
    )


@transaction.atomic
def record_refusal(
    version_id: UUID,
    *,
    actor: User,
    reason: str,
    tally: Tally | None = None,
) -> PolicyVersion:
    """The board met and did not approve it: the version is a draft again, and the reason on record."""
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    if ballots.has_open_vote(version):
        raise ballots.VoteIsOpen
    if not reason.strip():
        raise RefusalReasonNeeded
    if tally is not None:
        tally.check_adds_up()
    return _refuse(version, actor=actor, reason=reason.strip()[:1000], tally=tally)


def _refuse(
    version: PolicyVersion, *, actor: User, reason: str, tally: Tally | None
) -> PolicyVersion:
    digest = version.digest
    ballots.void_ballots(version, actor=actor)
    version = take_step(version, "refuse_by_board", actor=actor, digest="")
    details = {"digest": digest, **(tally.as_details() if tally else {})}
    audit.record("policy.refused_by_board", version, actor=actor, reason=reason, details=details)
    return version


def _approve(
    version: PolicyVersion,
    approval: ApprovalRecord,
    *,
    actor: User,
    day: date,
    tally: Tally | None,
    minutes: tuple[bytes | None, str],
    at_once: bool,
    planned_from: date | None,
) -> PolicyVersion:
    checked_content(version)
    if blocking := open_errors(version):
        raise NotReadyForApproval(blocking)
    if planned_from is not None and not at_once:
        force.check_day(planned_from)
    approval.hijri_date = HijriDate.of(day).isoformat()
    approval.gregorian_date = day
    approval.recorded_at, approval.recorded_by = clock.now(), actor
    if tally is not None:
        approval.members_total, approval.members_present = tally.total, tally.present
        approval.votes_for, approval.votes_against = tally.for_it, tally.against
        approval.votes_abstained = tally.abstained
    content, name = minutes
    if content:
        checked = uploads.check_file(content, name=name, accept=MINUTES_KINDS)
        approval.minutes = uploads.store_checked(checked)
    approval.save()
    version = take_step(version, "record_approval", actor=actor)
    audit.record(
        "policy.approval_recorded",
        version,
        actor=actor,
        details={
            "session_date": day.isoformat(),
            "digest": version.digest,
            "method": approval.method,
            "open_cases": approval.open_cases,
            "overridden": [finding.id for finding in errors(version)],  # none is open any more
            **(tally.as_details() if tally else {}),
        },
    )
    if at_once:
        return force.bring_into_force(version.pk, actor=actor)
    if planned_from is not None:
        return force.plan_force(version.pk, actor=actor, day=planned_from)
    return version


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
