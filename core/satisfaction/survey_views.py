"""The questionnaire for whoever was asked: no account, nothing about anybody on the page.

Opening a link changes nothing, since what scans mails opens it too; only an answer that is sent counts.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.satisfaction.answering import (
    AlreadyAnswered,
    Given,
    LinkExpired,
    add_answer,
    answer_by_link,
    check_is_answerable,
    find_link,
    find_poster,
)
from core.satisfaction.enums import AnswerWay, RoundState
from core.satisfaction.forms import AnonymousForm, SurveyForm
from core.satisfaction.measure_rules import RoundNotOpen
from core.satisfaction.models import MeasureRound
from foundation import limits
from foundation.errors import DomainError
from tenants import visitors
from tenants.people.access import public_page

OPENED_PER_HOUR = 600
SENT_PER_HOUR = 120  # a whole waiting room may share one address
HOUR = 3600
ANSWERED = "survey_answered"
MOST_REMEMBERED = 20


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        limits.hit("survey-opened", _source(request), OPENED_PER_HOUR, HOUR)
        answer = find_link(token)
        if answer is None:
            raise Http404
        check_is_answerable(answer)
        form = SurveyForm(request.POST or None, rows=answer.questions)
        if request.method != "POST":
            return _page(request, form)
        limits.hit("survey-sent", _source(request), SENT_PER_HOUR, HOUR)
        if not form.is_valid():
            return _page(request, form, status=400)
        answer_by_link(answer.pk, form.answers())
    except AlreadyAnswered:
        return redirect("survey:thanks")
    except LinkExpired as error:
        return _over(request, error, status=410)
    except limits.TooManyAttempts as error:
        return _over(request, error, status=429, retry_after=error.retry_after)
    return redirect("survey:thanks")


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poster(request: HttpRequest, poster_code: str) -> HttpResponse:
    """Anybody's, once in a browser; nothing tells who it was."""
    try:
        limits.hit("survey-opened", _source(request), OPENED_PER_HOUR, HOUR)
        round_ = find_poster(poster_code)
        if round_ is None:
            raise Http404
        if round_.state != RoundState.OPEN:
            raise RoundNotOpen
        if str(round_.pk) in request.session.get(ANSWERED, []):
            return redirect("survey:thanks")
        form = AnonymousForm(request.POST or None, rows=round_.questions)
        if request.method != "POST":
            return _page(request, form)
        limits.hit("survey-sent", _source(request), SENT_PER_HOUR, HOUR)
        if not form.is_valid():
            return _page(request, form, status=400)
        given = Given(
            form.answers(), AnswerWay.POSTER, operation_id=form.cleaned_data["operation_id"]
        )
        add_answer(round_.pk, given)
        _remember(request, round_)
    except RoundNotOpen as error:
        return _over(request, error, status=410)
    except limits.TooManyAttempts as error:
        return _over(request, error, status=429, retry_after=error.retry_after)
    return redirect("survey:thanks")


@public_page
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "satisfaction/thanks.html")


def _remember(request: HttpRequest, round_: MeasureRound) -> None:
    answered = [*request.session.get(ANSWERED, []), str(round_.pk)]
    request.session[ANSWERED] = answered[-MOST_REMEMBERED:]


def _source(request: HttpRequest) -> str:
    """The visitor's network, seen through the proxies that we trust."""
    return visitors.source_of(request)


def _page(request: HttpRequest, form: SurveyForm, *, status: int = 200) -> HttpResponse:
    return render(request, "satisfaction/survey.html", {"form": form}, status=status)


def _over(
    request: HttpRequest, error: DomainError, *, status: int, retry_after: int | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"error": error, "is_over": retry_after is None}
    response = render(request, "satisfaction/survey_over.html", context, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
