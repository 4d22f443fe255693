"""From the rows of the editor to a document, and back to the rows that are on the page."""

from dataclasses import dataclass, field
from typing import Any

from core.deadlines.engine.terms import Unit
from core.rules import (
    CalendarFirst,
    ChannelKind,
    Digits,
    MeasureMethod,
    Milestone,
    Stage,
    StartEvent,
)
from policies.amendment import UNPLACED, UNPLACED_WITHIN, place_articles, renumber
from policies.content import (
    LISTED,
    AcknowledgementRule,
    Article,
    ArticleKind,
    Channel,
    Compensation,
    CompensationStep,
    Complaints,
    Deadline,
    Entry,
    Item,
    Length,
    Measure,
    Officer,
    PolicyContent,
    ReviewRule,
    Step,
    SubItem,
)
from policies.drafting import free_key
from policies.editor.checking import check, number
from policies.editor.lines import cut
from policies.editor.rows import Row, Sheet, kind_of, takes_subs
from policies.editor.specification import RowKind
from policies.vocabulary import article_kind, channel_kind, step_role, step_stage
from tenants.people.roles import Role


@dataclass(frozen=True, slots=True)
class Assembled:
    """`ids`: which row of the page each clause and deadline is, by address and by key."""

    content: PolicyContent
    ids: dict[str, str]


def assembled(sheet: Sheet, before: PolicyContent) -> Assembled | None:
    """None where a row has an error; the errors then stand in `sheet`."""
    check(sheet)
    return None if sheet.has_errors else _Assembly(sheet, before).done()


