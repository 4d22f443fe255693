"""Who is told as a deadline comes nearer, and who gets the case: the association's own setting."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.configuration.sections import Section
from core.rules import Milestone
from tenants.people.roles import Role

STEPS = (50, 75, 90, 100)


class Rung(BaseModel):
    """What happens at one percent of the counted time; 100 is the due instant.

    `handler`: whoever has the case, or while nobody has it all who handle cases. `give_to_role`: to
    the one of them who has the fewest open cases.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    handler: bool = False
    roles: tuple[Role, ...] = ()
    people: tuple[UUID, ...] = ()
    give_to_role: Role | None = None
    give_to_person: UUID | None = None


Rungs = dict[int, Rung]
"""By percent, of STEPS."""

USUAL: Rungs = {
    50: Rung(),
    75: Rung(handler=True),
    90: Rung(handler=True),
    100: Rung(handler=True, roles=(Role.EXECUTIVE,)),
}


class Ladders(BaseModel):
    """`own`: of deadlines that do not follow the common ladder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    common: Rungs = USUAL
    own: dict[Milestone, Rungs] = {}

    def of(self, milestone: Milestone) -> Rungs:
        return self.own.get(milestone, self.common)


LADDERS = Section("escalation", Ladders)
