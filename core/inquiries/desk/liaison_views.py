"""What the association adds to the liaison officers of its policy: hours, channels, who stands in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import rules as governing
from core.configuration.registry import SettingsPage, register
from core.inquiries.desk.forms import DesignationForm, OfficerForm
from core.inquiries.liaison import (
    LIAISON,
    OfficerDetails,
    check_details,
    designate,
    dismiss,
    key_of,
    named_officers,
    officer_of,
    officers_of,
)
from core.rules import GoverningRules
from foundation import clock
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


def register_page() -> None:
    register(
        SettingsPage(
            url_name="inquiries:liaison",
            title=gettext_lazy("Liaison officers"),
            summary=gettext_lazy("Who they are, their hours, channels and absence."),
            icon="users",
            permission=Permission.MANAGE_SETTINGS,
            order=45,
            state=state_in_words,
        )
    )


def state_in_words() -> str:
    rules = _in_force()
    number = len(named_officers(rules, LIAISON.read())) if rules else 0
    if not number:
        return _("None is named yet")
    return ngettext("%(number)s officer", "%(number)s officers", number) % {"number": number}


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def liaison(request: HttpRequest) -> HttpResponse:
    """The list; what is posted designates somebody whom the policy does not name."""
    form = DesignationForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": LIAISON.revision()},
    )
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            designate(actor=person(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("Saved. The portal shows it at once."))
            return redirect("inquiries:liaison")
    rules = _in_force()
    context = {"officers": officers_of(rules) if rules else [], "form": form}
    return render(request, "inquiries/desk/liaison.html", context, status=status)


@permission_required(Permission.MANAGE_SETTINGS)
@require_POST
def dismiss_officer(request: HttpRequest, officer_key: str) -> HttpResponse:
    rules = _in_force()
    if rules is None or officer_of(rules, officer_key) is None:
        raise Http404
    dismiss(officer_key, actor=person(request))
    messages.success(request, _("The officer was taken off the list."))
    return redirect("inquiries:liaison")


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def officer(request: HttpRequest, officer_key: str) -> HttpResponse:
    rules = _in_force()
    named = officer_of(rules, officer_key) if rules else None
    if rules is None or named is None:
        raise Http404
    liaison = LIAISON.read()
    others = [
        (key_of(each), each.name)
        for each in named_officers(rules, liaison)
        if key_of(each) != officer_key
    ]
    kept = liaison.officers
    status = 200
    if request.method == "POST":
        form = OfficerForm(request.POST, others=others)
        status = 400
        if form.is_valid():
            try:
                details = form.details()
                check_details(officer_key, details)
                LIAISON.write(
                    liaison.model_copy(update={"officers": {**kept, officer_key: details}}),
                    actor=person(request),
                    revision=form.cleaned_data["revision"],
                )
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, _("Saved. The portal shows it at once."))
                return redirect("inquiries:liaison")
    else:
        details = kept.get(officer_key, OfficerDetails())
        initial = {**details.model_dump(), "revision": LIAISON.revision()}
        for name in ("opens", "closes"):
            initial[name] = f"{initial[name]:%H:%M}" if initial[name] else ""
        form = OfficerForm(initial=initial, others=others)
    designated = named not in rules.liaison_officers
    context = {"form": form, "named": named, "key": officer_key, "designated": designated}
    return render(request, "inquiries/desk/officer.html", context, status=status)


def _in_force() -> GoverningRules | None:
    try:
        return governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return None
