"""Somebody who asks."""

from typing import Any

from core.inquiries.intake import Asker


def asker(**values: Any) -> Asker:
    return Asker(**{"name": "منيرة بنت فهد", **values})
