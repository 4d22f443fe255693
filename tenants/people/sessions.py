"""Sessions in the database, under keys that can be ones of ours."""

from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: Any) -> bool:
        """PostgreSQL refuses to look for a NUL, which a forged cookie can bring along."""
        known: bool = super()._validate_session_key(key)  # type: ignore[misc]
        return known and key.isascii() and key.isalnum()
