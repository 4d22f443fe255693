"""What a person is told on every page of the desk until it is done: apps register who knows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, and the page that settles it. Tones: warning, error."""

    text: str
    url: str
    action: str
    tone: str = "warning"


Source = Callable[[HttpRequest], Notice | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Call it from AppConfig.ready; it is asked for signed-in people alone, and not on its own page."""
    if source not in _sources:
        _sources.append(source)


def notices(request: HttpRequest) -> list[Notice]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    found = (source(request) for source in _sources)
    return [notice for notice in found if notice is not None and notice.url != request.path]
