"""The reading view: the text with the words each value was read from marked in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.arabic import counted
from policies import phrases
from policies.content import Deadline, Length, PolicyContent, Step
from policies.models import PolicyVersion
from policies.questions import Question
from policies.reading.model import ReadApproval, Reading, Source

SURE = 0.8
APPROVAL_LABELS: dict[str, str | Promise] = {
    "body": gettext_lazy("Body that approved"),
    "session_number": gettext_lazy("Session number"),
    "session_ordinal": gettext_lazy("Session"),
    "session_year": gettext_lazy("Year of the session"),
    "hijri_date": gettext_lazy("Hijri date"),
    "gregorian_date": gettext_lazy("Gregorian date"),
    "chairman": gettext_lazy("Chair"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line; `mark` is its anchor where a value was read from it."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class MarkedLine:
    number: int
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Value:
    """One thing that was read, and the anchor of its words in the text."""

    label: str
    shown: str
    address: str = ""
    details: list[str] = field(default_factory=list)
    line: int | None = None
    words: str = ""
    doubtful: bool = False
    mark: str = ""


@dataclass(slots=True)
class Group:
    name: str
    title: str
    values: list[Value]
    empty: str


@dataclass(slots=True)
class ReadingView:
    lines: list[MarkedLine]
    groups: list[Group]


def reading_view(version: PolicyVersion, asked: Sequence[Question] = ()) -> ReadingView:
    """The words that questions are about are marked too; the questions then know their anchors."""
    content, reading = version.load_content(), version.load_reading()
    groups = list(_groups(content, reading))
    values = [value for group in groups for value in group.values]
    about = [
        (question, Value("", question.finding.words, line=question.finding.line))
        for question in asked
        if question.finding.words and question.finding.line
    ]
    texts = version.source_text.splitlines()
    lines = _marked(texts, values + [value for _question, value in about])
    for question, value in about:
        question.mark = value.mark
    return ReadingView(list(_without_gaps(lines)), groups)


Named = tuple[str, str | Promise, str | None]
"""The path in the reading, the label, and what was read there."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The reading's sources by path, to find the words behind a value."""

    sources: dict[str, Source]

    def value(
        self,
        path: str,
        label: str | Promise,
        shown: str,
        line: int | None = None,
        *,
        address: str = "",
        details: Sequence[str] = (),
    ) -> Value:
        source = self.sources.get(path)
        return Value(
            str(label),
            shown,
            address=address,
            details=list(details),
            line=line or (source.line if source else None),
            words=source.words if source else shown,
            doubtful=bool(source and source.confidence < SURE),
        )

    def named(self, rows: Iterable[Named]) -> list[Value]:
        return [self.value(path, label, shown) for path, label, shown in rows if shown]


def _groups(content: PolicyContent, reading: Reading) -> Iterator[Group]:
    read = _Read({source.path: source for source in reading.sources})
    yield Group(
        "document",
        _("The document"),
        read.named(_names(content)),
        _("The text names neither itself nor the association."),
    )
    yield from _list_groups(content, read)
    yield Group(
        "deadlines", _("Deadlines"), _deadline_values(content), _("No deadline was found.")
    )
    yield Group(
        "bodies",
        _("Who decides, who is asked"),
        read.named(_bodies(content)),
        _("The text names no body."),
    )
    yield Group(
        "approval",
        _("What the text says of its approval"),
        read.named(_approval(reading.approval)),
        _("Nothing: the secretary records it once the board has met."),
    )


def _list_groups(content: PolicyContent, read: _Read) -> Iterator[Group]:
    yield Group(
        "channels",
        _("Channels"),
        [
            read.value(f"channels.{i}", row.kind.label, row.label, row.line, address=row.address)
            for i, row in enumerate(content.channels)
        ],
        _("No channel was found."),
    )
    yield Group(
        "tools",
        _("Tools of the staff"),
        [
            read.value(f"tools.{i}", "", row.label, row.line, address=row.address)
            for i, row in enumerate(content.tools)
        ],
        _("No tool was found."),
    )
    steps = [
        read.value(
            f"handling_steps.{i}",
            "",
            row.text,
            row.line,
            address=row.address,
            details=_step_details(row),
        )
        for i, row in enumerate(content.steps)
    ]
    yield Group("steps", _("Handling steps"), steps, _("No handling step was found."))


