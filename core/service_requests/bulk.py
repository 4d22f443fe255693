"""The same thing done to several requests: each in a transaction of its own, each asked whether it may."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from core.actors import Actor
from core.cases.models import Case
from core.service_requests import daily_rules
from core.service_requests.queries import requests_visible_to
from foundation.errors import DomainError

Perform = Callable[[uuid.UUID], object]


@dataclass(slots=True)
class BulkResult:
    """`refused`: the references of those left as they were, by the sentence that says why."""

    done: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)


def chosen(case_ids: Sequence[uuid.UUID], actor: Actor) -> list[Case]:
    """Those that the actor may see, in the order given. Raises NothingChosen or TooManyAtOnce."""
    wanted = list(dict.fromkeys(case_ids))
    if len(wanted) > daily_rules.MOST_AT_ONCE:
        raise daily_rules.TooManyAtOnce
    found = {case.pk: case for case in requests_visible_to(actor).filter(pk__in=wanted)}
    if not found:
        raise daily_rules.NothingChosen
    return [found[pk] for pk in wanted if pk in found]


def for_each(cases: Sequence[Case], perform: Perform) -> BulkResult:
    """A request that is refused holds up none of the others."""
    result = BulkResult()
    for case in cases:
        try:
            with transaction.atomic():
                perform(case.pk)
        except DomainError as error:
            result.refused.setdefault(str(error), []).append(case.reference)
        else:
            result.done += 1
    return result
