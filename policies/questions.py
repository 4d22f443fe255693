"""The linter's questions about one version, with the answers they were given."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language

from policies import phrases
from policies.checking import SETTLED_BY_APPROVAL, fingerprint
from policies.content import PolicyContent
from policies.fixes import Fix, Row, difference, fixes_for
from policies.linting.finding import Finding
from policies.models import LintAnswer, PolicyVersion

WEIGHTS = {"error": 0, "warn": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """One fix, with what it would change."""

    fix: Fix
    rows: tuple[Row, ...]

    @property
    def key(self) -> str:
        return self.fix.key

    @property
    def label(self) -> str | Promise:
        return self.fix.label


@dataclass(slots=True)
class Question:
    """`fixes`: what one click puts right. `settled_later`: recording the approval answers it.

    `mark` is the anchor of its words in the text, where a page shows the text.
    """

    finding: Finding
    fingerprint: str
    message: str
    reason: str
    severity: str | Promise
    tone: str
    answer: LintAnswer | None
    fixes: tuple[Choice, ...]
    settled_later: bool
    mark: str = ""

    @property
    def is_open(self) -> bool:
        return self.answer is None and not self.settled_later

    @property
    def asks_much(self) -> bool:
        """Worth a place of its own; notes, and what is answered, wait folded."""
        return self.is_open and self.finding.severity != "info"


def questions(version: PolicyVersion) -> list[Question]:
    """The open ones first, the gravest of them on top."""
    answers = {
        answer.fingerprint: answer
        for answer in version.lint_answers.select_related("answered_by").order_by("pk")
    }
    content = version.load_content()
    asked = []
    for finding in version.load_findings():
        print_ = fingerprint(finding)
        asked.append(
            Question(
                finding=finding,
                fingerprint=print_,
                message=_in_language(finding.message_ar, finding.message_en),
                reason=_in_language(finding.reason_ar, finding.reason_en),
                severity=phrases.SEVERITIES[finding.severity],
                tone=phrases.SEVERITY_TONES[finding.severity],
                answer=answers.get(print_),
                fixes=choices(finding, content) if print_ not in answers else (),
                settled_later=finding.id in SETTLED_BY_APPROVAL,
            )
        )
    return sorted(
        asked,
        key=lambda question: (
            not question.is_open,
            WEIGHTS[question.finding.severity],
            question.finding.line or 0,
        ),
    )


def choices(finding: Finding, content: PolicyContent) -> tuple[Choice, ...]:
    return tuple(
        Choice(fix, difference(finding, content, fix, fixed))
        for fix, fixed in fixes_for(finding, content)
    )


def _in_language(arabic: str, english: str) -> str:
    return english if (get_language() or "ar").startswith("en") else arabic
