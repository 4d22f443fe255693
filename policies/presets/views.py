"""Choosing a prepared policy: what there is, how it reads in this association's name, begin."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from policies import services
from policies.presets.shapes import PRESETS, NoSuchPreset, Preset, preset
from tenants.models import Association
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from tenants.schemas import current


@permission_required(Permission.EDIT_POLICIES)
@require_safe
def presets(request: HttpRequest) -> HttpResponse:
    """All of them, or with `?preset=` the words of one."""
    if not (key := request.GET.get("preset")):
        return render(request, "policies/presets/list.html", {"presets": PRESETS})
    chosen = _found(key)
    paragraphs = list(filter(None, _text(chosen).splitlines()))
    return render(
        request, "policies/presets/preset.html", {"preset": chosen, "paragraphs": paragraphs}
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    chosen = _found(request.POST.get("preset", ""))
    version = services.draft_from_preset(chosen, text=_text(chosen), actor=person(request))
    messages.success(request, _("The draft was begun. Read it through and make it yours."))
    return redirect("policies:edit", version.pk)


def _found(key: str) -> Preset:
    try:
        return preset(key)
    except NoSuchPreset as error:
        raise Http404 from error


def _text(chosen: Preset) -> str:
    association = cast("Association", current())
    return chosen.text(association_name=association.name, license_no=association.license_no)
