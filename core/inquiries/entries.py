"""Reading published questions and answers: by category, by words, with their history."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from core.inquiries import words
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry
from foundation.arabic import searchable
from foundation.word_search import HasWords

MOST_FOUND = 50
MOST_PROPOSED = 5
MOST_LISTED = 1000
FOR_A_QUESTION, FOR_AN_ANSWER = 3, 1
_PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The published answers of one category; `name` is empty for those without."""

    name: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Piece:
    """Of a wording: words that stayed (""), went ("del") or came ("ins")."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """One dated wording, and its differences from the one before."""

    entry: Entry
    question: list[Piece]
    answer: list[Piece]


def question_of(entry: Entry, language: str | None = None) -> str:
    """In the language of the page where it was written in it, else in Arabic."""
    return entry.question_en if _in_english(entry, language) else entry.question_ar


def answer_of(entry: Entry, language: str | None = None) -> str:
    return entry.answer_en if _in_english(entry, language) else entry.answer_ar


def _in_english(entry: Entry, language: str | None) -> bool:
    return (language or get_language() or "ar").startswith("en") and bool(entry.answer_en)


def published() -> QuerySet[Entry]:
    return Entry.objects.filter(state=EntryState.PUBLISHED).order_by("question_ar", "pk")


def shelves(entries: Iterable[Entry]) -> list[Shelf]:
    """By category in the order of the alphabet, those without one last."""
    by_name: dict[str, Shelf] = {}
    for entry in entries:
        shelf = by_name.setdefault(searchable(entry.category), Shelf(entry.category, []))
        shelf.entries.append(entry)
    for shelf in by_name.values():
        shelf.entries.sort(key=lambda entry: (searchable(question_of(entry)), str(entry.pk)))
    return [by_name[name] for name in sorted(by_name, key=lambda name: (not name, name))]


def found(typed: str, *, among: QuerySet[Entry] | None = None) -> list[Entry]:
    """With every word that was typed; those that have it in the question before the others."""
    looked_for = words.wanted(typed)
    if not looked_for:
        return []
    entries = published() if among is None else among
    matching = entries.filter(HasWords("search", words.all_of(looked_for)))
    return _ranked(matching[:MOST_LISTED], looked_for)[:MOST_FOUND]


def proposed(asked: str) -> list[Entry]:
    """What may answer a whole question: those that share most of its words, if they share enough."""
    looked_for = words.wanted(asked)
    if not looked_for:
        return []
    matching = published().filter(HasWords("search", words.any_of(looked_for)))[:MOST_LISTED]
    enough = FOR_A_QUESTION if len(looked_for) > 1 else FOR_AN_ANSWER
    scored = [entry for entry in matching if _score(entry, looked_for) >= enough]
    return _ranked(scored, looked_for)[:MOST_PROPOSED]


def _ranked(entries: Iterable[Entry], looked_for: list[str]) -> list[Entry]:
    return sorted(
        entries,
        key=lambda entry: (
            -_score(entry, looked_for),
            searchable(entry.question_ar),
            str(entry.pk),
        ),
    )


def _score(entry: Entry, looked_for: list[str]) -> int:
    in_question = words.hits(looked_for, f"{entry.question_ar} {entry.question_en}")
    anywhere = words.hits(looked_for, f"{entry.answer_ar} {entry.answer_en} {entry.category}")
    return FOR_A_QUESTION * in_question + FOR_AN_ANSWER * anywhere


def published_entry(key: UUID) -> Entry:
    """Raises Entry.DoesNotExist for what was withdrawn too."""
    return published().get(key=key)


def history(key: UUID) -> list[Update]:
    """Everything that was ever published under this key, the newest first."""
    rows = Entry.objects.filter(key=key, published_at__isnull=False).order_by("number")
    updates: list[Update] = []
    before: Entry | None = None
    for entry in rows:
        updates.append(update_of(entry, before))
        before = entry
    return updates[::-1]


def update_of(entry: Entry, before: Entry | None) -> Update:
    if before is None:
        return Update(entry, [Piece(entry.question_ar)], [Piece(entry.answer_ar)])
    return Update(
        entry,
        differences(before.question_ar, entry.question_ar),
        differences(before.answer_ar, entry.answer_ar),
    )


def before(entry: Entry) -> Entry | None:
    """The wording that this one replaces, or replaced."""
    earlier = Entry.objects.filter(
        key=entry.key, number__lt=entry.number, published_at__isnull=False
    )
    return earlier.order_by("-number").first()


def differences(old: str, new: str) -> list[Piece]:
    """Word by word, runs of one kind joined."""
    olds, news = _PIECES.findall(old), _PIECES.findall(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=olds, b=news, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(olds[start:end])))
            continue
        for text, mark in (("".join(olds[start:end]), "del"), ("".join(news[from_:to]), "ins")):
            if text:
                pieces.append(Piece(text, mark))
    return pieces


def listed() -> QuerySet[Entry]:
    """For the desk: what is published, what is being written, what was withdrawn."""
    shown = Q(state__in=[EntryState.PUBLISHED, EntryState.DRAFT, EntryState.WITHDRAWN])
    return Entry.objects.filter(shown).order_by("category", "question_ar", "number", "pk")


def categories() -> list[str]:
    """All names in use, for those who write."""
    names = (
        Entry.objects.exclude(category="").order_by("category").values_list("category", flat=True)
    )
    return sorted(set(names), key=searchable)


def updated_between(since: datetime, until: datetime) -> list[Entry]:
    """Published after `since`, or withdrawn after it; each key once, by its last change."""
    changed = Entry.objects.filter(
        Q(state=EntryState.PUBLISHED, published_at__gt=since, published_at__lte=until)
        | Q(state=EntryState.WITHDRAWN, replaced_at__gt=since, replaced_at__lte=until)
    )
    last: dict[UUID, Entry] = {}
    for entry in changed.order_by("number"):
        last[entry.key] = entry
    return sorted(last.values(), key=lambda entry: (searchable(entry.question_ar), str(entry.pk)))
