"""From the rows of the editor to a document, with a sentence beside every row that cannot be used."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.deadlines.engine.terms import Unit
from core.rules import ChannelKind, Milestone, Stage, StartEvent
from foundation.arabic import clean_typed, searchable
from policies.amendment import UNPLACED, new_address
from policies.content import (
    LISTED,
    Article,
    ArticleKind,
    Channel,
    Deadline,
    Entry,
    Item,
    Length,
    Measure,
    Officer,
    PolicyContent,
    Step,
)
from policies.drafting import free_key
from policies.editor.rows import Row, Rows
from policies.editor.specification import BY_NAME, SINGLES, FieldSpec, Widget
from policies.vocabulary import article_kind
from tenants.people.roles import Role

LONGEST_TIME = 3650


def assembled(rows: Rows, before: PolicyContent) -> PolicyContent | None:
    """None where a row has an error; the errors then stand in `rows`."""
    _check_rows(rows)
    lengths = [_Lengths.of(row) for row in rows.sections["deadlines"]]
    if rows.has_errors:
        return None
    keys = _known_keys(before)
    return before.model_copy(
        update={
            **{spec.name: rows.singles[spec.name].strip() or None for spec in SINGLES},
            "channels": tuple(_channels(rows.sections["channels"], keys)),
            "tools": tuple(_entries(rows.sections["tools"])),
            "steps": tuple(_steps(rows.sections["steps"], keys)),
            "deadlines": tuple(_deadlines(rows.sections["deadlines"], lengths, before, keys)),
            "required_documents": tuple(_entries(rows.sections["required_documents"])),
            "satisfaction": tuple(_measures(rows.sections["satisfaction"], before)),
            "liaison_officers": tuple(_officers(rows.sections["officers"])),
            "articles": tuple(_articles(rows.sections["articles"], before)),
        }
    )


def _check_rows(rows: Rows) -> None:
    for name, section in rows.sections.items():
        for row in section:
            for spec in BY_NAME[name].fields:
                if error := _error_in(spec, row.values[spec.name]):
                    row.errors[spec.name] = error
        if name in ("channels", "tools"):
            _check_repeats(section)
    for spec in SINGLES:
        if error := _error_in(spec, rows.singles[spec.name]):
            rows.single_errors[spec.name] = error


def _error_in(spec: FieldSpec, value: str) -> str | None:
    if spec.required and not value.strip():
        return _("This is needed; remove the row if it is not.")
    if len(value) > spec.longest:
        return _("This is too long (at most %(most)s letters).") % {"most": spec.longest}
    known = {choice for choice, _label in spec.choices()}
    if spec.widget == Widget.SELECT and value not in known:
        return _("Choose one from the list.")
    return None


def _check_repeats(section: list[Row]) -> None:
    seen: set[str] = set()
    for row in section:
        label = searchable(row.values["label"])
        if label and label in seen:
            row.errors.setdefault("label", _("This is in the list already."))
        seen.add(label)


@dataclass(frozen=True, slots=True)
class _Lengths:
    minimum: Length | None
    maximum: Length | None

    @classmethod
    def of(cls, row: Row) -> "_Lengths":
        lengths = cls(_length(row, "min"), _length(row, "max"))
        if not row.errors and lengths == cls(None, None):
            row.errors["max_value"] = _("Give a longest or a shortest time.")
        same_unit = (
            lengths.minimum and lengths.maximum and lengths.minimum.unit == lengths.maximum.unit
        )
        if same_unit and lengths.minimum.value > lengths.maximum.value:  # type: ignore[union-attr]
            row.errors["min_value"] = _("The shortest time is longer than the longest.")
        return lengths


def _length(row: Row, bound: str) -> Length | None:
    typed = clean_typed(row.values[f"{bound}_value"])
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= LONGEST_TIME):
        row.errors[f"{bound}_value"] = _("Write a whole number from 1 on.")
        return None
    if f"{bound}_unit" in row.errors:
        return None
    return Length(value=int(typed), unit=Unit(row.values[f"{bound}_unit"]))


def _known_keys(before: PolicyContent) -> set[str]:
    keys = {channel.key for channel in before.channels} | {step.key for step in before.steps}
    return keys | {deadline.key for deadline in before.deadlines}


def _key(row: Row, stem: str, known: set[str], used: set[str]) -> str:
    """A row keeps its key for life: cases refer to it. A new one gets a key never used before."""
    key = row.values["key"]
    if key in known and key not in used:
        used.add(key)
        return key
    taken = known | used
    fresh = free_key(stem, taken)
    used.add(fresh)
    return fresh


def _address(row: Row) -> str:
    return row.values["address"] or UNPLACED


def _channels(rows: list[Row], known: set[str]) -> list[Channel]:
    used: set[str] = set()
    return [
        Channel(
            key=_key(row, row.values["kind"], known, used),
            kind=ChannelKind(row.values["kind"]),
            label=row.values["label"],
            address=_address(row),
        )
        for row in rows
    ]


def _entries(rows: list[Row]) -> list[Entry]:
    return [Entry(label=row.values["label"], address=_address(row)) for row in rows]


def _measures(rows: list[Row], before: PolicyContent) -> list[Measure]:
    """What is not typed here, a measure keeps."""
    kept = {measure.address: measure for measure in before.satisfaction}
    measures = []
    for entry in _entries(rows):
        old = kept.get(entry.address)
        changes = {"label": entry.label, "line": None}
        measures.append(
            old.model_copy(update=changes)
            if old
            else Measure(label=entry.label, address=entry.address)
        )
    return measures


def _steps(rows: list[Row], known: set[str]) -> list[Step]:
    used: set[str] = set()
    return [
        Step(
            key=_key(row, "step", known, used),
            text=" ".join(row.values["text"].split()),
            role=Role(row.values["role"]) if row.values["role"] else None,
            stage=Stage(row.values["stage"]),
            address=_address(row),
        )
        for row in rows
    ]


def _deadlines(
    rows: list[Row], lengths: list[_Lengths], before: PolicyContent, known: set[str]
) -> list[Deadline]:
    """Words and place of a deadline are not typed: they are what they were before."""
    kept = {deadline.key: deadline for deadline in before.deadlines}
    used: set[str] = set()
    deadlines = []
    for row, length in zip(rows, lengths, strict=True):
        milestone = Milestone(row.values["milestone"]) if row.values["milestone"] else None
        stem = milestone.value.replace("_", "-") if milestone else "deadline"
        key = _key(row, stem, known, used)
        old = kept.get(key)
        deadlines.append(
            Deadline(
                key=key,
                milestone=milestone,
                start=StartEvent(row.values["start"]) if row.values["start"] else None,
                minimum=length.minimum,
                maximum=length.maximum,
                words=old.words if old else "-",
                address=old.address if old else UNPLACED,
            )
        )
    return deadlines


def _officers(rows: list[Row]) -> list[Officer]:
    return [
        Officer(**{name: row.values[name] for name in ("name", "field", "contact")})
        for row in rows
    ]


def _articles(rows: list[Row], before: PolicyContent) -> list[Article]:
    """The articles of lists stay where they were, the others follow what was typed."""
    typed = {row.values["address"]: row for row in rows if row.values["address"]}
    articles = []
    for article in before.articles:
        if article.kind in LISTED:
            articles.append(article)
        elif article.address in typed:
            articles.append(_article(typed[article.address], article))
    known = {article.address for article in before.articles}
    for row in rows:
        if row.values["address"] not in known:
            place = next(
                (i for i, each in enumerate(articles) if each.kind == ArticleKind.APPROVAL),
                len(articles),
            )
            address = new_address([*before.articles, *articles])
            articles.insert(place, _article(row, Article(address=address, heading="-")))
    return articles


def _article(row: Row, before: Article) -> Article:
    heading = " ".join(row.values["heading"].split())
    lead, listed = [], []
    for line in filter(None, map(str.strip, row.values["body"].splitlines())):
        if line[0] in "-–•":
            listed.append(line[1:].strip())
        else:
            lead.append(line)
    kind = before.kind
    if heading != before.heading:
        guessed = article_kind(heading)
        kind = ArticleKind.TEXT if guessed in LISTED else guessed
    return Article(
        address=before.address,
        heading=heading,
        kind=kind,
        text="\n".join(lead),
        items=tuple(_items(list(filter(None, listed)), before)),
    )


def _items(texts: list[str], before: Article) -> list[Item]:
    """An item that still says the same keeps its address until all are numbered anew."""
    free = {item.text: item.address for item in before.items}
    by_place = [item.address for item in before.items]
    kept = [free.pop(text, None) for text in texts]
    spoken_for = {address for address in kept if address}
    items = []
    for place, (text, address) in enumerate(zip(texts, kept, strict=True)):
        same_place = by_place[place] if place < len(by_place) else UNPLACED
        own = address or (UNPLACED if same_place in spoken_for else same_place)
        items.append(Item(address=own, text=text))
    return items
