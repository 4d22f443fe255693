"""Programmes: what each has, what is committed, spent and left; setting them up and closing them."""

import uuid
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.committees.desk.access import revision_of
from core.committees.queries import cases_of_interest
from core.programmes import rules, services
from core.programmes.models import Programme
from core.programmes.queries import programmes as all_programmes
from core.programmes.rules import ProgrammeData
from core.service_requests.budgets import cases_of, standings
from foundation import clock
from foundation.errors import DomainError, status_of
from tenants.people.access import any_permission_required, permission_required, person
from tenants.people.roles import Permission
from ui.fields import MoneyField
from ui.forms import RefusableForm

PER_PAGE = 25


class ProgrammeForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.NameMissing: "name",
        rules.NameTaken: "name",
        rules.BudgetNegative: "budget",
        rules.PeriodUpsideDown: "ends_on",
    }
    operation_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=rules.LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=rules.LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    budget = MoneyField(label=gettext_lazy("Budget, in riyals"))
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def data_typed(self) -> ProgrammeData:
        data = self.cleaned_data
        return ProgrammeData(
            name=data["name"],
            name_en=data["name_en"],
            budget=data["budget"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )


@any_permission_required(*rules.SEE)
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    page = Paginator(all_programmes(), PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    rows = [(standing, standing.runs_on(today)) for standing in standings(page.object_list)]
    context = {"page": page, "rows": rows, "manages": _manages(request)}
    return render(request, "committees/programmes.html", context)


@permission_required(Permission.MANAGE_BUDGETS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    initial = {
        "operation_id": uuid.uuid4(),
        "starts_on": today.replace(month=1, day=1).isoformat(),
        "ends_on": today.replace(month=12, day=31).isoformat(),
    }
    form = ProgrammeForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_programme(
                form.data_typed(),
                actor=person(request),
                operation_id=form.cleaned_data["operation_id"] or uuid.uuid4(),
            )
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("The programme was set up."))
            return redirect("committees:programme", made.pk)
    return render(request, "committees/programme_new.html", {"form": form}, status=status)


@any_permission_required(*rules.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    found = _found(programme_id)
    if request.method == "POST":
        return _changed(request, found)
    return _page(request, found)


@permission_required(Permission.MANAGE_BUDGETS)
@require_POST
def open_or_close(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    found = _found(programme_id)
    opens = request.POST.get("open") == "yes"
    services.open_or_close(found.pk, actor=person(request), is_open=opens)
    said = _("The programme is open again.") if opens else _("Nothing more is granted from it.")
    messages.success(request, said)
    return redirect("committees:programme", found.pk)


def _changed(request: HttpRequest, found: Programme) -> HttpResponse:
    form = ProgrammeForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            services.change_programme(
                found.pk, form.data_typed(), actor=person(request), revision=revision_of(request)
            )
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("The programme was saved."))
            return redirect("committees:programme", found.pk)
    return _page(request, found, form, status)


def _page(
    request: HttpRequest, found: Programme, form: ProgrammeForm | None = None, status: int = 200
) -> HttpResponse:
    sees_cases = person(request).has_permission(Permission.VIEW_CASES)
    kept = cases_of(found).exclude(pk__in=cases_of_interest(person(request)))
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    standing = standings([found])[0]
    context: dict[str, Any] = {
        "programme": found,
        "standing": standing,
        "runs": standing.runs_on(clock.today()),
        "page": page,
        "sees_cases": sees_cases,
        "manages": _manages(request),
        "form": form or ProgrammeForm(initial=_values(found)),
        "opened": form is not None,
    }
    return render(request, "committees/programme.html", context, status=status)


def _values(found: Programme) -> dict[str, Any]:
    return {
        "name": found.name,
        "name_en": found.name_en,
        "budget": found.budget,
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
    }


def _found(programme_id: UUID) -> Programme:
    found = Programme.objects.filter(pk=programme_id).first()
    if found is None:
        raise Http404
    return found


def _manages(request: HttpRequest) -> bool:
    return person(request).has_permission(Permission.MANAGE_BUDGETS)
