"""Visits of social research on the page of a request: planning, calling off, and what was found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.beneficiaries.consents import agreed
from core.beneficiaries.enums import ConsentPurpose
from core.beneficiaries.rules import check_can_edit
from core.beneficiaries.social_file import (
    Condition,
    Employment,
    Housing,
    SocialFile,
    version_of,
)
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.research import queries, rules, taking_over
from core.research.enums import VisitState
from core.research.models import Visit
from core.research.services import cancel_visit, plan_visit
from core.research.taking_over import Learnt, open_learnt, take_over
from core.service_requests.desk import panels
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.forms import ActionForm, paragraph
from foundation import audit
from foundation.access import allows, reason
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.fields import DayField
from ui.navigation import NavItem, register

TONES = {
    VisitState.PLANNED: "info",
    VisitState.REPORTED: "ok",
    VisitState.CANCELLED: "neutral",
}
# By the names of the social file; a choice with its words.
FOUND: dict[str, tuple[Any, dict[Any, Any]]] = {
    "housing": (gettext_lazy("Home"), dict(Housing.choices)),
    "condition": (gettext_lazy("State of the home"), dict(Condition.choices)),
    "rooms": (gettext_lazy("Rooms"), {}),
    "rent": (gettext_lazy("Monthly rent in riyals"), {}),
    "employment": (gettext_lazy("Work"), dict(Employment.choices)),
    "health": (gettext_lazy("State of health"), {}),
}


class PlanVisitForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.NoResearcher: "visitor",
        rules.VisitInPast: "day",
        rules.VisitTooFarAhead: "day",
    }

    visitor: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who visits"), queryset=None, empty_label="—"
    )
    day = DayField(
        label=gettext_lazy("Day of the visit"),
        help_text=gettext_lazy("In either calendar: 01/09/1445 or 11/03/2024."),
    )
    at = forms.TimeField(
        label=gettext_lazy("Time"),
        initial="10:00",
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    note = paragraph(gettext_lazy("Note for the visit"), rows=2, required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visitor: Any = self.fields["visitor"]
        visitor.queryset = queries.researchers()
        visitor.label_from_instance = lambda user: user.display_name

    def planned_for(self) -> datetime:
        moment = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return timezone.make_aware(moment)


def register_all() -> None:
    panels.register(panels.Panel("visits", "desk/_visits_panel.html", 40, panel_of))
    register(
        NavItem(
            label=pgettext_lazy("menu", "My visits"),
            url_name="desk:my_visits",
            icon="home",
            permission=Permission.RESEARCH_CASES,
            order=18,
        )
    )


def panel_of(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Where a study is under way, or a visit was ever planned."""
    visits = queries.gathered_visits(case)
    if not visits and case.status != S.UNDER_STUDY:
        return None
    return {
        "visits": [(visit, TONES[VisitState(visit.state)]) for visit in visits],
        **_agreeing(request, case),
        "why_not": reason(rules.check_can_plan_visit, person(request), case),
    }


