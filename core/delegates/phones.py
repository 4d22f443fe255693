"""What ties a phone's drafts to one person: a name without meaning, and the key that opens them."""

import base64
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foundation.encryption import blind_index
from foundation.errors import WrongState
from tenants.people.models import User


class OtherPerson(WrongState):
    code = "other_person"
    message = _("Somebody else is signed in on this phone now. Nothing was sent.")


def owner_of(user: User) -> str:
    """The same on every phone of this person in this association, and nobody's elsewhere."""
    return blind_index("field-owner", str(user.pk)).hex()[:32]


def secret_of(user: User) -> str:
    """32 bytes in base64. A phone forgets them at sign-out; whoever signs in again gets them again."""
    return base64.b64encode(blind_index("field-key", str(user.pk))).decode()


def check_owner(user: User, owner: str) -> None:
    """Raises OtherPerson where the phone sends what somebody else wrote."""
    if owner != owner_of(user):
        raise OtherPerson


def provisional_number(operation_id: UUID) -> str:
    """What the person takes along until the phone has a network: 8 digits, made the same way there."""
    digits = f"{int(operation_id.hex[:8], 16) % 10**8:08d}"
    return f"{digits[:4]}-{digits[4:]}"
