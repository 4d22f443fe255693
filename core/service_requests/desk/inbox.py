"""The inbox: what is due first, what is looked for, and the views that people come back to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core import rules as governing
from core.cases.models import Case
from core.request_types.enums import Priority
from core.service_requests import daily_rules, rules, saved_views
from core.service_requests.desk.due import rows_of
from core.service_requests.desk.filter_form import Choices, FilterForm, views_filters
from core.service_requests.desk.navigation import SEE
from core.service_requests.inbox import MOST_LISTED, counts, inbox, page_of
from core.service_requests.queries import requests_visible_to
from core.service_requests.saved_views import Shelf, View
from foundation import clock, writing
from foundation.access import allows
from tenants.people.access import person, sign_in_required
from tenants.people.models import User
from tenants.people.roles import Permission

OTHER_PAGES = (
    (Permission.HANDLE_COMPLAINTS, "complaints:list"),
    (Permission.VIEW_POLICIES, "policies:list"),
    (Permission.MANAGE_PEOPLE, "people:list"),
    (Permission.VIEW_REPORTS, "reports:executive"),
)
# What the cards on top show; all other views are chips below them.
CARDS = {"all": "", "late": "late", "soon": "soon", "nobody": ""}


@dataclass(frozen=True, slots=True)
class Counted:
    """A view with how many requests it shows; `figure`: as people read it."""

    view: View
    number: int
    is_current: bool
    tone: str = ""

    @property
    def url(self) -> str:
        return f"{reverse('desk:inbox')}?{urlencode({**self.view.query, 'view': self.view.id})}"

    @property
    def figure(self) -> str:
        return figure_of(self.number)


def figure_of(number: int) -> str:
    """Beyond what is counted: «1,000+»."""
    shown = f"{MOST_LISTED:,}+" if number > MOST_LISTED else f"{number:,}"
    return writing.numeral(shown)


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
    choices = Choices.now()
    shelf = saved_views.shelf_of(actor)
    current = _current(request, shelf)
    form = FilterForm(_asked(request, shelf), choices=choices)
    filters = views_filters({view.id: view.query for view in shelf.views}, actor, choices)
    lists = {view_id: inbox(actor, each) for view_id, each in filters.items()}
    listed, any_at_all = "the list", "any at all"
    lists[listed] = cases = inbox(actor, form.filters(actor))
    lists[any_at_all] = requests_visible_to(actor)
    found = counts(lists)
    counted = [
        Counted(view, found[view.id], view.id == current, CARDS.get(view.id, ""))
        for view in shelf.views
    ]
    may_work = allows(daily_rules.check_can_work_in_bulk, actor)
    context = {
        **_listing(request, actor, form, cases, found[listed]),
        "cards": [each for each in counted if each.view.id in CARDS],
        "chips": [each for each in counted if each.view.id not in CARDS],
        "current": shelf.view(current) if current else None,
        "default": shelf.default,
        "may_share": allows(saved_views.check_can_share, actor),
        "may_register": allows(rules.check_can_register, actor),
        "may_work": may_work,
        "people": choices.assignee,
        "priorities": Priority.choices,
        "kept_query": urlencode(form.query()),
        "nothing_yet": found[any_at_all] == 0,
        "governed": found[any_at_all] > 0 or _is_governed(),
    }
    return render(request, "desk/inbox.html", context)


def _fragment(request: HttpRequest, actor: User) -> HttpResponse:
    """The list alone, while the filters change."""
    form = FilterForm(request.GET, choices=Choices.now())
    cases = inbox(actor, form.filters(actor))
    found = counts({"the list": cases})["the list"]
    return render(request, "desk/_cases.html", _listing(request, actor, form, cases, found))


def _listing(
    request: HttpRequest, actor: User, form: FilterForm, cases: QuerySet[Case], found: int
) -> dict[str, Any]:
    page = page_of(cases, _number(request), found=found)
    return {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list, actor),
        "selectable": True,
        "most_listed": writing.numeral(f"{MOST_LISTED:,}"),
        "found_figure": figure_of(found),
        "filtered": bool(form.query()),
        "here": _here(request),
    }


def _asked(request: HttpRequest, shelf: Shelf) -> dict[str, str]:
    """Filters of the address; those of the default view where it names none."""
    asked = {
        name: str(value) for name, value in request.GET.items() if name not in ("page", "view")
    }
    if asked:
        return asked
    view = shelf.view(request.GET.get("view", "")) or shelf.default
    return dict(view.query)


def _current(request: HttpRequest, shelf: Shelf) -> str:
    if (named := request.GET.get("view")) is not None:
        return named
    return "" if request.GET.keys() - {"page"} else shelf.default.id


def _here(request: HttpRequest) -> str:
    """Where work on many at once comes back to."""
    return request.get_full_path()


def _number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1


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
