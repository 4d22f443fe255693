"""What must be looked at before a draft goes on: findings, and words that left their rule."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from foundation.arabic import searchable
from foundation.errors import DomainError
from policies.content import Deadline, PolicyContent
from policies.drafting import from_reading
from policies.linting.finding import Finding
from policies.models import PolicyVersion
from policies.reading.kind import check_kind
from policies.reading.model import Reading

# What the text of a policy cannot say before the board has met; recording the approval settles it.
SETTLED_BY_APPROVAL = frozenset({"BRP-A01", "BRP-A02", "BRP-A04", "BRP-A08"})


def fingerprint(finding: Finding) -> str:
    """The same for the same question about the same words, wherever they stand in the text."""
    asked = f"{finding.id}|{searchable(finding.words or '')}"
    return sha256(asked.encode()).hexdigest()


def disagreements(text: str, reading: Reading, content: PolicyContent) -> list[Finding]:
    """Where the words that will be published promise something else than the rules will do."""
    said = from_reading(text, reading)
    promised = {(d.minimum, d.maximum) for d in said.deadlines}
    ruled = {(d.minimum, d.maximum) for d in content.deadlines}
    unsaid = [
        _unsaid(deadline)
        for deadline in content.deadlines
        if (deadline.minimum, deadline.maximum) not in promised
    ]
    unruled = [
        _unruled(deadline)
        for deadline in said.deadlines
        if (deadline.minimum, deadline.maximum) not in ruled
    ]
    return unsaid + unruled


def _unsaid(deadline: Deadline) -> Finding:
    return Finding(
        id="BRP-D70",
        severity="error",
        line=deadline.line,
        words=deadline.words,
        message_ar=f"المهلة المضبوطة لا يقولها نص البند: «{deadline.words}».",
        message_en=f"The deadline that is set is not what the clause says: “{deadline.words}”.",
        reason_ar="يُنشر نص السياسة ويعمل النظام بالمهلة؛ فيجب أن يتطابقا.",
        reason_en="The text is published and the deadline is kept, so they must say the same.",
    )


def _unruled(deadline: Deadline) -> Finding:
    return Finding(
        id="BRP-D71",
        severity="error",
        line=deadline.line,
        words=deadline.words,
        message_ar=f"في النص مهلة ليست بين المهل المضبوطة: «{deadline.words}».",
        message_en=f"The text promises a time that no deadline keeps: “{deadline.words}”.",
        reason_ar="ما تعد به السياسة ولا يُحسب له موعد يُنسى.",
        reason_en="What the policy promises and nobody counts is forgotten.",
    )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why the board cannot be asked yet, and where to remove it."""

    message: str
    anchor: str


def obstacles(version: PolicyVersion) -> list[Obstacle]:
    content = version.load_content()
    return [
        *_of_another_kind(version),
        *_missing(content),
        *_unfinished(content),
        *_unanswered(version),
    ]


def _of_another_kind(version: PolicyVersion) -> list[Obstacle]:
    """A charter is read and shown like any text, and goes no further; its title says what it is."""
    try:
        check_kind(version.load_reading())
    except DomainError as error:
        return [Obstacle(str(error), "bodies")]
    return []


def _missing(content: PolicyContent) -> list[Obstacle]:
    needed = [
        (content.title, _("The policy has no title."), "bodies"),
        (
            content.channels,
            _("The policy names no channel: nothing could be received."),
            "channels",
        ),
        (content.steps, _("The policy names no handling step."), "steps"),
    ]
    return [Obstacle(message, anchor) for present, message, anchor in needed if not present]


def _unfinished(content: PolicyContent) -> list[Obstacle]:
    found = []
    for deadline in content.deadlines:
        lengths = [length for length in (deadline.minimum, deadline.maximum) if length]
        if not lengths:
            message = _("A deadline has no length: “%(words)s”.")
        elif deadline.milestone and deadline.start is None:
            message = _("Say where the count of “%(words)s” starts.")
        else:
            continue
        found.append(Obstacle(message % {"words": deadline.words}, "deadlines"))
    return found


def _unanswered(version: PolicyVersion) -> list[Obstacle]:
    answered = set(version.lint_answers.values_list("fingerprint", flat=True))
    asked = {fingerprint(finding) for finding in errors(version)}
    unanswered = len(asked - answered)
    if not unanswered:
        return []
    message = _("Questions marked as errors that are neither put right nor answered: %(number)s.")
    return [Obstacle(message % {"number": unanswered}, "questions")]


def errors(version: PolicyVersion) -> list[Finding]:
    """What the linter calls an error, and the approval itself does not settle."""
    return [
        finding
        for finding in version.load_findings()
        if finding.severity == "error" and finding.id not in SETTLED_BY_APPROVAL
    ]


def open_errors(version: PolicyVersion) -> list[Finding]:
    """Those that the board's secretary has not let pass: they block the approval."""
    passed = set(
        version.lint_answers.exclude(override_reason="").values_list("fingerprint", flat=True)
    )
    return [finding for finding in errors(version) if fingerprint(finding) not in passed]
