"""Who may do what with a complaint, and what must have happened before."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import rules as governing
from core.actors import Actor
from core.cases import rules as cases
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case
from core.complaints import queries
from core.complaints.compensation import check_is_over
from core.complaints.conflicts import is_kept_out, is_let_in
from core.complaints.enums import (
    INVESTIGATING,
    SEEING_AMOUNTS,
    Confidentiality,
    Part,
    RecordKind,
    RightsClass,
    Stand,
)
from core.complaints.models import Complaint, ComplaintRecord, Signature
from core.complaints.settings import SETTINGS
from core.complaints.workflow import FOUND, UNDER_WAY, WORKFLOW
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.due import due
from core.rules import GoverningRules, Milestone
from foundation import clock
from foundation.dates import both_calendars
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.models import User
from tenants.people.roles import Permission

P = Permission
HANDLING: Final = (Part.HANDLER, Part.BOARD)
REOPENABLE: Final = (CaseStatus.SETTLED, CaseStatus.RESOLVED, CaseStatus.CLOSED)


class AnonymousNotTaken(Invalid):
    code = "anonymous_not_taken"
    message = _("The policy does not take anonymous complaints. You can complain in confidence.")


class WhoComplained(Invalid):
    code = "who_complained"
    message = _("Say who complains, or choose to stay anonymous.")


class UnknownSubject(Invalid):
    code = "unknown_subject"
    message = _("Choose what the complaint is about.")


class OnlyByCode(Invalid):
    code = "only_by_code"
    message = _("Whoever stays unknown is answered by the tracking code alone.")


class OnlyInConfidence(Invalid):
    code = "only_in_confidence"
    message = _("Of a complaint in confidence nobody calls or writes letters: choose another way.")


class NotAssessed(WrongState):
    code = "not_assessed"
    message = _("First assess it: subject, severity, and whether it is sensitive.")


class NobodyLeft(WrongState):
    code = "nobody_left"
    message = _(
        "Everybody who could do this has a conflict of interest. Name a member of the board in the"
        " settings of complaints."
    )


class HasConflict(NotAllowed):
    code = "has_conflict"
    message = _("A conflict of interest keeps %(name)s out of this complaint.")


class NotTheSameAgain(NotAllowed):
    code = "not_the_same_again"
    message = _("Somebody else must do this than whoever did the step before.")


class SettlementFirst(WrongState):
    code = "settlement_first"
    message = _(
        "The policy wants an amicable settlement to be tried first. Try it, or say why not this time."
    )


class NotAccepted(WrongState):
    code = "not_accepted"
    message = _("Both sides must accept the settlement before the complaint counts as settled.")


class PaperMissing(Invalid):
    code = "paper_missing"
    message = _("Attach the settlement that they signed.")


class NoMinutes(WrongState):
    code = "no_minutes"
    message = _(
        "The minutes of the investigation are missing, or not all members have signed them."
    )


class ReasonsMissing(Invalid):
    code = "reasons_missing"
    message = _("Choose at least one reason, and explain the decision.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("Say why.")


class ReopenTooLate(WrongState):
    code = "reopen_too_late"
    message = _("It could be opened again until %(day)s.")


class AppealTooLate(WrongState):
    code = "appeal_too_late"
    message = _("An appeal was possible until %(day)s.")


class NothingToAppeal(WrongState):
    code = "nothing_to_appeal"
    message = _("There is no decision yet that could be appealed.")


class AlreadyAppealed(WrongState):
    code = "already_appealed"
    message = _("This decision was appealed already.")


class AppealOfAppeal(WrongState):
    code = "appeal_of_appeal"
    message = _(
        "An appeal was decided already. The way that remains is the outside authority that the policy names."
    )


class NotYourSignature(NotAllowed):
    code = "not_your_signature"
    message = _("This record does not wait for your signature.")


class RecordClosed(WrongState):
    code = "record_closed"
    message = _("This record is closed: nothing of it changes any more.")


class RecordChanged(WrongState):
    code = "record_changed"
    message = _("The record is not the one that you read. Read it again.")


class DayInFuture(Invalid):
    code = "day_in_future"
    message = _("The day lies in the future.")


class RecordOpen(WrongState):
    code = "record_open"
    message = _("Close the record first: what is signed must not change.")


class DissentWithoutWords(Invalid):
    code = "dissent_without_words"
    message = _("Say what you do not agree with.")


class NotHidden(WrongState):
    code = "not_hidden"
    message = _("Nobody's identity is closed in this complaint.")


class Unfit(Invalid):
    code = "unfit"
    message = _("Not possible here.")


def check_can_register(actor: Actor) -> None:
    cases.check_holds_any(actor, P.REGISTER_COMPLAINTS, P.HANDLE_COMPLAINTS)


def takes_anonymous(rules: GoverningRules) -> bool:
    """As the policy says; where it says nothing, as the association set it."""
    said = rules.complaints.anonymous if rules.complaints else None
    return SETTINGS.read().anonymous if said is None else said


def handles(actor: Actor, complaint: Complaint) -> bool:
    """Ordinary ones by permission, sensitive ones only whom they were given to."""
    if not isinstance(actor, User):
        return False
    if is_kept_out(actor, complaint):
        return False
    if complaint.rights_class == RightsClass.ORDINARY and actor.has_permission(
        P.HANDLE_COMPLAINTS
    ):
        return True
    return is_let_in(actor, complaint, *HANDLING)


def works_on(actor: Actor, case: Case) -> bool:
    """For core.cases.circles."""
    return handles(actor, case.complaint)


def check_handles(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    if not handles(actor, case.complaint):
        raise cases.NotYourPart


def check_can_step(actor: Actor, case: Case, name: str) -> None:
    check_handles(actor, case)
    cases.check_can_step(WORKFLOW, name, case)


def check_can_triage(actor: Actor, case: Case) -> None:
    check_handles(actor, case)
    if case.status not in (CaseStatus.RECEIVED, *UNDER_WAY):
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)


def check_can_acknowledge(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "acknowledge")
    if case.complaint.triaged_at is None:
        raise NotAssessed


def check_can_turn_away(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "turn_away")
    if case.complaint.triaged_at is None:
        raise NotAssessed


def check_can_ask(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "ask")


def check_can_name(actor: Actor, case: Case) -> None:
    """Who it is about, before something was found."""
    check_handles(actor, case)
    cases.check_is_open(case)


def check_can_recuse(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_is_open(case)
    if not isinstance(actor, User):
        raise cases.NotYourPart


def check_can_assign(actor: Actor, case: Case) -> None:
    check_handles(actor, case)
    cases.check_is_open(case)


def check_fit(user: User, complaint: Complaint) -> None:
    """Before somebody is let in."""
    if not user.is_active or is_kept_out(user, complaint):
        raise HasConflict(name=user.display_name)


def check_can_start_settlement(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "start_settlement")


def check_can_propose_settlement(actor: Actor, case: Case) -> None:
    check_handles(actor, case)
    _check_status(case, CaseStatus.SETTLING)


def check_can_answer_settlement(case: Case) -> None:
    """For who complained, who showed the tracking code."""
    _check_status(case, CaseStatus.SETTLING)
    if awaited_settlement(case.complaint) is None:
        raise NotYourSignature


def check_can_write_down_answer(actor: Actor, case: Case) -> None:
    """Of somebody whom we can know: who is anonymous answers by the code."""
    check_handles(actor, case)
    if case.complaint.confidentiality == Confidentiality.ANONYMOUS:
        raise OnlyByCode
    check_can_answer_settlement(case)


def awaited_settlement(complaint: Complaint) -> Signature | None:
    """Where the word of who complained is still missing under the last settlement."""
    record = queries.latest_record(complaint, RecordKind.SETTLEMENT)
    if record is None:
        return None
    return next(
        (
            each
            for each in record.signatures.all()
            if each.signer_id is None and each.stand == Stand.AWAITED
        ),
        None,
    )


def check_can_settle(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "settle")
    record = queries.latest_record(case.complaint, RecordKind.SETTLEMENT)
    if record is None or any(each.stand != Stand.SIGNED for each in record.signatures.all()):
        raise NotAccepted


def check_can_open_investigation(actor: Actor, case: Case, *, why_not_settled: str = "") -> None:
    check_can_step(actor, case, "open_investigation")
    if case.complaint.triaged_at is None:
        raise NotAssessed
    if wants_settlement_first(case) and not why_not_settled.strip():
        raise SettlementFirst


def wants_settlement_first(case: Case) -> bool:
    """Where the policy says so, it was not tried yet, and it is no sensitive complaint."""
    rule = governing.pinned(case.policy_version).complaints
    if rule is None or not rule.amicable_first:
        return False
    if case.complaint.rights_class == RightsClass.SENSITIVE:
        return False
    return not case.events.filter(name=EventName.SETTLEMENT_STARTED).exists()


def check_investigates(actor: Actor, case: Case) -> None:
    _check_has_part(actor, case, *INVESTIGATING)
    _check_status(case, CaseStatus.INVESTIGATING)


def check_can_write_minutes(actor: Actor, case: Case) -> None:
    _check_has_part(actor, case, Part.CHAIR)
    _check_status(case, CaseStatus.INVESTIGATING)


def _check_has_part(actor: Actor, case: Case, *parts: Part) -> None:
    cases.check_can_view(actor, case)
    if not isinstance(actor, User) or not is_let_in(actor, case.complaint, *parts):
        raise cases.NotYourPart


def check_can_change_team(actor: Actor, case: Case) -> None:
    """Before the minutes are closed, or where all who could sign them have left."""
    check_handles(actor, case)
    _check_status(case, CaseStatus.INVESTIGATING)
    complaint = case.complaint
    if queries.latest_record(complaint, RecordKind.MINUTES) is None:
        return
    if queries.investigators(complaint) or queries.signed_minutes(complaint):
        raise RecordClosed


def check_day(day: date | None) -> None:
    if day is not None and day > clock.today():
        raise DayInFuture


def check_can_sign(actor: Actor, case: Case, record: ComplaintRecord) -> Signature:
    cases.check_can_view(actor, case)
    if record.closed_at is None:
        raise RecordOpen
    waiting = record.signatures.filter(stand=Stand.AWAITED, signer_id=actor.pk).first()
    if waiting is None or not isinstance(actor, User):
        raise NotYourSignature
    return waiting


def check_can_decide(actor: Actor, case: Case) -> None:
    """Whoever was given the decision; of an ordinary one all who decide, but no investigator of it."""
    cases.check_can_view(actor, case)
    _check_decides(actor, case.complaint)
    cases.check_can_step(WORKFLOW, "uphold", case)
    if queries.signed_minutes(case.complaint) is None:
        raise NoMinutes


def _check_decides(actor: Actor, complaint: Complaint) -> None:
    if not isinstance(actor, User):
        raise cases.NotYourPart
    given = is_let_in(actor, complaint, Part.DECIDER, Part.BOARD)
    ordinary = complaint.rights_class == RightsClass.ORDINARY
    if not given and not (ordinary and actor.has_permission(P.DECIDE_COMPLAINTS)):
        raise cases.NotYourPart
    if is_let_in(actor, complaint, *INVESTIGATING):
        raise NotTheSameAgain


def check_decision(reasons: list[str], text: str) -> None:
    known = {each.key for each in SETTINGS.read().reasons}
    if not reasons or not set(reasons) <= known or not text.strip():
        raise ReasonsMissing
    cases.check_length(text)


def check_can_resolve(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "resolve")
    check_is_over(case)


def check_can_close(actor: Actor, case: Case) -> None:
    check_can_step(actor, case, "close")


def check_can_reopen(actor: Actor | None, case: Case) -> None:
    """Without an actor whoever complained, who showed the tracking code."""
    if actor is not None:
        check_handles(actor, case)
    if case.status not in REOPENABLE:
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)
    last = reopenable_until(case)
    if clock.today() > last:
        raise ReopenTooLate(day=both_calendars(last))


def reopenable_until(case: Case) -> date:
    """The last day; the day on which it ended is not counted."""
    ended = (
        case.events.filter(name__in=(EventName.SETTLED, EventName.RESOLVED, EventName.TURNED_AWAY))
        .order_by("-happened_at", "-pk")
        .values_list("happened_at", flat=True)
        .first()
    )
    day = timezone.localdate(ended) if ended else clock.today()
    return day + timedelta(SETTINGS.read().reopening_days)


def check_can_withdraw(actor: Actor | None, case: Case) -> None:
    if actor is not None:
        check_handles(actor, case)
    cases.check_can_step(WORKFLOW, "withdraw", case)


def check_can_appeal(actor: Actor | None, case: Case) -> None:
    if actor is not None:
        check_handles(actor, case)
        if case.complaint.confidentiality == Confidentiality.ANONYMOUS:
            raise OnlyByCode  # nobody else could hand them the new code
    if case.appeal_of_id is not None:
        raise AppealOfAppeal
    decided = decided_on(case)
    if decided is None:
        raise NothingToAppeal
    if case.appeals.exclude(status=CaseStatus.WITHDRAWN).exists():
        raise AlreadyAppealed
    last = appealable_until(case, decided)
    if clock.today() > last:
        raise AppealTooLate(day=both_calendars(last))


def decided_on(case: Case) -> date | None:
    if case.decided_at is None or not case.complaint.finding:
        return None
    return timezone.localdate(case.decided_at)


def appealable_until(case: Case, decided: date) -> date:
    """As long as the policy says from the reply; else as long as the association set, every day counted."""
    rules = governing.pinned(case.policy_version).deadlines
    promised = next((each for each in rules if each.milestone == Milestone.COMPLAINT_APPEAL), None)
    if promised is not None and case.decided_at is not None:
        found = due(promised.term, case.decided_at, calendar_in_force(decided))
        if found.due_date is not None:
            return found.due_date
    return decided + timedelta(SETTINGS.read().appeal_days)


def check_can_take_outside(actor: Actor, case: Case) -> None:
    """Once there is a decision, or the settlement or the whole complaint has ended."""
    check_handles(actor, case)
    if case.status not in (*FOUND, *REOPENABLE, CaseStatus.COMPENSATING):
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)


def check_can_record_ruling(actor: Actor, case: Case) -> None:
    check_handles(actor, case)
    if case.status not in (*FOUND, *REOPENABLE, CaseStatus.COMPENSATING, CaseStatus.INVESTIGATING):
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)


def check_can_ask_reveal(actor: Actor, case: Case) -> None:
    check_handles(actor, case)
    complaint = case.complaint
    if complaint.confidentiality != Confidentiality.CONFIDENTIAL or complaint.revealed_at:
        raise NotHidden


def check_can_answer_reveal(actor: Actor, case: Case, record: ComplaintRecord) -> None:
    """Whoever decides, or was named by the board, and not who asked."""
    cases.check_can_view(actor, case)
    if not isinstance(actor, User) or record.kind != RecordKind.REVEAL:
        raise cases.NotYourPart
    if not (
        actor.has_permission(P.DECIDE_COMPLAINTS)
        or is_let_in(actor, case.complaint, Part.DECIDER, Part.BOARD)
    ):
        raise cases.NotYourPart
    if record.drawn_up_by_id == actor.pk:
        raise NotTheSameAgain
    if record.closed_at is not None:
        raise RecordClosed


def check_can_see_amounts(actor: Actor, case: Case) -> None:
    """Whoever handles or decides it; of an ordinary one also those to whom amounts are open."""
    cases.check_can_view(actor, case)
    if isinstance(actor, User) and is_let_in(actor, case.complaint, *SEEING_AMOUNTS):
        return
    cases.check_holds_any(actor, P.VIEW_COMPENSATION)


def _check_status(case: Case, *statuses: CaseStatus) -> None:
    if case.status not in statuses:
        raise cases.StepNotPossible(status=CaseStatus(case.status).label)
