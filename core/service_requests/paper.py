"""Letters and faxes: their number in the paper register, and what a machine reads in their scans."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.cases.models import Case, CaseDocument
from core.rules import Channel, ChannelKind, GoverningRules
from foundation import uploads
from foundation.arabic import clean_typed
from foundation.errors import Invalid
from foundation.identity import (
    InvalidIdentityNumber,
    InvalidMobile,
    normalise_identity_number,
    normalise_mobile,
)
from foundation.models import StoredFile
from foundation.recognition import letters
from foundation.recognition.letters import Unrecognised
from foundation.uploads import FileKind

PAPER: Final = (ChannelKind.LETTER, ChannelKind.FAX)
MOST_PAGES_READ: Final = 12
LONGEST_GUESS: Final = 200
_WORDS: Final = UUID("6f1c4cc5-6a7e-4d0b-9a0e-7b0f6f5c1d52")
_AFTER: Final = {
    "name": re.compile(r"(?:مقدمة? الطلب|اسم المستفيدة?|الاسم)\s*[:/]\s*(.+)"),
    "subject": re.compile(r"(?:الموضوع|بشأن)\s*[:/]\s*(.+)"),
}


class RegisterNumberTaken(Invalid):
    code = "register_number_taken"
    message = _("The register of %(year)s has a paper with the number “%(number)s” already.")


def paper_channels(rules: GoverningRules) -> list[Channel]:
    return [channel for channel in rules.channels if channel.kind in PAPER]


def next_register_number(at: datetime) -> str:
    """One more than the highest of the year; numbers that are none are left out of account."""
    taken = _papers_of_year(at).values_list("register_number", flat=True)
    numbers = [int(number) for number in taken if re.fullmatch("[0-9]{1,9}", number)]
    return str(max(numbers, default=0) + 1)


def check_register_number_is_free(number: str, at: datetime, *, case: Case | None = None) -> None:
    """Raises RegisterNumberTaken. Receptions of a year go one by one, so asked within one it holds."""
    number = clean_typed(number)
    others = _papers_of_year(at).filter(register_number=number)
    if case is not None:
        others = others.exclude(pk=case.pk)
    if number and others.exists():
        raise RegisterNumberTaken(year=timezone.localtime(at).year, number=number)


def _papers_of_year(at: datetime) -> QuerySet[Case]:
    year = timezone.localtime(at).year
    return Case.objects.filter(channel_kind__in=PAPER, received_at__year=year).order_by("pk")


# --- what a machine reads ------------------------------------------------------------------------


def read_scan(file: StoredFile) -> str:
    """Stored beside the scan, so that it is read once. What cannot be read has no words."""
    data = uploads.open_stored(file)
    try:
        count = min(letters.pages_of(data), MOST_PAGES_READ)
        words = "\n\n".join(letters.words_of_page(data, page).strip() for page in range(count))
    except Unrecognised:
        words = ""
    if words_of(file) is None:
        name = "words.txt"
        uploads.store(words.encode(), name=name, media_type=FileKind.TEXT.value, pk=_place(file))
    return words


def words_of(file: StoredFile) -> str | None:
    """None while nobody has read it yet."""
    stored = StoredFile.objects.filter(pk=_place(file)).first()
    return uploads.open_stored(stored).decode() if stored else None


def keep_words(case: Case, files: list[StoredFile]) -> None:
    """With the documents that the scans have become: a draft for people to search, never more."""
    for document in CaseDocument.objects.filter(case=case, file__in=files).order_by("pk"):
        words = words_of(document.file)
        if words:
            document.recognised_text = words
            document.save(update_fields=["recognised_text"])


def suggestions(words: str) -> dict[str, list[str]]:
    """What may be the name, identity number, mobile and subject; a person accepts it, or nobody does."""
    found: dict[str, list[str]] = {
        "name": [],
        "identity_number": [],
        "mobile": [],
        "subject": [],
    }
    for line in words.splitlines():
        for field, after in _AFTER.items():
            if match := after.search(line):
                found[field].append(" ".join(match[1].split())[:LONGEST_GUESS])
    for number in re.findall(r"(?<![0-9])[0-9]{10}(?![0-9])", clean_typed(words)):
        _add_number(found, number)
    return {field: list(dict.fromkeys(guesses))[:3] for field, guesses in found.items()}


def _add_number(found: dict[str, list[str]], number: str) -> None:
    try:
        found["identity_number"].append(normalise_identity_number(number))
    except InvalidIdentityNumber:
        try:
            normalise_mobile(number)
        except InvalidMobile:
            return
        found["mobile"].append(number)


def _place(file: StoredFile) -> UUID:
    return uuid5(_WORDS, str(file.pk))
