"""Who may let a request wait for an outside body, and who handles what the law sets a time for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.cases import timing
from core.cases.models import Case
from core.deadlines import statutory
from core.deadlines.models import Clock
from core.deadlines.services import MayNotBeExtended
from core.rules import OF_THE_LAW, Milestone
from foundation import clock
from foundation.errors import Invalid, WrongState
from tenants.people.roles import Permission

P = Permission


class WaitsAlready(WrongState):
    code = "waits_already"
    message = _("This request waits for an outside body already.")


class WaitsForNobody(WrongState):
    code = "waits_for_nobody"
    message = _("This request waits for no outside body.")


class AskedAlready(WrongState):
    code = "asked_already"
    message = _("The time of the law for this runs already.")


class NothingToAnswer(WrongState):
    code = "nothing_to_answer"
    message = _("No time of the law runs for this request.")


class KnownInFuture(Invalid):
    code = "known_in_future"
    message = _("This time has not come yet.")


def check_can_wait_outside(actor: Actor, case: Case) -> None:
    _check_works_on(actor, case)
    if timing.waits_for_outside_body(case):
        raise WaitsAlready


def check_can_note_outside_answer(actor: Actor, case: Case) -> None:
    _check_works_on(actor, case)
    if not timing.waits_for_outside_body(case):
        raise WaitsForNobody


def check_can_start(actor: Actor, case: Case, statute: statutory.Statute) -> None:
    """A case that has ended may be asked about too."""
    _check_handles(actor, case)
    if any(clock.rule_key == statute.rule.key for clock in case.clocks.all()):
        raise AskedAlready


def check_can_take_data_request(actor: Actor, case: Case) -> None:
    check_can_start(actor, case, statutory.DATA_SUBJECT_REPLY)


def check_can_answer_statute(actor: Actor, case: Case) -> None:
    _check_handles(actor, case)
    if not owed_by_law(case):
        raise NothingToAnswer


def check_can_take_breach(actor: Actor, case: Case) -> None:
    check_can_start(actor, case, statutory.BREACH_NOTICE)


def check_can_answer_data_request(actor: Actor, case: Case) -> None:
    _check_handles(actor, case)
    if not owed_by_law(case, Milestone.DATA_SUBJECT_REPLY):
        raise NothingToAnswer


def check_can_note_breach_notice(actor: Actor, case: Case) -> None:
    _check_handles(actor, case)
    if not owed_by_law(case, Milestone.BREACH_NOTICE):
        raise NothingToAnswer


def check_can_extend(actor: Actor, case: Case) -> None:
    """What may be extended, and until when, the clock itself says."""
    _check_handles(actor, case)


def check_can_extend_data_reply(actor: Actor, case: Case) -> None:
    check_can_answer_data_request(actor, case)
    owed = owed_by_law(case, Milestone.DATA_SUBJECT_REPLY)
    now = clock.now()
    if not any(each.due_at and each.due_at >= now and each.extended_at is None for each in owed):
        raise MayNotBeExtended


def check_has_come(known_at: datetime) -> None:
    if known_at > clock.now():
        raise KnownInFuture


def owed_by_law(case: Case, *milestones: Milestone) -> list[Clock]:
    """Of these milestones, or of all that the law knows."""
    wanted = milestones or OF_THE_LAW
    return [each for each in case.clocks.all() if each.met_at is None and each.milestone in wanted]


def _check_works_on(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_is_open(case)
    cases.check_holds_any(actor, P.HANDLE_CASES, P.RESEARCH_CASES)


def _check_handles(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, P.HANDLE_CASES)
