"""What the proxy asks of the control plane."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants.hosts import UnknownHost, tenant_at


@require_safe
def may_have_certificate(request: HttpRequest) -> HttpResponse:
    """Caddy's `ask`: 200 for a name that we serve, 404 for any other, so nobody makes us fetch certificates."""
    try:
        tenant_at(request.GET.get("domain", ""))
    except UnknownHost:
        return HttpResponse(status=404)
    return HttpResponse(status=200)
