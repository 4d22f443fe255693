"""Photos that a phone sends ahead, one by one, until the intake or report that they belong to arrives.

A photo's row has an id that only the same person, thing and photo give: sent again it is there already,
and nobody can name another's. What nobody comes back for is deleted with other abandoned files.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.encryption import blind_index
from foundation.errors import DomainError, Invalid
from foundation.models import StoredFile
from foundation.uploads import FileKind, check_file, store
from tenants.people.models import User

MOST_PHOTOS: Final = 12
LARGEST_PHOTO: Final = 4 * 1024 * 1024
PICTURES: Final = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})


class PhotoTooLarge(Invalid):
    code = "photo_too_large"
    message = _("This photo is too large. Take it again at a smaller size.")


class PhotosMissing(DomainError):
    """The phone sends these, then the rest again."""

    code = "photos_missing"
    message = _("Some photos have not arrived yet.")


def stage(user: User, operation_id: UUID, photo_id: UUID, content: bytes) -> StoredFile:
    """Once, however often it comes. Raises a kind of Invalid for what is no picture."""
    pk = _id_of(user, operation_id, photo_id)
    if (there := StoredFile.objects.filter(pk=pk).first()) is not None:
        return there
    if len(content) > LARGEST_PHOTO:
        raise PhotoTooLarge
    checked = check_file(content, name=f"photo-{photo_id.hex[:6]}.jpg", accept=PICTURES)
    try:
        with transaction.atomic():
            return store(checked.content, name=checked.name, media_type=checked.kind, pk=pk)
    except IntegrityError:  # the same photo came twice at once
        return StoredFile.objects.get(pk=pk)


def staged(user: User, operation_id: UUID, photo_ids: Sequence[UUID]) -> list[StoredFile]:
    """In the order asked for; raises PhotosMissing."""
    wanted = {photo: _id_of(user, operation_id, photo) for photo in photo_ids}
    there = StoredFile.objects.in_bulk(list(wanted.values()))
    missing = [str(photo) for photo, pk in wanted.items() if pk not in there]
    if missing:
        raise PhotosMissing(photos=missing)
    return [there[wanted[photo]] for photo in photo_ids]


def _id_of(user: User, operation_id: UUID, photo_id: UUID) -> UUID:
    place = f"{user.pk}|{operation_id}|{photo_id}"
    return UUID(bytes=blind_index("field-photo", place)[:16])
