"""Taking in a letter or a fax: number and day, its scan, what a machine reads in it, then the form."""

import uuid
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import rules as governing
from core.service_requests import paper, rules
from core.service_requests.desk import paper_drafts
from core.service_requests.tasks import read_paper
from foundation import clock
from foundation.access import reason
from foundation.arabic import clean_typed
from foundation.dates import parse_date
from foundation.errors import DomainError
from foundation.models import StoredFile
from foundation.recognition import letters
from foundation.uploads import CheckedFile, FileKind, check_upload, open_stored, store_checked
from tenants.jobs import defer
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.files import as_file
from ui.navigation import NavItem, register

SCANS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
MOST_FILES = 12
MOST_SHOWN = 12


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Several files; each is checked, none is stored yet."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        sent = [each for each in (data or []) if each]
        if not sent:
            raise forms.ValidationError(_("Choose the scan, or photos of the pages."))
        try:
            return [check_upload(each, accept=SCANS) for each in sent[:MOST_FILES]]
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class PaperForm(forms.Form):
    channel = forms.ChoiceField(label=_("Channel"))
    register_number = forms.CharField(
        label=_("Number in the paper register"),
        max_length=rules.LONGEST_REGISTER_NUMBER,
        help_text=_("The next free number of this year stands there already."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    received_date = forms.CharField(
        label=_("Day of arrival"),
        max_length=60,
        help_text=_("In either calendar: 01/09/1445 or 11/03/2024."),
    )
    received_by = forms.CharField(label=_("Taken in by"), max_length=200)
    scans = ScansField(
        label=_("Scan or photos of the pages"),
        help_text=_("PDF, JPEG or PNG; several files become the pages in their order."),
        widget=ManyFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, governing: governing.GoverningRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.choices = [(each.key, each.label) for each in paper.paper_channels(governing)]

    def clean_received_date(self) -> str:
        typed = clean_typed(self.cleaned_data["received_date"])
        try:
            day = parse_date(typed)
        except (DomainError, ValueError) as error:
            raise forms.ValidationError(str(error)) from error
        if day > clock.today():
            raise forms.ValidationError(str(rules.ArrivesInFuture()))
        self.day = day
        return typed

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "received_date" in data and "register_number" in data:
            at = timezone.make_aware(datetime.combine(self.day, time()))
            try:
                paper.check_register_number_is_free(data["register_number"], at)
            except paper.RegisterNumberTaken as error:
                self.add_error("register_number", str(error))
        return data


def register_page() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Letters and fax"),
            url_name="desk:paper_new",
            icon="letter",
            permission=Permission.REGISTER_CASES,
            order=14,
        )
    )


@permission_required(Permission.REGISTER_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return render(request, "desk/register_nothing.html", status=200)
    if request.method != "POST":
        initial = {
            "register_number": paper.next_register_number(clock.now()),
            "received_date": f"{clock.today():%d/%m/%Y}",
            "received_by": person(request).display_name,
        }
        return _new_page(request, PaperForm(initial=initial, governing=in_force))
    form = PaperForm(request.POST, request.FILES, governing=in_force)
    if not form.is_valid():
        return _new_page(request, form, 400)
    operation_id = uuid.uuid4()
    files = _stored(form.cleaned_data["scans"])
    typed = {
        name: form.cleaned_data[name]
        for name in ("channel", "register_number", "received_date", "received_by")
    }
    paper_drafts.keep(request.session, operation_id, files, typed)
    return redirect("desk:paper", operation_id)


@permission_required(Permission.REGISTER_CASES)
@require_safe
def draft(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The picture and, beside it, what may stand there: nothing is taken over that nobody clicked."""
    typed = paper_drafts.typed_of(request.session, paper_id)
    if typed is None:
        raise Http404
    files = paper_drafts.files_of(request.session, paper_id)
    read = [paper.words_of(file) for file in files]
    words = "\n\n".join(each for each in read if each)
    context = {
        "paper_id": paper_id,
        "typed": typed,
        "pages": [(number, page) for number, file in enumerate(files) for page in _pages(file)],
        "words": words,
        "reading": None in read and reason(letters.check_ready) is None,
        "missing": reason(letters.check_ready),
        "suggestions": paper.suggestions(words),
    }
    template = "desk/_paper_words.html" if "words" in request.GET else "desk/paper.html"
    return render(request, template, context)


@permission_required(Permission.REGISTER_CASES)
@require_safe
def page_picture(request: HttpRequest, paper_id: UUID, scan: int, page: int) -> HttpResponse:
    files = paper_drafts.files_of(request.session, paper_id)
    if scan >= len(files) or page >= MOST_SHOWN:
        raise Http404
    try:
        picture = letters.picture_of_page(open_stored(files[scan]), page)
    except letters.Unrecognised as error:
        raise Http404 from error
    return as_file(picture, FileKind.PNG.value, "page.png", inline=True)


@transaction.atomic
def _stored(scans: list[CheckedFile]) -> list[StoredFile]:
    files = [store_checked(scan) for scan in scans]
    if reason(letters.check_ready) is None:
        for file in files:
            defer(read_paper, file_id=str(file.pk))
    return files


def _pages(file: StoredFile) -> range:
    if file.media_type != FileKind.PDF:
        return range(1)
    try:
        return range(min(letters.pages_of(open_stored(file)), MOST_SHOWN))
    except letters.Unrecognised:
        return range(0)


def _new_page(request: HttpRequest, form: PaperForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "missing": reason(letters.check_ready)}
    return render(request, "desk/paper_new.html", context, status=status)
