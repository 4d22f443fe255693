"""A file as the answer to a request."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def as_file(
    content: bytes | str, media_type: str, name: str, *, inline: bool = False
) -> HttpResponse:
    response = HttpResponse(content, content_type=str(media_type))  # servers take no kind of str
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
