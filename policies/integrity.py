"""Whether a version still says what was approved: what is published or acted on is checked first."""

import logging

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from foundation.errors import DomainError
from policies.content import PolicyContent
from policies.enums import VersionState
from policies.models import PolicyVersion
from policies.workflow import FROZEN

logger = logging.getLogger(__name__)
SEALED = (*FROZEN, VersionState.AWAITING_BOARD)


class PolicyTampered(DomainError):
    """A version no longer matches the digest that was taken when the board was asked."""

    code = "policy_tampered"
    message = _(
        "The stored text of version %(number)s is not the text that was approved: its digest "
        "differs. It is neither shown nor used until that is put right."
    )


def checked_content(version: PolicyVersion) -> PolicyContent:
    """The content of a version; raises PolicyTampered if it changed since the board was asked."""
    try:
        content = version.load_content()
    except ValidationError:
        content = None
    if content is not None and version.state not in SEALED:
        return content
    if content is None or content.digest() != version.digest:
        logger.critical("Policy version %s no longer matches its digest.", version.pk)
        raise PolicyTampered(number=version.number)
    return content


def is_whole(version: PolicyVersion) -> bool:
    try:
        checked_content(version)
    except PolicyTampered:
        return False
    return True
