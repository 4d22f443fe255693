"""The one thing that a request waits for, and for whom: the inbox and its own page say the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.actors import Actor
from core.cases.enums import CaseStatus as S
from core.cases.enums import EventName
from core.cases.models import Case, CaseEvent, ChecklistItem, MissingItem
from core.cases.rules import WORKING, holds_any
from core.research.enums import VisitState
from core.research.models import Visit
from core.rules import Stage
from foundation import writing
from tenants.people.roles import ROLE_PERMISSIONS, Permission, Role

P = Permission
VISITED: Final = "visited"


@dataclass(slots=True)
class Facts:
    """What holds a request up, as far as it is counted. `unasked`: missing, and nobody has asked yet.

    `visited`: the report of a visit is there, and the request was not referred anew since.
    """

    unasked: int = 0
    asked: int = 0
    open_steps: dict[str, int] = field(default_factory=dict)
    visited: bool = False

    def steps_until(self, stage: Stage) -> int:
        order = list(Stage)
        return sum(self.open_steps.get(each, 0) for each in order[: order.index(stage) + 1])


@dataclass(frozen=True, slots=True)
class NextAction:
    """`anchor`: where on the page of the request it is done. `whose`: empty where it is one's own to do."""

    label: str
    icon: str
    anchor: str
    whose: str = ""

    @property
    def is_mine(self) -> bool:
        return not self.whose


def facts_from(
    items: Iterable[MissingItem],
    steps: Iterable[ChecklistItem],
    visits: Iterable[Visit],
    events: Iterable[CaseEvent],
) -> Facts:
    """Of one request, of which all this was read already."""
    missing = [item for item in items if item.provided_at is None]
    unasked = sum(item.asked_at is None for item in missing)
    open_steps = Counter(step.stage for step in steps if not step.is_done)
    referred = [each.happened_at for each in events if each.name == EventName.REFER]
    visited = any(
        visit.reported_at is not None and all(visit.reported_at >= at for at in referred)
        for visit in visits
    )
    return Facts(unasked, len(missing) - unasked, dict(open_steps), visited)


def facts_of(cases: Iterable[Case]) -> dict[UUID, Facts]:
    """The same two queries for any number of requests."""
    found = {case.pk: Facts() for case in cases}
    items = (
        MissingItem.objects.filter(case_id__in=found, provided_at=None)
        .order_by()
        .values_list("case_id")
        .annotate(unasked=Count("pk", filter=Q(asked_at=None)), all=Count("pk"))
    )
    for case_id, unasked, all_of_them in items:
        found[case_id].unasked, found[case_id].asked = unasked, all_of_them - unasked
    steps = (
        ChecklistItem.objects.filter(case_id__in=found, done_at=None)
        .order_by()
        .values_list("case_id", "stage")
        .annotate(open=Count("pk"))
    )
    for case_id, stage, number in steps.union(_visited(found), all=True):
        if stage == VISITED:
            found[case_id].visited = True
        else:
            found[case_id].open_steps[stage] = number
    return found


def _visited(cases: Iterable[UUID]) -> QuerySet[Visit, Any]:
    """As further rows of the query of the steps, so that a list does not ask once more."""
    anew = CaseEvent.objects.filter(
        case_id=OuterRef("case_id"),
        name=EventName.REFER,
        happened_at__gt=OuterRef("reported_at"),
    )
    reported = Visit.objects.filter(
        ~Exists(anew), case_id__in=cases, state=VisitState.REPORTED, case__status=S.UNDER_STUDY
    )
    stage = Value(VISITED, output_field=CharField())
    return reported.order_by().values_list("case_id", stage).annotate(open=Count("pk"))


def next_action(case: Case, actor: Actor, facts: Facts) -> NextAction:
    """What was written by the beneficiary is read before anything else."""
    if not case.is_open:
        return NextAction(_("Nothing more to do"), "done", "timeline", _("Ended"))
    if case.unread_since is not None:
        return _offered(actor, _("Read what the beneficiary wrote"), "chat", "timeline", *WORKING)
    return _step(case, actor, facts)


def _step(case: Case, actor: Actor, facts: Facts) -> NextAction:
    handling, researching = P.HANDLE_CASES, P.RESEARCH_CASES
    match S(case.status):
        case S.RECEIVED:
            if facts.unasked:
                label = _("Ask for what is missing (%(count)s)") % _count(facts.unasked)
                return _offered(actor, label, "pause", "do-mark_missing", handling, researching)
            return _after_steps(
                actor, facts, Stage.COMPLETION, _("Mark as complete"), "check", handling
            )
        case S.WAITING_FOR_BENEFICIARY:
            label = _("Wait for what was asked for (%(count)s)") % _count(facts.asked)
            return NextAction(label, "pause", "papers", _("The beneficiary"))
        case S.COMPLETE:
            return _after_steps(
                actor, facts, Stage.COMMITTEE, _("Send to the decision body"), "send",
                handling, researching,
            )  # fmt: skip
        case S.UNDER_STUDY:
            words = _("Return it from study, with the findings")
            label = words if facts.visited else _("Write down the findings")
            return _offered(actor, label, "referral", "do-return_from_research", researching)
        case S.BEFORE_COMMITTEE:
            return _after_steps(
                actor, facts, Stage.DECISION, _("Record the decision"), "gavel", P.DECIDE_CASES
            )
        case S.ACCEPTED | S.PARTLY_ACCEPTED:
            return _offered(actor, _("Start the delivery"), "gift", "next", P.DELIVER_CASES)
        case S.DELIVERING:
            return _after_steps(
                actor, facts, Stage.DELIVERY, _("Hand over, with proof"), "gift", P.DELIVER_CASES
            )
        case _:
            return _offered(actor, _("Close the request"), "lock", "next", handling)


def _after_steps(
    actor: Actor, facts: Facts, stage: Stage, label: str, icon: str, *needed: Permission
) -> NextAction:
    if left := facts.steps_until(stage):
        label = _("Do the handling steps (%(count)s)") % _count(left)
        return _offered(actor, label, "steps", "steps", *WORKING)
    return _offered(actor, label, icon, "next", *needed)


def _offered(actor: Actor, label: str, icon: str, anchor: str, *needed: Permission) -> NextAction:
    whose = "" if holds_any(actor, *needed) else str(_whoever_may(needed))
    return NextAction(label, icon, anchor, whose)


def _whoever_may(needed: Iterable[Permission]) -> str | Promise:
    """The first role that is there for it."""
    wanted = frozenset(needed)
    usual = (Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER)
    return next((role.label for role in usual if ROLE_PERMISSIONS[role] & wanted), "")


def _count(number: int) -> dict[str, str]:
    return {"count": writing.numeral(str(number))}
