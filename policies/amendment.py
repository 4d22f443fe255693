"""Keeps an edited document whole: addresses follow the order, words follow the numbers."""

from collections.abc import Iterator
from itertools import count
from typing import TypeVar

from policies.content import (
    Article,
    ArticleKind,
    Channel,
    Deadline,
    Entry,
    Item,
    Measure,
    PolicyContent,
    Step,
)
from policies.wording import phrase, sentence

Row = TypeVar("Row", Channel, Entry, Measure, Step)
Held = TypeVar("Held", Channel, Entry, Measure, Step, Item)

HEADINGS = {
    ArticleKind.CHANNELS: "قنوات التواصل مع المستفيدين",
    ArticleKind.TOOLS: "الأدوات المتاحة لموظف علاقات المستفيدين",
    ArticleKind.HANDLING: "التعامل مع المستفيدين",
    ArticleKind.DOCUMENTS: "المستندات المطلوبة",
    ArticleKind.SATISFACTION: "قياس رضا المستفيدين",
    ArticleKind.DEADLINES: "المدد",
}
UNPLACED = "0"
UNPLACED_WITHIN = "0-0"
"""The addresses of a clause that was just added, until it is given its place; the second is that of
an article within another."""


def amend(before: PolicyContent, after: PolicyContent) -> PolicyContent:
    """`after`, as a person edited it, made whole; `before` tells which promised times changed."""
    content = with_articles(after)
    content = renumber(content)
    return _reword_deadlines(before, content)


def with_articles(content: PolicyContent) -> PolicyContent:
    """Every list that has rows has an article to stand in."""
    articles = list(content.articles)
    wanted: list[tuple[ArticleKind, bool]] = [
        (ArticleKind.CHANNELS, bool(content.channels)),
        (ArticleKind.TOOLS, bool(content.tools)),
        (ArticleKind.HANDLING, bool(content.steps)),
        (ArticleKind.DOCUMENTS, bool(content.required_documents)),
        (ArticleKind.SATISFACTION, bool(content.satisfaction)),
    ]
    for kind, needed in wanted:
        if needed and not any(article.kind == kind for article in articles):
            _insert(articles, new_article(articles, kind))
    return content.model_copy(update={"articles": tuple(articles)})


def place_articles(content: PolicyContent, before: PolicyContent) -> PolicyContent:
    """Articles are numbered anew where one came, went or moved; else they keep their numbers.

    An article within another («3-2») stays within the one that stands above it.
    """
    addresses = [article.address for article in content.articles]
    if addresses == [article.address for article in before.articles]:
        return content
    top = nested = 0
    placed = []
    for article in content.articles:
        if "-" in article.address and top:
            nested += 1
            address = f"{top}-{nested}"
        else:
            top, nested = top + 1, 0
            address = str(top)
        placed.append(article.model_copy(update={"address": address}))
    return content.model_copy(update={"articles": tuple(placed)})


def new_address(articles: list[Article]) -> str:
    return str(max((int(article.address.split("-")[0]) for article in articles), default=0) + 1)


def new_article(articles: list[Article], kind: ArticleKind) -> Article:
    return Article(address=new_address(articles), heading=HEADINGS[kind], kind=kind)


def _insert(articles: list[Article], article: Article) -> None:
    """Before the approval, which closes a policy."""
    place = next(
        (index for index, other in enumerate(articles) if other.kind == ArticleKind.APPROVAL),
        len(articles),
    )
    articles.insert(place, article)


def renumber(content: PolicyContent) -> PolicyContent:
    """Items are addressed in their order; what cites an item that moved cites its new address."""
    moved: dict[str, str] = {}
    reserved = frozenset(article.address for article in content.articles)

    def placed(rows: tuple[Row, ...], kind: ArticleKind) -> tuple[Row, ...]:
        article = content.article_of(kind)
        if article is None:
            return rows
        numbered = []
        for row, address in zip(rows, _addresses_in(article, reserved), strict=False):
            numbered.append(_placed_at(row, address, moved))
        return tuple(numbered)

    articles = []
    for article in content.articles:
        items = []
        for item, address in zip(article.items, _addresses_in(article, reserved), strict=False):
            items.append(_placed_at(item, address, moved))
        articles.append(article.model_copy(update={"items": tuple(items)}))
    changes = {
        "articles": tuple(articles),
        "channels": placed(content.channels, ArticleKind.CHANNELS),
        "tools": placed(content.tools, ArticleKind.TOOLS),
        "steps": placed(content.steps, ArticleKind.HANDLING),
        "required_documents": placed(content.required_documents, ArticleKind.DOCUMENTS),
        "satisfaction": placed(content.satisfaction, ArticleKind.SATISFACTION),
    }
    deadlines = tuple(
        deadline.model_copy(update={"address": moved.get(deadline.address, deadline.address)})
        for deadline in content.deadlines
    )
    return content.model_copy(update={**changes, "deadlines": deadlines})


