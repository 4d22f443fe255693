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
from policies.reading.reader import read_text
from tenants.models import Association
from tenants.schemas import current

DAYS_OF_A_WEEK = 7


def review(
    text: str,
    reading: Reading,
    *,
    content: PolicyContent | None = None,
    others: Sequence[OtherDocument] = (),
    file_date: date | None = None,
) -> list[Finding]:
    """`content`: the document that the text was written out of; both must say the same."""
    findings = lint(
        text,
        reading,
        others=others,
        file_date=file_date,
        setup=setup_in_force(),
        today=clock.today(),
    )
    return [*findings, *(disagreements(text, reading, content) if content else ())]


def setup_in_force() -> Setup:
    association = current()
    return Setup(
        longest_closure_days=longest_weekly_closure(calendar_in_force(clock.today())),
        association_name=association.name if isinstance(association, Association) else None,
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
