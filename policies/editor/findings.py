"""At which row of the editor a question of the linter stands."""

from bisect import bisect_right

from policies.content import PolicyContent
from policies.models import PolicyVersion
from policies.questions import Question, questions


def by_clause(version: PolicyVersion) -> dict[str, list[Question]]:
    """Open questions by the address of their clause; under "" those about the whole."""
    starts = sorted(_lines(version.load_content()).items())
    lines = [line for line, _address in starts]
    found: dict[str, list[Question]] = {}
    for question in questions(version):
        if not question.is_open:
            continue
        place = bisect_right(lines, question.finding.line or 0)
        address = starts[place - 1][1] if question.finding.line and place else ""
        found.setdefault(address, []).append(question)
    return found


def _lines(content: PolicyContent) -> dict[int, str]:
    """Where each clause begins; of two on one line the outer one gives way."""
    starts: dict[int, str] = {}
    for article in content.articles:
        for part in (article, *content.items_of(article)):
            for each in (part, *getattr(part, "subitems", ())):
                if each.line:
                    starts[each.line] = each.address
    return starts