@dataclass(slots=True)
class _Item:
    row: Row
    text: str
    subs: list[tuple[Row, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Article:
    row: Row
    kind: ArticleKind
    items: list[_Item] = field(default_factory=list)


class _Assembly:
    def __init__(self, sheet: Sheet, before: PolicyContent) -> None:
        self.sheet = sheet
        self.before = before
        self.known = {
            *(channel.key for channel in before.channels),
            *(step.key for step in before.steps),
            *(deadline.key for deadline in before.deadlines),
        }
        self.used: set[str] = set()
        self.steps_before = {step.key: step for step in before.steps}
        self.articles: list[_Article] = []
        self.deadlines: list[tuple[Row, str]] = []

    def done(self) -> Assembled:
        self._divide()
        numbered = renumber(place_articles(self._document(), self.before))
        ids = dict(zip(_addresses(numbered), self._row_ids(), strict=True))
        places = {row_id: address for address, row_id in ids.items()}
        deadlines = []
        for row, owner in self.deadlines:
            deadline = self._deadline(row, places.get(owner, UNPLACED))
            ids[f"deadline {deadline.key}"] = row.id
            deadlines.append(deadline)
        for kind in (RowKind.OFFICER, RowKind.STAGE):
            for place, row in enumerate(self._filled(kind)):
                ids[f"{kind.value}{place}"] = row.id
        return Assembled(numbered.model_copy(update={"deadlines": tuple(deadlines)}), ids)

    def _filled(self, kind: RowKind) -> list[Row]:
        return [row for row in self.sheet.of(kind) if not row.is_blank]

    def _divide(self) -> None:
        """The rows as articles with their items; lines typed as a list become items."""
        owner = ""
        for row in self.sheet.document:
            if row.is_blank:
                continue
            if row.kind == RowKind.DEADLINE:
                self.deadlines.append((row, owner))
                continue
            owner = row.id
            if row.kind == RowKind.ARTICLE:
                self.articles.append(_Article(row, _kind(row)))
                lead, listed = cut(row.get("text"))
                row.values["text"] = "\n".join(lead)
                for place, text in enumerate(listed):
                    self.articles[-1].items.append(_Item(_stand_in(row, place), text))
                continue
            if not self.articles:
                self.articles.append(_Article(_stand_in(row, 0), ArticleKind.TEXT))
            article = self.articles[-1]
            text = " ".join(row.get("text").split())
            if row.kind == RowKind.SUB and article.items and takes_subs(article.kind):
                article.items[-1].subs.append((row, text))
            else:
                article.items.append(_Item(row, text))

    def _row_ids(self) -> list[str]:
        ids = []
        for article in self.articles:
            ids.append(article.row.id)
            for item in article.items:
                ids.append(item.row.id)
                ids += [row.id for row, _text in item.subs]
        return ids

    def _document(self) -> PolicyContent:
        held: dict[ArticleKind, list[Any]] = {kind: [] for kind in LISTED}
        articles = []
        for article in self.articles:
            items: list[Item] = []
            for item in article.items:
                if article.kind in LISTED:
                    held[article.kind].append(self._held(article.kind, item, held))
                else:
                    items.append(
                        Item(address=_address(item.row), text=item.text, subitems=_subs(item))
                    )
            articles.append(
                Article(
                    address=_article_address(article.row),
                    heading=" ".join(article.row.get("heading").split()) or "-",
                    kind=article.kind,
                    chapter=" ".join(article.row.get("chapter").split()) or None,
                    text=article.row.get("text"),
                    items=tuple(items),
                )
            )
        return self.before.model_copy(
            update={
                **self._settings(),
                "articles": tuple(articles),
                "channels": tuple(held[ArticleKind.CHANNELS]),
                "tools": tuple(held[ArticleKind.TOOLS]),
                "steps": tuple(held[ArticleKind.HANDLING]),
                "required_documents": tuple(held[ArticleKind.DOCUMENTS]),
                "satisfaction": tuple(held[ArticleKind.SATISFACTION]),
            }
        )

    def _held(self, kind: ArticleKind, item: _Item, held: dict[ArticleKind, list[Any]]) -> Any:
        row, address = item.row, _address(item.row)
        match kind:
            case ArticleKind.CHANNELS:
                guessed = row.get("kind") or channel_kind(item.text)
                return Channel(
                    key=self._key(row, str(guessed)),
                    kind=ChannelKind(guessed),
                    label=item.text,
                    address=address,
                )
            case ArticleKind.HANDLING:
                return self._step(item, held[kind])
            case ArticleKind.SATISFACTION:
                method = row.get("method")
                return Measure(
                    label=item.text,
                    method=MeasureMethod(method) if method else None,
                    every_months=number(row.get("every_months")),
                    address=address,
                )
        return Entry(label=item.text, address=address)

    def _step(self, item: _Item, above: list[Step]) -> Step:
        """A row that was never a step gets the role and stage that its words suggest."""
        row = item.row
        stage = row.get("stage")
        role = row.get("role")
        if not stage:
            stage = step_stage(item.text, above[-1].stage if above else Stage.COMPLETION)
            role = role or step_role(item.text) or ""
        return Step(
            key=self._key(row, "step"),
            text=item.text,
            role=Role(role) if role else None,
            stage=Stage(stage),
            subitems=_subs(item),
            address=_address(row),
        )

    def _deadline(self, row: Row, address: str) -> Deadline:
        milestone = Milestone(row.get("milestone")) if row.get("milestone") else None
        stem = milestone.value.replace("_", "-") if milestone else "deadline"
        key = self._key(row, stem)
        old = next((each for each in self.before.deadlines if each.key == key), None)
        return Deadline(
            key=key,
            milestone=milestone,
            start=StartEvent(row.get("start")) if row.get("start") else None,
            minimum=_length(row, "min"),
            maximum=_length(row, "max"),
            words=old.words if old else "-",
            address=address,
        )

    def _key(self, row: Row, stem: str) -> str:
        """A row keeps its key for life: cases refer to it. A new one gets a key never used before."""
        key = row.get("key")
        if key in self.known and key not in self.used:
            self.used.add(key)
            return key
        taken = self.used | self.known
        fresh = free_key(stem, taken)
        self.used.add(fresh)
        return fresh

    def _settings(self) -> dict[str, Any]:
        said = self.sheet.settings

        def words(name: str) -> str | None:
            return " ".join(said[name].split()) or None

        return {
            **{
                name: words(name)
                for name in (
                    "title",
                    "association_name",
                    "license_no",
                    "decision_body",
                    "referral_target",
                    "beneficiary_word",
                )
            },
            "introduction": _lines(said["introduction"]),
            "digits": Digits(said["digits"]) if said["digits"] else None,
            "calendar_first": (
                CalendarFirst(said["calendar_first"]) if said["calendar_first"] else None
            ),
            "complaints": _complaints(said, self.before),
            "compensation": self._compensation(),
            "acknowledgement": _acknowledgement(said),
            "review": _review(said),
            "liaison_officers": tuple(
                Officer(**{name: row.get(name) for name in ("name", "field", "contact")})
                for row in self._filled(RowKind.OFFICER)
            ),
        }

    def _compensation(self) -> Compensation | None:
        body = self.sheet.settings["compensation_body"].strip() or None
        stages = tuple(
            CompensationStep.model_validate({"stage": row.get("stage"), "text": row.get("text")})
            for row in self._filled(RowKind.STAGE)
        )
        if body or stages or self.before.compensation:
            return Compensation(body=body, stages=stages)
        return None


def _stand_in(row: Row, place: int) -> Row:
    """For a clause that was typed without a row of its own."""
    return Row(RowKind.ROW, f"{row.id}_{place + 1}", {})


def _kind(row: Row) -> ArticleKind:
    """Of a new article whose kind nobody chose, its heading tells it; never that of a list."""
    kind = kind_of(row)
    if row.get("address") or kind != ArticleKind.TEXT:
        return kind
    guessed = article_kind(row.get("heading"))
    return ArticleKind.TEXT if guessed in LISTED else guessed


def _address(row: Row) -> str:
    return row.get("address") or UNPLACED


def _article_address(row: Row) -> str:
    address = _address(row)
    if row.nested == ("-" in address):
        return address
    return UNPLACED_WITHIN if row.nested else UNPLACED


def _subs(item: _Item) -> tuple[SubItem, ...]:
    return tuple(SubItem(address=_address(row), text=text) for row, text in item.subs)


def _addresses(content: PolicyContent) -> list[str]:
    return [address for address, _text in content.clauses()]


def _length(row: Row, bound: str) -> Length | None:
    value = number(row.get(f"{bound}_value"))
    unit = row.get(f"{bound}_unit") or Unit.WORKING_DAY.value
    return Length(value=value, unit=Unit(unit)) if value else None


def _lines(typed: str) -> tuple[str, ...]:
    return tuple(filter(None, (" ".join(line.split()) for line in typed.splitlines())))


def _complaints(said: dict[str, str], before: PolicyContent) -> Complaints | None:
    answers = {"": None, "yes": True, "no": False}
    complaints = Complaints(
        handler=said["complaints_handler"].strip() or None,
        appeal=said["complaints_appeal"].strip() or None,
        outside_authority=said["complaints_outside_authority"].strip() or None,
        channels=_lines(said["complaints_channels"]),
        anonymous=answers[said["complaints_anonymous"]],
        amicable_first=answers[said["complaints_amicable_first"]],
    )
    return None if complaints == Complaints() and before.complaints is None else complaints


def _acknowledgement(said: dict[str, str]) -> AcknowledgementRule | None:
    days = number(said["acknowledgement_within_days"])
    if days is None:
        return None
    return AcknowledgementRule(
        roles=tuple(Role(role) for role in said["acknowledgement_roles"].split()),
        within_days=days,
        question=said["acknowledgement_question"].strip() or None,
        answers=_lines(said["acknowledgement_answers"]),
    )


def _review(said: dict[str, str]) -> ReviewRule | None:
    months = number(said["review_every_months"])
    if months is None:
        return None
    return ReviewRule(every_months=months, responsible=said["review_responsible"].strip() or None)
