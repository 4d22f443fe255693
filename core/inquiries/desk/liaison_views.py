"""What the association adds to the liaison officers of its policy: hours, channels, who stands in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core import rules as governing
from core.configuration.registry import SettingsPage, register
from core.inquiries.desk.forms import OfficerForm
from core.inquiries.liaison import (
    LIAISON,
    Liaison,
    OfficerDetails,
    check_details,
    key_of,
    officer_of,
    officers_of,
)
from core.rules import GoverningRules
from core.service_requests.desk.access import status_of
from foundation import clock
from foundation.errors import DomainError
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


def register_page() -> None:
    register(
        SettingsPage(
            url_name="inquiries:liaison",
            title=gettext_lazy("Liaison officers"),
            summary=gettext_lazy(
                "Hours, channels and absence of the officers that the policy names."
            ),
            icon="users",
            permission=Permission.MANAGE_SETTINGS,
            order=45,
            state=state_in_words,
        )
    )


def state_in_words() -> str:
    rules = _in_force()
    number = len(rules.liaison_officers) if rules else 0
    if not number:
        return _("The policy in force names none")
    return ngettext("%(number)s officer", "%(number)s officers", number) % {"number": number}


@permission_required(Permission.MANAGE_SETTINGS)
@require_safe
def liaison(request: HttpRequest) -> HttpResponse:
    rules = _in_force()
    context = {"officers": officers_of(rules) if rules else []}
    return render(request, "inquiries/desk/liaison.html", context)


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def officer(request: HttpRequest, officer_key: str) -> HttpResponse:
    rules = _in_force()
    named = officer_of(rules, officer_key) if rules else None
    if rules is None or named is None:
        raise Http404
    others = [
        (key_of(each), each.name) for each in rules.liaison_officers if key_of(each) != officer_key
    ]
    kept = LIAISON.read().officers
    status = 200
    if request.method == "POST":
        form = OfficerForm(request.POST, others=others)
        status = 400
        if form.is_valid():
            try:
                details = form.details()
                check_details(officer_key, details)
                LIAISON.write(
                    Liaison(officers={**kept, officer_key: details}),
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
    context = {"form": form, "named": named}
    return render(request, "inquiries/desk/officer.html", context, status=status)


def _in_force() -> GoverningRules | None:
    try:
        return governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return None
