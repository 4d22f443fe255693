"""Secrets that people and programs carry, each bound to the association that gave it out."""

import base64
import hashlib
import secrets
import uuid

from django.utils.crypto import salted_hmac

from tenants.schemas import current_schema

API_TOKEN_MARK = "silah_"  # noqa: S105 (what a key of ours starts with, so that scanners can find it)
PREFIX_LENGTH = len(API_TOKEN_MARK) + 6


def hash_token(purpose: str, token: str) -> str:
    """What is stored. The schema's name is hashed along, so a token means nothing elsewhere."""
    return hashlib.sha256(f"{purpose}\0{current_schema()}\0{token}".encode()).hexdigest()


def invitation_token(invitation_id: uuid.UUID) -> str:
    return derived_token("people.invitation", invitation_id)


def derived_token(purpose: str, row_id: uuid.UUID) -> str:
    """Derived, so that the job that sends the mail can make it; the database cannot give it away."""
    mac = salted_hmac(f"{purpose}.{current_schema()}", str(row_id), algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def new_api_token() -> str:
    return API_TOKEN_MARK + secrets.token_urlsafe(32)
