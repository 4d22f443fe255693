"""What several pages of the policy need: the version or 404, its state, a file, one service call."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from foundation import uploads
from foundation.errors import DomainError
from foundation.models import StoredFile
from policies import phrases, queries
from policies.content import PolicyContent
from policies.enums import VersionState
from policies.models import PolicyVersion


def found(version_id: UUID) -> PolicyVersion:
    try:
        return queries.version(version_id)
    except PolicyVersion.DoesNotExist as error:
        raise Http404 from error


def with_tone(version: PolicyVersion) -> dict[str, Any]:
    return {"version": version, "tone": phrases.TONES[VersionState(version.state)]}


def stored_file(stored: StoredFile | None) -> HttpResponse:
    if stored is None:
        raise Http404
    return as_file(uploads.open_stored(stored), stored.media_type, stored.name)


def as_file(
    content: bytes | str, media_type: str, name: str, *, inline: bool = False
) -> HttpResponse:
    response = HttpResponse(content, content_type=str(media_type))  # servers take no kind of str
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def articles_of(content: PolicyContent) -> list[dict[str, Any]]:
    """A document to be read from its top to its end."""
    return [
        {"article": article, "items": content.items_of(article)} for article in content.articles
    ]


def revision_of(request: HttpRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def done(
    request: HttpRequest, said: str, then: str, service: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    """One service call; where it is refused, its sentence stands on the page it came from."""
    try:
        service(*args, **kwargs)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(then)
