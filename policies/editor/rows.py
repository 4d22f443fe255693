"""The policy as it stands in the editor: rows in the order of the document, as somebody typed them."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from policies.content import LISTED, ArticleKind, Deadline, PolicyContent
from policies.editor.specification import (
    ARTICLE,
    DEADLINE,
    KEPT,
    OFFICER,
    ROW_NAMES,
    SETTINGS,
    STAGE,
    RowKind,
    Widget,
)

MOST_ROWS = 600
DOCUMENT = (RowKind.ARTICLE, RowKind.ROW, RowKind.SUB, RowKind.DEADLINE)
NAMES = {
    RowKind.ARTICLE: tuple(spec.name for spec in ARTICLE),
    RowKind.ROW: ROW_NAMES,
    RowKind.SUB: ("text",),
    RowKind.DEADLINE: tuple(spec.name for spec in DEADLINE),
    RowKind.OFFICER: tuple(spec.name for spec in OFFICER),
    RowKind.STAGE: tuple(spec.name for spec in STAGE),
}
_MARKER = re.compile(r"^([a-z]+):([a-z0-9_]{1,60})$")
_ADDRESS = re.compile(r"[0-9]{1,6}(-[0-9]{1,6}){0,3}", re.ASCII)
# Neither the database nor a Word file takes them, and nobody types them.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(slots=True)
class Row:
    """`id` tells rows apart while they are moved about and saved; it is not stored."""

    kind: RowKind
    id: str
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def is_blank(self) -> bool:
        """Just added, and nothing typed into it."""
        typed = [
            self.get(name).strip() for name in ("heading", "text", "name", "field", "contact")
        ]
        return self.id.startswith("n") and not any(
            [*typed, self.get("max_value"), self.get("min_value")]
        )

    @property
    def nested(self) -> bool:
        return self.get("level") == "1"


@dataclass(slots=True)
class Sheet:
    """Articles, items, points and deadlines in the order of the document, then the other lists."""

    rows: list[Row]
    settings: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or any(row.errors for row in self.rows)

    @property
    def faulty(self) -> int:
        return len(self.errors) + sum(bool(row.errors) for row in self.rows)

    @property
    def document(self) -> list[Row]:
        return [row for row in self.rows if row.kind in DOCUMENT]

    def of(self, kind: RowKind) -> list[Row]:
        return [row for row in self.rows if row.kind == kind]

    def article_kind(self, place: int) -> ArticleKind:
        """Of the article that the row at `place` stands in."""
        for row in reversed(self.rows[: place + 1]):
            if row.kind == RowKind.ARTICLE:
                return kind_of(row)
        return ArticleKind.TEXT


def kind_of(article: Row) -> ArticleKind:
    value = article.get("kind")
    return ArticleKind(value) if value in set(ArticleKind) else ArticleKind.TEXT


def takes_subs(kind: ArticleKind) -> bool:
    """Whether points can stand within the items of such an article."""
    return kind not in LISTED or kind == ArticleKind.HANDLING


def new_id() -> str:
    return f"n{secrets.token_hex(4)}"


def posted(data: QueryDict) -> Sheet:
    """As typed, in the order of the page. A field that was cut off reads as empty."""
    rows: list[Row] = []
    seen: set[str] = set()
    for marker in data.getlist("row")[:MOST_ROWS]:
        match = _MARKER.match(marker)
        if not match or match[1] not in set(RowKind) or match[2] in seen:
            continue
        kind, row_id = RowKind(match[1]), match[2]
        seen.add(row_id)
        names = (*KEPT[kind], *NAMES[kind])
        values = {name: _typed(data, f"{row_id}-{name}") for name in names}
        if not _ADDRESS.fullmatch(values.get("address", "")):
            values.pop("address", None)  # as of a row that is new
        rows.append(Row(kind, row_id, values))
    settings = {
        spec.name: (
            " ".join(data.getlist(spec.name))
            if spec.widget == Widget.CHECKS
            else _typed(data, spec.name)
        )
        for spec in SETTINGS
    }
    return Sheet(rows, settings)


def _typed(data: QueryDict, name: str) -> str:
    return _UNUSABLE.sub("", data.get(name, "").replace("\r\n", "\n"))


def of_content(
    content: PolicyContent, *, is_minor: bool = False, ids: Mapping[str, str] | None = None
) -> Sheet:
    """`ids`: which row on the page a clause or a deadline's key is already."""
    known = ids or {}
    deadlines = list(content.deadlines)
    rows: list[Row] = []

    def add(kind: RowKind, row_id: str, values: Mapping[str, object]) -> None:
        said = {name: "" if value is None else str(value) for name, value in values.items()}
        rows.append(Row(kind, row_id, said))

    def clause(kind: RowKind, address: str, values: Mapping[str, object]) -> None:
        row_id = known.get(address) or f"c{address.replace('-', '_')}"
        add(kind, row_id, {"address": address, **values})
        for deadline in [each for each in deadlines if each.address == address]:
            deadlines.remove(deadline)
            add(RowKind.DEADLINE, _deadline_id(deadline, known), _deadline(deadline))

    listed = _listed(content)
    for article in content.articles:
        values = {
            "level": "1" if "-" in article.address else "0",
            "heading": article.heading,
            "kind": article.kind.value,
            "text": article.text,
            "chapter": article.chapter,
        }
        clause(RowKind.ARTICLE, article.address, values)
        for item in content.items_of(article):
            clause(RowKind.ROW, item.address, listed.get(item.address, {"text": item.text}))
            for sub in item.subitems:
                clause(RowKind.SUB, sub.address, {"text": sub.text})
    placed, rows = rows, []
    for deadline in deadlines:
        add(RowKind.DEADLINE, _deadline_id(deadline, known), _deadline(deadline))
    rows += placed
    for number, officer in enumerate(content.liaison_officers):
        add(RowKind.OFFICER, known.get(f"officer{number}") or f"o{number}", officer.model_dump())
    stages = content.compensation.stages if content.compensation else ()
    for number, stage in enumerate(stages):
        row_id = known.get(f"stage{number}") or f"s{number}"
        add(RowKind.STAGE, row_id, stage.model_dump(mode="json"))
    return Sheet(rows, settings_of(content, is_minor=is_minor))


