"""Associations: the list, onboarding, progress, and the switches."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console import queries, rules, services
from console.forms import OnboardForm
from foundation.access import reason
from foundation.arabic import clean_typed
from foundation.errors import DomainError
from operators.roles import OperatorPermission
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.people.access import permission_required, person
from tenants.people.models import User
from tenants.provisioning.services import SlugNotUsable, SlugTaken, check_slug


@permission_required(OperatorPermission.VIEW_HEALTH)
@require_safe
def associations(request: HttpRequest) -> HttpResponse:
    context = {
        "all_health": queries.all_health(),
        "why_not_onboard": reason(rules.check_can_onboard, person(request)),
    }
    return render(request, "console/associations.html", context)


@permission_required(OperatorPermission.ONBOARD)
@require_http_methods(["GET", "HEAD", "POST"])
def onboard(request: HttpRequest) -> HttpResponse:
    form = OnboardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            association = services.onboard(person(request), **form.cleaned_data)
        except (SlugTaken, SlugNotUsable) as error:
            form.add_error("slug", str(error))
        else:
            return redirect("console:association", association.pk)
    return render(request, "console/onboard.html", {"form": form})


@permission_required(OperatorPermission.ONBOARD)
@require_safe
def slug_state(request: HttpRequest) -> HttpResponse:
    """The fragment under the address name while it is typed."""
    slug = clean_typed(request.GET.get("slug", "")).lower()
    context = {"slug": slug, "why_not": reason(check_slug, slug) if slug else None}
    return render(request, "console/_slug_state.html", context)


@permission_required(OperatorPermission.VIEW_HEALTH)
@require_safe
def association(request: HttpRequest, association_id: UUID) -> HttpResponse:
    return render(request, "console/association.html", _detail(request, association_id))


@permission_required(OperatorPermission.VIEW_HEALTH)
@require_safe
def progress(request: HttpRequest, association_id: UUID) -> HttpResponse:
    """The part of the page that asks again every two seconds until the set-up ended."""
    return render(request, "console/_progress.html", _detail(request, association_id))


def _detail(request: HttpRequest, association_id: UUID) -> dict[str, object]:
    get_object_or_404(Association, pk=association_id)
    operator = person(request)
    return {
        "health": queries.health_of(association_id),
        "why_not_onboard": reason(rules.check_can_onboard, operator),
        "why_not_suspend": reason(rules.check_can_suspend, operator),
    }


@permission_required(OperatorPermission.ONBOARD)
@require_POST
def retry(request: HttpRequest, association_id: UUID) -> HttpResponse:
    return _step(request, association_id, services.retry, _("The set-up runs again."))


@permission_required(OperatorPermission.SUSPEND)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, association_id: UUID) -> HttpResponse:
    """Asks first, on a page of its own: everybody at the association is cut off at once."""
    if request.method != "POST":
        return _ask_to_suspend(request, association_id)
    words = _("The association is suspended; its pages answer that the space is paused.")
    return _step(request, association_id, services.suspend, words)


@permission_required(OperatorPermission.SUSPEND)
@require_POST
def resume(request: HttpRequest, association_id: UUID) -> HttpResponse:
    return _step(request, association_id, services.resume, _("The association works again."))


def _ask_to_suspend(request: HttpRequest, association_id: UUID) -> HttpResponse:
    association = get_object_or_404(Association, pk=association_id)
    if association.state != AssociationState.READY:
        return redirect("console:association", association_id)
    return render(request, "console/suspend.html", {"association": association})


def _step(
    request: HttpRequest,
    association_id: UUID,
    step: Callable[[User, UUID], Association],
    words: str,
) -> HttpResponse:
    get_object_or_404(Association, pk=association_id)
    try:
        step(person(request), association_id)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("console:association", association_id)
