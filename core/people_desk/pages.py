"""The frame round each page of a person: the name, the tabs, what is allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core.beneficiaries.categories import categories
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.rules import check_can_edit, check_can_merge
from core.people_desk.facts import categories_of
from core.people_desk.forms import PersonFormBase
from foundation import audit
from foundation.access import allows
from foundation.errors import DomainError, status_of
from tenants.people.access import person as signed_in
from tenants.people.roles import Permission


@dataclass(frozen=True, slots=True)
class Tab:
    """`needs`: what else than seeing the person opens it."""

    url_name: str
    label: str | Promise
    needs: Permission | None = None


TABS = (
    Tab("beneficiaries:person", pgettext_lazy("tab", "Facts")),
    Tab("beneficiaries:household", pgettext_lazy("tab", "Household")),
    Tab("beneficiaries:documents", pgettext_lazy("tab", "Documents")),
    Tab("beneficiaries:consents", pgettext_lazy("tab", "Consents")),
    Tab("beneficiaries:social", pgettext_lazy("tab", "Social file"), Permission.VIEW_SOCIAL_FILES),
    Tab("beneficiaries:cases", pgettext_lazy("tab", "Cases")),
    Tab("beneficiaries:duplicates_of", pgettext_lazy("tab", "Duplicates"), Permission.VIEW_CASES),
    Tab("beneficiaries:history", pgettext_lazy("tab", "History"), Permission.VIEW_CASES),
)


def person_page(
    request: HttpRequest,
    person: Beneficiary,
    template: str,
    context: dict[str, Any],
    *,
    tab: str,
    status: int = 200,
) -> HttpResponse:
    """Every view of a file stands in the audit log."""
    actor = signed_in(request)
    with transaction.atomic():
        audit.record("beneficiary.viewed", person, actor=actor, details={"part": tab})
    frame = {
        "person": person,
        "tabs": [each for each in TABS if each.needs is None or actor.has_permission(each.needs)],
        "tab": f"beneficiaries:{tab}",
        "category_labels": categories_of(person, categories() if person.categories else ()),
        "may_edit": allows(check_can_edit, actor, person),
        "may_merge": allows(check_can_merge, actor),
    }
    response = render(request, f"people_desk/{template}.html", {**frame, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def attempt(
    request: HttpRequest,
    person: Beneficiary,
    form: PersonFormBase,
    act: Callable[[], object],
    *,
    said: str,
    back: str,
    page: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Back to `back` when it is done; else `page` with the form as it was typed, and what is wrong."""
    if not form.is_valid():
        return page(400)
    try:
        with transaction.atomic():
            act()
    except DomainError as error:
        form.refuse(error)
        return page(status_of(error))
    except ObjectDoesNotExist as error:
        raise Http404 from error
    messages.success(request, said)
    return redirect(back, person.pk)


def step(
    request: HttpRequest,
    person: Beneficiary,
    act: Callable[[], object],
    *,
    said: str,
    back: str,
) -> HttpResponse:
    """What needs no words: done or not, the page says it."""
    try:
        with transaction.atomic():
            act()
    except DomainError as error:
        messages.error(request, str(error))
    except ObjectDoesNotExist as error:
        raise Http404 from error
    else:
        messages.success(request, said)
    return redirect(back, person.pk)
