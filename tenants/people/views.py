"""People of an association: the list, invitations, roles; and everybody's own account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import reason
from foundation.errors import DomainError
from tenants.people import queries, rules, services
from tenants.people.access import permission_required, person, sign_in_required
from tenants.people.forms import InviteForm, LanguageForm, PlaceForm, RolesForm
from tenants.people.models import User
from tenants.people.roles import Permission
from tenants.schemas import Kind, current
from ui.views import remember_language


@permission_required(Permission.MANAGE_PEOPLE)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "people/list.html",
        {
            "people": queries.people(),
            "invitations": queries.open_invitations(),
            "now": clock.now(),
        },
    )


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_person(actor=person(request), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("The invitation is on its way to %(email)s.")
                % {"email": form.cleaned_data["email"]},
            )
            return redirect("people:list")
    return render(request, "people/invite.html", {"form": form})


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def withdraw_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    get_object_or_404(queries.open_invitations(), pk=invitation_id)
    try:
        services.withdraw_invitation(invitation_id, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The invitation was withdrawn; its link does not work any more.")
        )
    return redirect("people:list")


@permission_required(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    shown = get_object_or_404(queries.people(), pk=user_id)
    form = RolesForm(request.POST or None, initial={"roles": list(shown.roles)})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_roles(
                shown.pk, actor=person(request), roles=form.cleaned_data["roles"]
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The roles were saved."))
            return redirect("people:list")
    return _person_page(request, shown, form)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def place(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Unit and manager."""
    shown = get_object_or_404(queries.people(), pk=user_id)
    form = PlaceForm(request.POST, user=shown)
    if form.is_valid():
        manager = form.cleaned_data["manager"]
        try:
            services.place_person(
                shown.pk,
                actor=person(request),
                unit=form.cleaned_data["unit"],
                manager_id=manager.pk if manager else None,
            )
        except DomainError as error:
            form.add_error("manager", str(error))
        else:
            messages.success(request, _("Unit and manager were saved."))
            return redirect("people:list")
    roles = RolesForm(initial={"roles": list(shown.roles)})
    return _person_page(request, shown, roles, form, status=400)


def _person_page(
    request: HttpRequest,
    shown: User,
    form: RolesForm,
    place_form: PlaceForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "person": shown,
        "form": form,
        "place_form": place_form or PlaceForm(user=shown),
        "units": queries.units(),
        "why_not_deactivate": reason(rules.check_can_deactivate, person(request), shown),
    }
    return render(request, "people/person.html", context, status=status)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def deactivate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return _switch(request, user_id, active=False)


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
def reactivate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return _switch(request, user_id, active=True)


def _switch(request: HttpRequest, user_id: UUID, *, active: bool) -> HttpResponse:
    get_object_or_404(User, pk=user_id)
    change = services.reactivate_person if active else services.deactivate_person
    try:
        change(user_id, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = _("The account works again.") if active else _("The account was deactivated.")
        messages.success(request, words)
    return redirect("people:person", user_id)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """For people of an association and for operators alike."""
    form = LanguageForm(request.POST or None, initial={"language": person(request).language})
    if request.method == "POST" and form.is_valid():
        changed = services.choose_language(person(request).pk, **form.cleaned_data)
        response = redirect("my_account")
        remember_language(response, changed.language)
        return response
    base = "base/console.html" if current().tenant_type == Kind.OPERATORS else "base/desk.html"
    return render(request, "people/account.html", {"form": form, "base": base})
