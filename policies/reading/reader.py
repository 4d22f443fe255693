"""Reads a policy document into a Reading: each value with the line and the words it came from.

Nothing here decides: what is doubtful is marked, and a person accepts the reading.
"""

from collections.abc import Iterable
from typing import Any

from policies.reading import (
    approval,
    compensation,
    complaints,
    deadlines,
    identity,
    kind,
    lists,
    roles,
    satisfaction,
)
from policies.reading.damage import Damage, is_short_of_letters, restore
from policies.reading.model import (
    ASK_BELOW,
    SECTIONS,
    HandlingSteps,
    Reading,
    ReviewReason,
    Source,
)
from policies.reading.parts import Outline
from policies.reading.pdf.caution import with_questions
from policies.reading.sections import outline
from policies.reading.sources import is_pdf, pdf_text_of, text_of
from policies.reading.text import Lines, Passage, fold, normalise

# What every policy needs. Who is responsible is asked of those that set out goals: shorter papers
# name the responsible beside each step.
REQUIRED = (
    "preamble", "scope", "channels", "tools", "handling", "complaints", "compensation", "satisfaction",
    "privacy", "review", "board_approval",
)  # fmt: skip
OF_FULL_POLICIES = ("responsibilities",)
GOALS = frozenset({"general_goal", "detailed_goals"})
DOUBTFUL, SURE = 0.6, 1.0
# No policy has more, and what has more must not take for ever.
MOST_ITEMS, MOST_DEADLINES = 500, 300


def read_document(data: bytes, filename: str) -> tuple[str, Reading]:
    """The text of a file and its reading; raises UnreadableDocument."""
    if is_pdf(data, filename):
        found = pdf_text_of(data)
        return found.text, with_questions(read_text(found.text), found.text, found.doubts)
    text = text_of(data, filename)
    return text, read_text(text)


def read_text(text: str) -> Reading:
    return _Reader(text).reading()


