"""Deadlines put right: which bound, which unit, from when, and those that a policy lacks."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from core.deadlines.engine.terms import Unit
from core.rules import Milestone, StartEvent
from policies.amendment import HEADINGS, UNPLACED, replace_clause
from policies.content import ArticleKind, Deadline, Length, PolicyContent
from policies.drafting import free_key
from policies.fixes.fix import Apply, Fix
from policies.fixes.parts import with_article, with_item
from policies.linting.finding import Finding
from policies.linting.limits import ABOUT_COMPLAINTS, VAGUE
from policies.reading.text import read_line
from policies.wording import phrase, sentence

Turn = Callable[[Deadline], Deadline | None]


def turned(turn: Turn) -> Apply:
    """The first deadline of the finding's line that `turn` has something to change in."""

    def apply(finding: Finding, content: PolicyContent) -> PolicyContent | None:
        for deadline in content.deadlines:
            changed = turn(deadline) if finding.line in (None, deadline.line) else None
            said = deadline.words in (content.clause_text(deadline.address) or "")
            if changed is not None and said:
                return _with(content, changed)
        return None

    return apply


def _with(content: PolicyContent, *changed: Deadline) -> PolicyContent:
    by_key = {deadline.key: deadline for deadline in changed}
    rows = tuple(by_key.get(deadline.key, deadline) for deadline in content.deadlines)
    return content.model_copy(update={"deadlines": rows})


def _as_a_maximum(deadline: Deadline) -> Deadline | None:
    """«لا تقل عن» was meant as «لا تزيد على»."""
    if deadline.minimum is None or deadline.maximum is not None:
        return None
    return deadline.model_copy(update={"maximum": deadline.minimum, "minimum": None})


def _exchanged(deadline: Deadline) -> Deadline | None:
    if deadline.minimum is None or deadline.maximum is None:
        return None
    bounds = {"minimum": deadline.maximum, "maximum": deadline.minimum}
    return deadline.model_copy(update=bounds)


def _without_a_minimum(deadline: Deadline) -> Deadline | None:
    if deadline.minimum is None or deadline.maximum is None:
        return None
    return deadline.model_copy(update={"minimum": None})


def _counted_from(start: StartEvent) -> Turn:
    def turn(deadline: Deadline) -> Deadline | None:
        return deadline.model_copy(update={"start": start}) if deadline.start is None else None

    return turn


def _lasting(value: int, unit: Unit) -> Turn:
    def turn(deadline: Deadline) -> Deadline | None:
        if deadline.maximum is None:
            return None
        length = Length(value=value, unit=unit)
        return deadline.model_copy(update={"maximum": length, "minimum": None})

    return turn


def _in_one_unit(unit: Unit) -> Apply:
    def apply(finding: Finding, content: PolicyContent) -> PolicyContent | None:
        for deadline, other in _pairs(finding, content):
            if deadline.maximum is None or other.maximum is None:
                continue
            units = {deadline.maximum.unit, other.maximum.unit}
            if units == {Unit.DAY, Unit.WORKING_DAY}:
                length = Length(value=deadline.maximum.value, unit=unit)
                return _with(
                    content,
                    *(each.model_copy(update={"maximum": length}) for each in (deadline, other)),
                )
        return None

    return apply


def _as_said(*, first: bool) -> Apply:
    """Both promises of one event last as long as the first, or as the second."""

    def apply(finding: Finding, content: PolicyContent) -> PolicyContent | None:
        for deadline, other in _pairs(finding, content):
            if deadline.maximum and other.maximum and deadline.maximum != other.maximum:
                kept, changed = (other, deadline) if first else (deadline, other)
                return _with(content, changed.model_copy(update={"maximum": kept.maximum}))
        return None

    return apply


def _pairs(finding: Finding, content: PolicyContent) -> Iterator[tuple[Deadline, Deadline]]:
    """The finding's deadline, and each one of the same milestone before it."""
    for index, deadline in enumerate(content.deadlines):
        if deadline.line == finding.line:
            for other in content.deadlines[:index]:
                if other.milestone == deadline.milestone:
                    yield deadline, other


