"""The receipt of a complaint: what was filed as one number, and a page that proves it and tells no more."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.utils import timezone

from core.cases.models import Case
from core.complaints.models import Complaint

KEY_BYTES: Final = 18


@dataclass(frozen=True, slots=True)
class Proof:
    """All that the public page of a receipt shows."""

    reference: str
    day: date
    digest: str


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def filed_digest(case: Case, complaint: Complaint, files: Iterable[str]) -> str:
    """SHA-256 in hex of number, day, words and the SHA-256 of each file, in the order of filing."""
    body = [
        case.reference,
        timezone.localdate(case.received_at).isoformat(),
        complaint.confidentiality,
        complaint.subject_key,
        case.subject,
        case.description,
        complaint.about_words,
        complaint.wanted,
        complaint.damage,
        *files,
    ]
    return sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


def proof_of(key: str) -> Proof | None:
    """None for a key that belongs to no receipt of this association."""
    found = Complaint.objects.select_related("case").filter(receipt_key=key).first()
    if found is None:
        return None
    day = timezone.localdate(found.case.received_at)
    return Proof(found.case.reference, day, found.filed_digest)
