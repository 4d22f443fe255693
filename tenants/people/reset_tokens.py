"""Keys of password mails; apart from the adapter, since allauth loads them before its forms exist."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tenants.people.tokens import current_schema


class PasswordResetTokens(PasswordResetTokenGenerator):
    """A key opens only in the schema that sent it, even where a copied schema has the same person."""

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{current_schema()}"
