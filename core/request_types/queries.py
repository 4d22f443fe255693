"""Reads of request types."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Max

from core.request_types.content import TypeContent
from core.request_types.enums import FormState
from core.request_types.models import RequestTypeVersion
from foundation import clock

# Whoever filled in a form that was replaced meanwhile has not filled it in for nothing.
STILL_TAKEN = timedelta(days=1)


@dataclass(slots=True)
class TypeLine:
    """One type: the version that is in use or was last, and the draft that may follow it."""

    key: str
    versions: list[RequestTypeVersion] = field(default_factory=list)

    @property
    def draft(self) -> RequestTypeVersion | None:
        return next((each for each in self.versions if each.state == FormState.DRAFT), None)

    @property
    def published(self) -> RequestTypeVersion | None:
        return next((each for each in self.versions if each.state == FormState.PUBLISHED), None)

    @property
    def shown(self) -> RequestTypeVersion:
        return self.published or self.draft or self.versions[0]

    @property
    def content(self) -> TypeContent:
        return content_of(self.shown)


def content_of(version: RequestTypeVersion) -> TypeContent:
    return TypeContent.model_validate(version.content)


def types() -> list[TypeLine]:
    """All of them, as staff see them, in one query."""
    lines: dict[str, TypeLine] = {}
    for version in RequestTypeVersion.objects.order_by("order", "key", "-number"):
        lines.setdefault(version.key, TypeLine(version.key)).versions.append(version)
    return list(lines.values())


def published() -> list[RequestTypeVersion]:
    """In the order in which people see them."""
    return list(
        RequestTypeVersion.objects.filter(state=FormState.PUBLISHED).order_by("order", "key", "pk")
    )


def open_to(channel_key: str) -> list[tuple[RequestTypeVersion, TypeContent]]:
    """Those that can be asked for by this channel."""
    found = [(version, content_of(version)) for version in published()]
    return [(version, content) for version, content in found if content.is_open_to(channel_key)]


def type_version(version_id: UUID) -> RequestTypeVersion:
    """Raises RequestTypeVersion.DoesNotExist."""
    return RequestTypeVersion.objects.get(pk=version_id)


def published_version(key: str) -> RequestTypeVersion | None:
    return RequestTypeVersion.objects.filter(key=key, state=FormState.PUBLISHED).first()


def is_usable(version: RequestTypeVersion) -> bool:
    """Published, or replaced so lately that somebody may still have it before them."""
    if version.state == FormState.REPLACED:
        return version.changed_at > clock.now() - STILL_TAKEN
    return version.state == FormState.PUBLISHED


def draft_of(key: str) -> RequestTypeVersion | None:
    return RequestTypeVersion.objects.filter(key=key, state=FormState.DRAFT).first()


def next_number(key: str) -> int:
    last = RequestTypeVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def next_order() -> int:
    last = RequestTypeVersion.objects.aggregate(last=Max("order"))["last"]
    return (last or 0) + 1
