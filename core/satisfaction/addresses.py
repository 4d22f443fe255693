"""Addresses that open a questionnaire without an account: a link for one person, a code for a poster.

Both are made from the association's key and the row that they belong to, so that a reminder can carry
the same link, while what is stored only recognises it.
"""

import base64
from uuid import UUID

from foundation.encryption import blind_index, keyring

CODE_BYTES = 10


def link_token(answer_id: UUID) -> str:
    """32 bytes, in letters that an address may hold."""
    return _text(blind_index("survey-link", str(answer_id)))


def poster_code(round_id: UUID) -> str:
    """Short enough for a QR code that a cheap printer draws, and for typing."""
    digest = blind_index("survey-poster", str(round_id))[:CODE_BYTES]
    return base64.b32encode(digest).decode().lower()


def index_of(code: str) -> bytes:
    """What is stored in place of a token or code."""
    return keyring().peppered(code)


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
