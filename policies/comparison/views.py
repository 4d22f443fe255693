"""Two versions side by side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from policies.views import found
from tenants.people.access import permission_required
from tenants.people.roles import Permission


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def compare(request: HttpRequest, version_id: UUID) -> HttpResponse:
    found(version_id)
    return HttpResponse()
