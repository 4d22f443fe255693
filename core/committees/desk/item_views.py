"""One item: its sheet, the proposal, votes of members and hands raised, interests declared."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.committees import services
from core.committees.desk import forms, pages
from core.committees.desk.access import (
    for_members,
    for_readers,
    for_secretaries,
    found_item,
    found_session,
    revision_of,
)
from core.committees.enums import ItemState, Vote
from core.committees.models import AgendaItem, CommitteeSession
from core.service_requests.deciding import COMMITTEE
from foundation.errors import DomainError, status_of
from tenants.people.access import View, person


def _leads_back(view: View[Any]) -> View[Any]:
    """A form that came back refused stands at this address: who signs in anew there finds the item."""

    @functools.wraps(view)
    def led(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, session_id, agenda_item_id)
        return _back(*_found(request, session_id, agenda_item_id))

    return require_http_methods(["GET", "HEAD", "POST"])(led)


@for_readers
@require_safe
def item(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    session, found = _found(request, session_id, agenda_item_id)
    return pages.item_page(request, session, found)


@for_secretaries
@_leads_back
def decide(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    """Recorded; the next item that waits comes up."""
    session, found = _found(request, session_id, agenda_item_id)
    form = _decision_form(request, session)
    return _done(
        request,
        session,
        found,
        "decision",
        form,
        lambda: services.record_decisions(
            session.pk,
            actor=person(request),
            chosen=[services.Chosen(found.pk, revision_of(request))],
            proposal=form.proposal(),
            hands=form.hands(),
        ),
        _("The decision on item %(number)s was recorded.") % {"number": found.order},
        onwards=True,
    )


@for_secretaries
@_leads_back
def propose(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    session, found = _found(request, session_id, agenda_item_id)
    form = _decision_form(request, session)
    return _done(
        request,
        session,
        found,
        "decision",
        form,
        lambda: services.put_to_the_vote(
            session.pk,
            actor=person(request),
            chosen=services.Chosen(found.pk, revision_of(request)),
            proposal=form.proposal(),
        ),
        _("The members can vote on it now."),
    )


@for_secretaries
@_leads_back
def postpone(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    session, found = _found(request, session_id, agenda_item_id)
    form = forms.PostponeForm(request.POST, settings=COMMITTEE.read())
    return _done(
        request,
        session,
        found,
        "postpone",
        form,
        lambda: services.postpone_items(
            session.pk,
            actor=person(request),
            chosen=[services.Chosen(found.pk, revision_of(request))],
            **form.terms(),
        ),
        _("Item %(number)s is postponed.") % {"number": found.order},
        onwards=True,
    )


@for_secretaries
@require_POST
def reopen(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    session, found = _found(request, session_id, agenda_item_id)
    return _done(
        request,
        session,
        found,
        "",
        None,
        lambda: services.reopen_item(
            session.pk,
            actor=person(request),
            chosen=services.Chosen(found.pk, revision_of(request)),
        ),
        _("The item is heard again."),
    )


@for_members
@require_POST
def vote(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    session, found = _found(request, session_id, agenda_item_id)
    form = forms.VoteForm(request.POST)
    return _done(
        request,
        session,
        found,
        "vote",
        form,
        lambda: services.cast_vote(
            session.pk,
            actor=person(request),
            item_id=found.pk,
            vote=Vote(form.cleaned_data["vote"]),
            revision=revision_of(request),
        ),
        _("Your vote was recorded."),
    )


@for_members
@_leads_back
def interest(request: HttpRequest, session_id: UUID, agenda_item_id: UUID) -> HttpResponse:
    session, found = _found(request, session_id, agenda_item_id)
    form = forms.InterestForm(request.POST)
    return _done(
        request,
        session,
        found,
        "interest",
        form,
        lambda: services.declare_interest(
            session.pk,
            actor=person(request),
            item_id=found.pk,
            interest=form.cleaned_data["interest"],
        ),
        _("It is recorded. You take no part in this item."),
    )


def _found(
    request: HttpRequest, session_id: UUID, item_id: UUID
) -> tuple[CommitteeSession, AgendaItem]:
    session = found_session(session_id)
    return session, found_item(request, session, item_id)


def _decision_form(request: HttpRequest, session: CommitteeSession) -> forms.DecisionForm:
    room = pages.room_of(request, session)
    return pages.decision_form(room, pages.money_here(session), request.POST)


def _done(
    request: HttpRequest,
    session: CommitteeSession,
    item: AgendaItem,
    name: str,
    form: Any,
    perform: Callable[[], object],
    said: str,
    *,
    onwards: bool = False,
) -> HttpResponse:
    error_text, status = "", 400
    if form is None or form.is_valid():
        try:
            perform()
        except DomainError as error:
            status = status_of(error)
            if form is None or name == "vote":
                error_text = str(error)
            else:
                form.refuse(error)
        else:
            messages.success(request, said)
            if name == "decision":
                proposed = form.proposal().programme_id
                pages.warn_of_overdraft(request, session, proposed, item.pk)
            return _onwards(session, item) if onwards else _back(session, item)
    session, item = _found(request, session.pk, item.pk)
    return pages.item_page(request, session, item, {name: form}, error=error_text, status=status)


def _back(session: CommitteeSession, item: AgendaItem) -> HttpResponse:
    return redirect("committees:item", session.pk, item.pk)


def _onwards(session: CommitteeSession, item: AgendaItem) -> HttpResponse:
    """To the next item that waits; to the session where none does."""
    waiting = session.items.filter(state=ItemState.WAITING).order_by("order", "pk")
    following = waiting.filter(order__gt=item.order).first() or waiting.first()
    if following is None:
        return redirect("committees:session", session.pk)
    return _back(session, following)
