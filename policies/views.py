"""The policy at the desk: its versions, the reading of a document, the editor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import audit
from foundation.access import allows
from foundation.errors import DomainError
from policies import phrases, queries, rules, services
from policies.acknowledging.rules import check_can_see
from policies.approving.context import on_its_way
from policies.checking import obstacles
from policies.enums import VersionState
from policies.forms import NewDraftForm
from policies.importing.services import begin_import
from policies.integrity import is_whole
from policies.marking import reading_view
from policies.models import PolicyVersion
from policies.pages import done, found, revision_of, stored_file, with_tone
from policies.questions import questions
from policies.reading.scan.recognition import LARGEST_SCAN
from policies.reading.sources import ScannedDocument
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def version_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "policies/list.html",
        {
            "rows": [
                {**with_tone(version), "approval": getattr(version, "approval", None)}
                for version in queries.versions()
            ],
            "may_edit": allows(rules.check_can_edit, person(request)),
            "sees_signatures": allows(check_can_see, person(request)),
            "review": queries.review_in_force(),
        },
    )


@permission_required(Permission.EDIT_POLICIES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: HttpRequest) -> HttpResponse:
    form = NewDraftForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _read(request, form)
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "policies/new.html", {"form": form})


def _read(request: HttpRequest, form: NewDraftForm) -> HttpResponse:
    """A text is read at once; the pages of a scan one after the other, by jobs."""
    document, actor = form.cleaned_data["document"], person(request)
    if document:
        data, name = document.read(LARGEST_SCAN + 1), document.name or ""
        try:
            version = services.upload_document(data, filename=name, actor=actor)
        except ScannedDocument:
            return redirect("policies:import", begin_import(data, filename=name, actor=actor).pk)
    else:
        version = services.paste_text(form.cleaned_data["text"], actor=actor)
    messages.success(request, _("The document was read. Look at what was found."))
    return redirect("policies:reading", version.pk)


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def version_page(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, actor = found(version_id), person(request)
    is_draft = version.state == VersionState.DRAFT
    return render(
        request,
        "policies/version.html",
        {
            **with_tone(version),
            "content": version.load_content(),
            "is_tampered": not is_whole(version),
            "approval": getattr(version, "approval", None),
            "obstacles": obstacles(version) if is_draft else [],
            "open_questions": sum(question.is_open for question in questions(version)),
            "history": _history(version),
            "way": on_its_way(version, actor),
            "may_edit": allows(rules.check_can_edit, actor, version),
            "may_begin": allows(rules.check_can_edit, actor),
            "may_send": allows(rules.check_can_send_to_board, actor, version),
            "may_withdraw": allows(rules.check_can_withdraw_from_board, actor, version),
            "may_approve": allows(rules.check_can_record_approval, actor, version),
            "may_bring_into_force": allows(rules.check_can_bring_into_force, actor, version),
            "may_discard": allows(rules.check_can_discard, actor, version),
        },
    )


def _history(version: PolicyVersion) -> list[dict[str, Any]]:
    return [
        {"label": phrases.AUDIT_ACTIONS.get(entry.action, entry.action), "entry": entry}
        for entry in audit.entries_about(version)
    ]


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def reading_page(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    return _reading_page(request, version)


def _reading_page(
    request: HttpRequest,
    version: PolicyVersion,
    *,
    refused: str = "",
    reason_typed: str = "",
    error: str = "",
) -> HttpResponse:
    asked = questions(version)
    view = reading_view(version, asked)
    return render(
        request,
        "policies/reading.html",
        {
            **with_tone(version),
            "lines": view.lines,
            "groups": view.groups,
            "asking": [question for question in asked if question.asks_much],
            "folded": [question for question in asked if not question.asks_much],
            "review_needed": [
                phrases.REVIEW_REASONS[why]
                for why in version.load_reading().review_needed
                if why in phrases.REVIEW_REASONS
            ],
            "may_edit": allows(rules.check_can_edit, person(request), version),
            "refused": refused,
            "reason_typed": reason_typed,
            "error": error,
        },
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def accept_finding(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, finding = found(version_id), request.POST.get("finding", "")
    typed = request.POST.get("reason", "")
    try:
        services.accept_finding(version.pk, actor=person(request), finding=finding, reason=typed)
    except DomainError as error:
        return _reading_page(
            request, version, refused=finding, reason_typed=typed, error=str(error)
        )
    messages.success(request, _("The answer was kept."))
    return redirect(reverse("policies:reading", args=[version.pk]) + "#questions")


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def fix_finding(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    return done(
        request,
        _("It was put right, and the words of the clause with it."),
        reverse("policies:reading", args=[version.pk]) + "#questions",
        services.apply_fix,
        version.pk,
        actor=person(request),
        revision=revision_of(request),
        finding=request.POST.get("finding", ""),
        fix=request.POST.get("fix", ""),
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def discard(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    return done(
        request,
        _("The draft was discarded."),
        reverse("policies:list"),
        services.discard_draft,
        version.pk,
        actor=person(request),
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def new_from(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    draft = services.draft_from_version(version.pk, actor=person(request))
    messages.success(
        request, _("A new draft was begun from version %(number)s.") % {"number": version.number}
    )
    return redirect("policies:edit", draft.pk)


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def source_file(request: HttpRequest, version_id: UUID) -> HttpResponseBase:
    return stored_file(found(version_id).source_file)
