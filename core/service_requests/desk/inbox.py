"""The inbox: what is due first, and what is looked for."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core import rules as governing
from core.cases.enums import FINAL_STATUSES
from core.service_requests import rules
from core.service_requests.desk.due import rows_of
from core.service_requests.desk.forms import FilterForm
from core.service_requests.desk.navigation import SEE
from core.service_requests.queries import DUE_SOON, InboxFilters, inbox, requests_visible_to
from foundation import clock
from foundation.access import allows
from tenants.people.access import person, sign_in_required
from tenants.people.models import User
from tenants.people.roles import Permission

PER_PAGE = 25
OTHER_PAGES = (
    (Permission.VIEW_POLICIES, "policies:list"),
    (Permission.MANAGE_PEOPLE, "people:list"),
    (Permission.VIEW_REPORTS, "reports:executive"),
)


@sign_in_required
@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Signing in leads here; who has nothing to do with requests goes on to their own page."""
    actor = person(request)
    if not any(map(actor.has_permission, SEE)):
        return redirect(_first_page(actor))
    response = _fragment(request, actor) if _is_fragment(request) else _page(request, actor)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _page(request: HttpRequest, actor: User) -> HttpResponse:
    figures = _figures(actor)
    may_register = allows(rules.check_can_register, actor)
    context = {
        **_listing(request, actor),
        "figures": figures,
        "may_register": may_register,
        "nothing_yet": figures["all"] == 0,
        "governed": figures["all"] > 0 or _is_governed(),
    }
    return render(request, "desk/inbox.html", context)


def _fragment(request: HttpRequest, actor: User) -> HttpResponse:
    return render(request, "desk/_cases.html", _listing(request, actor))


def _listing(request: HttpRequest, actor: User) -> dict[str, Any]:
    form = FilterForm(request.GET, channels=_channels(actor))
    cases = inbox(actor, _filters(form, actor))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "filtered": any(form.chosen().values()),
    }


def _filters(form: FilterForm, actor: User) -> InboxFilters:
    chosen = form.chosen()
    assignee = str(actor.pk) if chosen["assignee"] == "mine" else chosen["assignee"]
    return InboxFilters(
        search=chosen["search"],
        status=chosen["status"],
        channel=chosen["channel"],
        assignee=assignee,
        late=chosen["late"],
        ended=chosen["ended"] or chosen["status"] in FINAL_STATUSES,
    )


def _channels(actor: User) -> list[tuple[str, str]]:
    """Those that requests came by, also under policies that are no longer in force."""
    used = requests_visible_to(actor).order_by().values("channel_key")
    named = used.annotate(label=Max("channel_label")).order_by("label", "channel_key")
    return [(row["channel_key"], row["label"]) for row in named]


def _figures(actor: User) -> dict[str, int]:
    now = clock.now()
    is_open = Q(closed_at=None)
    requests = requests_visible_to(actor).order_by()
    return requests.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=is_open),
        late=Count("pk", filter=is_open & Q(due_at__lt=now)),
        soon=Count("pk", filter=is_open & Q(due_at__gte=now, due_at__lte=now + DUE_SOON)),
        unassigned=Count("pk", filter=is_open & Q(assignee=None)),
    )


def _is_governed() -> bool:
    try:
        governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return False
    return True


def _first_page(actor: User) -> str:
    pages = (name for permission, name in OTHER_PAGES if actor.has_permission(permission))
    return next(pages, "my_account")


def _is_fragment(request: HttpRequest) -> bool:
    """Going back asks for the whole page again."""
    wanted, restored = "HX-Request", "HX-History-Restore-Request"
    return wanted in request.headers and restored not in request.headers
