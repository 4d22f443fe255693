"""The liaison officers: who helps whom, who is there now, how to reach them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import rules as governing
from core.inquiries.liaison import officers_of
from foundation import clock
from tenants.people.access import public_page


@public_page
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    try:
        rules = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "portal/no_policy.html")
    context = {"officers": officers_of(rules), "rules": rules}
    return render(request, "inquiries/portal/officers.html", context)
