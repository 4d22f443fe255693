"""The table of rules: each one a function from a document to the places where it is broken."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from policies.linting.document import Document
from policies.linting.finding import Finding, Severity
from policies.reading.text import Line, Passage

PREFIX = "BRP-"


@dataclass(frozen=True)
class Hit:
    """A place where a rule is broken; `params` fill the braces of the rule's messages."""

    line: int | None = None
    words: str | None = None
    severity: Severity | None = None
    params: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def at(cls, line: Line, start: int = 0, end: int | None = None, **params: Any) -> "Hit":
        words = line.words(start, end).strip()
        return cls(line.number, words, params=params)

    @classmethod
    def within(cls, sentence: Passage, match: re.Match[str], **params: Any) -> "Hit":
        """What a pattern found in a sentence; the messages may quote it as {words}."""
        found = sentence.slice(match.start(), match.end())
        return cls(found.line, found.words, params={"words": found.words, **params})


Check = Callable[[Document], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    id: str
    severity: Severity
    message_ar: str
    message_en: str
    reason_ar: str
    reason_en: str
    check: Check

    def findings(self, document: Document) -> Iterator[Finding]:
        for hit in self.check(document):
            yield Finding(
                id=self.id,
                severity=hit.severity or self.severity,
                line=hit.line,
                words=hit.words or None,
                message_ar=self.message_ar.format(**hit.params),
                message_en=self.message_en.format(**hit.params),
                reason_ar=self.reason_ar,
                reason_en=self.reason_en,
            )


RULES: dict[str, Rule] = {}


def rule(
    short_id: str, severity: Severity, *, ar: str, en: str, why_ar: str, why_en: str
) -> Callable[[Check], Check]:
    """Enter a check into the table under its full id; an id stands for one rule only."""

    def enter(check: Check) -> Check:
        full_id = PREFIX + short_id
        if full_id in RULES:
            raise ValueError(f"{full_id} is taken")
        RULES[full_id] = Rule(full_id, severity, ar, en, why_ar, why_en, check)
        return check

    return enter
