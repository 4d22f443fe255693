"""Files that come with a complaint: stored under names that tell nothing, and gone again if it fails."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.cases.models import CaseDocument
from core.cases.papers import NewDocument
from foundation import uploads
from foundation.models import StoredFile
from foundation.uploads import CheckedFile


@contextmanager
def stored(checked: Sequence[CheckedFile], *, nameless: bool) -> Iterator[tuple[NewDocument, ...]]:
    """`nameless`: what a file was called could say whose it is. Those that nothing was done with go."""
    papers: list[NewDocument] = []
    try:
        for number, file in enumerate(checked, start=1):
            papers.append(NewDocument(_store(file, number, nameless=nameless), _purpose()))
        yield tuple(papers)
    finally:
        _discard_unused([paper.file for paper in papers])


def _store(checked: CheckedFile, number: int, *, nameless: bool) -> StoredFile:
    if not nameless:
        return uploads.store_checked(checked)
    name = f"file-{number}{uploads.SUFFIXES[checked.kind]}"
    return uploads.store(checked.content, name=name, media_type=checked.kind)


def _purpose() -> str:
    with override(settings.LANGUAGE_CODE):
        return _("Sent with the complaint")


def _discard_unused(files: list[StoredFile]) -> None:
    if not files:
        return
    used = set(CaseDocument.objects.filter(file__in=files).values_list("file_id", flat=True))
    for file in files:
        if file.pk not in used:
            uploads.discard(file)
