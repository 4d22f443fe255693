"""Types of requests: the list, a new one, and what becomes of a version."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.request_types import queries, services
from core.request_types.comparing import changes
from core.request_types.content import TypeContent, Words
from core.request_types.enums import FormState
from core.request_types.forms import NameForm
from core.request_types.models import RequestTypeVersion
from core.request_types.rules import FormFaulty
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

may_edit = permission_required(Permission.EDIT_REQUEST_TYPES)


@may_edit
@require_safe
def type_list(request: HttpRequest) -> HttpResponse:
    return render(request, "types/list.html", {"types": queries.types()})


@may_edit
@require_http_methods(["GET", "HEAD", "POST"])
def new_type(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = services.create_type(TypeContent(name=form.words()), actor=person(request))
        return redirect("types:version", version.pk)
    return render(request, "types/new.html", {"form": form}, status=400 if form.errors else 200)


@may_edit
@require_http_methods(["GET", "HEAD", "POST"])
def copy_type(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    name = queries.content_of(version).name
    form = NameForm(
        request.POST if request.method == "POST" else None,
        initial={
            "name_ar": f"{name.ar} ({_('copy')})"[:200],
            "name_en": f"{name.en} (copy)"[:200] if name.en else "",
        },
    )
    if form.is_valid():
        words: Words = form.words()
        made = services.duplicate(version.pk, actor=person(request), name=words)
        return redirect("types:version", made.pk)
    context = {"form": form, "version": version, "name": name}
    return render(request, "types/new.html", context, status=400 if form.errors else 200)


@may_edit
@require_POST
def begin_draft(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    return redirect("types:version", services.begin_draft(version.key, actor=person(request)).pk)


@may_edit
@require_POST
def move_type(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    services.move_type(version.key, actor=person(request), by=direction(request))
    return redirect("types:list")


@may_edit
@require_safe
def compare(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """What publishing would change, to be confirmed."""
    return comparison_page(request, version_or_404(type_id))


@may_edit
@require_POST
def publish(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    try:
        services.publish(version.pk, actor=person(request), revision=revision_of(request))
    except FormFaulty as error:
        return comparison_page(request, version, error=error)
    except DomainError as error:
        return comparison_page(request, version_or_404(type_id), error=error)
    messages.success(request, _("The form is published: people fill it in from now on."))
    return redirect("types:list")


@may_edit
@require_POST
def withdraw(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    return _then_list(
        request,
        lambda: services.withdraw(version.pk, actor=person(request)),
        _("The type is not offered any more. Requests that came by it go on."),
    )


@may_edit
@require_POST
def discard(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    return _then_list(
        request,
        lambda: services.discard_draft(version.pk, actor=person(request)),
        _("The draft is gone."),
    )


def _then_list(request: HttpRequest, work: Callable[[], object], done: str) -> HttpResponse:
    try:
        work()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("types:list")


def comparison_page(
    request: HttpRequest, version: RequestTypeVersion, *, error: DomainError | None = None
) -> HttpResponse:
    published = queries.published_version(version.key)
    content = queries.content_of(version)
    before = queries.content_of(published) if published else None
    context = {
        "version": version,
        "content": content,
        "published": published,
        "is_draft": version.state == FormState.DRAFT,
        "changes": changes(before, content),
        "faults": services.faults_now(content),
        "error": str(error) if error and not isinstance(error, FormFaulty) else "",
    }
    status = status_of(error) if error else 200
    return render(request, "types/compare.html", context, status=status)


def version_or_404(type_id: UUID) -> RequestTypeVersion:
    try:
        return queries.type_version(type_id)
    except RequestTypeVersion.DoesNotExist as error:
        raise Http404 from error


def revision_of(request: HttpRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def direction(request: HttpRequest) -> int:
    return -1 if request.POST.get("to") == "up" else 1
