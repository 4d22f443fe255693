"""Sessions: the list, the call, agenda and attendance, several decisions at once, the close."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.committees import queries, services
from core.committees.desk import forms, pages
from core.committees.desk.access import (
    for_readers,
    for_secretaries,
    found_item,
    found_session,
    revision_of,
)
from core.committees.enums import SessionState
from core.committees.models import AgendaItem, CommitteeSession
from core.service_requests.deciding import COMMITTEE
from foundation.errors import DomainError, status_of
from tenants.people.access import person
from tenants.people.roles import Permission

PER_PAGE = 25


@for_readers
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.sessions(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (session, pages.TONES[SessionState(session.state)]) for session in page.object_list
        ],
        "ready": queries.ready_cases().count(),
        "manages": person(request).has_permission(Permission.CALL_SESSIONS),
        "unsigned": list(queries.waiting_for_signature(person(request))),
    }
    return render(request, "committees/sessions.html", context)


@for_secretaries
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    members = list(queries.members())
    data = request.POST if request.method == "POST" else None
    initial = forms.first_values(COMMITTEE.read().chair)
    form = forms.CallForm(data, members=members, initial=initial)
    status = 200
    if data is not None:
        status = 400
        if form.is_valid():
            try:
                session = _call(request, form)
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, _("The session was called; the members are told."))
                return redirect("committees:session", session.pk)
    context = {"form": form, "members": members, "ready": queries.ready_cases().count()}
    return render(request, "committees/call.html", context, status=status)


def _call(request: HttpRequest, form: forms.CallForm) -> CommitteeSession:
    ready = queries.ready_cases()[: pages.MOST_READY] if form.cleaned_data["fill"] else []
    return services.call_session(
        actor=person(request),
        operation_id=form.cleaned_data["operation_id"],
        case_ids=[case.pk for case in ready],
        **form.terms(),
    )


@for_readers
@require_safe
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    return pages.session_page(request, found_session(session_id))


@for_readers
@require_safe
def agenda(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """To be printed, with the sheet of every item."""
    found = found_session(session_id)
    room = pages.room_of(request, found)
    lines = pages.lines_of(
        room, list(queries.with_sheets(queries.items(found, viewer=room.viewer)))
    )
    context = {"room": room, "session": found, "lines": [li for li in lines if not li.is_off]}
    return render(request, "committees/agenda.html", context)


@for_secretaries
@require_POST
def change(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    members = [seat.member for seat in queries.seats(found)]
    form = forms.SessionForm(request.POST, members=members, auto_id="change_%s")
    return _done(
        request,
        found,
        "change",
        form,
        lambda: services.change_session(
            found.pk, actor=person(request), revision=revision_of(request), **form.terms()
        ),
        _("The session was changed."),
    )


@for_secretaries
@require_POST
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    return _done(
        request,
        found,
        "",
        None,
        lambda: services.cancel_session(
            found.pk, actor=person(request), revision=revision_of(request)
        ),
        _("The session was called off; its items are ready for the next one."),
    )


@for_secretaries
@require_POST
def attendance(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    seats = queries.seats(found)
    form = forms.AttendanceForm(request.POST, seats=seats, chair=found.chair_id)
    return _done(
        request,
        found,
        "attendance",
        form,
        lambda: services.set_attendance(
            found.pk, actor=person(request), revision=revision_of(request), **form.terms()
        ),
        _("The attendance was recorded."),
        anchor="attendance",
    )


@for_secretaries
@require_POST
def open_(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    return _done(
        request,
        found,
        "",
        None,
        lambda: services.open_session(
            found.pk, actor=person(request), revision=revision_of(request)
        ),
        _("The session is open."),
    )


@for_secretaries
@require_POST
def add(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    ids = _ids(request.POST.getlist("case"))
    return _done(
        request,
        found,
        "",
        None,
        lambda: services.add_to_agenda(found.pk, actor=person(request), case_ids=ids),
        ngettext(
            "%(count)s case was put on the agenda.",
            "%(count)s cases were put on the agenda.",
            len(ids),
        )
        % {"count": len(ids)},
        anchor="agenda",
    )


@for_secretaries
@require_POST
def order(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The order of the fields as sent; or, by the button `move`, one item up or down."""
    found = found_session(session_id)
    ids = _moved(_ids(request.POST.getlist("order")), request.POST.get("move", ""))
    return _done(
        request,
        found,
        "",
        None,
        lambda: services.order_agenda(
            found.pk, actor=person(request), revision=revision_of(request), item_ids=ids
        ),
        _("The order was saved."),
        anchor="agenda",
    )


