"""The start page: what the association promises, and the two things to do here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import rules as governing
from core.service_requests.channels import online_channel
from core.service_requests.portal import choosing
from core.service_requests.portal.complaining import complaining_under
from core.service_requests.portal.promises import promises_of, published_page
from foundation import clock
from tenants.people.access import public_page


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    try:
        rules = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "portal/no_policy.html")
    online = online_channel(rules)
    return render(
        request,
        "portal/home.html",
        {
            "rules": rules,
            "promises": promises_of(rules),
            "complaining": complaining_under(rules),
            "compensation": rules.compensation,
            "policy_page": published_page(rules.version_id),
            "online": online,
            "choices": choosing.choices(rules, online) if online else [],
        },
    )
