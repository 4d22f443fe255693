"""Our sentences call people what the association calls them.

Every sentence passes one place on its way from the catalogs: Django's own four functions.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import _trans  # type: ignore[attr-defined]

from foundation.writing import named

PASSED = ("gettext", "pgettext", "ngettext", "npgettext")


def follow_the_association() -> None:
    """Call it once, from AppConfig.ready."""
    for name in PASSED:
        setattr(_trans, name, _renaming(getattr(_trans, name)))


def _renaming(translated: Callable[..., str]) -> Callable[..., str]:
    @wraps(translated)
    def renaming(*args: Any, **kwargs: Any) -> str:
        text = translated(*args, **kwargs)
        said = named(text)
        # A word of letters alone: what was safe in a page stays so.
        return mark_safe(said) if isinstance(text, SafeData) else said  # noqa: S308

    return renaming
