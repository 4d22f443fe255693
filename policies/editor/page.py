"""The rows of the editor as its page shows them: articles with what stands within them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.arabic import clean_typed, counted
from policies import phrases
from policies.content import ArticleKind
from policies.editor.checking import specs_of
from policies.editor.rows import Row, Sheet, kind_of, takes_subs
from policies.editor.specification import (
    BODIES,
    EFFECTS,
    GROUPS,
    ITEM,
    KEPT,
    NAMES,
    FieldSpec,
    Group,
    RowKind,
    Widget,
)
from policies.questions import Question

Said = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    spec: FieldSpec
    id: str
    name: str
    value: str
    error: str
    choices: list[tuple[str, Said]]

    @property
    def chosen(self) -> set[str]:
        return set(self.value.split())


@dataclass(slots=True)
class Node:
    """One row with the rows within it. `number` is its place among its own."""

    row: Row
    name: Said
    number: int
    words: list[Field]
    chips: list[Field]
    kept: list[tuple[str, str]]
    within: ArticleKind
    summary: str = ""
    questions: list[Question] = field(default_factory=list)
    deadlines: list["Node"] = field(default_factory=list)
    inner: list["Node"] = field(default_factory=list)
    takes_subs: bool = False
    effect: Said = ""
    anchors: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return self.row.get("address")


def context(sheet: Sheet, asked: dict[str, list[Question]]) -> dict[str, Any]:
    articles, loose = _articles(sheet, asked)
    _give_anchors(articles, bool(loose))
    return {
        "articles": articles,
        "loose": loose,
        "bodies": _group(sheet, BODIES),
        "groups": [_group(sheet, group) for group in GROUPS],
        "asked": asked.get("", []),
        "faulty": sheet.faulty,
    }


def _give_anchors(articles: list[Node], loose: bool) -> None:
    """Where other pages lead to: what they call channels, steps and deadlines."""
    wanted = {"channels": ArticleKind.CHANNELS, "steps": ArticleKind.HANDLING}
    for anchor, kind in wanted.items():
        article = next((each for each in articles if each.within == kind), None)
        if article:
            article.anchors += (anchor,)
    promising = next((each for each in articles if _promises(each)), None)
    if promising and not loose:
        promising.anchors += ("deadlines",)


def _promises(node: Node) -> bool:
    return bool(node.deadlines) or any(_promises(each) for each in node.inner)


def _articles(sheet: Sheet, asked: dict[str, list[Question]]) -> tuple[list[Node], list[Node]]:
    articles: list[Node] = []
    loose: list[Node] = []
    owner: Node | None = None
    kind = ArticleKind.TEXT
    for row in sheet.document:
        if row.kind == RowKind.ARTICLE:
            kind = kind_of(row)
            owner = _node(row, kind, asked, len(articles) + 1)
            owner.effect = EFFECTS.get(kind, "")
            articles.append(owner)
        elif row.kind == RowKind.DEADLINE:
            siblings = owner.deadlines if owner else loose
            siblings.append(_node(row, kind, {}, len(siblings) + 1))
        elif articles:
            siblings = articles[-1].inner
            if row.kind == RowKind.SUB and siblings and siblings[-1].takes_subs:
                siblings = siblings[-1].inner
            owner = _node(row, kind, asked, len(siblings) + 1)
            siblings.append(owner)
    return articles, loose


def _node(row: Row, kind: ArticleKind, asked: dict[str, list[Question]], number: int) -> Node:
    fields = [_field(row, spec) for spec in specs_of(row, kind)]
    shown = {each.spec.name for each in fields}
    held = [name for name in dict.fromkeys((*KEPT[row.kind], *row.values)) if name not in shown]
    return Node(
        row=row,
        name=NAMES.get(kind, ITEM) if row.kind == RowKind.ROW else "",
        number=number,
        words=[each for each in fields if not each.spec.chip],
        chips=[each for each in fields if each.spec.chip],
        kept=[(name, row.get(name)) for name in held if row.get(name) or name in KEPT[row.kind]],
        within=kind,
        summary=promise(row) if row.kind == RowKind.DEADLINE else "",
        questions=asked.get(row.get("address") or "-", []),
        takes_subs=row.kind == RowKind.ROW and takes_subs(kind),
    )


def _field(row: Row, spec: FieldSpec) -> Field:
    return Field(
        spec=spec,
        id=f"{row.id}-{spec.name}",
        name=f"{row.id}-{spec.name}",
        value=row.get(spec.name),
        error=row.errors.get(spec.name, ""),
        choices=spec.choices(),
    )


def _group(sheet: Sheet, group: Group) -> dict[str, Any]:
    fields = [
        Field(
            spec=spec,
            id=f"setting-{spec.name}",
            name=spec.name,
            value=sheet.settings[spec.name],
            error=sheet.errors.get(spec.name, ""),
            choices=spec.choices(),
        )
        for spec in group.fields
    ]
    rows = sheet.of(group.rows) if group.rows else []
    nodes = [_node(row, ArticleKind.TEXT, {}, place) for place, row in enumerate(rows, start=1)]
    wide = [
        each for each in fields if each.spec.widget in (Widget.AREA, Widget.CHECKS, Widget.SWITCH)
    ]
    return {
        "group": group,
        "fields": [each for each in fields if each not in wide],
        "wide": wide,
        "nodes": nodes,
        "add": f"add-{group.rows.value}" if group.rows else "",
        "faulty": any(each.error for each in fields) or any(row.errors for row in rows),
    }


def promise(row: Row) -> str:
    """The deadline that a row says so far: “A request is decided: at most 15 working days …”."""
    known = {each.value: each for each in phrases.MILESTONES}
    milestone = known.get(row.get("milestone"))
    what = phrases.MILESTONES[milestone] if milestone else _("Published only")
    bounds = [
        template % {"time": time}
        for template, bound in ((_("at least %(time)s"), "min"), (_("at most %(time)s"), "max"))
        if (time := _time(row, bound))
    ]
    starts = {each.value: words for each, words in phrases.STARTS.items()}
    start = starts.get(row.get("start"), "")
    said = _(", ").join(bounds) or _("a blank")
    return f"{what}: {said} {start}".strip()


def _time(row: Row, bound: str) -> str:
    typed = clean_typed(row.get(f"{bound}_value"))
    units = {unit.value for unit in phrases.UNITS}
    unit = row.get(f"{bound}_unit")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 7
    if not is_number or unit not in units:
        return ""
    return counted(int(typed), unit, oblique=True)
