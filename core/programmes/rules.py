"""Who keeps the programmes and their budgets, and what one must say."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.programmes.models import Programme
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.actors import Actor
from tenants.people.roles import Permission

SEE = (Permission.MANAGE_BUDGETS, Permission.VIEW_CASES, Permission.VIEW_REPORTS)
LONGEST_NAME = 200


class BudgetsNotYours(NotAllowed):
    code = "budgets_not_yours"
    message = _("Your roles do not include the budgets.")


class NameMissing(Invalid):
    code = "programme_name_missing"
    message = _("Give the programme a name.")


class NameTaken(Invalid):
    code = "programme_name_taken"
    message = _("A programme of this name begins on the same day already.")


class PeriodUpsideDown(Invalid):
    code = "programme_period"
    message = _("The period ends before it begins.")


class BudgetNegative(Invalid):
    code = "programme_budget_negative"
    message = _("A budget is not less than zero.")


class ProgrammeChanged(WrongState):
    code = "programme_changed"
    message = _("Somebody else changed the programme meanwhile. Look at it, then save again.")


@dataclass(frozen=True, slots=True)
class ProgrammeData:
    name: str
    budget: Decimal
    starts_on: date
    ends_on: date
    name_en: str = ""


def check_can_manage(actor: Actor) -> None:
    if not actor.has_permission(Permission.MANAGE_BUDGETS):
        raise BudgetsNotYours


def check_data(data: ProgrammeData, *, other_than: Programme | None = None) -> None:
    if not data.name.strip() or len(data.name.strip()) > LONGEST_NAME:
        raise NameMissing
    if data.budget < 0:
        raise BudgetNegative
    if data.ends_on < data.starts_on:
        raise PeriodUpsideDown
    same = Programme.objects.filter(name=data.name.strip(), starts_on=data.starts_on)
    if other_than is not None:
        same = same.exclude(pk=other_than.pk)
    if same.exists():
        raise NameTaken


def check_revision(programme: Programme, revision: int) -> None:
    if programme.revision != revision:
        raise ProgrammeChanged
