"""The policy in force and those before it, for anybody to read, print and cite clause by clause."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.errors import code_of
from foundation.printing import pdf as printing
from foundation.uploads import FileKind
from policies import queries as policies
from policies.integrity import PolicyTampered
from policies.models import PolicyVersion
from policies.publishing import docx, pdf, queries, tasks
from policies.publishing.document import published
from policies.publishing.programs import as_json
from policies.publishing.updates_views import new_form
from tenants.jobs import defer
from tenants.people.access import public_page
from ui.files import as_file

P = ParamSpec("P")
NEXT_LOOK = "3s"
ASKED_SECONDS = 120


def refusing_tampered(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """What no longer is what was approved is not published: a page that says so, with 503."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PolicyTampered as error:
            if request.path.endswith("/json/"):
                answer = {"code": code_of(error), "detail": str(error)}
                return JsonResponse(answer, status=503)
            return render(
                request, "policies/publishing/tampered.html", {"error": error}, status=503
            )

    return guarded


@public_page
@require_safe
@refusing_tampered
def policy(request: HttpRequest) -> HttpResponse:
    version = policies.version_in_force()
    if version is None:
        return render(request, "policies/publishing/nothing.html")
    return _page(request, version)


@public_page
@require_safe
@refusing_tampered
def version_page(request: HttpRequest, number: int) -> HttpResponse:
    """For ever at this address, whatever is in force today."""
    return _page(request, _found(number))


@public_page
@require_safe
@refusing_tampered
def policy_json(request: HttpRequest) -> HttpResponse:
    version = policies.version_in_force()
    if version is None:
        answer = {"code": "no_policy_in_force", "detail": _("No policy is in force yet.")}
        return JsonResponse(answer, status=404)
    return _json(version)


@public_page
@require_safe
@refusing_tampered
def version_json(request: HttpRequest, number: int) -> HttpResponse:
    return _json(_found(number))


@public_page
@require_safe
@refusing_tampered
def canonical(request: HttpRequest, number: int) -> HttpResponse:
    """The very bytes whose SHA-256 is the digest."""
    document = published(_found(number))
    written = document.content.canonical().encode()
    return as_file(written, "text/plain; charset=utf-8", pdf.file_name(document, ".txt"))


@public_page
@require_safe
@refusing_tampered
def version_docx(request: HttpRequest, number: int) -> HttpResponse:
    document = published(_found(number))
    return as_file(docx.docx_of(document), FileKind.DOCX, pdf.file_name(document, ".docx"))


@public_page
@require_safe
@refusing_tampered
def version_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The file, or 202 with a page that looks again while a worker makes it."""
    version = _found(number)
    document = published(version)
    made = pdf.kept(version)
    if version.pdf_file is not None and made is not None:
        if request.headers.get("HX-Request"):
            return render(request, "policies/publishing/_pdf_ready.html", {"document": document})
        return as_file(made, FileKind.PDF, version.pdf_file.name, inline=True)
    _ask_for(version)
    template = "_pdf_waiting.html" if request.headers.get("HX-Request") else "pdf_waiting.html"
    return render(
        request,
        f"policies/publishing/{template}",
        {"document": document, "available": printing.is_available(), "next_look": NEXT_LOOK},
        status=202,
    )


def _ask_for(version: PolicyVersion) -> None:
    """Hand it to the worker, unless that was done just now or it is there."""
    if version.pdf_file_id is not None or not printing.is_available():
        return
    if cache.add(f"policy-pdf:{version.pk}", 1, ASKED_SECONDS):
        defer(tasks.make_policy_pdf, version_id=str(version.pk))


def _found(number: int) -> PolicyVersion:
    try:
        return queries.published(number)
    except (PolicyVersion.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def _page(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    document = published(version)
    return render(
        request,
        "policies/publishing/policy.html",
        {
            "document": document,
            "version": version,
            "content": document.content,
            "approval": document.approval,
            "successor": queries.successor(version),
            "versions": list(queries.published_versions()),
            "form": new_form(),
        },
    )


def _json(version: PolicyVersion) -> HttpResponse:
    answer = as_json(published(version))
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
