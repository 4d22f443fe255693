"""The categories of beneficiaries, among the settings of the association."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.beneficiaries.categories import (
    CATEGORIES,
    Category,
    categories,
    keys_in_use,
    new_key,
    save_categories,
)
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

SPARE = 3
LONGEST = 80
MOST = 60


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def category_settings(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        rows = [{"key": each.key, "ar": each.ar, "en": each.en} for each in categories()]
        return _page(request, rows, "", 200)
    rows = _typed(request)
    status = 400
    error = _incomplete(rows)
    if not error:
        typed = request.POST.get("revision", "")
        revision = int(typed) if typed.isascii() and typed.isdigit() else 0
        try:
            save_categories(_wanted(rows), actor=person(request), revision=revision)
        except DomainError as refused:
            error, status = str(refused), status_of(refused)
        else:
            messages.success(request, _("The categories were saved."))
            return redirect("beneficiaries:categories")
    return _page(request, rows, error, status)


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    """The rows as they were typed, those to be removed with a mark."""
    rows = []
    for number in range(MOST):
        if f"ar_{number}" not in request.POST:
            break
        row = {
            name: " ".join(request.POST.get(f"{name}_{number}", "").split())[:LONGEST]
            for name in ("key", "ar", "en")
        }
        rows.append(row | {"remove": f"remove_{number}" in request.POST})
    return [row for row in rows if row["key"] or row["ar"] or row["en"]]


def _incomplete(rows: list[dict[str, Any]]) -> str:
    if all(row["remove"] or (row["ar"] and row["en"]) for row in rows):
        return ""
    return _("A category has a name in both languages.")


def _wanted(rows: list[dict[str, Any]]) -> list[Category]:
    """A key that nobody knows is not taken from the page: it is made from the name."""
    known = {each.key for each in categories()}
    taken = set(known)
    wanted = []
    for row in rows:
        if row["remove"]:
            continue
        key = row["key"] if row["key"] in known else new_key(row["en"], taken)
        taken.add(key)
        wanted.append(Category(key=key, ar=row["ar"], en=row["en"]))
    return wanted


def _page(
    request: HttpRequest, rows: list[dict[str, Any]], error: str, status: int
) -> HttpResponse:
    used = keys_in_use()
    context = {
        "rows": [row | {"used": row["key"] in used} for row in rows],
        "spare": range(len(rows), len(rows) + SPARE),
        "error": error,
        "revision": CATEGORIES.revision(),
    }
    return render(request, "people_desk/categories.html", context, status=status)
