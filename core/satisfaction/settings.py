"""How the association carries out its measures, beside what the policy says of them."""

from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from pydantic import BaseModel, ConfigDict, Field

from core.configuration.sections import Section
from core.rules import MeasureMethod
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

LONGEST_RHYTHM: Final = 120


class Plan(BaseModel):
    """Of one kind of measure. `months`: how often, where the policy does not say.

    `days`: working days to carry a round out; `percent`: of the people served, how many are asked.
    """

    model_config = ConfigDict(frozen=True)

    months: int | None = Field(default=None, ge=1, le=LONGEST_RHYTHM)
    owner: UUID | None = None
    days: int = Field(default=10, ge=1, le=120)
    percent: int = Field(default=100, ge=1, le=100)


class MeasureSettings(BaseModel):
    """`follow_up_days` are working days. `by_employee`: whether figures may name who served.

    `unhappy_at_most`: the mean in percent up to which somebody counts as unhappy.
    `smallest_group`: of fewer answers nothing is told.
    """

    model_config = ConfigDict(frozen=True)

    plans: dict[MeasureMethod, Plan] = Field(default_factory=dict)
    after_service: bool = True
    after_service_percent: int = Field(default=100, ge=1, le=100)
    quiet_days: int = Field(default=90, ge=0, le=730)
    remind_after_days: int = Field(default=5, ge=1, le=60)
    expire_after_days: int = Field(default=21, ge=2, le=180)
    unhappy_at_most: int = Field(default=40, ge=0, le=100)
    follow_up_days: int = Field(default=3, ge=1, le=30)
    smallest_group: int = Field(default=5, ge=3, le=20)
    by_employee: bool = False

    def plan(self, method: MeasureMethod | str) -> Plan:
        return self.plans.get(MeasureMethod(method), Plan())


MEASURES = Section("measures", MeasureSettings)


def owner_of(method: MeasureMethod | str) -> User | None:
    """Whoever was chosen, as long as they may run measures."""
    chosen = MEASURES.read().plan(method).owner
    return runners().filter(pk=chosen).first() if chosen else None


def runners() -> QuerySet[User]:
    return people_who_may(Permission.RUN_MEASURES)
