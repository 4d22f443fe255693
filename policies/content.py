"""A policy as one validated document: what is published, and what the system acts on.

Lists that drive the work (channels, tools, steps, measures) are the items of their article: each
is held once, so the published words and the rules cannot drift apart.
"""

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from core.deadlines.engine.terms import Unit
from core.rules import (
    OF_THE_LAW,
    CalendarFirst,
    ChannelKind,
    CompensationStage,
    Digits,
    MeasureMethod,
    Milestone,
    Stage,
    StartEvent,
)
from tenants.people.roles import Role

# As long as a line of a document may be; what is typed in the editor is held shorter.
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400_000)]
Address = Annotated[str, StringConstraints(pattern=r"^[0-9]+(-[0-9]+)*$", max_length=40)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleKind(StrEnum):
    """What an article is about."""

    CHANNELS = "channels"
    TOOLS = "tools"
    HANDLING = "handling"
    DOCUMENTS = "documents"
    SATISFACTION = "satisfaction"
    DEADLINES = "deadlines"
    COMPLAINTS = "complaints"
    COMPENSATION = "compensation"
    RELATIONSHIP = "relationship"
    INFORMATION = "information"
    PRIVACY = "privacy"
    APPROVAL = "approval"
    TEXT = "text"


LISTED = frozenset(
    {
        ArticleKind.CHANNELS,
        ArticleKind.TOOLS,
        ArticleKind.HANDLING,
        ArticleKind.DOCUMENTS,
        ArticleKind.SATISFACTION,
    }
)
"""Articles whose items are the rows of a list of the document."""


class SubItem(Part):
    """A point within an item, such as 3-6-1."""

    address: Address
    text: Words
    line: int | None = None


class Item(Part):
    address: Address
    text: Words
    subitems: tuple[SubItem, ...] = ()
    line: int | None = None


class Article(Part):
    """`chapter`: the heading of the chapter that begins with this article."""

    address: Address
    heading: Words
    kind: ArticleKind = ArticleKind.TEXT
    text: str = ""
    items: tuple[Item, ...] = ()
    chapter: str | None = None
    line: int | None = None


class Channel(Part):
    key: Key
    kind: ChannelKind
    label: Words
    address: Address
    line: int | None = None


class Entry(Part):
    """One item of a list that is all label: a tool, a document to bring."""

    label: Words
    address: Address
    line: int | None = None


class Measure(Part):
    """How satisfaction is measured, and how often; None where the text does not say."""

    label: Words
    method: MeasureMethod | None = None
    every_months: int | None = Field(default=None, ge=1, le=120)
    address: Address
    line: int | None = None


class Step(Part):
    key: Key
    text: Words
    role: Role | None
    stage: Stage
    subitems: tuple[SubItem, ...] = ()
    address: Address
    line: int | None = None


class Length(Part):
    value: int = Field(ge=1, le=3650)
    unit: Unit


class Deadline(Part):
    """A promised length of time and the words that promise it.

    A draft may lack the length, the start or the milestone, as its text may; the board is not
    asked about such a draft (see checking.obstacles). No milestone: a promise that starts no clock.
    """

    key: Key
    milestone: Milestone | None
    start: StartEvent | None
    minimum: Length | None = None
    maximum: Length | None = None
    words: Words
    address: Address
    line: int | None = None

    @field_validator("milestone")
    @classmethod
    def _is_for_a_policy_to_promise(cls, milestone: Milestone | None) -> Milestone | None:
        if milestone in OF_THE_LAW:
            raise ValueError("the law sets this deadline, and no policy")
        return milestone


class Officer(Part):
    name: Words
    field: Words
    contact: Words


class Complaints(Part):
    """None where the policy leaves it open."""

    handler: str | None = None
    channels: tuple[str, ...] = ()
    appeal: str | None = None
    anonymous: bool | None = None
    amicable_first: bool | None = None
    outside_authority: str | None = None


class CompensationStep(Part):
    """What a compensation file must hold before it goes on."""

    stage: CompensationStage
    text: Words


class Compensation(Part):
    body: str | None = None
    stages: tuple[CompensationStep, ...] = ()


class AcknowledgementRule(Part):
    """Who must sign each version, and by when. No roles: all staff.

    `question` and `answers` (the first is right) are asked before signing, where they are given.
    """

    roles: tuple[Role, ...] = ()
    within_days: int = Field(ge=1, le=365)
    question: str | None = None
    answers: tuple[Words, ...] = ()


class ReviewRule(Part):
    every_months: int = Field(ge=1, le=120)
    responsible: str | None = None


class WholeArticle(NamedTuple):
    """An article with its items, wherever they are held."""

    article: Article
    items: tuple[Item, ...]


class PolicyContent(Part):
    title: str | None = None
    association_name: str | None = None
    license_no: str | None = None
    introduction: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    channels: tuple[Channel, ...] = ()
    tools: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    required_documents: tuple[Entry, ...] = ()
    referral_target: str | None = None
    decision_body: str | None = None
    satisfaction: tuple[Measure, ...] = ()
    liaison_officers: tuple[Officer, ...] = ()
    beneficiary_word: str | None = None
    complaints: Complaints | None = None
    compensation: Compensation | None = None
    acknowledgement: AcknowledgementRule | None = None
    review: ReviewRule | None = None
    digits: Digits | None = None
    calendar_first: CalendarFirst | None = None

    @model_validator(mode="after")
    def _addresses_and_keys_are_unique(self) -> Self:
        _unique("channel keys", [channel.key for channel in self.channels])
        _unique("step keys", [step.key for step in self.steps])
        _unique("deadline keys", [deadline.key for deadline in self.deadlines])
        _unique("clause addresses", [address for address, _text in self.clauses()])
        return self

    def items_of(self, article: Article) -> tuple[Item, ...]:
        """The items of an article, wherever they are held."""
        match article.kind:
            case ArticleKind.CHANNELS:
                rows = [(row.address, row.label, row.line) for row in self.channels]
            case ArticleKind.TOOLS:
                rows = [(row.address, row.label, row.line) for row in self.tools]
            case ArticleKind.HANDLING:
                return tuple(
                    Item(address=row.address, text=row.text, subitems=row.subitems, line=row.line)
                    for row in self.steps
                )
            case ArticleKind.DOCUMENTS:
                rows = [(row.address, row.label, row.line) for row in self.required_documents]
            case ArticleKind.SATISFACTION:
                rows = [(row.address, row.label, row.line) for row in self.satisfaction]
            case _:
                return article.items
        return tuple(Item(address=address, text=text, line=line) for address, text, line in rows)

    def whole_articles(self) -> list[WholeArticle]:
        """The document to be read from its top to its end."""
        return [WholeArticle(article, self.items_of(article)) for article in self.articles]

    def clauses(self) -> Iterator[tuple[str, str]]:
        """Every address that can be cited, with its words, in the order of the document."""
        for article in self.articles:
            yield article.address, article.text or article.heading
            for item in self.items_of(article):
                yield item.address, item.text
                for sub in item.subitems:
                    yield sub.address, sub.text

    def clause_text(self, address: str) -> str | None:
        return dict(self.clauses()).get(address)

    def article_of(self, kind: ArticleKind) -> Article | None:
        return next((article for article in self.articles if article.kind == kind), None)

    def digest(self) -> str:
        """SHA-256 of what was decided, in hex; see `canonical`."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        """One spelling of a document: JSON with sorted keys and no space.

        Lines of the source text are not part of a decision. Fields that came later stand in it only
        where they say something, so that what was approved before them keeps its digest.
        """
        decided = _decided(self.model_dump(mode="json"))
        return json.dumps(decided, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


CAME_LATER = frozenset(
    {
        "chapter", "subitems", "method", "every_months", "stages", "anonymous", "amicable_first",
        "outside_authority",
        "acknowledgement", "review", "digits", "calendar_first",
    }
)  # fmt: skip


def _decided(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _decided(inner)
            for key, inner in value.items()
            if key != "line" and not (key in CAME_LATER and inner in (None, [], ()))
        }
    if isinstance(value, list):
        return [_decided(inner) for inner in value]
    return value


def _unique(what: str, values: list[str]) -> None:
    if len(values) != len(set(values)):
        repeated = sorted({value for value in values if values.count(value) > 1})
        raise ValueError(f"{what} repeat: {', '.join(repeated)}")
