"""Deadlines that the law sets, whatever the policy says: nothing pauses them, no ending of a case ends them."""

from dataclasses import dataclass, replace

from core.deadlines.engine.terms import Amount, Term, Unit
from core.rules import Clause, DeadlineRule, Milestone, StartEvent

PREFIX = "statutory."
"""Of the keys of these rules, so that a case moved to another version of the policy keeps them."""
SELF_SET = "association."
"""Of the keys of rules that the association set for itself beside its policy, and that stay likewise."""


@dataclass(frozen=True, slots=True)
class Statute:
    """`extension`: by how much it may be extended, once and with a reason; None: never."""

    rule: DeadlineRule
    extension: Amount | None = None

    @property
    def extended(self) -> Term | None:
        maximum = self.rule.term.maximum
        if self.extension is None or maximum is None:
            return None
        return replace(
            self.rule.term, maximum=Amount(maximum.value + self.extension.value, maximum.unit)
        )


DATA_SUBJECT_REPLY = Statute(
    DeadlineRule(
        f"{PREFIX}data_subject_reply",
        Milestone.DATA_SUBJECT_REPLY,
        StartEvent.SUBMISSION,
        Term(maximum=Amount(30, Unit.DAY), rolls_to_working_day=False),
        Clause(
            "PDPL-3",
            "اللائحة التنفيذية لنظام حماية البيانات الشخصية، المادة الثالثة: ثلاثون يومًا للرد على طلب"
            " صاحب البيانات، تُمدَّد مرة واحدة بثلاثين أخرى لسبب يُخبَر به.",
        ),
    ),
    Amount(30, Unit.DAY),
)
BREACH_NOTICE = Statute(
    DeadlineRule(
        f"{PREFIX}breach_notice",
        Milestone.BREACH_NOTICE,
        StartEvent.SUBMISSION,
        Term(maximum=Amount(72, Unit.HOUR)),
        Clause(
            "PDPL-24",
            "اللائحة التنفيذية لنظام حماية البيانات الشخصية، المادة الرابعة والعشرون: اثنتان وسبعون"
            " ساعة لإشعار الجهة المختصة منذ العلم بالتسرّب.",
        ),
    ),
)
ALL = {each.rule.key: each for each in (DATA_SUBJECT_REPLY, BREACH_NOTICE)}
ADDRESSES = frozenset(each.rule.clause.address for each in ALL.values())
"""Of clauses that stand in no policy."""