def _listed(content: PolicyContent) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    parts: Iterable[object] = (
        *content.channels,
        *content.tools,
        *content.steps,
        *content.required_documents,
        *content.satisfaction,
    )
    for part in parts:
        values = part.model_dump(mode="json")  # type: ignore[attr-defined]
        text = values.get("label") or values.get("text")
        kept = {name: values.get(name) for name in ("key", *ROW_NAMES) if name in values}
        found[values["address"]] = {**kept, "text": text}
    return found


def _deadline_id(deadline: Deadline, known: Mapping[str, str]) -> str:
    return known.get(f"deadline {deadline.key}") or f"d_{deadline.key.replace('-', '_')}"


def _deadline(row: Deadline) -> dict[str, str]:
    values = {
        "key": row.key,
        "words": row.words,
        "milestone": row.milestone.value if row.milestone else "",
        "start": row.start.value if row.start else "",
    }
    for bound, length in (("max", row.maximum), ("min", row.minimum)):
        other = row.minimum or row.maximum
        unit = length.unit if length else other.unit if other else ""
        values[f"{bound}_value"] = str(length.value) if length else ""
        values[f"{bound}_unit"] = str(unit)
    return values


def settings_of(content: PolicyContent, *, is_minor: bool) -> dict[str, str]:
    complaints, rule, review = content.complaints, content.acknowledgement, content.review
    said: dict[str, object] = {
        name: getattr(content, name)
        for name in (
            "title",
            "association_name",
            "license_no",
            "decision_body",
            "referral_target",
            "beneficiary_word",
            "digits",
            "calendar_first",
        )
    }
    said["introduction"] = "\n".join(content.introduction)
    if complaints:
        for name in ("handler", "appeal", "outside_authority"):
            said[f"complaints_{name}"] = getattr(complaints, name)
        said["complaints_channels"] = "\n".join(complaints.channels)
        for name in ("anonymous", "amicable_first"):
            value = getattr(complaints, name)
            said[f"complaints_{name}"] = None if value is None else "yes" if value else "no"
    if content.compensation:
        said["compensation_body"] = content.compensation.body
    if rule:
        said["acknowledgement_within_days"] = rule.within_days
        said["acknowledgement_roles"] = " ".join(role.value for role in rule.roles)
        said["acknowledgement_question"] = rule.question
        said["acknowledgement_answers"] = "\n".join(rule.answers)
    if review:
        said["review_every_months"] = review.every_months
        said["review_responsible"] = review.responsible
    said["is_minor"] = "yes" if is_minor else ""
    return {
        spec.name: "" if said.get(spec.name) is None else str(said[spec.name]) for spec in SETTINGS
    }
