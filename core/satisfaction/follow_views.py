"""People who were not satisfied: who sees to it, until when, and what was done."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.satisfaction import answering, queries
from core.satisfaction.access import for_runners
from core.satisfaction.forms import FollowUpForm
from core.satisfaction.models import SurveyAnswer
from core.satisfaction.questions import QuestionKind, questions_of
from foundation import clock
from foundation.errors import DomainError, status_of
from tenants.people.access import person

PER_PAGE = 20


@for_runners
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    return _page(request)


@for_runners
@require_safe
def followed_up(request: HttpRequest) -> HttpResponse:
    return _page(request, done=True)


@for_runners
@require_POST
def follow_up(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    actor = person(request)
    answer = queries.to_follow_up(actor).filter(pk=answer_id).first()
    answer = answer or queries.to_follow_up(actor, done=True).filter(pk=answer_id).first()
    if answer is None:
        raise Http404
    form = FollowUpForm(request.POST, auto_id=f"{answer.pk}_%s")
    status = 400
    if form.is_valid():
        try:
            answering.follow_up(answer.pk, actor=actor, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("What was done is recorded."))
            return redirect("satisfaction:follow_ups")
    return _page(request, tried=(answer.pk, form), status=status)


def _page(
    request: HttpRequest,
    *,
    done: bool = False,
    tried: tuple[UUID, FollowUpForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = person(request)
    found = queries.to_follow_up(actor, done=done)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    cases = queries.visible_cases(actor, listed)
    rows = [
        {
            "answer": answer,
            "case": cases.get(answer.case_id) if answer.case_id else None,
            "late": not done
            and bool(answer.follow_up_due_at and answer.follow_up_due_at < clock.now()),
            "lines": _lines_of(answer),
            "form": tried[1]
            if tried and tried[0] == answer.pk
            else FollowUpForm(auto_id=f"{answer.pk}_%s"),
        }
        for answer in listed
    ]
    context = {"page": page, "rows": rows, "done": done}
    return render(request, "satisfaction/follow_ups.html", context, status=status)


def _lines_of(answer: SurveyAnswer) -> list[tuple[str, str]]:
    """What was answered, in words; a text as it was written."""
    given = answer.answers or {}
    lines = []
    for question in questions_of(answer.questions):
        if question.key not in given:
            continue
        value = given[question.key]
        lines.append((str(question), _said(question.kind, value, question.options)))
    return lines


def _said(kind: str, value: object, options: tuple[object, ...]) -> str:
    match kind:
        case QuestionKind.STARS:
            return _("%(number)s of 5") % {"number": value}
        case QuestionKind.SCALE:
            return _("%(number)s of 10") % {"number": value}
        case QuestionKind.YES_NO:
            return _("Yes") if value == "yes" else _("No")
        case QuestionKind.TEXT:
            return str(value)
    words = {getattr(option, "key", ""): str(option) for option in options}
    keys = value if isinstance(value, list) else [value]
    return "، ".join(words.get(key, str(key)) for key in keys)
