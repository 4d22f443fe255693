"""Keys of the shared cache: every key names the schema whose cache it is in."""

from typing import Any

from django.db import connection
from django_tenants.utils import get_public_schema_name


class NoTenantForCache(Exception):
    """Outside associations and the operators' schema there is no cache, and no key to share."""


def make_key(key: Any, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION."""
    schema = getattr(connection, "schema_name", None)
    if not schema or schema == get_public_schema_name():
        raise NoTenantForCache
    return f"{schema}:{key_prefix}:{version}:{key}"
