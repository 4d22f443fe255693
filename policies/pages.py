"""What several pages of the policy need: the version or 404, its state, a file, one service call."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from foundation import uploads
from foundation.errors import DomainError
from foundation.models import StoredFile
from policies import phrases, queries
from policies.enums import VersionState
from policies.models import PolicyVersion
from ui.files import as_file


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
