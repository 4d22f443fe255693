"""The secret of a member's link: derived, so that the job that mails it can make it."""

import base64
import uuid

from django.utils.crypto import salted_hmac

from tenants.people.tokens import hash_token
from tenants.schemas import current_schema

PURPOSE = "board-ballot"


def ballot_token(ballot_id: uuid.UUID) -> str:
    mac = salted_hmac(f"policies.{PURPOSE}.{current_schema()}", str(ballot_id), algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def hashed(token: str) -> str:
    return hash_token(PURPOSE, token)
