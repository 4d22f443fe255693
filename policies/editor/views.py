"""The editor of a draft: one form, which works without scripts; with them it keeps itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock
from foundation.access import reason
from foundation.errors import DomainError
from policies import rules, services
from policies.amendment import amend
from policies.editor.assembly import Assembled, assembled
from policies.editor.commands import Done, change
from policies.editor.findings import by_clause
from policies.editor.page import context
from policies.editor.rows import Row, Sheet, of_content, posted
from policies.models import PolicyVersion
from policies.pages import done, found, revision_of, with_tone
from policies.services.history import redoable, undoable
from policies.services.presence import note_presence
from policies.services.versions import EditedMeanwhile
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


@permission_required(Permission.EDIT_POLICIES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A POST saves, or does what one of the buttons of the rows says (`change`)."""
    version = found(version_id)
    if refused := reason(rules.check_can_edit, person(request), version):
        messages.error(request, refused)
        return redirect("policies:version", version.pk)
    if request.method != "POST":
        return _page(request, version, _sheet(version), revision=version.revision)
    sheet, revision = posted(request.POST), revision_of(request)
    if command := request.POST.get("change", ""):
        told = change(sheet, command)
        if "X-Editor" in request.headers:
            return JsonResponse(_answer(request, version, sheet, revision, told))
        return _page(request, version, sheet, revision=revision, unsaved=True)
    return _save(request, version, sheet, revision)


def _save(
    request: HttpRequest, version: PolicyVersion, sheet: Sheet, revision: int
) -> HttpResponse:
    whole = assembled(sheet, version.load_content())
    if whole is None:
        return _page(request, version, sheet, revision=revision, unsaved=True)
    try:
        _store(request, version, whole, sheet, revision, typing=False)
    except EditedMeanwhile as error:
        # Whoever saves again after reading this has been told: the next save counts.
        return _page(
            request, version, sheet, revision=version.revision, unsaved=True, error=str(error)
        )
    except DomainError as error:
        return _page(request, version, sheet, revision=revision, unsaved=True, error=str(error))
    messages.success(request, _("The draft was saved."))
    return redirect("policies:reading", version.pk)


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def autosave(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Keeps what was typed so far, and answers with the rows as they stand afterwards."""
    version, sheet = found(version_id), posted(request.POST)
    revision = revision_of(request)
    if refused := reason(rules.check_can_edit, person(request), version):
        return JsonResponse({"state": "refused", "message": refused}, status=409)
    whole = assembled(sheet, version.load_content())
    if whole is None:
        message = _("Not saved: some rows need another look. What you typed is kept.")
        answer = _answer(request, version, sheet, revision, Done())
        return JsonResponse({**answer, "state": "errors", "message": message})
    try:
        version = _store(request, version, whole, sheet, revision, typing=True)
    except EditedMeanwhile:
        return JsonResponse(_conflict(version), status=409)
    except DomainError as error:
        return JsonResponse({"state": "refused", "message": str(error)}, status=409)
    saved = _with_blanks(
        sheet, of_content(version.load_content(), is_minor=version.is_minor, ids=whole.ids)
    )
    answer = _answer(request, version, saved, version.revision, Done())
    message = _("Saved at %(time)s") % {"time": _time(clock.now())}
    return JsonResponse({**answer, "state": "saved", "message": message})


def _conflict(version: PolicyVersion) -> dict[str, Any]:
    message = _(
        "%(name)s saved this draft at %(time)s while you were writing. What you typed is kept here: "
        "save again to put yours in its place. The other wording can be taken back to from there."
    ) % {"name": version.updated_by.display_name, "time": _time(version.updated_at)}
    return {"state": "conflict", "message": message, "revision": version.revision}


def _store(
    request: HttpRequest,
    version: PolicyVersion,
    whole: Assembled,
    sheet: Sheet,
    revision: int,
    *,
    typing: bool,
) -> PolicyVersion:
    return services.edit_content(
        version.pk,
        actor=person(request),
        revision=revision,
        content=whole.content,
        is_minor=sheet.settings["is_minor"] == "yes",
        typing=typing,
    )


def _with_blanks(typed: Sheet, saved: Sheet) -> Sheet:
    """Rows that were just added stay on the page until something is typed into them."""
    before: Row | None = None
    for row in typed.rows:
        if row.is_blank:
            place = next(
                (i for i, each in enumerate(saved.rows) if before and each.id == before.id), -1
            )
            saved.rows.insert(place + 1, row)
        before = row
    return saved


def _sheet(version: PolicyVersion) -> Sheet:
    return of_content(version.load_content(), is_minor=version.is_minor)


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def preview(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The document as it would stand, from what is typed now."""
    version, sheet = found(version_id), posted(request.POST)
    before = version.load_content()
    whole = assembled(sheet, before)
    content = amend(before, whole.content) if whole else before
    return render(
        request,
        "policies/editor/_preview.html",
        {"content": content, "articles": content.whole_articles(), "faulty": whole is None},
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def presence(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Whoever else is in the editor, as a banner."""
    version = found(version_id)
    try:
        other = note_presence(version.pk, actor=person(request))
    except DomainError as error:
        return render(request, "policies/editor/_presence.html", {"refused": str(error)})
    moved_on = (
        version.revision != revision_of(request) and version.updated_by_id != person(request).pk
    )
    return render(
        request,
        "policies/editor/_presence.html",
        {
            "other": other,
            "time": _time(other.seen_at) if other else "",
            "moved_on": version.updated_by.display_name if moved_on else "",
        },
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def undo(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return done(
        request,
        _("The last edit was taken back."),
        _editor_of(version_id),
        services.undo_last_edit,
        found(version_id).pk,
        actor=person(request),
        revision=revision_of(request),
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def redo(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return done(
        request,
        _("The edit was brought back."),
        _editor_of(version_id),
        services.redo_last_edit,
        found(version_id).pk,
        actor=person(request),
        revision=revision_of(request),
    )


def _editor_of(version_id: UUID) -> str:
    return redirect("policies:edit", version_id).url


def _time(moment: Any) -> str:
    return time_format(timezone.localtime(moment), "H:i")


def _answer(
    request: HttpRequest, version: PolicyVersion, sheet: Sheet, revision: int, told: Done
) -> dict[str, Any]:
    """For the script of the page: the rows anew, and where to go on."""
    shown = {**_context(version, sheet, revision), "version": version}
    return {
        "rows": render_to_string("policies/editor/_rows.html", shown, request=request),
        "revision": revision,
        "focus": told.focus,
        "button": told.button,
        "said": told.said,
        "undo": bool(undoable(version)),
        "redo": bool(redoable(version)),
    }


def _context(version: PolicyVersion, sheet: Sheet, revision: int) -> dict[str, Any]:
    return {
        **context(sheet, by_clause(version)),
        "revision": revision,
        "may_undo": bool(undoable(version)),
        "may_redo": bool(redoable(version)),
        "has_errors": sheet.has_errors,
    }


def _page(
    request: HttpRequest,
    version: PolicyVersion,
    sheet: Sheet,
    *,
    revision: int,
    unsaved: bool = False,
    error: str = "",
) -> HttpResponse:
    return render(
        request,
        "policies/edit.html",
        {
            **with_tone(version),
            **_context(version, sheet, revision),
            "unsaved": unsaved,
            "error": error,
        },
    )