@for_secretaries
@require_POST
def remove(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    found_item(request, found, agenda_item_id)
    return _done(
        request,
        found,
        "",
        None,
        lambda: services.remove_from_agenda(
            found.pk, actor=person(request), item_id=agenda_item_id
        ),
        _("The item was taken off the agenda."),
        anchor="agenda",
    )


@for_secretaries
@require_POST
def decide(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The same decision for all the items that were ticked."""
    found = found_session(session_id)
    room = pages.room_of(request, found)
    form = pages.decision_form(room, pages.money_here(found), request.POST)
    chosen = chosen_items(request)
    return _done(
        request,
        found,
        "decision",
        form,
        lambda: services.record_decisions(
            found.pk,
            actor=person(request),
            chosen=chosen,
            proposal=form.proposal(),
            hands=form.hands(),
        ),
        _said_decided(len(chosen)),
        nothing_chosen=not chosen,
    )


@for_secretaries
@require_POST
def postpone(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = found_session(session_id)
    form = forms.PostponeForm(request.POST, settings=COMMITTEE.read())
    chosen = chosen_items(request)
    return _done(
        request,
        found,
        "postpone",
        form,
        lambda: services.postpone_items(
            found.pk, actor=person(request), chosen=chosen, **form.terms()
        ),
        _("What was ticked is postponed."),
        nothing_chosen=not chosen,
    )


@for_secretaries
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What is going to be applied, what stands in the way, and the end of the session."""
    found = found_session(session_id)
    data = request.POST if request.method == "POST" else None
    form = pages.close_form(request, found, data)
    status = 200
    if data is not None:
        status = 400
        if form.is_valid():
            try:
                services.close_session(
                    found.pk, actor=person(request), revision=None, **form.terms()
                )
            except DomainError as error:
                form = pages.close_form(request, found, data)  # what stands in the way by now
                form.full_clean()
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(
                    request, _("The session is closed; its decisions stand in the cases.")
                )
                return redirect("committees:minutes", found.pk)
    elif found.state != SessionState.OPEN:
        return redirect("committees:session", found.pk)
    room = pages.room_of(request, found)
    lines = pages.lines_of(room, list(queries.items(found, viewer=room.viewer)))
    context = {
        "room": room,
        "session": found,
        "form": form,
        "lines": [line for line in lines if not line.is_off],
        "money": pages.money_of(pages.grants_of(lines)),
    }
    return render(request, "committees/close.html", context, status=status)


def chosen_items(request: HttpRequest) -> list[services.Chosen]:
    """Each as its page showed it."""
    found = []
    for sent in request.POST.getlist("item"):
        pk, _colon, revision = sent.partition(":")
        try:
            found.append(services.Chosen(UUID(pk), int(revision)))
        except ValueError:
            continue
    return found


def _said_decided(number: int) -> str:
    return ngettext(
        "%(count)s decision was recorded.", "%(count)s decisions were recorded.", number
    ) % {"count": number}


def _ids(sent: list[str]) -> list[UUID]:
    found = []
    for each in sent:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def _moved(ids: list[UUID], move: str) -> list[UUID]:
    """`move`: up or down, a colon, and which."""
    way, _colon, which = move.partition(":")
    for at, pk in enumerate(ids):
        to = at - 1 if way == "up" else at + 1
        if str(pk) == which and way in ("up", "down") and 0 <= to < len(ids):
            ids[at], ids[to] = ids[to], ids[at]
            break
    return ids


def _done(
    request: HttpRequest,
    session: CommitteeSession,
    name: str,
    form: Any,
    perform: Callable[[], object],
    said: str,
    *,
    anchor: str = "",
    nothing_chosen: bool = False,
) -> HttpResponse:
    """Back to the session; or its page with the form as it was typed, and what is wrong."""
    error_text, status = "", 400
    if nothing_chosen:
        error_text = _("Tick at least one item.")
        form.full_clean()
    elif form is None or form.is_valid():
        try:
            perform()
        except DomainError as error:
            status = status_of(error)
            if form is None:
                error_text = str(error)
            else:
                form.refuse(error)
        except AgendaItem.DoesNotExist:
            error_text, status = _("One of the items is not of this session."), 409
        else:
            messages.success(request, said)
            if name == "decision":
                pages.warn_of_overdraft(request, session, form.proposal().programme_id)
            response = redirect("committees:session", session.pk)
            if anchor:
                response["Location"] += f"#{anchor}"
            return response
    return pages.session_page(
        request, found_session(session.pk), {name: form}, error=error_text, status=status
    )
