"""For the association's own site: a frame, a badge, and the page that gives staff the lines to copy."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from policies import queries as policies
from policies.publishing.document import own_address, published
from policies.publishing.views import refusing_tampered
from tenants.people.access import permission_required, public_page
from tenants.people.roles import Permission
from ui.middleware import LANGUAGES, chosen_language


def _for_other_sites(response: HttpResponse) -> HttpResponse:
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
@require_safe
@refusing_tampered
def embed(request: HttpRequest) -> HttpResponse:
    """The one page that any site may frame: no cookie, no script, nothing to send.

    The language is asked for in the address, since a frame of another site has no cookie of ours.
    """
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in LANGUAGES else chosen_language(request)):
        version = policies.version_in_force()
        context = {
            "document": published(version) if version else None,
            "page": own_address("/policy/"),
        }
        return _for_other_sites(render(request, "policies/publishing/embed.html", context))


@public_page
@require_safe
@refusing_tampered
def badge(request: HttpRequest) -> HttpResponse:
    version = policies.version_in_force()
    context = {"document": published(version) if version else None}
    return _for_other_sites(
        render(
            request,
            "policies/publishing/badge.svg",
            context,
            content_type="image/svg+xml; charset=utf-8",
        )
    )


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def for_your_site(request: HttpRequest) -> HttpResponse:
    version = policies.version_in_force()
    addresses = {
        "page": own_address("/policy/"),
        "frame": own_address("/policy/embed/"),
        "badge": own_address("/policy/badge.svg"),
    }
    context = {"version": version, **addresses}
    return render(request, "policies/publishing/for_your_site.html", context)
