"""The minutes: to read, print, take away, sign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.committees import queries, rules, services
from core.committees.desk import forms
from core.committees.desk.access import (
    for_members,
    for_readers,
    for_secretaries,
    found_session,
    revision_of,
)
from core.committees.documents import docx_of, file_name, html_of
from core.committees.enums import SessionState
from core.committees.minutes import Kept, Minutes, minutes_of
from core.committees.models import CommitteeSession, Seat
from foundation.access import allows, reason
from foundation.errors import DomainError, status_of
from foundation.printing import pdf
from foundation.uploads import FileKind, open_stored
from tenants.people.access import person
from ui.files import as_file

NOT_YET = (SessionState.PLANNED, SessionState.CANCELLED)


@for_readers
@require_safe
def minutes(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return _page(request, _found(session_id))


@for_readers
@require_safe
def as_pdf(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _found(session_id)
    if not pdf.is_available():
        return redirect("committees:minutes", session.pk)
    kept = _genuine(session)
    page = html_of(_for(request, kept.minutes), kept.digest, _signed(session))
    return as_file(pdf.typeset(page), FileKind.PDF, file_name(kept.minutes, ".pdf"))


@for_readers
@require_safe
def as_docx(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _found(session_id)
    kept = _genuine(session)
    written = docx_of(_for(request, kept.minutes), kept.digest, _signed(session))
    return as_file(written, FileKind.DOCX, file_name(kept.minutes, ".docx"))


@for_secretaries
@require_POST
def remarks(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _found(session_id)
    form = forms.RemarksForm(request.POST)
    if form.is_valid():
        try:
            services.write_remarks(
                session.pk,
                actor=person(request),
                remarks=form.cleaned_data["remarks"],
                revision=revision_of(request),
            )
        except DomainError as error:
            form.refuse(error)
            return _page(request, _found(session_id), {"remarks": form}, status_of(error))
        messages.success(request, _("The remarks were saved."))
        return redirect("committees:minutes", session.pk)
    return _page(request, session, {"remarks": form}, 400)


@for_members
@require_POST
def sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _found(session_id)
    try:
        services.sign_minutes(
            session.pk,
            actor=person(request),
            digest=request.POST.get("digest", ""),
            drawn=request.POST.get("signature", ""),
            declared="signature_declared" in request.POST,
        )
    except DomainError as error:
        tried = {"signature_error": str(error)}
        return _page(request, _found(session_id), tried, status_of(error))
    messages.success(request, _("You have signed the minutes."))
    return redirect("committees:minutes", session.pk)


@for_secretaries
@require_POST
def scan(request: HttpRequest, session_id: UUID) -> HttpResponse:
    session = _found(session_id)
    form = forms.ScanForm(request.POST, request.FILES)
    status = 400
    if form.is_valid():
        try:
            services.keep_signed_scan(
                session.pk,
                actor=person(request),
                digest=request.POST.get("digest", ""),
                scan=form.cleaned_data["scan"],
            )
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("The signed minutes were kept."))
            return redirect("committees:minutes", session.pk)
    return _page(request, _found(session_id), {"scan": form}, status)


@for_readers
@require_safe
def signed_scan(request: HttpRequest, session_id: UUID) -> HttpResponse:
    stored = _found(session_id).signed_scan
    if stored is None:
        raise Http404
    if _is_excluded(request, session_id):
        raise Http404  # the paper tells everybody's items
    return as_file(open_stored(stored), stored.media_type, stored.name)


@for_readers
@require_safe
def signature(request: HttpRequest, session_id: UUID, seat_id: UUID) -> HttpResponse:
    seat = Seat.objects.filter(session=session_id, pk=seat_id).select_related("signature").first()
    if seat is None or seat.signature is None:
        raise Http404
    stored = seat.signature
    return as_file(open_stored(stored), stored.media_type, "signature.png", inline=True)


def _page(
    request: HttpRequest,
    session: CommitteeSession,
    tried: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    tried = tried or {}
    kept = minutes_of(session)
    actor = person(request)
    shown = _for(request, kept.minutes)
    writes = allows(rules.check_can_write_remarks, actor, session)
    context: dict[str, Any] = {
        "session": session,
        "kept": kept,
        "minutes": shown,
        "seats": _signed(session),
        "may_sign": kept.genuine and allows(rules.check_can_sign, actor, session),
        "why_not_sign": reason(rules.check_can_sign, actor, session),
        "signature_error": tried.get("signature_error", ""),
        "remarks": (
            tried.get("remarks") or forms.RemarksForm(initial={"remarks": session.remarks})
            if writes
            else tried.get("remarks")
        ),
        "scan": (
            tried.get("scan") or forms.ScanForm()
            if kept.genuine and allows(rules.check_can_upload_scan, actor, session)
            else None
        ),
        "has_pdf": pdf.is_available(),
        "is_final": session.state == SessionState.CLOSED,
        "sees_scan": bool(session.signed_scan_id)
        and not any(item.withheld for item in shown.items),
    }
    return render(request, "committees/minutes.html", context, status=status)


def _found(session_id: UUID) -> CommitteeSession:
    session = found_session(session_id)
    if session.state in NOT_YET:
        raise Http404
    return session


def _genuine(session: CommitteeSession) -> Kept:
    kept = minutes_of(session)
    if not kept.genuine:
        raise Http404
    return kept


def _signed(session: CommitteeSession) -> list[Seat]:
    return [seat for seat in queries.seats(session) if seat.is_present]


def _for(request: HttpRequest, minutes: Minutes) -> Minutes:
    """Without what the reader is excluded from."""
    return minutes.without(person(request).pk, queries.references_of_interest(person(request)))


def _excluded(request: HttpRequest, minutes: Minutes) -> bool:
    return any(item.withheld for item in _for(request, minutes).items)


def _is_excluded(request: HttpRequest, session_id: UUID) -> bool:
    return _excluded(request, minutes_of(found_session(session_id)).minutes)
