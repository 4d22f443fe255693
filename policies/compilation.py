"""Turns an approved document into the rules that `core` executes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from core import rules
from core.deadlines.engine.terms import Amount, Term
from policies.content import ArticleKind, Deadline, Length, PolicyContent
from policies.derivation import measure_method

PROMISING = frozenset(
    {
        ArticleKind.DEADLINES,
        ArticleKind.COMPLAINTS,
        ArticleKind.COMPENSATION,
        ArticleKind.RELATIONSHIP,
        ArticleKind.INFORMATION,
        ArticleKind.PRIVACY,
    }
)


class Version(Protocol):
    """What the rules must know of the version they come from."""

    @property
    def id(self) -> UUID: ...
    @property
    def label(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def in_force_from(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class _NotYet:
    """Stands in for a version that governs nobody."""

    id: UUID
    label: str
    digest: str
    in_force_from: datetime | None


def rules_of_draft(content: PolicyContent) -> rules.GoverningRules:
    """What would be executed if this were in force; no case may be pinned to it."""
    return compile_content(content, _NotYet(UUID(int=0), "", "", datetime.min.replace(tzinfo=UTC)))


def compile_content(content: PolicyContent, version: Version) -> rules.GoverningRules:
    """Raises ValueError for a version that never came into force."""
    if version.in_force_from is None:
        raise ValueError("a version that is not in force governs nothing")
    words = dict(content.clauses())

    def clause(address: str, otherwise: str) -> rules.Clause:
        return rules.Clause(address, words.get(address, otherwise))

    return rules.GoverningRules(
        version_id=version.id,
        version_label=version.label,
        digest=version.digest,
        in_force_from=version.in_force_from,
        title=content.title or "",
        channels=tuple(
            rules.Channel(row.key, row.kind, row.label, clause(row.address, row.label))
            for row in content.channels
        ),
        tools=tuple(
            rules.Tool(row.label, clause(row.address, row.label)) for row in content.tools
        ),
        steps=tuple(
            rules.HandlingStep(
                row.key,
                row.text,
                row.role.value if row.role else None,
                row.stage,
                clause(row.address, row.text),
            )
            for row in content.steps
        ),
        deadlines=tuple(
            rules.DeadlineRule(
                row.key, row.milestone, row.start, _term(row), clause(row.address, row.words)
            )
            for row in content.deadlines
            if row.milestone and row.start and (row.minimum or row.maximum)
        ),
        required_documents=tuple(row.label for row in content.required_documents),
        referral_target=content.referral_target,
        decision_body=content.decision_body,
        satisfaction=tuple(
            rules.SatisfactionMeasure(
                row.label,
                clause(row.address, row.label),
                row.method or measure_method(row.label),
                row.every_months,
            )
            for row in content.satisfaction
        ),
        liaison_officers=tuple(
            rules.LiaisonOfficer(row.name, row.field, row.contact)
            for row in content.liaison_officers
        ),
        beneficiary_word=content.beneficiary_word,
        complaints=_complaints(content),
        compensation=_compensation(content),
        acknowledgement=_acknowledgement(content),
        review=_review(content),
        digits=content.digits,
        calendar_first=content.calendar_first,
        promises=_promises(content),
    )


def _complaints(content: PolicyContent) -> rules.ComplaintsRule | None:
    said = content.complaints
    return rules.ComplaintsRule(**said.model_dump()) if said else None


def _review(content: PolicyContent) -> rules.ReviewRule | None:
    said = content.review
    return rules.ReviewRule(said.every_months, said.responsible) if said else None


def _compensation(content: PolicyContent) -> rules.CompensationRule | None:
    said = content.compensation
    if said is None:
        return None
    return rules.CompensationRule(said.body, tuple((row.stage, row.text) for row in said.stages))


def _acknowledgement(content: PolicyContent) -> rules.AcknowledgementRule | None:
    said = content.acknowledgement
    if said is None:
        return None
    return rules.AcknowledgementRule(
        tuple(role.value for role in said.roles), said.within_days, said.question, said.answers
    )


def _term(deadline: Deadline) -> Term:
    return Term(minimum=_amount(deadline.minimum), maximum=_amount(deadline.maximum))


def _amount(length: Length | None) -> Amount | None:
    return Amount(length.value, length.unit) if length else None


def _promises(content: PolicyContent) -> tuple[rules.Clause, ...]:
    """What people are told to expect: promised times first, then the promising articles."""
    words = dict(content.clauses())
    promised = {
        row.address: words.get(row.address, row.words)
        for row in content.deadlines
        if row.minimum or row.maximum
    }
    for article in content.articles:
        if article.kind not in PROMISING:
            continue
        if items := content.items_of(article):
            promised |= {item.address: item.text for item in items}
        elif article.text:
            promised[article.address] = article.text
    return tuple(rules.Clause(address, text) for address, text in promised.items())
