"""Writing a letter: from a text that is kept, changed by hand, looked at, then kept as a PDF."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.cases.models import Case
from core.messages import templating
from core.messages.templating import Purpose
from core.service_requests import letters
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.desk.forms import paragraph
from foundation.access import reason
from foundation.errors import DomainError, status_of
from foundation.printing.pdf import PdfFailed
from tenants.people.access import person
from tenants.people.enums import Language
from tenants.people.models import User


class LetterForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"), choices=Language.choices
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=letters.LONGEST_SUBJECT)
    text = paragraph(
        gettext_lazy("Text"),
        rows=14,
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    operation = forms.UUIDField(widget=forms.HiddenInput)


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case, actor = found(request, case_id), person(request)
    if request.method != "POST":
        return _page(request, case, *_begun(request, case, actor))
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=400)
    typed = {name: form.cleaned_data[name] for name in ("subject", "text", "language")}
    try:
        letters.check_can_write_letter(actor, case)
        if "preview" in request.POST:
            shown = letters.letter(case, actor=actor, **typed)
            return _page(request, case, form, shown=shown)
        operation = form.cleaned_data["operation"]
        letters.write_letter(case.pk, actor=actor, operation_id=operation, **typed)
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, case, form, status=status_of(error))
    except PdfFailed:
        form.add_error(None, _("The letter could not be laid out. What you typed is still here."))
        return _page(request, case, form, status=503)
    messages.success(request, _("The letter is kept with the request, as a PDF to print."))
    return redirect("desk:case", case.pk)


def _begun(request: HttpRequest, case: Case, actor: User) -> tuple[LetterForm, tuple[str, ...]]:
    """With the words of a template, where one was chosen."""
    language = request.GET.get("language", "")
    language = language if language in Language.values else case.written_in
    initial: dict[str, Any] = {"language": language, "operation": uuid.uuid4()}
    unknown: tuple[str, ...] = ()
    named = request.GET.get("template", "")
    kept = {str(each.id): each for each in templating.templates(Purpose.LETTER)}
    if named in kept:
        filled = templating.fill_in(kept[named], case, actor=actor, language=language)
        initial |= {"subject": filled.subject, "text": filled.body}
        unknown = filled.unknown
    return LetterForm(initial=initial), unknown


def _page(
    request: HttpRequest,
    case: Case,
    form: LetterForm,
    unknown: tuple[str, ...] = (),
    *,
    shown: letters.Letter | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "unknown": unknown,
        "templates": templating.templates(Purpose.LETTER),
        "chosen": request.GET.get("template", ""),
        "shown": shown,
        "languages": Language.choices,
        "language": form["language"].value(),
        "why_not": reason(letters.check_can_write_letter, person(request), case),
    }
    return render(request, "desk/letter.html", context, status=status)
