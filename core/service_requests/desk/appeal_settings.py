"""Until when a decision can be appealed: the page, and its place among the settings."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core.configuration.registry import SettingsPage, register
from core.configuration.sections import SettingChanged
from core.service_requests.appeals import APPEALS, AppealSettings
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


class AppealSettingsForm(forms.Form):
    within_days = forms.IntegerField(
        label=gettext_lazy("Days after the decision in which an appeal is possible"),
        min_value=1,
        max_value=3650,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_settings(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        now = {"within_days": APPEALS.read().within_days, "revision": APPEALS.revision()}
        return _page(request, AppealSettingsForm(initial=now))
    form = AppealSettingsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    data: dict[str, Any] = form.cleaned_data
    try:
        value = AppealSettings(within_days=data["within_days"])
        APPEALS.write(value, actor=person(request), revision=data["revision"])
    except SettingChanged as error:
        form.add_error(None, str(error))
        return _page(request, form, status=409)
    messages.success(request, _("Saved. It holds for every decision, earlier ones too."))
    return redirect("desk:appeal_settings")


def _page(request: HttpRequest, form: AppealSettingsForm, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/appeal_settings.html", {"form": form}, status=status)


def _state() -> str:
    days = APPEALS.read().within_days
    return ngettext("within %(number)s day", "within %(number)s days", days) % {"number": days}


def register_page() -> None:
    register(
        SettingsPage(
            url_name="desk:appeal_settings",
            title=gettext_lazy("Appeals"),
            summary=gettext_lazy("Until when the decision on a request can be appealed."),
            icon="gavel",
            permission=Permission.MANAGE_SETTINGS,
            order=60,
            state=_state,
        )
    )
