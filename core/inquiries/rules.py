"""Who may publish answers and who may answer inquiries, and what must be there first."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry
from core.inquiries.workflow import WORKFLOW
from foundation.errors import Invalid, WrongState
from tenants.people.roles import Permission

LONGEST_QUESTION = 300
LONGEST_ASKED = 200
LONGEST_CATEGORY = 120
LONGEST_CHANGE = 300


class QuestionMissing(Invalid):
    code = "question_missing"
    message = _("Write the question.")


class AnswerMissing(Invalid):
    code = "answer_missing"
    message = _("Write the answer.")


class HalfInEnglish(Invalid):
    code = "half_in_english"
    message = _("In English the question and the answer belong together: write both, or neither.")


class ChangeMissing(Invalid):
    code = "change_missing"
    message = _("Say in a sentence what changed: readers and subscribers see it with the date.")


class NotADraft(WrongState):
    code = "not_a_draft"
    message = _("This wording is no draft any more. Begin a new wording to change it.")


class DraftThere(WrongState):
    code = "draft_there"
    message = _("A new wording was begun already. Go on with that one.")


class NotPublished(WrongState):
    code = "not_published"
    message = _("This is not published any more.")


def check_can_edit(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.EDIT_INFORMATION)


def check_is_draft(entry: Entry) -> None:
    if entry.state != EntryState.DRAFT:
        raise NotADraft


def check_is_published(entry: Entry) -> None:
    if entry.state != EntryState.PUBLISHED:
        raise NotPublished


def check_wording(question_ar: str, answer_ar: str, question_en: str, answer_en: str) -> None:
    if not question_ar:
        raise QuestionMissing
    if not answer_ar:
        raise AnswerMissing
    if bool(question_en) != bool(answer_en):
        raise HalfInEnglish
    for question in (question_ar, question_en):
        cases.check_length(question, LONGEST_QUESTION)
    for answer in (answer_ar, answer_en):
        cases.check_length(answer)


def check_change(number: int, change: str) -> None:
    cases.check_length(change, LONGEST_CHANGE)
    if number > 1 and not change:
        raise ChangeMissing


def check_can_register(actor: Actor) -> None:
    cases.check_holds_any(actor, Permission.ANSWER_INQUIRIES, Permission.REGISTER_CASES)


def check_can_answer(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.ANSWER_INQUIRIES)
    cases.check_can_step(WORKFLOW, "answer", case)


def check_can_close(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.ANSWER_INQUIRIES)
    cases.check_can_step(WORKFLOW, "close", case)


def check_can_withdraw(actor: Actor | None, case: Case) -> None:
    """Without an actor the asker withdraws, who showed the tracking code."""
    if actor is not None:
        cases.check_can_view(actor, case)
        cases.check_holds_any(actor, Permission.ANSWER_INQUIRIES)
    cases.check_can_step(WORKFLOW, "withdraw", case)


def check_can_turn(actor: Actor, case: Case, kind: CaseKind) -> None:
    """Whoever answers it, and may also register what it becomes."""
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.ANSWER_INQUIRIES)
    needed = (
        Permission.REGISTER_CASES if kind == CaseKind.REQUEST else Permission.REGISTER_COMPLAINTS
    )
    cases.check_holds_any(actor, needed)
    cases.check_can_step(WORKFLOW, "turn", case)


def check_asked(question: str, details: str) -> None:
    if not question:
        raise QuestionMissing
    cases.check_length(question, LONGEST_ASKED)
    cases.check_length(details)
