"""Reading what a provider says: never trusted to be what its documentation promises."""

import json
import re
from typing import Final

_CODE: Final = re.compile(r"[^A-Za-z0-9_.-]")


def read_json(body: bytes) -> object:
    """None for what is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def found_at(content: object, path: str) -> object:
    """What stands at a path such as data.0.id; None where nothing does."""
    if not path:
        return None
    for step in path.split("."):
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and step.isdecimal() and int(step) < len(content):
            content = content[int(step)]
        else:
            return None
    return content


def code_at(content: object, path: str) -> str:
    """A code is kept and shown to everybody, so it is letters and digits only."""
    found = found_at(content, path)
    if not isinstance(found, str | int):
        return ""
    return _CODE.sub("", str(found))[:40]
