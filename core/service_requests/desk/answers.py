"""The answers of a request: a panel of its page, and the page on which staff correct them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.beneficiaries.categories import categories
from core.cases.models import Case
from core.cases.queries import documents
from core.request_types.answers import AnswersForm, initial_of
from core.request_types.content import TypeContent
from core.request_types.queries import content_of
from core.request_types.reading import earlier_lines, lines_of
from core.service_requests import rules
from core.service_requests.desk import panels
from core.service_requests.desk.access import for_case_workers, found
from core.service_requests.services.answers import AnswersChanged, correct_answers
from foundation import audit
from foundation.access import allows, reason
from foundation.errors import DomainError, status_of
from tenants.people.access import person


def register_panel() -> None:
    panels.register(panels.Panel("answers", "desk/_answers_panel.html", 5, answers_panel))


def answers_panel(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """None for a request that was made on no form."""
    if case.request_type is None:
        return None
    content = content_of(case.request_type)
    stored = case.answers or {}
    return {
        "type": content,
        "version": case.request_type,
        "lines": lines_of(
            content, stored, documents=documents(case) if _has_files(content) else ()
        ),
        "earlier": earlier_lines(content, stored),
        "may_correct": allows(rules.check_can_correct_answers, person(request), case)
        and bool(content.fields),
        "categories": _category_names(stored.get("categories", [])),
    }


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = found(request, case_id)
    if case.request_type is None:
        raise Http404
    why_not = reason(rules.check_can_correct_answers, person(request), case)
    if why_not:
        messages.error(request, why_not)
        return redirect("desk:case", case.pk)
    content = content_of(case.request_type)
    if request.method != "POST":
        with transaction.atomic():
            audit.record("case.viewed", case, actor=person(request))
        return _page(request, case, content, _form(content, case))
    form = _form(content, case, request.POST)
    if not form.is_valid():
        return _page(request, case, content, form, status=400)
    try:
        correct_answers(
            case.pk,
            actor=person(request),
            revision=_revision(request),
            answers=form.answers(),
            amount_asked=form.amount_asked(),
        )
    except AnswersChanged as error:
        case.refresh_from_db()
        form.add_error(None, str(error))
        return _page(request, case, content, form, status=409, now=lines_of(content, case.answers))
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, case, content, form, status=status_of(error))
    messages.success(request, _("The answers were corrected."))
    return redirect("desk:case", case.pk)


def _form(content: TypeContent, case: Case, *data: Any) -> AnswersForm:
    return AnswersForm(
        *data,
        initial=initial_of(content, case.answers or {}),
        content=content,
        categories=categories() if content.asks_for_categories else (),
        lenient=True,
        with_files=False,
    )


def _revision(request: HttpRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _page(
    request: HttpRequest,
    case: Case,
    content: TypeContent,
    form: AnswersForm,
    *,
    status: int = 200,
    now: Any = None,
) -> HttpResponse:
    context = {"case": case, "type": content, "form": form, "now": now}
    return render(request, "desk/answers.html", context, status=status)


def _has_files(content: TypeContent) -> bool:
    return any(field.kind == "file" for field in content.fields)


def _category_names(keys: list[str]) -> list[str]:
    if not keys:
        return []
    names = {each.key: each.label for each in categories()}
    return [names.get(key, key) for key in keys]
