"""Names that are made once, sort by time and are never used again."""

from ulid import ULID


def new_ulid() -> str:
    """26 characters, in lower case."""
    return str(ULID()).lower()


def new_schema_name() -> str:
    """Never a customer's name: a name used again would adopt the old customer's data."""
    return f"t_{new_ulid()}"
