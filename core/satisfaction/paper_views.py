"""A round on paper: the poster with its code, the sheet to fill in, and typing sheets in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.satisfaction import measure_rules as rules
from core.satisfaction import queries
from core.satisfaction.access import for_readers, for_runners, found_round
from core.satisfaction.addresses import poster_code
from core.satisfaction.answering import Given, add_answer
from core.satisfaction.enums import AnswerWay, RoundState
from core.satisfaction.forms import AnonymousForm
from core.satisfaction.models import MeasureRound
from core.satisfaction.questions import questions_of
from foundation.errors import DomainError, status_of
from foundation.printing.qr import qr_path
from tenants.people.access import person


@for_readers
@require_safe
def poster(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = _asking(round_id)
    address = request.build_absolute_uri(reverse("survey:poster", args=[poster_code(round_.pk)]))
    context = {"round": round_, "address": address, "qr": qr_path(address)}
    return render(request, "satisfaction/poster.html", context)


@for_readers
@require_safe
def sheet(request: HttpRequest, round_id: UUID) -> HttpResponse:
    round_ = _asking(round_id)
    context = {"round": round_, "questions": questions_of(round_.questions)}
    return render(request, "satisfaction/sheet.html", context)


@for_runners
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Sheet after sheet: whoever sends one gets the next."""
    round_ = _asking(round_id)
    form = AnonymousForm(request.POST or None, rows=round_.questions)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _keep(request, round_, form)
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, _("The sheet was kept."))
                if "last" in request.POST:
                    return redirect("satisfaction:round", round_.pk)
                return redirect("satisfaction:paper", round_.pk)
    counts = queries.answer_counts(round_)
    context = {"round": round_, "form": form, "counts": counts}
    return render(request, "satisfaction/paper.html", context, status=status)


def _keep(request: HttpRequest, round_: MeasureRound, form: AnonymousForm) -> None:
    actor = person(request)
    rules.check_runs(actor)
    given = Given(
        form.answers(),
        AnswerWay.PAPER,
        operation_id=form.cleaned_data["operation_id"],
        branch=actor.unit,
    )
    add_answer(round_.pk, given, entered_by=actor)


def _asking(round_id: UUID) -> MeasureRound:
    """Only a round that asks, and has begun, has a questionnaire."""
    round_ = found_round(round_id)
    if round_.method not in rules.ASKING or round_.state == RoundState.PLANNED:
        raise Http404
    return round_