class _Reader:
    """Collects the values of one text with their sources."""

    def __init__(self, text: str) -> None:
        self.damage = Damage(Lines.read(text))
        self.lines = self.damage.repaired()
        self.outline = outline(self.lines, disordered=self.damage.disordered)
        self.sources: list[Source] = []
        self.review: list[ReviewReason] = [*self.damage.kinds]

    def reading(self) -> Reading:
        title, title_fold = self._title()
        found_deadlines = deadlines.find(self.outline)[:MOST_DEADLINES]
        approved = approval.find(self.outline, self.lines)
        sections = self._sections(approved)
        document_kind = kind.kind_of(title_fold, self.outline, self.lines)
        values: dict[str, Any] = {
            "document_kind": document_kind,
            "title": title,
            **self._identity(),
            **self._lists(),
            "deadlines": self._deadlines(found_deadlines),
            **self._roles(),
            "approval": self._approval(approved),
            "sections_present": [key for key in SECTIONS if key in sections],
            "sections_missing": _missing(sections),
            **self._details(found_deadlines),
            "text_quality": self.damage.quality,
            "values_repaired": any(source.confidence <= DOUBTFUL for source in self.sources)
            and bool(self.damage.kinds),
        }
        if document_kind != kind.POLICY:
            self.review.insert(0, "other_kind")
        if _holds_pages_twice(self.outline):
            self.review.append("pages_twice")
        doubtful = any(source.confidence < ASK_BELOW for source in self.sources)
        if doubtful or (document_kind == kind.POLICY and self._talks_of_a_lost_list(values)):
            self.review.append("doubtful_values")
        return Reading(
            **values, sources=self.sources, review_needed=list(dict.fromkeys(self.review))
        )

    def _keep(self, path: str, passage: Passage, confidence: float = SURE) -> None:
        if passage.repaired or is_short_of_letters(normalise(passage.text)):
            confidence = min(confidence, DOUBTFUL)
        source = Source(
            path=path, line=passage.line, words=passage.words, confidence=round(confidence, 2)
        )
        self.sources.append(source)

    def _title(self) -> tuple[str | None, str | None]:
        found = identity.find_title(self.outline)
        if not found:
            return None, None
        passage, confidence = found
        self._keep("title", passage, confidence)
        value = restore(passage.value)
        return value, fold(value)

    def _identity(self) -> dict[str, Any]:
        names = identity.find_names(self.outline)
        values: dict[str, Any] = {"association_name": None, "license_no": None, "version": None}
        if names.main:
            self._keep(
                "association_name", names.main.passage, 0.75 if names.main.weight < 3 else 1
            )
            values["association_name"] = restore(names.main.value)
        for key, mentions in (
            ("association_name_variants", names.variants),
            ("foreign_association_names", names.foreign),
        ):
            values[key] = [restore(mention.value) for mention in mentions]
            for index, mention in enumerate(mentions):
                self._keep(f"{key}.{index}", mention.passage, 0.75)
        if number := identity.find_license(self.outline, self.lines):
            self._keep("license_no", number)
            values["license_no"] = normalise(number.value)
        if version := identity.find_version(self.outline):
            self._keep("version", version)
            values["version"] = normalise(version.value)
        return values

    def _lists(self) -> dict[str, Any]:
        values: dict[str, Any] = {"empty_items": []}
        for key in ("channels", "tools"):
            found = self._found(key)
            self._keep_entries(key, found.entries)
            values[key] = found.values
            values[f"open_ended_{key}"] = found.open_ended
            values["empty_items"] += found.empty
        steps = self._found("handling")
        self._keep_entries("handling_steps", steps.entries)
        values["empty_items"] += steps.empty
        values["handling_steps"] = HandlingSteps(
            count=len(steps.entries),
            first_words=[_first_words(value) for value in steps.values],
            texts=steps.values,
        )
        return values

    def _talks_of_a_lost_list(self, values: dict[str, Any]) -> bool:
        """A list was found empty although the text speaks of its things."""
        text = "\n".join(line.folded for line in self.lines.filled)
        lists_read = {
            "channels": values["channels"],
            "tools": values["tools"],
            "handling": values["handling_steps"].texts,
        }
        return any(
            not read and (self.outline.of(key) or kind.SPEAKS_OF[key].search(text))
            for key, read in lists_read.items()
        )

    def _found(self, key: str) -> lists.Found:
        found = lists.find(self.outline, key)
        return lists.Found(
            entries=found.entries[:MOST_ITEMS],
            empty=found.empty[:MOST_ITEMS],
            open_ended=[place for place in found.open_ended if place <= MOST_ITEMS],
        )

    def _keep_entries(self, path: str, entries: Iterable[lists.Entry]) -> None:
        for index, entry in enumerate(entries):
            self._keep(f"{path}.{index}", entry.passage, entry.confidence)

    def _deadlines(self, found: list[deadlines.FoundDeadline]) -> list[Any]:
        for index, each in enumerate(found):
            self._keep(f"deadlines.{index}", each.passage, each.confidence)
            if each.deadline.value is None:
                self.review.append("blank_deadline")
            if each.deadline.likely_intended:
                self.review.append("minimum_only")
        return [each.deadline for each in found]

    def _roles(self) -> dict[str, Any]:
        referral = roles.referral_target(self.outline)
        decides = roles.decision_body(self.outline)
        if referral:
            self._keep("referral_target", referral.passage, referral.confidence)
        if decides:
            self._keep("decision_body", decides.passage, decides.confidence)
        return {
            "referral_target": referral.value if referral else None,
            "referral_raw": referral.raw if referral else None,
            "decision_body": decides.value if decides else None,
        }

    def _approval(self, found: approval.FoundApproval) -> Any:
        for name, passage in found.places.items():
            self._keep(f"approval.{name}", passage, DOUBTFUL if name in found.doubtful else SURE)
        self.review += found.problems
        return found.approval

    def _sections(self, approved: approval.FoundApproval) -> set[str]:
        present = set(self.outline.present)
        if approved.is_dated:
            present.add("board_approval")
        return present

    def _details(self, found: list[deadlines.FoundDeadline]) -> dict[str, Any]:
        details = {
            "complaints": complaints.find(self.outline, found),
            "compensation": compensation.find(self.outline),
            "satisfaction": satisfaction.find(self.outline),
        }
        for name, detail in details.items():
            for path, passage in detail[1].items() if detail else ():
                self._keep(f"{name}.{path}", passage)
        return {name: detail[0] if detail else None for name, detail in details.items()}


def _first_words(value: str) -> str:
    return " ".join(value.split()[:3]).rstrip(" :،؛.,")


def _missing(present: set[str]) -> list[str]:
    wanted = {*REQUIRED, *(OF_FULL_POLICIES if present & GOALS else ())}
    return [key for key in SECTIONS if key in wanted and key not in present]


def _holds_pages_twice(document: Outline) -> bool:
    keys = [section.key for section in document.sections if section.pieces]
    return sum(keys.count(key) > 1 for key in ("preamble", "general_goal", "detailed_goals")) > 1
