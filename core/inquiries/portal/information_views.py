"""Published questions and answers for everybody: looked for, read, printed, judged."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.inquiries import entries, publishing
from core.inquiries.models import Entry
from foundation import limits
from tenants.people.access import public_page

LONGEST = 200
JUDGED = "information_judged"
MOST_JUDGED = 200
OPINIONS_PER_HOUR, HOUR = 60, 3600


@public_page
@require_safe
def information(request: HttpRequest) -> HttpResponse:
    """All by category, or what was looked for; while one types, only the list is drawn anew."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"typed": typed}
    if typed:
        context["found"] = entries.found(typed)
    else:
        context["shelves"] = entries.shelves(entries.published()[: entries.MOST_LISTED])
    if request.headers.get("HX-Request") == "true":
        response = render(request, "inquiries/portal/_entries.html", context)
    else:
        response = render(request, "inquiries/portal/information.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@public_page
@require_safe
def entry(request: HttpRequest, entry_key: UUID) -> HttpResponse:
    shown = _found(entry_key)
    context = {
        "entry": shown,
        "history": entries.history(entry_key),
        "judged": str(shown.pk) in request.session.get(JUDGED, []),
    }
    return render(request, "inquiries/portal/entry.html", context)


@public_page
@require_POST
def opinion(request: HttpRequest, entry_key: UUID) -> HttpResponse:
    """Once per session; somebody whom it did not help is led to ask."""
    shown = _found(entry_key)
    judged: list[str] = request.session.get(JUDGED, [])
    helped = request.POST.get("helped") == "yes"
    if str(shown.pk) not in judged:
        try:
            limits.hit("information-opinion", str(shown.pk), OPINIONS_PER_HOUR, HOUR)
        except limits.TooManyAttempts as error:
            messages.error(request, str(error))
            return redirect("information:entry", entry_key)
        publishing.count_opinion(shown, helped=helped)
        request.session[JUDGED] = [*judged, str(shown.pk)][-MOST_JUDGED:]
    if helped:
        messages.success(request, _("Thank you. Good to know that it helped."))
        return redirect("information:entry", entry_key)
    messages.info(request, _("Thank you for telling us. Ask us in your own words:"))
    return redirect(reverse("information:ask"))


def _found(entry_key: UUID) -> Entry:
    try:
        return entries.published_entry(entry_key)
    except Entry.DoesNotExist as error:
        raise Http404 from error
