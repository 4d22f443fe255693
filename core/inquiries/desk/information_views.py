"""Published questions and answers at the desk: written, seen as readers will, published, reworded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.inquiries import entries, publishing
from core.inquiries.desk.forms import EntryForm
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

PER_PAGE = 40
TONES = {
    EntryState.DRAFT: "soon",
    EntryState.PUBLISHED: "ok",
    EntryState.REPLACED: "neutral",
    EntryState.WITHDRAWN: "neutral",
}
editors_only = permission_required(Permission.EDIT_INFORMATION)


@editors_only
@require_safe
def information(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:200]
    found = entries.found(typed, among=entries.listed()) if typed else entries.listed()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(entry, TONES[EntryState(entry.state)]) for entry in page]
    context = {"page": page, "rows": rows, "typed": typed}
    return render(request, "inquiries/desk/information.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = publishing.write_entry(form.wording(), actor=person(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The draft was saved. Look at it, then publish it."))
            return redirect("inquiries:entry", entry.pk)
    context = {"form": form, "categories": entries.categories()}
    status = 400 if form.is_bound else 200
    return render(request, "inquiries/desk/entry_new.html", context, status=status)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One wording: a draft with its form, and each as readers see it, with the history beside."""
    shown = _found(entry_id)
    if request.method != "POST":
        return _page(request, shown, EntryForm(entry=shown))
    form = EntryForm(request.POST, entry=shown)
    if not form.is_valid():
        return _page(request, shown, form, status=400)
    try:
        publishing.edit_entry(entry_id, form.wording(), actor=person(request))
    except DomainError as error:
        form.refuse(error)
        return _page(request, shown, form, status=status_of(error))
    messages.success(request, _("The draft was saved. Look at it, then publish it."))
    return redirect("inquiries:entry", entry_id)


@editors_only
@require_POST
def publish(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    shown = _found(entry_id)
    try:
        publishing.publish_entry(entry_id, actor=person(request))
    except DomainError as error:
        return _refused(request, shown, error)
    messages.success(request, _("Published. Subscribers are told with the next mail."))
    return redirect("inquiries:entry", entry_id)


@editors_only
@require_POST
def reword(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    shown = _found(entry_id)
    try:
        draft = publishing.begin_wording(entry_id, actor=person(request))
    except DomainError as error:
        drafts = Entry.objects.filter(key=shown.key, state=EntryState.DRAFT)
        messages.info(request, str(error))
        return redirect("inquiries:entry", drafts.order_by("-number")[:1].get().pk)
    return redirect("inquiries:entry", draft.pk)


@editors_only
@require_POST
def withdraw(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    shown = _found(entry_id)
    try:
        publishing.withdraw_entry(entry_id, actor=person(request))
    except DomainError as error:
        return _refused(request, shown, error)
    messages.success(request, _("It is withdrawn: nobody finds it any more."))
    return redirect("inquiries:entry", entry_id)


@editors_only
@require_POST
def discard(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    shown = _found(entry_id)
    try:
        publishing.discard_draft(entry_id, actor=person(request))
    except DomainError as error:
        return _refused(request, shown, error)
    messages.success(request, _("The draft was discarded."))
    return redirect("inquiries:information")


def _found(entry_id: UUID) -> Entry:
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, shown: Entry, error: DomainError) -> HttpResponse:
    form = EntryForm(entry=shown)
    return _page(request, shown, form, status=status_of(error), refused=str(error))


def _page(
    request: HttpRequest, shown: Entry, form: EntryForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    is_draft = shown.state == EntryState.DRAFT
    before = entries.before(shown)
    context: dict[str, Any] = {
        "entry": shown,
        "tone": TONES[EntryState(shown.state)],
        "form": form if is_draft else None,
        "refused": refused,
        "changes": entries.update_of(shown, before) if is_draft and before else None,
        "history": entries.history(shown.key),
        "categories": entries.categories(),
    }
    return render(request, "inquiries/desk/entry.html", context, status=status)
