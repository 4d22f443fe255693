"""Who gets a request, by the rules that the association set up and by how much each has on the table."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Count, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from core.cases import rules as cases
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.configuration.models import Setting
from core.configuration.sections import Section
from core.request_types.enums import Priority
from foundation import audit, clock
from foundation.errors import Invalid, WrongState
from tenants.people.models import User
from tenants.people.roles import Role, permissions_of

MOST_RULES: Final = 50
WEIGHTS: Final = {Priority.LOW: 1, Priority.NORMAL: 2, Priority.HIGH: 3, Priority.URGENT: 4}
WAITING_WEIGHT: Final = 1


class NobodyToAssign(WrongState):
    code = "nobody_to_assign"
    message = _("No rule for assigning fits this request, or nobody it names is there today.")


class NoAssignmentRules(WrongState):
    code = "no_assignment_rules"
    message = _("No rules for assigning are set up. They stand among the settings.")


class RuleNamesNobody(Invalid):
    code = "rule_names_nobody"
    message = _("A rule gives requests to one person or to one role that works on requests.")


class TooManyRules(Invalid):
    code = "too_many_rules"
    message = _("At most 50 rules can be set up.")


class AwayInDisorder(Invalid):
    code = "away_in_disorder"
    message = _("The last day cannot be before the first.")


class AssignmentRule(BaseModel):
    """Empty fields fit everything. `person`: a user's id; `role`: whoever of it has least to do."""

    model_config = ConfigDict(frozen=True)

    id: UUID = Field(default_factory=uuid4)
    type: str = ""
    channel: str = ""
    category: str = ""
    priority: str = ""
    person: str = ""
    role: str = ""

    def fits(self, case: Case) -> bool:
        request_type = case.request_type.key if case.request_type else ""
        return (
            self.type in ("", request_type)
            and self.channel in ("", case.channel_key)
            and self.priority in ("", case.priority)
            and (not self.category or self.category in case.person.categories)
        )


class AssignmentRules(BaseModel):
    """In order; the first that fits and names somebody who is there decides. `fallback`: a role."""

    model_config = ConfigDict(frozen=True)

    rules: tuple[AssignmentRule, ...] = ()
    fallback: str = ""

    @property
    def is_set_up(self) -> bool:
        return bool(self.rules or self.fallback)


class Away(BaseModel):
    """When somebody gets nothing new; open at the end while `until` is empty."""

    model_config = ConfigDict(frozen=True)

    start: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (
            self.start is not None
            and self.start <= day
            and (self.until is None or day <= self.until)
        )


ASSIGNMENT: Final = Section("assignment", AssignmentRules)
AWAY: Final = Section("away", Away)


def check_rule(rule: AssignmentRule) -> None:
    if bool(rule.person) == bool(rule.role):
        raise RuleNamesNobody
    if rule.role and rule.role not in working_roles():
        raise RuleNamesNobody
    if rule.person and not any(str(user.pk) == rule.person for user in _workers()):
        raise RuleNamesNobody


def check_away(away: Away) -> None:
    if away.until is not None and (away.start is None or away.until < away.start):
        raise AwayInDisorder


def working_roles() -> list[Role]:
    return [role for role in Role if permissions_of([role]) & cases.WORKING]


def choose(case: Case, without: Collection[str] = ()) -> tuple[User | None, int]:
    """Somebody and the number of the rule, 0 for the fallback; nobody where nothing is set up.

    `without`: ids of people who do not come into question.
    Others who choose at the same time wait, so that each sees what the one before was given.
    """
    settings = ASSIGNMENT.read()
    if not settings.is_set_up:
        return None, 0
    audit.take_turn()
    not_there = _away() | set(without)
    there = [user for user in _workers() if str(user.pk) not in not_there]
    for number, rule in enumerate(settings.rules, start=1):
        if rule.fits(case) and (user := _named(rule, there)) is not None:
            return user, number
    if not settings.fallback:
        return None, 0
    return least_loaded(_of_role(there, settings.fallback)), 0


def least_loaded(people: Iterable[User]) -> User | None:
    """By the weight of what is open with each; of equals, who has fewer requests, then by name."""
    found = list(people)
    if not found:
        return None
    loads = {pk: (load, number) for pk, load, number in _loads(found)}
    return min(found, key=lambda user: (loads.get(user.pk, (0, 0)), user.display_name, user.pk))


def away_people() -> dict[str, Away]:
    """All who said when they are away, by id; also in the future."""
    rows = Setting.objects.filter(key=AWAY.key, owner__isnull=False)
    found = {str(row.owner_id): Away.model_validate(row.value) for row in rows}
    return {pk: away for pk, away in found.items() if away.start is not None}


def _away() -> set[str]:
    today = clock.today()
    return {pk for pk, away in away_people().items() if away.covers(today)}


def _named(rule: AssignmentRule, there: list[User]) -> User | None:
    if rule.person:
        return next((user for user in there if str(user.pk) == rule.person), None)
    return least_loaded(_of_role(there, rule.role))


def _of_role(people: list[User], role: str) -> list[User]:
    return [user for user in people if any(each.role == role for each in user.role_grants.all())]


def _workers() -> list[User]:
    active = User.objects.filter(is_active=True).prefetch_related("role_grants")
    people: QuerySet[User] = active.order_by("display_name", "pk")
    return [
        user
        for user in people
        if permissions_of(grant.role for grant in user.role_grants.all()) & cases.WORKING
    ]


def _loads(people: list[User]) -> Iterable[tuple[UUID, int, int]]:
    weight = models.Case(
        When(status=CaseStatus.WAITING_FOR_BENEFICIARY, then=Value(WAITING_WEIGHT)),
        *(When(priority=each, then=Value(weight)) for each, weight in WEIGHTS.items()),
        output_field=models.IntegerField(),
    )
    open_cases = Case.objects.filter(closed_at=None, assignee__in=people).order_by()
    return open_cases.values_list("assignee_id").annotate(load=Sum(weight), number=Count("pk"))
