"""The time that people have to complain: it binds them, and no clock of the association runs by it."""

import re

from policies.reading.model import ReadDeadline
from policies.reading.text import fold

_FILING = re.compile(
    r"(?:^|\s)[وف]?(?:ان\s+)?(?:[يت]تقدم|التقدم|تقديم|[يت]قدم|رفع|[يت]رفع)\s+(?:ب|ال|بال)?شكو\S+"
    r"(?:\s+(?:الي|لدي|عند)\s+\S+(?:\s+ال\S+)?)?\s*$"
)


def is_time_to_file(deadline: ReadDeadline, text: str) -> bool:
    """`text`: the sentence or line that the deadline stands in."""
    before, found, _after = fold(text).partition(fold(deadline.raw))
    return bool(found and _FILING.search(before))
