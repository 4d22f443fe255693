"""Who may appeal against which decision, and who must not decide on it."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from core.actors import Actor, id_of
from core.cases import rules as cases
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.configuration.sections import Section
from core.service_requests.enums import Outcome
from foundation import clock
from foundation.dates import both_calendars
from foundation.errors import NotAllowed, WrongState
from tenants.people.roles import Permission

APPEALABLE: Final = (Outcome.PARTLY_ACCEPTED, Outcome.REJECTED)


class AppealSettings(BaseModel):
    """`within_days`: after the decision, the day of it not counted."""

    model_config = ConfigDict(frozen=True)

    within_days: int = Field(default=60, ge=1, le=3650)


APPEALS = Section("appeals", AppealSettings)


class NothingToAppeal(WrongState):
    code = "nothing_to_appeal"
    message = _("Only a decision that did not accept all of a request can be appealed.")


class AppealOfAppeal(WrongState):
    code = "appeal_of_appeal"
    message = _("An appeal was decided already; it is not appealed again here.")


class AlreadyAppealed(WrongState):
    code = "already_appealed"
    message = _("This decision was appealed already.")


class AppealTooLate(WrongState):
    code = "appeal_too_late"
    message = _("An appeal was possible until %(day)s.")


class DecidedTheFirst(NotAllowed):
    code = "decided_the_first"
    message = _("Whoever took the first decision does not decide on the appeal against it.")


def check_can_appeal(actor: Actor | None, case: Case) -> None:
    """Without an actor the beneficiary appeals, who showed the tracking code."""
    if actor is not None:
        cases.check_can_view(actor, case)
        cases.check_holds_any(actor, Permission.HANDLE_CASES, Permission.REGISTER_CASES)
    if case.appeal_of_id is not None:
        raise AppealOfAppeal
    decision = decision_on(case)
    if decision is None or decision.details.get("outcome") not in APPEALABLE:
        raise NothingToAppeal
    if case.appeals.exclude(status=CaseStatus.WITHDRAWN).exists():
        raise AlreadyAppealed
    last = timezone.localdate(decision.happened_at) + timedelta(APPEALS.read().within_days)
    if clock.today() > last:
        raise AppealTooLate(day=both_calendars(last))


def check_may_decide(actor: Actor, case: Case) -> None:
    """Members decide; on an appeal also whoever decides appeals, and nobody who decided the first time."""
    if case.appeal_of_id is None:
        cases.check_holds_any(actor, Permission.DECIDE_CASES)
        return
    cases.check_holds_any(actor, Permission.DECIDE_CASES, Permission.DECIDE_APPEALS)
    if id_of(actor) in first_deciders(case):
        raise DecidedTheFirst


def first_deciders(case: Case) -> set[str]:
    """Ids of those who took the decision that this appeal is against; nobody's for other requests."""
    if case.appeal_of is None:
        return set()
    decision = decision_on(case.appeal_of)
    if decision is None:
        return set()
    # Whoever wrote down what a session decided did not decide it.
    return set(decision.details.get("deciders", [decision.actor_id])) - {""}


def decision_on(case: Case) -> CaseEvent | None:
    decided = case.events.filter(name=EventName.DECIDE)
    return decided.order_by("-happened_at", "-pk").first()
