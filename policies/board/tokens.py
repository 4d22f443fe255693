"""The secret of a member's link: derived, so that the job that mails it can make it."""

import uuid

from tenants.people.tokens import derived_token, hash_token

PURPOSE = "board-ballot"


def ballot_token(ballot_id: uuid.UUID) -> str:
    return derived_token(f"policies.{PURPOSE}", ballot_id)


def hashed(token: str) -> str:
    return hash_token(PURPOSE, token)
