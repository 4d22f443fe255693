"""Everything that changes published questions and answers; every update has its day and says what changed."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from core.actors import Actor, name_of
from core.inquiries import rules
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry
from core.inquiries.words import indexed
from foundation import audit, clock
from foundation.arabic import strip_marks


@dataclass(frozen=True, slots=True)
class Wording:
    """As typed; `change` says what is new since the wording before."""

    question_ar: str
    answer_ar: str
    question_en: str = ""
    answer_en: str = ""
    category: str = ""
    change: str = ""

    def tidied(self) -> "Wording":
        return Wording(
            _line(self.question_ar),
            _text(self.answer_ar),
            _line(self.question_en),
            _text(self.answer_en),
            _line(self.category)[: rules.LONGEST_CATEGORY],
            _line(self.change),
        )


@transaction.atomic
def write_entry(wording: Wording, *, actor: Actor) -> Entry:
    """A draft that nobody outside reads yet."""
    rules.check_can_edit(actor)
    entry = Entry(written_by=name_of(actor), written_at=clock.now())
    _take_over(entry, wording)
    entry.save(force_insert=True)
    audit.record("information.written", entry, actor=actor)
    return entry


@transaction.atomic
def edit_entry(entry_id: uuid.UUID, wording: Wording, *, actor: Actor) -> Entry:
    entry = _locked(entry_id)
    rules.check_can_edit(actor)
    rules.check_is_draft(entry)
    _take_over(entry, wording)
    entry.written_by, entry.written_at = name_of(actor), clock.now()
    entry.save()
    audit.record("information.edited", entry, actor=actor)
    return entry


@transaction.atomic
def begin_wording(entry_id: uuid.UUID, *, actor: Actor) -> Entry:
    """A draft with the words of this one, which stays as it is until the draft is published."""
    earlier = _locked(entry_id)
    rules.check_can_edit(actor)
    wordings = _wordings(earlier)
    if wordings.filter(state=EntryState.DRAFT).exists():
        raise rules.DraftThere
    last = wordings.order_by("-number").values_list("number", flat=True).first() or 0
    draft = Entry(
        key=earlier.key,
        number=last + 1,
        category=earlier.category,
        question_ar=earlier.question_ar,
        answer_ar=earlier.answer_ar,
        question_en=earlier.question_en,
        answer_en=earlier.answer_en,
        search=earlier.search,
        written_by=name_of(actor),
        written_at=clock.now(),
    )
    draft.save(force_insert=True)
    audit.record("information.wording_begun", draft, actor=actor, details={"number": draft.number})
    return draft


@transaction.atomic
def publish_entry(entry_id: uuid.UUID, *, actor: Actor) -> Entry:
    """It takes the place of the wording before, from this moment on."""
    entry = _locked(entry_id)
    rules.check_can_edit(actor)
    rules.check_is_draft(entry)
    rules.check_change(entry.number, entry.change)
    now = clock.now()
    _wordings(entry).filter(state=EntryState.PUBLISHED).update(
        state=EntryState.REPLACED, replaced_at=now
    )
    entry.state, entry.published_at = EntryState.PUBLISHED, now
    entry.save(update_fields=["state", "published_at"])
    audit.record("information.published", entry, actor=actor, details={"number": entry.number})
    return entry


@transaction.atomic
def withdraw_entry(entry_id: uuid.UUID, *, actor: Actor) -> Entry:
    """Nobody finds it any more; what it said, and until when, stays known."""
    entry = _locked(entry_id)
    rules.check_can_edit(actor)
    rules.check_is_published(entry)
    entry.state, entry.replaced_at = EntryState.WITHDRAWN, clock.now()
    entry.save(update_fields=["state", "replaced_at"])
    audit.record("information.withdrawn", entry, actor=actor)
    return entry


@transaction.atomic
def discard_draft(entry_id: uuid.UUID, *, actor: Actor) -> None:
    entry = _locked(entry_id)
    rules.check_can_edit(actor)
    rules.check_is_draft(entry)
    audit.record("information.discarded", entry, actor=actor)
    entry.delete()


def count_opinion(entry: Entry, *, helped: bool) -> None:
    """Whether it helped somebody who read it; nobody is remembered with it."""
    name = "helped" if helped else "not_helped"
    published = Entry.objects.filter(pk=entry.pk, state=EntryState.PUBLISHED)
    published.update(**{name: F(name) + 1})


def _take_over(entry: Entry, typed: Wording) -> None:
    wording = typed.tidied()
    rules.check_wording(
        wording.question_ar, wording.answer_ar, wording.question_en, wording.answer_en
    )
    entry.question_ar, entry.answer_ar = wording.question_ar, wording.answer_ar
    entry.question_en, entry.answer_en = wording.question_en, wording.answer_en
    entry.category, entry.change = wording.category, wording.change
    entry.search = indexed(
        [
            entry.question_ar,
            entry.question_en,
            entry.category,
            entry.answer_ar,
            entry.answer_en,
        ]
    )


def _locked(entry_id: uuid.UUID) -> Entry:
    """With all wordings of it: two that are published at once wait for each other."""
    key = Entry.objects.values_list("key", flat=True).get(pk=entry_id)
    wordings = list(Entry.objects.select_for_update().filter(key=key).order_by("number"))
    found = next((entry for entry in wordings if entry.pk == entry_id), None)
    if found is None:
        raise Entry.DoesNotExist
    return found


def _wordings(entry: Entry) -> QuerySet[Entry]:
    return Entry.objects.filter(key=entry.key)


def _line(text: str) -> str:
    return " ".join(strip_marks(text).split())


def _text(text: str) -> str:
    return strip_marks(text).replace("\r\n", "\n").strip()
