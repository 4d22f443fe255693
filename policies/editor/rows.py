"""The rows of the editor as they stand on the page: from a document, or as somebody typed them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from policies.content import LISTED, Article, Deadline, PolicyContent
from policies.editor.specification import BY_NAME, SECTIONS, SINGLES, FieldSpec, SectionSpec

MOST_ROWS = 200


@dataclass(slots=True)
class Row:
    """`id` tells rows apart while they are moved about; it is not stored."""

    id: str
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    sections: dict[str, list[Row]]
    singles: dict[str, str]
    single_errors: dict[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        return bool(self.single_errors) or any(
            row.errors for rows in self.sections.values() for row in rows
        )

    def change(self, command: str) -> None:
        """`add:channels`, `remove:channels:ID`, `up:channels:ID`, `down:channels:ID`."""
        verb, name, *rest = command.split(":")
        rows = self.sections.get(name)
        if rows is None:
            return
        if verb == "add":
            rows.append(Row(new_id(), _blank(BY_NAME[name])))
            return
        place = next((index for index, row in enumerate(rows) if [row.id] == rest), None)
        if place is None:
            return
        if verb == "remove":
            del rows[place]
        elif verb == "up" and place > 0:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
        elif verb == "down" and place < len(rows) - 1:
            rows[place + 1], rows[place] = rows[place], rows[place + 1]


def new_id() -> str:
    return secrets.token_hex(4)


def _blank(section: SectionSpec) -> dict[str, str]:
    return {spec.name: _first_choice(spec) for spec in section.fields}


def _first_choice(spec: FieldSpec) -> str:
    choices = spec.choices()
    return choices[0][0] if choices else ""


def posted(data: QueryDict) -> Rows:
    """As typed, in the order of the page. A field that was cut off reads as empty."""
    sections = {}
    for section in SECTIONS:
        ids = data.getlist(f"{section.name}-row")[:MOST_ROWS]
        columns = {
            spec.name: data.getlist(f"{section.name}-{spec.name}") for spec in section.fields
        }
        sections[section.name] = [
            Row(
                row_id,
                {
                    name: values[index] if index < len(values) else ""
                    for name, values in columns.items()
                },
            )
            for index, row_id in enumerate(ids)
        ]
    return Rows(sections, {spec.name: data.get(spec.name, "") for spec in SINGLES})


def of_content(content: PolicyContent) -> Rows:
    def rows(section: str, values: list[Mapping[str, Any]]) -> list[Row]:
        names = [spec.name for spec in BY_NAME[section].fields]
        return [
            Row(new_id(), {name: str(each.get(name) or "") for name in names}) for each in values
        ]

    def dumped(parts: tuple[Any, ...]) -> list[Mapping[str, Any]]:
        return [part.model_dump(mode="json") for part in parts]

    return Rows(
        {
            "channels": rows("channels", dumped(content.channels)),
            "tools": rows("tools", dumped(content.tools)),
            "steps": rows("steps", dumped(content.steps)),
            "deadlines": rows("deadlines", [_deadline(row) for row in content.deadlines]),
            "required_documents": rows("required_documents", dumped(content.required_documents)),
            "satisfaction": rows("satisfaction", dumped(content.satisfaction)),
            "officers": rows("officers", dumped(content.liaison_officers)),
            "articles": rows(
                "articles",
                [_article(each) for each in content.articles if each.kind not in LISTED],
            ),
        },
        {spec.name: getattr(content, spec.name) or "" for spec in SINGLES},
    )


def _deadline(row: Deadline) -> dict[str, str]:
    values = {
        "key": row.key,
        "address": row.address,
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


def _article(article: Article) -> dict[str, str]:
    lines = [article.text] if article.text else []
    lines += [f"- {item.text}" for item in article.items]
    return {"address": article.address, "heading": article.heading, "body": "\n".join(lines)}
