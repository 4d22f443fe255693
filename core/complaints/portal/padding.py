"""Pages of a complaint travel in whole steps of a kilobyte: their length tells a listener little."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase

STEP: Final = 1024
FRAME: Final = len("<!-- -->")

AnyView = Callable[..., HttpResponseBase]


def padded(view: AnyView) -> AnyView:
    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        kind = response.headers.get("Content-Type", "")
        if isinstance(response, HttpResponse) and response.content and "html" in kind:
            response.content += _filling(len(response.content))
        return response

    return wrapper


def _filling(length: int) -> bytes:
    """Random, so that compressing does not take it away; at least the frame of a comment."""
    missing = -(length + FRAME) % STEP
    return f"<!-- {secrets.token_hex(missing // 2 + 1)[:missing]}-->".encode()
