"""One box for people and cases together; while one types, only the list is drawn anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.people_desk.access import for_case_workers
from core.people_desk.facts import end_of
from core.people_desk.queries import SHOWN, found_cases, found_people
from core.service_requests.desk.due import status_tone
from tenants.people.access import person

LONGEST = 200


@for_case_workers
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    typed = request.GET.get("q", "").strip()[:LONGEST]
    people = list(found_people(actor, typed)[: SHOWN + 1]) if typed else []
    cases = list(found_cases(actor, typed)[: SHOWN + 1]) if typed else []
    context = {
        "typed": typed,
        "people": [(each, end_of(each.identity_number or each.mobile)) for each in people[:SHOWN]],
        "cases": [(case, status_tone(case)) for case in cases[:SHOWN]],
        "more_people": len(people) > SHOWN,
        "more_cases": len(cases) > SHOWN,
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "people_desk/_found.html" if is_fragment else "people_desk/search.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response
