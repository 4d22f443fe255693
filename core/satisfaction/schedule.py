"""The coming round of every measure, as the policy in force has it; whoever answers for one is told.

A round is due when the policy's rhythm, counted from the day on which the version came into force,
comes round, moved to a working day; it begins as many working days earlier as it takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from core import rules as governing
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from core.deadlines.engine.due import due
from core.deadlines.engine.terms import Amount, Term, Unit
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from core.rules import GoverningRules, MeasureMethod, SatisfactionMeasure
from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound
from core.satisfaction.settings import MEASURES, MeasureSettings, runners
from foundation import audit, clock
from foundation.dates import add_months
from tenants.people.models import User

NEAR = 3  # working days before a round is due, its owner is reminded


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Of one measure of the policy. `months` is None where neither the policy nor the settings say."""

    measure: SatisfactionMeasure
    months: int | None
    by_policy: bool


def rhythms(rules: GoverningRules, settings: MeasureSettings) -> list[Rhythm]:
    """In the policy's order; the policy's own months go before the association's."""
    found = []
    for measure in rules.satisfaction:
        own = settings.plan(measure.method).months if measure.method else None
        months = measure.every_months or own
        found.append(Rhythm(measure, months, by_policy=measure.every_months is not None))
    return found


def plan_rounds() -> None:
    """Once a day, and after a change of policy or settings; doing it again changes nothing."""
    try:
        rules = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return
    settings = MEASURES.read()
    _follow_policy(rules)
    today = clock.today()
    since = timezone.localtime(rules.in_force_from).date()
    calendar = calendar_in_force(min(since, today))
    for rhythm in rhythms(rules, settings):
        if rhythm.months and rhythm.measure.method:
            _plan(rules, rhythm.measure, rhythm.months, since, calendar, settings)
    tell_owners(calendar_in_force(today))


@transaction.atomic
def _follow_policy(rules: GoverningRules) -> None:
    """Rounds that have not begun: those of measures that stay go on under the new version."""
    named = {(measure.method, measure.label[:500]): measure for measure in rules.satisfaction}
    earlier = (
        MeasureRound.objects.select_for_update()
        .filter(state=RoundState.PLANNED)
        .exclude(policy_version=rules.version_id)
        .order_by("due_on", "pk")
    )
    for round_ in earlier:
        measure = named.get((MeasureMethod(round_.method), round_.label))
        if measure is None:
            _leave_out(round_, rules)
        else:
            round_.policy_version = rules.version_id
            round_.clause_address = measure.clause.address[:40]
            round_.save(update_fields=["policy_version", "clause_address"])


def _leave_out(round_: MeasureRound, rules: GoverningRules) -> None:
    # A record of the association's, so in its language whoever reads it.
    with override(django_settings.LANGUAGE_CODE):
        reason = gettext("Version %(version)s of the policy no longer names this measure.")
    round_.state = RoundState.LEFT_OUT
    round_.left_out_reason = reason % {"version": rules.version_label}
    round_.done_at = clock.now()
    round_.revision += 1
    round_.save(update_fields=["state", "left_out_reason", "done_at", "revision"])
    audit.record("measure.left_out", round_, actor=None, details={"by": "policy"})


def _plan(
    rules: GoverningRules,
    measure: SatisfactionMeasure,
    months: int,
    since: date,
    calendar: WorkCalendar,
    settings: MeasureSettings,
) -> None:
    method = MeasureMethod(measure.method or "")
    times = 1
    while (nominal := add_months(since, times * months)) < clock.today():
        times += 1
    same = MeasureRound.objects.filter(
        policy_version=rules.version_id, method=method, label=measure.label[:500]
    )
    if same.filter(due_on__gte=nominal).exists():
        return
    plan = settings.plan(method)
    due_on = due_day(rules, times * months, calendar)
    MeasureRound.objects.get_or_create(
        policy_version=rules.version_id,
        method=method,
        label=measure.label[:500],
        begins_on=working_days_before(due_on, plan.days, calendar),
        defaults={
            "clause_address": measure.clause.address[:40],
            "due_on": due_on,
            "owner": _active(plan.owner),
            "sampling_percent": plan.percent,
            "every_months": months,
        },
    )


def due_day(rules: GoverningRules, months: int, calendar: WorkCalendar) -> date:
    """Months after the version came into force, on a working day."""
    term = Term(maximum=Amount(months, Unit.MONTH))
    found = due(term, rules.in_force_from, calendar).due_date
    if found is None:
        raise RuntimeError("a term without pauses always falls due")
    return found


def working_days_before(day: date, number: int, calendar: WorkCalendar) -> date:
    """The first of `number` working days that end with `day`."""
    worked = calendar.table.working_days
    begun = worked.through(day.toordinal()) - number + 1
    return date.fromordinal(worked.day_of(begun)) if begun > 0 else day


def tell_owners(calendar: WorkCalendar) -> None:
    """When a round begins, when it is nearly due, and once it is late: each once."""
    today = clock.today()
    open_rounds = MeasureRound.objects.filter(
        state__in=[RoundState.PLANNED, RoundState.OPEN], begins_on__lte=today
    )
    for round_ in open_rounds.select_related("owner").order_by("due_on", "pk"):
        for moment in _moments(round_, today, calendar):
            notify_many(
                responsible_for(round_),
                kind=NoticeKind.MEASURE_DUE,
                subject=f"{round_.pk}:{moment}",
                details={"round": str(round_.pk), "moment": moment},
            )


def _moments(round_: MeasureRound, today: date, calendar: WorkCalendar) -> Iterable[str]:
    """Whoever was told late only is not told of the beginning too."""
    if round_.due_on < today:
        yield "late"
    elif today >= working_days_before(round_.due_on, NEAR + 1, calendar):
        yield "near"
    else:
        yield "begins"


def responsible_for(round_: MeasureRound) -> list[User]:
    """The owner; all who run measures where there is none."""
    if round_.owner is not None and round_.owner.is_active:
        return [round_.owner]
    return list(runners())


def _active(owner: UUID | None) -> User | None:
    return runners().filter(pk=owner).first() if owner else None
