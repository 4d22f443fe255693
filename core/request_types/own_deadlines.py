"""A date of the policy that only one type of request has, in place of the one for all requests."""

from collections.abc import Iterable, Sequence

from core.request_types.enums import FormState
from core.request_types.models import RequestTypeVersion
from core.rules import DeadlineRule, GoverningRules, Milestone

OF_COMPLAINTS = (Milestone.COMPLAINT_REPLY, Milestone.COMPLAINT_APPEAL)


def candidates(rules: GoverningRules) -> list[DeadlineRule]:
    """Where the policy names several dates for one thing, any of them can be a type's own."""
    return [rule for rule in rules.deadlines if can_be_own(rule.key, rules)]


def can_be_own(key: str, rules: GoverningRules) -> bool:
    """Others must keep a date for the same thing: no request goes without what the policy promises."""
    named = next((rule for rule in rules.deadlines if rule.key == key), None)
    if named is None or named.milestone in OF_COMPLAINTS:
        return False
    return len(_alike(named, rules.deadlines)) > 1


def without_those_of_others(
    rules: Iterable[DeadlineRule],
    *,
    all_rules: Sequence[DeadlineRule],
    request_type: RequestTypeVersion | None,
) -> list[DeadlineRule]:
    """Of `rules`, those that run for a case of this type: its own date for a thing, else the common ones."""
    wanted = list(rules)
    several = _several(all_rules)
    if not several.intersection(rule.milestone for rule in wanted):
        return wanted
    key = request_type.content.get("deadline", "") if request_type else ""
    return running(wanted, all_rules=all_rules, own=key, reserved=reserved())


def running(
    rules: Iterable[DeadlineRule],
    *,
    all_rules: Sequence[DeadlineRule],
    own: str,
    reserved: frozenset[str],
) -> list[DeadlineRule]:
    """`own`: the key of a type's own rule, or empty; `reserved`: those of all types."""
    mine = next((rule for rule in all_rules if rule.key == own), None)
    return [rule for rule in rules if _runs(rule, mine, reserved, all_rules)]


def reserved() -> frozenset[str]:
    """Also of types that were withdrawn: their date does not become everybody's by that."""
    keys = RequestTypeVersion.objects.filter(
        state__in=(FormState.PUBLISHED, FormState.WITHDRAWN)
    ).values_list("content__deadline", flat=True)
    return frozenset(key for key in keys if key)


def reserved_among(rules: Sequence[DeadlineRule]) -> frozenset[str]:
    """As `reserved`, without a query where no type can have a date of its own."""
    return reserved() if _several(rules) else frozenset()


def _several(rules: Sequence[DeadlineRule]) -> set[Milestone]:
    return {rule.milestone for rule in rules if len(_alike(rule, rules)) > 1}


def _runs(
    rule: DeadlineRule,
    own: DeadlineRule | None,
    reserved: frozenset[str],
    all_rules: Sequence[DeadlineRule],
) -> bool:
    if own is not None and (rule.milestone, rule.start) == (own.milestone, own.start):
        return rule.key == own.key
    if rule.key not in reserved:
        return True
    # Where every date for this is some type's own, nobody else may be left without any.
    return all(each.key in reserved for each in _alike(rule, all_rules))


def _alike(rule: DeadlineRule, rules: Sequence[DeadlineRule]) -> list[DeadlineRule]:
    return [each for each in rules if (each.milestone, each.start) == (rule.milestone, rule.start)]