def _agreeing(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What is missing, and who may record it."""
    return {
        "not_agreed": _not_agreed(case),
        "may_record_consents": allows(check_can_edit, person(request), case.person),
    }


def _not_agreed(case: Case) -> list[str]:
    """What a visit does without a consent that stands: to be asked for on the spot."""
    needed = (ConsentPurpose.RESEARCH, ConsentPurpose.PHOTOGRAPHS)
    given = agreed([case.person.pk])[case.person.pk]
    return [str(each.label) for each in needed if each not in given]


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = found(request, case_id)
    form = PlanVisitForm(request.POST or None, case=case, initial={"visitor": person(request)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                plan_visit(
                    case.pk,
                    actor=person(request),
                    visitor=data["visitor"],
                    planned_for=form.planned_for(),
                    note=data["note"],
                )
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, _("The visit is planned, and the visitor is told."))
                return redirect("desk:case", case.pk)
    context = {
        "case": case,
        "form": form,
        **_agreeing(request, case),
        "why_not": reason(rules.check_can_plan_visit, person(request), case),
    }
    return render(request, "desk/plan_visit.html", context, status=status)


@for_case_workers
@require_safe
def visit(request: HttpRequest, case_id: UUID, visit_id: UUID) -> HttpResponse:
    """The report. What belongs to the social file is shown to those who may read that, and noted."""
    case = found(request, case_id)
    made = _visit_of(case, visit_id)
    restricted = []
    if made.found and person(request).has_permission(Permission.VIEW_SOCIAL_FILES):
        with transaction.atomic():
            details = {"visit": str(made.pk)}
            audit.record(
                "beneficiary.social_file_viewed",
                case.person,
                actor=person(request),
                details=details,
            )
        restricted = [
            (label, words.get(made.found[name], made.found[name]))
            for name, (label, words) in FOUND.items()
            if name in made.found
        ]
    photos = case.documents.filter(pk__in=made.photos).select_related("file").order_by("pk")
    context = {
        "case": case,
        "visit": made,
        "tone": TONES[VisitState(made.state)],
        "found": restricted,
        "closed": bool(made.found) and not restricted,
        "photos": photos,
        "why_not_cancel": reason(rules.check_can_cancel_visit, person(request), made),
        "may_take_over": bool(restricted)
        and allows(taking_over.check_can_take_over, person(request), made)
        and taking_over.has_left_to_take_over(made),
    }
    return render(request, "desk/visit.html", context)


@permission_required(Permission.VIEW_SOCIAL_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def social(request: HttpRequest, case_id: UUID, visit_id: UUID) -> HttpResponse:
    """What was found beside what the social file says, and what is chosen goes into it."""
    case = found(request, case_id)
    made = _visit_of(case, visit_id)
    actor = person(request)
    error, status, names = "", 200, None
    if request.method == "POST":
        names = request.POST.getlist("take")[: len(SocialFile.model_fields)]
        version = request.POST.get("version", "")[:60]
        try:
            take_over(made.pk, actor=actor, names=names, version=version)
        except DomainError as refused:
            error, status = str(refused), status_of(refused)
        else:
            messages.success(request, _("The social file was saved."))
            return redirect("desk:visit", case_id, visit_id)
    case.person.refresh_from_db()
    rows = [_row(each, names) for each in open_learnt(made, actor=actor)]
    context = {
        "case": case,
        "visit": made,
        "rows": rows,
        "differs": any(row["differs"] for row in rows),
        "version": version_of(case.person),
        "error": error,
        "why_not": reason(taking_over.check_can_take_over, actor, made),
    }
    response = render(request, "desk/visit_social.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _row(learnt: Learnt, names: list[str] | None) -> dict[str, Any]:
    """Chosen beforehand is only what replaces nothing."""
    label, words = FOUND.get(learnt.name, (learnt.name, {}))
    return {
        "name": learnt.name,
        "label": label,
        "kept": "" if learnt.is_new else words.get(learnt.kept, learnt.kept),
        "found": words.get(learnt.found, learnt.found),
        "differs": learnt.differs,
        "chosen": learnt.name in names if names is not None else learnt.is_new,
    }


@for_case_workers
@require_POST
def cancel(request: HttpRequest, case_id: UUID, visit_id: UUID) -> HttpResponse:
    made = _visit_of(found(request, case_id), visit_id)
    try:
        cancel_visit(made.pk, actor=person(request), reason=request.POST.get("reason", "")[:1000])
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The visit was called off."))
    return redirect("desk:case", case_id)


@permission_required(Permission.RESEARCH_CASES)
@require_safe
def my_visits(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    context = {
        "planned": list(queries.visits_to_make(actor)[:100]),
        "made": list(queries.visits_made(actor)[:20]),
    }
    return render(request, "desk/my_visits.html", context)


def _visit_of(case: Case, visit_id: UUID) -> Visit:
    try:
        return queries.visits_of(case).get(pk=visit_id)
    except Visit.DoesNotExist as error:
        raise Http404 from error
