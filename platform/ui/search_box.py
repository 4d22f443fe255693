"""The one box on top of every page of the desk, by which people look things up."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class SearchBox:
    """Asks `url_name` with `q`; its answer to htmx is the list alone. One permission is enough."""

    url_name: str
    label: str | Promise
    permission: tuple[str, ...]


_boxes: list[SearchBox] = []


def register(box: SearchBox) -> None:
    """Call it from AppConfig.ready."""
    _boxes[:] = [box]


def search_for(request: HttpRequest) -> dict[str, str] | None:
    """Its address and label, for those who may use it on a site that has it."""
    if not _boxes:
        return None
    has_permission = getattr(getattr(request, "user", None), "has_permission", None)
    if has_permission is None or not any(map(has_permission, _boxes[0].permission)):
        return None
    try:
        return {"url": reverse(_boxes[0].url_name), "label": str(_boxes[0].label)}
    except NoReverseMatch:
        return None
