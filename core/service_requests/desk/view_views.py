"""Keeping and forgetting views of the inbox."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.service_requests import saved_views
from core.service_requests.desk.access import for_case_workers
from core.service_requests.desk.filter_form import Choices, FilterForm
from foundation.errors import DomainError
from tenants.people.access import person


@for_case_workers
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """The filters that are set now, under a name."""
    query = FilterForm(_typed(request), choices=Choices.now()).query()
    try:
        view = saved_views.save_view(
            person(request),
            name=request.POST.get("name", ""),
            query=query,
            shared="shared" in request.POST,
            default="default" in request.POST,
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('desk:inbox')}?{urlencode(query)}")
    messages.success(request, _("The view is kept."))
    return redirect(f"{reverse('desk:inbox')}?{urlencode({**view.query, 'view': view.id})}")


@for_case_workers
@require_POST
def change_view(request: HttpRequest) -> HttpResponse:
    """By its button: forget it, or open the inbox with it."""
    view_id, actor = request.POST.get("view", ""), person(request)
    try:
        if "drop" in request.POST:
            saved_views.drop_view(actor, view_id)
            said = _("The view was removed.")
        else:
            saved_views.choose_default(actor, view_id)
            said = _("Your inbox opens like this from now on.")
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("desk:inbox")


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = QueryDict(request.POST.get("query", "")[:2000])
    return {name: str(value) for name, value in typed.items()}
