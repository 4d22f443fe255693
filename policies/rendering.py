"""A policy document as plain text: what is read and checked again after an edit."""

from dataclasses import dataclass
from typing import Any

from policies.content import Article, PolicyContent

LINED = ("channels", "tools", "steps", "required_documents", "satisfaction", "deadlines")


@dataclass(frozen=True, slots=True)
class Rendered:
    """`lines`: where each clause stands in `text`, counted from 1."""

    text: str
    lines: dict[str, int]


def render(content: PolicyContent) -> Rendered:
    written: list[str] = []
    lines: dict[str, int] = {}
    if content.association_name:
        written.append(content.association_name)
    if content.license_no:
        written.append(f"ترخيص رقم ({content.license_no})")
    if content.title:
        written.append(content.title)
    written += content.introduction
    for article in content.articles:
        if article.chapter:
            written.append(article.chapter)
        lines[article.address] = len(written) + 1
        written.append(_heading(article))
        written += article.text.splitlines()
        for position, item in enumerate(content.items_of(article), start=1):
            lines[item.address] = len(written) + 1
            written.append(f"{position}. {item.text}")
            for number, sub in enumerate(item.subitems, start=1):
                lines[sub.address] = len(written) + 1
                written.append(f"{point_mark(number)} {sub.text}")
    return Rendered("\n".join(written), lines)


LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"


def point_mark(number: int) -> str:
    """«أ)», «ب)» …; beyond the letters that lists use, a dash."""
    return f"{LETTERS[number - 1]})" if number <= len(LETTERS) else "-"


def _heading(article: Article) -> str:
    """«المادة (3): …», and «2. …:» for an article within one."""
    *above, own = article.address.split("-")
    return f"{own}. {article.heading}:" if above else f"المادة ({own}): {article.heading}"


def with_lines(content: PolicyContent, lines: dict[str, int]) -> PolicyContent:
    """The same content, knowing where its clauses stand in the rendered text."""

    def placed(row: Any) -> Any:
        changes: dict[str, Any] = {"line": lines.get(row.address)}
        if getattr(row, "subitems", ()):
            changes["subitems"] = tuple(placed(sub) for sub in row.subitems)
        return row.model_copy(update=changes)

    return content.model_copy(
        update={
            "articles": tuple(
                placed(article).model_copy(
                    update={"items": tuple(placed(item) for item in article.items)}
                )
                for article in content.articles
            ),
            **{name: tuple(placed(row) for row in getattr(content, name)) for name in LINED},
        }
    )
