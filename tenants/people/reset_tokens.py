"""Keys of password mails. Not in the adapter: allauth loads them before its forms exist."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenants.people.models import User
from tenants.schemas import current_schema


class PasswordResetTokens(PasswordResetTokenGenerator):
    """A key opens only in the schema that sent it, even where a copy has the same person."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{current_schema()}"
