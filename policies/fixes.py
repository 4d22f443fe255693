"""Questions of the linter that one click answers, each with the choices it leaves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.rules import StartEvent
from policies.content import Deadline, PolicyContent
from policies.linting.finding import Finding

Turn = Callable[[Deadline], Deadline | None]


@dataclass(frozen=True, slots=True)
class Fix:
    """`turn` gives the deadline put right, None for one that the question is not about."""

    key: str
    label: str | Promise
    turn: Turn


def _as_a_maximum(deadline: Deadline) -> Deadline | None:
    """«لا تقل عن» was meant as «لا تزيد على»."""
    if deadline.minimum is None or deadline.maximum is not None:
        return None
    return deadline.model_copy(update={"maximum": deadline.minimum, "minimum": None})


def _counted_from(start: StartEvent) -> Turn:
    def turn(deadline: Deadline) -> Deadline | None:
        return deadline.model_copy(update={"start": start}) if deadline.start is None else None

    return turn


FIXES: dict[str, tuple[Fix, ...]] = {
    "BRP-D01": (Fix("maximum", _("“No more than” was meant"), _as_a_maximum),),
    "BRP-D03": (
        Fix("submission", _("From submission"), _counted_from(StartEvent.SUBMISSION)),
        Fix("completion", _("From completion"), _counted_from(StartEvent.COMPLETION)),
    ),
}


def fixes_for(finding: Finding, content: PolicyContent) -> Iterator[Fix]:
    for fix in FIXES.get(finding.id, ()):
        if fixed_content(finding, content, fix.key) is not None:
            yield fix


def fixed_content(finding: Finding, content: PolicyContent, key: str) -> PolicyContent | None:
    """None where the question cannot be put right by itself."""
    for fix in FIXES.get(finding.id, ()):
        for deadline in content.deadlines:
            turned = fix.turn(deadline) if fix.key == key else None
            if turned is not None and finding.line in (None, deadline.line):
                rows = (turned if row.key == deadline.key else row for row in content.deadlines)
                return content.model_copy(update={"deadlines": tuple(rows)})
    return None
