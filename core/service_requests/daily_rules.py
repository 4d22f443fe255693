"""Who may do the daily work on requests that moves none of them."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.cases.models import Case
from core.service_requests import rules
from core.service_requests.assignment import ASSIGNMENT, NoAssignmentRules
from foundation.errors import Invalid
from tenants.people.roles import Permission

MOST_AT_ONCE = 100


class NothingChosen(Invalid):
    code = "nothing_chosen"
    message = _("Tick at least one request first.")


class TooManyAtOnce(Invalid):
    code = "too_many_at_once"
    message = _("At most 100 requests at once.")


def check_can_work_in_bulk(actor: Actor) -> None:
    cases.check_holds_any(actor, *cases.WORKING)


def check_can_assign_by_rule(actor: Actor, case: Case) -> None:
    rules.check_can_assign(actor, case)
    if not ASSIGNMENT.read().is_set_up:
        raise NoAssignmentRules


def check_can_change_priority(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, Permission.HANDLE_CASES)
    cases.check_is_open(case)


def check_can_mark_read(actor: Actor, case: Case) -> None:
    cases.check_can_view(actor, case)
    cases.check_holds_any(actor, *cases.WORKING)
