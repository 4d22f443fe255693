"""What the linter asks about a text of this association, told how the association works."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from foundation import clock
from policies.checking import disagreements
from policies.content import PolicyContent
from policies.linting.document import OtherDocument, Setup
from policies.linting.engine import lint
from policies.linting.finding import Finding
from policies.reading.model import Reading
from policies.reading.nouns import HEADED
from policies.reading.reader import read_text
from policies.reading.text import fold
from tenants.models import Association
from tenants.schemas import current

DAYS_OF_A_WEEK = 7
DOER_WITHIN = 3  # words: «يسجّل موظف العلاقات …»


def review(
    text: str,
    reading: Reading,
    *,
    draft: PolicyContent | None = None,
    content: PolicyContent | None = None,
    others: Sequence[OtherDocument] = (),
    file_date: date | None = None,
) -> list[Finding]:
    """`draft`: what was just read out of the text; `content`: the document that the text was written
    out of, and both must say the same."""
    findings = lint(
        text,
        reading,
        others=others,
        file_date=file_date,
        setup=setup_in_force(content or draft),
        today=clock.today(),
    )
    return [*findings, *(disagreements(text, reading, content) if content else ())]


def setup_in_force(content: PolicyContent | None = None) -> Setup:
    association = current()
    return Setup(
        steps_without_role=steps_of_nobody(content) if content else (),
        longest_closure_days=longest_weekly_closure(calendar_in_force(clock.today())),
        association_name=association.name if isinstance(association, Association) else None,
    )


def steps_of_nobody(content: PolicyContent) -> tuple[int, ...]:
    """Counted from 1: steps without a role and a doer, in a policy that names the doers of the others.

    Many policies name nobody in any step: whoever handles the case does them all.
    """
    named = [
        any(HEADED.match(word) for word in fold(step.text).split()[:DOER_WITHIN])
        for step in content.steps
    ]
    if 2 * sum(named) < len(named):
        return ()
    return tuple(
        number
        for number, step in enumerate(content.steps, start=1)
        if step.role is None and not any(HEADED.match(word) for word in fold(step.text).split())
    )


def longest_weekly_closure(calendar: WorkCalendar) -> int:
    """Days without work side by side in a usual week; holidays are rare enough to be waited for."""
    closed = [
        weekday in calendar.weekend or not calendar.hours[weekday - 1]
        for weekday in range(1, DAYS_OF_A_WEEK + 1)
    ]
    longest = running = 0
    for is_closed in closed * 2:
        running = running + 1 if is_closed else 0
        longest = max(longest, running)
    return min(longest, DAYS_OF_A_WEEK)


def other_documents(texts: Iterable[tuple[str, str]]) -> list[OtherDocument]:
    """Title and text of each further document of the association."""
    read = [(title, read_text(text)) for title, text in texts]
    return [
        OtherDocument(title or reading.title or "", reading.deadlines) for title, reading in read
    ]
