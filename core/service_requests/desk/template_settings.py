"""The texts for letters and messages: the pages, and their place among the settings."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from core.cases.models import Case
from core.configuration.registry import SettingsPage, register
from core.messages import templating
from core.messages.templating import TEMPLATES, Filled, Purpose, Template
from core.service_requests.desk.forms import paragraph
from core.service_requests.queries import requests_visible_to
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

PURPOSES = [
    (Purpose.LETTER.value, pgettext_lazy("template", "Letter")),
    (Purpose.MESSAGE.value, pgettext_lazy("template", "Message")),
]


class TemplateForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the text"), max_length=100)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Used for"), choices=PURPOSES, widget=forms.RadioSelect
    )
    subject_ar = forms.CharField(
        label=gettext_lazy("Subject in Arabic"), max_length=150, required=False
    )
    body_ar = paragraph(gettext_lazy("Text in Arabic"), rows=8, required=False, max_length=10_000)
    subject_en = forms.CharField(
        label=gettext_lazy("Subject in English"), max_length=150, required=False
    )
    body_en = paragraph(gettext_lazy("Text in English"), rows=8, required=False, max_length=10_000)

    def template(self, kept: Template | None) -> Template:
        identity: dict[str, Any] = {"id": kept.id} if kept else {}
        return Template(**identity, **self.cleaned_data)


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def template_list(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _saved(request, None)
    return _page(request, None, TemplateForm(initial={"purpose": Purpose.LETTER.value}))


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, template_id: UUID) -> HttpResponse:
    kept = templating.template(template_id)
    if kept is None:
        raise Http404
    if request.method == "POST":
        return _saved(request, kept)
    return _page(request, kept, TemplateForm(initial=kept.model_dump(mode="json")))


def _saved(request: HttpRequest, kept: Template | None) -> HttpResponse:
    """By its button: kept, dropped, or only shown with a request as an example."""
    actor, form = person(request), TemplateForm(request.POST)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdecimal() else -1
    try:
        if kept is not None and "drop" in request.POST:
            templating.drop_template(kept.id, actor=actor, revision=revision)
            messages.success(request, _("The text was removed. What was written with it stays."))
            return redirect("desk:templates")
        if not form.is_valid():
            return _page(request, kept, form, status=400)
        template = form.template(kept)
        if "preview" in request.POST:
            templating.check_template(template)
            return _page(request, kept, form, preview=_previews(request, template))
        templating.save_template(template, actor=actor, revision=revision)
    except DomainError as error:
        form.full_clean()
        form.add_error(None, str(error))
        return _page(request, kept, form, status=status_of(error))
    messages.success(request, _("The text is kept."))
    return redirect("desk:templates")


def _previews(request: HttpRequest, template: Template) -> list[tuple[str, Filled]]:
    """In both languages, with the newest request that the person may see; without one, as it stands."""
    actor = person(request)
    case = _sample(request)
    if case is None:
        return [(language, Filled(*template.text(language))) for language in ("ar", "en")]
    return [
        (language, templating.fill_in(template, case, actor=actor, language=language))
        for language in ("ar", "en")
    ]


def _sample(request: HttpRequest) -> Case | None:
    return requests_visible_to(person(request)).order_by("-received_at", "pk").first()


def _page(
    request: HttpRequest,
    kept: Template | None,
    form: TemplateForm,
    *,
    preview: list[tuple[str, Filled]] | None = None,
    status: int = 200,
) -> HttpResponse:
    purposes = dict(PURPOSES)
    context = {
        "kept": kept,
        "form": form,
        "preview": preview,
        "revision": TEMPLATES.revision(),
        "variables": templating.VARIABLES.values(),
        "lines": [
            (each, purposes[purpose.value])
            for purpose in Purpose
            for each in templating.templates(purpose)
        ],
    }
    return render(request, "desk/template_settings.html", context, status=status)


def _state() -> str:
    number = len(TEMPLATES.read().items)
    return ngettext("%(number)s text", "%(number)s texts", number) % {"number": number}


def register_page() -> None:
    register(
        SettingsPage(
            url_name="desk:templates",
            title=gettext_lazy("Texts for letters and messages"),
            summary=gettext_lazy(
                "What is written again and again, with blanks that fill themselves."
            ),
            icon="letter",
            permission=Permission.MANAGE_SETTINGS,
            order=50,
            state=_state,
        )
    )
