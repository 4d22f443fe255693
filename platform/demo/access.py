"""Who can sign in to the demo, and with what: kept in var/demo-access.json, for this machine only."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings


def _path() -> Path:
    return Path(settings.VAR_DIR) / "demo-access.json"


def save(access: dict[str, Any]) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(access, ensure_ascii=False, indent=2), encoding="utf-8")
    path.chmod(0o600)


def load() -> dict[str, Any] | None:
    """None before the demo was filled."""
    path = _path()
    if not path.is_file():
        return None
    access: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return access


def forget() -> None:
    _path().unlink(missing_ok=True)