def _placed_at(row: Held, address: str, moved: dict[str, str]) -> Held:
    """With its points numbered below it: 3-2-1, 3-2-2."""
    if row.address != UNPLACED:
        moved[row.address] = address
    changes: dict[str, object] = {"address": address}
    if subitems := getattr(row, "subitems", ()):
        placed = []
        for number, sub in enumerate(subitems, start=1):
            if sub.address != UNPLACED:
                moved[sub.address] = f"{address}-{number}"
            placed.append(sub.model_copy(update={"address": f"{address}-{number}"}))
        changes["subitems"] = tuple(placed)
    return row.model_copy(update=changes)


def _addresses_in(article: Article, reserved: frozenset[str]) -> Iterator[str]:
    """3-1, 3-2 …, without those of articles that stand within this one."""
    addresses = (f"{article.address}-{position}" for position in count(1))
    return (address for address in addresses if address not in reserved)


def _reword_deadlines(before: PolicyContent, content: PolicyContent) -> PolicyContent:
    known = {deadline.key: deadline for deadline in before.deadlines}
    for deadline in content.deadlines:
        old = known.get(deadline.key)
        if old is None and _is_said(content, deadline):
            continue
        if content.clause_text(deadline.address) is None:
            content = _in_a_clause_of_its_own(content, deadline)
        elif old is None:
            content = _promised_there(content, deadline)
        elif _promise(old) != _promise(deadline):
            content = _reworded(content, deadline)
    return content


def _is_said(content: PolicyContent, deadline: Deadline) -> bool:
    """Whether the clause that a new deadline cites has its words already."""
    return deadline.words in (content.clause_text(deadline.address) or "")


def _promise(deadline: Deadline) -> tuple[object, ...]:
    return deadline.minimum, deadline.maximum, deadline.start


def _reworded(content: PolicyContent, deadline: Deadline) -> PolicyContent:
    text = content.clause_text(deadline.address) or ""
    words = phrase(deadline)
    if deadline.words not in text:
        return _in_a_clause_of_its_own(content, deadline)
    content = replace_clause(content, deadline.address, text.replace(deadline.words, words, 1))
    return _with_deadline(content, deadline.model_copy(update={"words": words}))


def _promised_there(content: PolicyContent, deadline: Deadline) -> PolicyContent:
    """The clause that a new deadline was added to says it from now on."""
    if not deadline.minimum and not deadline.maximum:
        return content
    article = next((each for each in content.articles if each.address == deadline.address), None)
    if article is not None and not article.text:
        return _in_a_clause_of_its_own(content, deadline)
    text = (content.clause_text(deadline.address) or "").rstrip(" .،؛")
    words = phrase(deadline)
    content = replace_clause(content, deadline.address, f"{text} {words}.")
    return _with_deadline(content, deadline.model_copy(update={"words": words}))


def _in_a_clause_of_its_own(content: PolicyContent, deadline: Deadline) -> PolicyContent:
    if not deadline.minimum and not deadline.maximum:
        return content
    articles = list(content.articles)
    article = content.article_of(ArticleKind.DEADLINES)
    if article is None:
        article = new_article(articles, ArticleKind.DEADLINES)
        _insert(articles, article)
    taken = {address for address, _text in content.clauses()}
    address = next(_addresses_in(article, frozenset(taken)))
    item = Item(address=address, text=sentence(deadline))
    grown = article.model_copy(update={"items": (*article.items, item)})
    articles[articles.index(article)] = grown
    content = content.model_copy(update={"articles": tuple(articles)})
    placed = deadline.model_copy(update={"address": item.address, "words": phrase(deadline)})
    return _with_deadline(content, placed)


def _with_deadline(content: PolicyContent, deadline: Deadline) -> PolicyContent:
    return content.model_copy(
        update={
            "deadlines": tuple(
                deadline if row.key == deadline.key else row for row in content.deadlines
            )
        }
    )


def replace_clause(content: PolicyContent, address: str, text: str) -> PolicyContent:
    """The clause at `address` says `text` from now on, wherever it is held."""
    lists = {
        "channels": tuple(_relabelled(row, address, "label", text) for row in content.channels),
        "tools": tuple(_relabelled(row, address, "label", text) for row in content.tools),
        "steps": tuple(_relabelled(row, address, "text", text) for row in content.steps),
        "required_documents": tuple(
            _relabelled(row, address, "label", text) for row in content.required_documents
        ),
        "satisfaction": tuple(
            _relabelled(row, address, "label", text) for row in content.satisfaction
        ),
    }
    articles = []
    for article in content.articles:
        items = tuple(_relabelled(item, address, "text", text) for item in article.items)
        lead = text if article.address == address else article.text
        articles.append(article.model_copy(update={"items": items, "text": lead}))
    return content.model_copy(update={**lists, "articles": tuple(articles)})


def _relabelled(row: Held, address: str, name: str, text: str) -> Held:
    if row.address == address:
        return row.model_copy(update={name: text})
    subitems = getattr(row, "subitems", ())
    if any(sub.address == address for sub in subitems):
        said = tuple(
            sub.model_copy(update={"text": text}) if sub.address == address else sub
            for sub in subitems
        )
        return row.model_copy(update={"subitems": said})
    return row
