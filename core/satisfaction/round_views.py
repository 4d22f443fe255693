"""The measures at the desk: what the policy asks, each round, what was found and decided."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import rules as governing
from core.satisfaction import forms, queries, rounds
from core.satisfaction import measure_rules as rules
from core.satisfaction.access import for_board, for_readers, for_runners, found_round, revision_of
from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound
from core.satisfaction.questions import questions_of
from core.satisfaction.schedule import plan_rounds, rhythms
from core.satisfaction.settings import MEASURES, runners
from core.satisfaction.sources import Facts, facts_for
from foundation import clock
from foundation.access import allows
from foundation.dates import add_months
from foundation.errors import DomainError, status_of
from foundation.uploads import open_stored
from tenants.people.access import person
from ui.files import as_file

PER_PAGE = 25
STATES = ("planned", "open", "late", "done", "left_out")
TONES = {
    RoundState.PLANNED: "neutral",
    RoundState.OPEN: "info",
    RoundState.DONE: "ok",
    RoundState.LEFT_OUT: "neutral",
}
LOOKS_BACK = 12
NOTHING_TRIED: Mapping[str, Any] = {}


@for_readers
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    page = Paginator(queries.rounds(state), PER_PAGE).get_page(request.GET.get("page"))
    try:
        rules_in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        asked = []
    else:
        asked = rhythms(rules_in_force, MEASURES.read())
    context = {
        "page": page,
        "rows": [(round_, tone_of(round_), is_late(round_)) for round_ in page.object_list],
        "counts": queries.round_counts(),
        "state": state,
        "asked": asked,
        "unhappy": queries.to_follow_up(person(request)).count(),
        "runs": allows(rules.check_runs, person(request)),
    }
    return render(request, "satisfaction/rounds.html", context)


@for_runners
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """What the night would do, now: after a change of the policy or the settings."""
    plan_rounds()
    messages.success(request, _("The rounds were planned by the policy in force."))
    return redirect("satisfaction:rounds")


@for_board
@require_safe
def round_page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    return _page(request, found_round(round_id))


@for_runners
@require_POST
def start(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = found_round(round_id)
    return _done(
        request,
        round_,
        "",
        None,
        lambda: rounds.start_round(
            round_.pk, actor=person(request), revision=revision_of(request)
        ),
        _("The round has begun."),
    )


@for_runners
@require_POST
def report(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = found_round(round_id)
    form = forms.ReportForm(request.POST, request.FILES)
    done = "done" in request.POST
    return _done(
        request,
        round_,
        "report",
        form,
        lambda: rounds.report_round(
            round_.pk,
            actor=person(request),
            done=done,
            revision=revision_of(request),
            **form.cleaned_data,
        ),
        _("The round is done.") if done else _("Saved."),
    )


@for_runners
@require_POST
def leave_out(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = found_round(round_id)
    form = forms.LeaveOutForm(request.POST)
    return _done(
        request,
        round_,
        "leave_out",
        form,
        lambda: rounds.leave_out_round(
            round_.pk,
            actor=person(request),
            revision=revision_of(request),
            reason=form.cleaned_data["reason"],
        ),
        _("The round is left out."),
    )


@for_runners
@require_POST
def give(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = found_round(round_id)
    people = list(runners())
    form = forms.OwnerForm(request.POST, people=people)
    return _done(
        request,
        round_,
        "give",
        form,
        lambda: rounds.give_round(
            round_.pk,
            actor=person(request),
            revision=revision_of(request),
            owner=next(
                (each for each in people if str(each.pk) == form.cleaned_data["owner"]), None
            ),
        ),
        _("Saved."),
    )


@for_board
@require_POST
def decide(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = found_round(round_id)
    form = forms.DecisionForm(request.POST)
    return _done(
        request,
        round_,
        "decide",
        form,
        lambda: rounds.decide_on_round(
            round_.pk,
            actor=person(request),
            revision=revision_of(request),
            **form.cleaned_data,
        ),
        _("The decision was recorded."),
    )


@for_board
@require_safe
def evidence(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = found_round(round_id)
    if round_.evidence is None:
        raise Http404
    stored = round_.evidence
    return as_file(open_stored(stored), stored.media_type, stored.name)


def tone_of(round_: MeasureRound) -> str:
    return "late" if is_late(round_) else TONES[RoundState(round_.state)]


def is_late(round_: MeasureRound) -> bool:
    return round_.state in queries.PENDING and round_.due_on < clock.today()


def _facts(request: HttpRequest, round_: MeasureRound) -> list[Facts]:
    """Of the time since the last round would have been due."""
    first = add_months(round_.due_on, -(round_.every_months or LOOKS_BACK))
    since = timezone.make_aware(datetime.combine(first, time()))
    return facts_for(round_.method, person(request), since, round_.done_at or clock.now())


def _page(
    request: HttpRequest,
    round_: MeasureRound,
    tried: Mapping[str, Any] = NOTHING_TRIED,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = person(request)
    runs = allows(rules.check_runs, actor)
    pending = round_.state in queries.PENDING
    asks = round_.method in rules.ASKING
    context: dict[str, Any] = {
        "round": round_,
        "tone": tone_of(round_),
        "is_late": is_late(round_),
        "runs": runs,
        "asks": asks,
        "error": error,
        "counts": queries.answer_counts(round_) if asks else None,
        "questions": questions_of(round_.questions),
        "facts": _facts(request, round_),
        "may_start": runs and round_.state == RoundState.PLANNED,
        "report": _report_form(round_, tried) if runs and round_.state == "open" else None,
        "leave_out": (tried.get("leave_out") or forms.LeaveOutForm(auto_id="leave_%s"))
        if runs and pending
        else None,
        "give": _owner_form(round_, tried) if runs and pending else None,
        "decide": _decision_form(round_, tried)
        if allows(rules.check_can_decide, actor, round_)
        else None,
    }
    return render(request, "satisfaction/round.html", context, status=status)


def _report_form(round_: MeasureRound, tried: Mapping[str, Any]) -> forms.ReportForm:
    return tried.get("report") or forms.ReportForm(initial={"findings": round_.findings})


def _owner_form(round_: MeasureRound, tried: Mapping[str, Any]) -> forms.OwnerForm:
    initial = {"owner": str(round_.owner_id or "")}
    return tried.get("give") or forms.OwnerForm(
        initial=initial, people=list(runners()), auto_id="give_%s"
    )


def _decision_form(round_: MeasureRound, tried: Mapping[str, Any]) -> forms.DecisionForm:
    initial = {
        "decision": round_.decision,
        "session": round_.decision_session,
        "decided_on": round_.decided_on,
    }
    return tried.get("decide") or forms.DecisionForm(initial=initial, auto_id="decide_%s")


def _done(
    request: HttpRequest,
    round_: MeasureRound,
    name: str,
    form: Any,
    perform: Callable[[], object],
    said: str,
) -> HttpResponse:
    """Back to the round; or its page with the form as it was typed, and what is wrong."""
    error_text, status = "", 400
    if form is None or form.is_valid():
        try:
            perform()
        except DomainError as error:
            status = status_of(error)
            if form is None:
                error_text = str(error)
            else:
                form.refuse(error)
        else:
            messages.success(request, said)
            return redirect("satisfaction:round", round_.pk)
    tried = {name: form} if form is not None else NOTHING_TRIED
    return _page(request, found_round(round_.pk), tried, error=error_text, status=status)