def _names(content: PolicyContent) -> Iterator[Named]:
    yield "title", _("Title"), content.title
    yield "association_name", _("Association"), content.association_name
    yield "license_no", _("Licence number"), content.license_no


def _bodies(content: PolicyContent) -> Iterator[Named]:
    complaints, compensation = content.complaints, content.compensation
    yield "decision_body", _("Who decides requests"), content.decision_body
    yield "referral_target", _("Who unclear cases are referred to"), content.referral_target
    handler = complaints.handler if complaints else None
    yield "complaints.handler", _("Who handles complaints"), handler
    body = compensation.body if compensation else None
    yield "compensation.body", _("Who looks into compensation"), body


def _step_details(step: Step) -> list[str]:
    role = str(step.role.label) if step.role else _("Whoever handles the case")
    return [role, str(phrases.STAGES[step.stage])]


def _deadline_values(content: PolicyContent) -> list[Value]:
    return [
        Value(
            str(phrases.MILESTONES[row.milestone]) if row.milestone else str(phrases.NO_MILESTONE),
            promised_time(row),
            address=row.address,
            details=[str(phrases.STARTS[row.start])] if row.start else [],
            line=row.line,
            words=row.words,
            doubtful=row.milestone is not None and row.start is None,
        )
        for row in content.deadlines
    ]


def promised_time(deadline: Deadline) -> str:
    """“at least 2 weeks, at most 1 month”."""
    said = []
    if deadline.minimum:
        said.append(_("at least %(time)s") % {"time": time_words(deadline.minimum)})
    if deadline.maximum:
        said.append(_("at most %(time)s") % {"time": time_words(deadline.maximum)})
    return _(", ").join(said) if said else _("a blank")


def time_words(length: Length) -> str:
    return counted(length.value, length.unit.value, oblique=True)


def _approval(approval: ReadApproval) -> Iterator[Named]:
    for name, label in APPROVAL_LABELS.items():
        shown = getattr(approval, name)
        yield f"approval.{name}", label, None if shown is None else str(shown)


def _without_gaps(lines: list[MarkedLine]) -> Iterator[MarkedLine]:
    """Files are full of empty lines; one in a row is enough."""
    empty = True
    for line in lines:
        was_empty, empty = empty, not any(span.text.strip() for span in line.spans)
        if not (empty and was_empty):
            yield line


def _marked(lines: list[str], values: list[Value]) -> list[MarkedLine]:
    places: dict[int, list[tuple[int, int, Value]]] = {}
    for value in values:
        if value.line and 1 <= value.line <= len(lines):
            text = lines[value.line - 1]
            start, end = _found(text, value)
            places.setdefault(value.line, []).append((start, end, value))
    return [
        MarkedLine(number, tuple(_spans(text, number, places.get(number, []))))
        for number, text in enumerate(lines, start=1)
    ]


def _found(text: str, value: Value) -> tuple[int, int]:
    """Where in its line a value stands; the whole line where its words were put together."""
    for words in (value.words, value.shown):
        start = text.find(words) if words else -1
        if start >= 0:
            return start, start + len(words)
    stripped = text.strip()
    start = text.find(stripped)
    return start, start + len(stripped)


def _spans(text: str, number: int, places: list[tuple[int, int, Value]]) -> Iterator[Span]:
    """Stretches that overlap become one mark, which all their values point to."""
    position = 0
    mark = 0
    ordered = sorted(places, key=lambda place: (place[0], -place[1]))
    while ordered:
        start, end, _first = ordered[0]
        together = [ordered.pop(0)]
        while ordered and ordered[0][0] < end:
            end = max(end, ordered[0][1])
            together.append(ordered.pop(0))
        mark += 1
        anchor = f"w{number}-{mark}"
        for _start, _end, value in together:
            value.mark = anchor
        if start > position:
            yield Span(text[position:start])
        yield Span(text[start:end], anchor)
        position = end
    if position < len(text):
        yield Span(text[position:])
