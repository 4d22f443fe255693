"""Read environment variables, and fail loudly on a wrong one.

A file of NAME=value lines (var/silah.env, or the file that SILAH_ENV_FILE names) fills in what the
environment does not set; set-up writes it with fresh secrets.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]


def load_env_file() -> None:
    path = Path(os.environ.get("SILAH_ENV_FILE", ROOT / "var" / "silah.env"))
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def env_text(name: str, *, default: str) -> str:
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default)).lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name}={value!r}: write 'true' or 'false'")
    return value == "true"


def env_int(name: str, *, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number")
    return int(value)


def env_secret(name: str) -> str:
    """A secret has no default: `make demo` and `make test` write one to var/silah.env."""
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"{name} is not set; run `make demo`, or set it in the environment")


def env_keys(name: str) -> dict[int, str]:
    """Versioned keys written as `2:base64,1:base64`; the highest version encrypts."""
    keys: dict[int, str] = {}
    for item in env_secret(name).split(","):
        version, separator, key = item.strip().partition(":")
        if not separator or not version.isdigit():
            raise ImproperlyConfigured(f"{name}: write keys as version:base64, parted by commas")
        keys[int(version)] = key
    return keys


def env_database(name: str) -> dict[str, str]:
    """NAME, USER, PASSWORD, HOST, PORT from a postgresql:// address; a socket folder goes in ?host=."""
    address = urlsplit(env_secret(name))
    if address.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name}: write postgresql://user:password@host:port/database")
    query = dict(parse_qsl(address.query))
    return {
        "NAME": unquote(address.path.lstrip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": query.get("host", address.hostname or ""),
        "PORT": str(address.port or ""),
    }
