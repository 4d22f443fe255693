"""A reading with nothing wrong in it, to be spoilt one value at a time."""

from typing import Any

from policies.linting.engine import lint
from policies.linting.finding import Finding
from policies.reading.model import ReadDeadline, Reading

COMPLETE: dict[str, Any] = {
    "document_kind": "beneficiary_relations_policy",
    "title": "سياسة خدمة المستفيدين",
    "association_name": "جمعية غيث الروابي لرعاية الأرامل",
    "channels": ["الهاتف", "مقر الجمعية"],
    "tools": ["دليل الخدمات"],
    "handling_steps": {"count": 1, "first_words": ["تسجيل الطلب"]},
    "approval": {
        "body": "مجلس الإدارة",
        "session_ordinal": 4,
        "hijri_date": "1447-03-17",
        "gregorian_date": "2025-09-09",
        "chairman": "ناصر بن فهد الروابي",
    },
    "sections_present": [
        "channels", "tools", "handling", "complaints", "compensation", "satisfaction", "privacy",
        "publication", "review", "board_approval",
    ],
    "complaints": {"escalation": "لجنة المراجعة الداخلية"},
}  # fmt: skip


def deadline(raw: str = "خلال عشرة أيام", **changes: Any) -> ReadDeadline:
    values: dict[str, Any] = {
        "kind": "max",
        "value": 10,
        "unit": "working_day",
        "trigger": "submission",
        "raw": raw,
        "line": 1,
    }
    return ReadDeadline(**(values | changes))


REPLY = deadline("خلال ستة أيام عمل", value=6, subject="complaint_reply", line=2)


def reading(**changes: Any) -> Reading:
    deadlines = [deadline(), REPLY]
    return Reading.model_validate(COMPLETE | {"deadlines": deadlines} | changes)


def approved(**changes: Any) -> Reading:
    return reading(approval=COMPLETE["approval"] | changes)


def without(section: str, **changes: Any) -> Reading:
    present = [name for name in COMPLETE["sections_present"] if name != section]
    return reading(sections_present=present, **changes)


def found(text: str, read: Reading | None = None, **around: Any) -> list[str]:
    """Ids that the text earns, without the prefix, in order."""
    return [item.id.removeprefix("BRP-") for item in lint(text, read or reading(), **around)]


def one(rule_id: str, text: str, read: Reading | None = None, **around: Any) -> Finding:
    """The only finding of a rule."""
    (finding,) = [
        item for item in lint(text, read or reading(), **around) if item.id == f"BRP-{rule_id}"
    ]
    return finding
