"""What the policy promises by when: in general, and for one request with its dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from core import rules as governing
from core.cases.models import Case
from core.deadlines import statutory
from core.deadlines.engine.terms import Amount, Term
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.deadlines.queries import DayLine, clocks_of, explain_clock, progress_of
from core.rules import DeadlineRule, GoverningRules, Milestone, StartEvent
from core.service_requests.portal import phrases
from foundation import clock as time
from foundation.arabic import counted


@dataclass(frozen=True, slots=True)
class Promise:
    """Of the policy: what, in which time, counted from when."""

    what: phrases.Words
    within: str
    since: phrases.Words
    address: str
    url: str


@dataclass(frozen=True)
class DatedPromise:
    """Of one request, whose clock runs, stands still or has ended."""

    clock: Clock
    what: phrases.Words
    since: phrases.Words
    url: str

    @property
    def address(self) -> str:
        return self.clock.clause_address

    @property
    def is_kept(self) -> bool:
        return self.clock.met_at is not None

    @property
    def is_paused(self) -> bool:
        return self.clock.state == ClockState.PAUSED

    @property
    def is_late(self) -> bool:
        due_at = self.clock.due_at
        return not self.is_kept and due_at is not None and due_at < time.now()

    @property
    def due_date(self) -> date | None:
        return self.clock.due_date

    @property
    def tone(self) -> str:
        if self.is_late:
            return "late"
        return "paused" if self.is_paused else ""

    @cached_property
    def left(self) -> str:
        """«6 working days left»; empty where no day is the last."""
        progress = progress_of(self.clock)
        if self.is_paused:
            return _("Standing still until we hear from you")
        if progress is None or progress.working_days_left is None:
            return ""
        if self.is_late:
            return _("This date has passed")
        if self.clock.due_date == time.today():
            return _("Today is the last day")
        days = max(progress.working_days_left, 0)
        if days == 0:
            return _("Before the next working day")
        return _("%(days)s left") % {"days": counted(days, "working_day")}

    @cached_property
    def days(self) -> list[DayLine]:
        return explain_clock(self.clock)


@dataclass(frozen=True, slots=True)
class CasePromises:
    """`next` is the one whose date comes first; `later` have not begun to count."""

    next: DatedPromise | None
    others: list[DatedPromise]
    kept: list[DatedPromise]
    later: list[Promise]


def promises_of(rules: GoverningRules, *, complaints: bool = False) -> list[Promise]:
    url = published_page(rules.version_id)
    wanted = [
        rule for rule in rules.deadlines if (rule.milestone in phrases.COMPLAINTS) is complaints
    ]
    return [_promise(rule, url) for rule in wanted]


def promises_for(case: Case) -> CasePromises:
    # What the law wants told to the authority is no promise to the person.
    clocks = list(clocks_of(case.pk).exclude(milestone=Milestone.BREACH_NOTICE))
    rules = governing.pinned(case.policy_version)
    url = published_page(case.policy_version)
    dated = [_dated(clock, url) for clock in clocks if clock.state != ClockState.CANCELLED]
    owed = sorted((each for each in dated if not each.is_kept), key=_by_date)
    later = _not_begun(case, rules, {clock.rule_key for clock in clocks})
    return CasePromises(
        next=owed[0] if owed else None,
        others=owed[1:],
        kept=[each for each in dated if each.is_kept],
        later=[_promise(rule, url) for rule in later],
    )


def published_page(policy_version: object) -> str:
    """Empty for a version that is not the published one: a link would cite other words."""
    try:
        in_force = governing.in_force(time.now())
        return reverse("publishing:policy") if in_force.version_id == policy_version else ""
    except (governing.NoPolicyInForce, NoReverseMatch):
        return ""


def time_words(term: Term) -> str:
    if term.minimum is not None and term.maximum is not None:
        bounds = {"minimum": _amount(term.minimum), "maximum": _amount(term.maximum)}
        return str(phrases.BETWEEN) % bounds
    if term.maximum is not None:
        return str(phrases.WITHIN) % {"time": _amount(term.maximum)}
    return str(phrases.NOT_BEFORE) % {"time": _amount(term.minimum) if term.minimum else ""}


def _not_begun(case: Case, rules: GoverningRules, begun: Iterable[str]) -> list[DeadlineRule]:
    """Of what has happened already, nothing begins to count any more; replies may never come."""
    if not case.is_open:
        return []
    ahead = set()
    if case.completed_at is None:
        ahead.add(StartEvent.COMPLETION)
    if case.decided_at is None:
        ahead.add(StartEvent.DECISION)
    return [
        rule
        for rule in rules.deadlines
        if rule.key not in begun
        and rule.start in ahead
        and rule.milestone not in phrases.COMPLAINTS
    ]


def _promise(rule: DeadlineRule, page: str) -> Promise:
    words = phrases.EVENT_OF_COMPLAINT if rule.milestone in phrases.COMPLAINTS else phrases.SINCE
    return Promise(
        what=phrases.PROMISES[rule.milestone],
        within=time_words(rule.term),
        since=words[rule.start],
        address=rule.clause.address,
        url=_clause_url(page, rule.clause.address),
    )


def _dated(clock: Clock, page: str) -> DatedPromise:
    return DatedPromise(
        clock=clock,
        what=phrases.PROMISES[Milestone(clock.milestone)],
        since=phrases.SINCE[StartEvent(clock.start_event)],
        url=_clause_url(page, clock.clause_address),
    )


def _clause_url(page: str, address: str) -> str:
    """Empty for what stands in a law."""
    is_published = page and address and address not in statutory.ADDRESSES
    return f"{page}#c{address}" if is_published else ""


def _by_date(promise: DatedPromise) -> tuple[bool, date]:
    due = promise.due_date
    return due is None, due or date.max


def _amount(amount: Amount) -> str:
    return counted(amount.value, amount.unit.value, oblique=True)
