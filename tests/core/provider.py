"""Rules that stay what they are, for tests of what `core` does with them."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.deadlines.engine.terms import Amount, Term, Unit
from core.rules import (
    Channel,
    ChannelKind,
    Clause,
    DeadlineRule,
    GoverningRules,
    HandlingStep,
    MeasureMethod,
    Milestone,
    NoPolicyInForce,
    SatisfactionMeasure,
    Stage,
    StartEvent,
    Tool,
)

VERSION = uuid.UUID("5b1f4a10-6a55-4f6e-8c6c-0d6c1f6f9a01")
IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def clause(address: str) -> Clause:
    return Clause(address, f"نص البند {address}")


def step(number: int, stage: Stage, role: str | None = None) -> HandlingStep:
    return HandlingStep(f"step-{number}", f"خطوة {number}", role, stage, clause(f"4-{number}"))


def deadline(
    key: str,
    milestone: Milestone,
    start: StartEvent,
    maximum: Amount | None,
    minimum: Amount | None = None,
) -> DeadlineRule:
    return DeadlineRule(key, milestone, start, Term(minimum, maximum), clause(f"5-{key}"))


def days(number: int) -> Amount:
    return Amount(number, Unit.WORKING_DAY)


RULES = GoverningRules(
    version_id=VERSION,
    version_label="1",
    digest="a" * 64,
    in_force_from=IN_FORCE_FROM,
    title="سياسة العلاقة مع المستفيدين",
    channels=(
        Channel("phone", ChannelKind.PHONE, "الهاتف", clause("3-1")),
        Channel("website", ChannelKind.WEBSITE, "موقع الجمعية", clause("3-2")),
    ),
    tools=(Tool("نموذج الطلب", clause("3-9")),),
    steps=(
        step(1, Stage.COMPLETION),
        step(2, Stage.COMMITTEE, "social_researcher"),
        step(3, Stage.DECISION),
        step(4, Stage.DELIVERY),
    ),
    deadlines=(
        deadline("ack", Milestone.ACKNOWLEDGE, StartEvent.SUBMISSION, days(2)),
        deadline("reply", Milestone.FIRST_REPLY, StartEvent.SUBMISSION, days(5)),
        deadline(
            "decision",
            Milestone.REQUEST_DECISION,
            StartEvent.COMPLETION,
            days(15),
            Amount(1, Unit.WEEK),
        ),
        deadline("notify", Milestone.NOTIFY, StartEvent.DECISION, days(3)),
        deadline("deliver", Milestone.DELIVER, StartEvent.DECISION, days(10)),
    ),
    required_documents=("صورة الهوية", "تعريف بالدخل"),
    satisfaction=(SatisfactionMeasure("استبانة", clause("6-1"), MeasureMethod.SURVEY),),
    referral_target="البحث الاجتماعي",
    decision_body="لجنة المساعدات",
)


class FixedProvider:
    """`change` what is in force; a version that was once in force stays pinned as it was."""

    def __init__(self, rules: GoverningRules = RULES) -> None:
        self.rules = rules
        self.known = {rules.version_id: rules}

    def change(self, **values: Any) -> GoverningRules:
        self.rules = replace(self.rules, version_id=uuid.uuid4(), **values)
        self.known[self.rules.version_id] = self.rules
        return self.rules

    def in_force(self, at: datetime) -> GoverningRules:
        if at < self.rules.in_force_from:
            raise NoPolicyInForce
        return self.rules

    def pinned(self, version_id: uuid.UUID) -> GoverningRules:
        return self.known[version_id]
