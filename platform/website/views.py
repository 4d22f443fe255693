"""One page: what Silah is, and the way to an association's own address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.addresses import association_address
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.people.access import public_page
from website.forms import FindForm

SERVING = (AssociationState.READY, AssociationState.SUSPENDED)


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET if "name" in request.GET else None)
    if form.is_valid():
        found = _association(form.cleaned_data["name"])
        if found is not None:
            return redirect(association_address(found))
        form.add_error("name", _("No association has this address name. Check the spelling."))
    context = {"form": form, "domain": settings.SILAH_BASE_DOMAIN}
    return render(request, "website/home.html", context)


def _association(name: str) -> Association | None:
    """By the name alone, or by the whole address as people copy it."""
    host = name.removeprefix("https://").removeprefix("http://").partition("/")[0]
    slug = host.partition(":")[0].removesuffix(f".{settings.SILAH_BASE_DOMAIN}")
    return Association.objects.filter(slug=slug, state__in=SERVING).first()