def _promised(milestone: Milestone, start: StartEvent, value: int) -> Apply:
    """A promise that the policy did not make, in a clause of its own."""

    def apply(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
        if any(deadline.milestone == milestone for deadline in content.deadlines):
            return None
        used = {deadline.key for deadline in content.deadlines}
        promise = Deadline(
            key=free_key(milestone.value.replace("_", "-"), used),
            milestone=milestone,
            start=start,
            maximum=Length(value=value, unit=Unit.WORKING_DAY),
            words="0",
            address=UNPLACED,
        )
        promise = promise.model_copy(update={"words": phrase(promise)})
        return _instead_of_vague_words(content, promise) or _in_its_article(content, promise)

    return apply


def _with_one_more(content: PolicyContent, promise: Deadline) -> PolicyContent:
    return content.model_copy(update={"deadlines": (*content.deadlines, promise)})


def _in_its_article(content: PolicyContent, promise: Deadline) -> PolicyContent:
    kind = ArticleKind.DEADLINES
    if promise.milestone == Milestone.COMPLAINT_REPLY and content.article_of(
        ArticleKind.COMPLAINTS
    ):
        kind = ArticleKind.COMPLAINTS
    article = content.article_of(kind)
    if article is None:
        content, article = with_article(content, kind, HEADINGS[kind], (sentence(promise),))
        item = article.items[0]
    else:
        content, item = with_item(content, article, sentence(promise))
    return _with_one_more(content, promise.model_copy(update={"address": item.address}))


def _instead_of_vague_words(content: PolicyContent, promise: Deadline) -> PolicyContent | None:
    """A complaint is answered «في أقرب وقت»: those words give way to the promise."""
    if promise.milestone != Milestone.COMPLAINT_REPLY:
        return None
    for address, text in content.clauses():
        line = read_line(0, text)
        vague = VAGUE.search(line.folded)
        if vague and ABOUT_COMPLAINTS.search(line.folded):
            said = line.words(*vague.span()).strip()
            changed = replace_clause(content, address, text.replace(said, promise.words, 1))
            return _with_one_more(changed, promise.model_copy(update={"address": address}))
    return None


FIXES: dict[str, tuple[Fix, ...]] = {
    "BRP-D01": (Fix("maximum", _("“No more than” was meant"), turned(_as_a_maximum)),),
    "BRP-D02": (
        Fix(
            "ten",
            _("Decide within 10 working days of completion"),
            _promised(Milestone.REQUEST_DECISION, StartEvent.COMPLETION, 10),
        ),
        Fix(
            "fifteen",
            _("Decide within 15 working days of completion"),
            _promised(Milestone.REQUEST_DECISION, StartEvent.COMPLETION, 15),
        ),
    ),
    "BRP-D03": (
        Fix("submission", _("From submission"), turned(_counted_from(StartEvent.SUBMISSION))),
        Fix("completion", _("From completion"), turned(_counted_from(StartEvent.COMPLETION))),
    ),
    "BRP-D04": (
        Fix("working_days", _("Working days in both places"), _in_one_unit(Unit.WORKING_DAY)),
        Fix("days", _("Calendar days in both places"), _in_one_unit(Unit.DAY)),
    ),
    "BRP-D50": (
        Fix("first", _("The first holds in both places"), _as_said(first=True)),
        Fix("second", _("The second holds in both places"), _as_said(first=False)),
    ),
    "BRP-D52": (
        Fix("exchange", _("The two were mixed up"), turned(_exchanged)),
        Fix("no_minimum", _("Leave the minimum out"), turned(_without_a_minimum)),
    ),
    "BRP-D56": (
        Fix("ten", _("Ten days to appeal"), turned(_lasting(10, Unit.DAY))),
        Fix("thirty", _("Thirty days to appeal"), turned(_lasting(30, Unit.DAY))),
    ),
    "BRP-C01": (
        Fix(
            "five",
            _("Answer within 5 working days"),
            _promised(Milestone.COMPLAINT_REPLY, StartEvent.SUBMISSION, 5),
        ),
        Fix(
            "ten",
            _("Answer within 10 working days"),
            _promised(Milestone.COMPLAINT_REPLY, StartEvent.SUBMISSION, 10),
        ),
    ),
}
