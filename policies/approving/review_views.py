"""The review of a version: each clause with the remarks on it, and their answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import allows
from foundation.errors import DomainError
from policies import rules, services
from policies.models import ClauseComment, PolicyVersion
from policies.pages import found, with_tone
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def review(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _page(request, found(version_id))


@permission_required(Permission.VIEW_POLICIES)
@require_POST
def comment(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, address = found(version_id), request.POST.get("address", "")[:40]
    typed = request.POST.get("text", "")
    try:
        services.add_comment(version.pk, actor=person(request), address=address, text=typed)
    except DomainError as error:
        return _page(request, version, refused=address, typed=typed, error=str(error))
    messages.success(request, _("Your remark was kept."))
    return redirect(reverse("policies:review", args=[version.pk]) + f"#c{address}")


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def resolve(request: HttpRequest, version_id: UUID, comment_id: UUID) -> HttpResponse:
    version, typed = found(version_id), request.POST.get("resolution", "")
    if not ClauseComment.objects.filter(pk=comment_id, version=version).exists():
        raise Http404
    try:
        settled = services.resolve_comment(
            version.pk, comment_id, actor=person(request), resolution=typed
        )
    except DomainError as error:
        return _page(request, version, refused=str(comment_id), typed=typed, error=str(error))
    messages.success(request, _("The answer was kept."))
    return redirect(reverse("policies:review", args=[version.pk]) + f"#c{settled.address}")


def _page(
    request: HttpRequest,
    version: PolicyVersion,
    *,
    refused: str = "",
    typed: str = "",
    error: str = "",
) -> HttpResponse:
    remarks = list(
        ClauseComment.objects.filter(version=version)
        .select_related("author", "resolved_by")
        .order_by("created_at", "pk")
    )
    context = {
        **with_tone(version),
        "clauses": _clauses(version, remarks),
        "open_remarks": sum(remark.resolved_at is None for remark in remarks),
        "may_comment": allows(rules.check_can_comment, person(request), version),
        "may_resolve": allows(rules.check_can_resolve_comment, person(request), version),
        "refused": refused,
        "typed": typed,
        "error": error,
    }
    return render(request, "policies/approving/review.html", context, status=400 if error else 200)


def _clauses(version: PolicyVersion, remarks: list[ClauseComment]) -> list[dict[str, Any]]:
    """In the order of the document; remarks on clauses that are gone stand at the end."""
    content = version.load_content()
    headings = {article.address: article.heading for article in content.articles}
    left = {remark.pk: remark for remark in remarks}
    rows: list[dict[str, Any]] = []
    for address, text in content.clauses():
        own = [left.pop(remark.pk) for remark in remarks if remark.address == address]
        heading = headings.get(address, "")
        rows.append(
            {
                "address": address,
                "heading": heading,
                "text": "" if text == heading else text,
                "remarks": [{"remark": each, "reworded": each.quoted != text} for each in own],
            }
        )
    gone = [{"remark": remark, "reworded": True} for remark in left.values()]
    if gone:
        rows.append(
            {"address": "", "heading": _("Clauses that are gone"), "text": "", "remarks": gone}
        )
    return rows
