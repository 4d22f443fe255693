"""What repeats itself, and what the association changes so that it does not come again."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.cases import rules as cases
from core.complaints import services
from core.complaints.desk.access import SEE, holds_any
from core.complaints.desk.due import rows_of, title_of
from core.complaints.desk.forms import Beside, choose, chosen_person, person_choices
from core.complaints.models import SystemicAction
from core.complaints.patterns import (
    Pattern,
    actions_for,
    answered_by,
    pattern_for,
    patterns_for,
)
from core.complaints.services.actions import DayPassed, TitleMissing, check_can_act
from core.complaints.settings import SETTINGS
from core.service_requests.desk.forms import paragraph
from foundation import clock
from foundation.access import allows
from foundation.errors import DomainError, status_of
from tenants.people.access import (
    any_permission_required,
    permission_required,
    person,
    sign_in_required,
)
from tenants.people.models import User
from tenants.people.queries import people
from tenants.people.roles import Permission
from ui.fields import DayField
from ui.forms import RefusableForm

P = Permission


class ActionForm(RefusableForm):
    beside: ClassVar[Beside] = {TitleMissing: "title", DayPassed: "due_on"}
    title = forms.CharField(label=gettext_lazy("What will change"), max_length=200)
    plan = paragraph(gettext_lazy("How"), rows=4, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who sees to it"))
    due_on = DayField(
        label=gettext_lazy("Day by which it is done"),
        help_text=gettext_lazy("In either calendar: 01/09/1445 or 11/03/2024."),
    )
    complaints = forms.MultipleChoiceField(
        label=gettext_lazy("Complaints that it answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, pattern: Pattern | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", person_choices(list(people().filter(is_active=True))))
        listed = pattern.cases if pattern else ()
        lines = [(str(case.pk), f"{case.reference} · {title_of(case)}") for case in listed]
        choose(self, "complaints", lines)
        self.initial.setdefault("complaints", [pk for pk, _line in lines])
        if not lines:
            del self.fields["complaints"]

    def clean_due_on(self) -> date:
        day: date | None = self.cleaned_data["due_on"]
        if day is None:
            raise ValidationError(_("Say by when."))
        return day


class OutcomeForm(RefusableForm):
    beside: ClassVar[Beside] = {cases.TextMissing: "outcome", cases.TextTooLong: "outcome"}
    outcome = paragraph(gettext_lazy("What was changed"))


@permission_required(P.VIEW_COMPLAINTS)
@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    settings = SETTINGS.read()
    context = {
        "patterns": patterns_for(actor),
        "days": settings.pattern_days,
        "least": settings.pattern_count,
        "may_act": allows(check_can_act, actor),
    }
    return render(request, "complaints/patterns.html", context)


@sign_in_required
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """All for who may see complaints; their own for everybody else."""
    actor = person(request)
    listed = actions_for(actor, sees_all=holds_any(actor, *SEE))
    context = {
        "actions": list(listed),
        "today": clock.today(),
        "may_act": allows(check_can_act, actor),
        "sees_patterns": actor.has_permission(P.VIEW_COMPLAINTS),
    }
    return render(request, "complaints/actions.html", context)


@any_permission_required(P.HANDLE_COMPLAINTS, P.DECIDE_COMPLAINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request: HttpRequest) -> HttpResponse:
    """From a pattern, which hands over its complaints, or by itself."""
    actor = person(request)
    pattern = pattern_for(actor, request.GET.get("pattern", "")[:40])
    if request.method != "POST":
        return _new(request, ActionForm(pattern=pattern), pattern)
    form = ActionForm(request.POST, pattern=pattern)
    if not form.is_valid():
        return _new(request, form, pattern, status=400)
    data = form.cleaned_data
    try:
        made = services.create_action(
            actor=actor,
            title=data["title"],
            plan=data["plan"],
            owner=chosen_person(data["owner"]),
            due_on=data["due_on"],
            complaints=[UUID(pk) for pk in data.get("complaints", ())],
        )
    except DomainError as error:
        form.refuse(error)
        return _new(request, form, pattern, status=status_of(error))
    messages.success(request, _("The action was recorded; its owner was told."))
    return redirect("complaints:action", made.pk)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    actor = person(request)
    found = _found(actor, action_id)
    if request.method != "POST":
        return _action(request, found, OutcomeForm())
    if not _may_finish(actor, found):
        raise PermissionDenied
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _action(request, found, form, status=400)
    try:
        services.finish_action(found.pk, actor=actor, outcome=form.cleaned_data["outcome"])
    except DomainError as error:
        form.refuse(error)
        return _action(request, found, form, status=status_of(error))
    messages.success(request, _("The action is done."))
    return redirect("complaints:action", found.pk)


def _new(
    request: HttpRequest, form: ActionForm, pattern: Pattern | None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "pattern": pattern}
    return render(request, "complaints/new_action.html", context, status=status)


def _action(
    request: HttpRequest, found: SystemicAction, form: OutcomeForm, *, status: int = 200
) -> HttpResponse:
    actor = person(request)
    context = {
        "action": found,
        "late": found.done_at is None and found.due_on < clock.today(),
        "rows": rows_of(answered_by(found, actor)),
        "form": form if found.done_at is None and _may_finish(actor, found) else None,
    }
    return render(request, "complaints/action.html", context, status=status)


def _found(actor: User, action_id: UUID) -> SystemicAction:
    visible = actions_for(actor, sees_all=holds_any(actor, *SEE))
    found = visible.filter(pk=action_id).first()
    if found is None:
        raise Http404
    return found


def _may_finish(actor: User, found: SystemicAction) -> bool:
    return found.owner_id == actor.pk or allows(check_can_act, actor)
