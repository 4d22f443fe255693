"""One page from which all settings of the association are reached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.configuration.navigation import WHO_SETS_UP
from core.configuration.registry import pages_for
from tenants.people.access import any_permission_required, person


@any_permission_required(*WHO_SETS_UP)
@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    pages = [
        {"page": page, "state": page.state() if page.state else ""}
        for page in pages_for(person(request))
    ]
    return render(request, "configuration/hub.html", {"pages": pages})
