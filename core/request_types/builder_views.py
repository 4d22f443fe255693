"""The builder: what a type says, its fields one by one, how it looks, and what it would store."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import rules as governing
from core.beneficiaries.categories import categories
from core.request_types import own_deadlines, queries, services
from core.request_types.answers import AnswersForm, when_categories
from core.request_types.comparing import Change, changes
from core.request_types.content import Field, TypeContent
from core.request_types.enums import FieldKind, FormState
from core.request_types.field_form import FieldForm
from core.request_types.forms import TypeForm
from core.request_types.models import RequestTypeVersion
from core.request_types.reading import lines_of
from core.request_types.views import direction, may_edit, revision_of, version_or_404
from core.request_types.wording import in_words
from core.rules import DeadlineRule, GoverningRules
from foundation import clock
from foundation.errors import DomainError, status_of
from tenants.people.access import person

LANGUAGES = ("ar", "en")
CONFLICT = 409


@may_edit
@require_http_methods(["GET", "HEAD", "POST"])
def builder(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """A draft can be changed here; what was published is shown as it stands."""
    version = version_or_404(type_id)
    content = queries.content_of(version)
    if request.method != "POST":
        return _builder_page(request, version, _type_form(content))
    form = _type_form(content, request.POST)
    if not form.is_valid():
        return _builder_page(request, version, form, status=400)
    try:
        services.edit_draft(
            version.pk,
            actor=person(request),
            revision=revision_of(request),
            content=form.changed_content(),
        )
    except DomainError as error:
        form.add_error(None, str(error))
        stored = version_or_404(type_id)
        differing = changes(queries.content_of(stored), form.changed_content())
        status = status_of(error)
        return _builder_page(
            request, stored, form, status=status, now=differing if status == CONFLICT else ()
        )
    messages.success(request, _("The draft was saved."))
    return redirect("types:version", version.pk)


@may_edit
@require_http_methods(["GET", "HEAD", "POST"])
def new_field(request: HttpRequest, type_id: UUID) -> HttpResponse:
    version = version_or_404(type_id)
    kind = request.GET.get("kind", "")
    if kind not in FieldKind.values or version.state != FormState.DRAFT:
        return redirect("types:version", version.pk)
    return _field(request, version, FieldKind(kind), None)


@may_edit
@require_http_methods(["GET", "HEAD", "POST"])
def edit_field(request: HttpRequest, type_id: UUID, field_key: str) -> HttpResponse:
    version = version_or_404(type_id)
    field = queries.content_of(version).field(field_key)
    if field is None:
        raise Http404
    if version.state != FormState.DRAFT:
        return redirect("types:version", version.pk)
    return _field(request, version, field.kind, field)


@may_edit
@require_POST
def move_field(request: HttpRequest, type_id: UUID, field_key: str) -> HttpResponse:
    content = queries.content_of(version_or_404(type_id))
    return _changed(request, type_id, content.moved(field_key, direction(request)), field_key)


@may_edit
@require_POST
def remove_field(request: HttpRequest, type_id: UUID, field_key: str) -> HttpResponse:
    content = queries.content_of(version_or_404(type_id))
    return _changed(request, type_id, content.without_field(field_key), "")


@may_edit
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """As the applicant sees it, in either language; filled in, it says what would be stored."""
    version = version_or_404(type_id)
    content = queries.content_of(version)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else (get_language() or "ar")[:2]
    posted = request.method == "POST"
    with override(language):
        form = AnswersForm(
            *((request.POST, request.FILES) if posted else ()),
            content=content,
            categories=categories() if content.asks_for_categories else (),
            file_field=forms.FileField,
        )
        outcome = _outcome(content, form) if posted and form.is_valid() else None
        context = {
            "version": version,
            "content": content,
            "form": form,
            "documents": [
                (str(each.label), when_categories(each.categories)) for each in content.documents
            ],
            "outcome": outcome,
            "language": language,
            "reading_direction": "rtl" if language == "ar" else "ltr",
            "has_errors": posted and outcome is None,
        }
        inner = render_to_string("types/_preview.html", context, request)
    status = 400 if context["has_errors"] else 200
    return render(request, "types/preview.html", {**context, "inner": inner}, status=status)


def _outcome(content: TypeContent, form: AnswersForm) -> dict[str, Any]:
    """What a request on this form would keep, ask for and be promised."""
    stored = form.answers()
    in_force = _rules()
    named = list(in_force.required_documents) if in_force else []
    return {
        "lines": lines_of(content, stored),
        "stored": json.dumps(stored, ensure_ascii=False, indent=2),
        "documents": list(dict.fromkeys([*named, *form.documents()])),
        "deadlines": _deadlines(content, in_force),
        "priority": content.priority.label,
        "amount": form.amount_asked(),
    }


def _deadlines(content: TypeContent, rules: GoverningRules | None) -> list[DeadlineRule]:
    if rules is None:
        return []
    named = [rule for rule in rules.deadlines if rule.milestone not in own_deadlines.OF_COMPLAINTS]
    return own_deadlines.running(
        named,
        all_rules=rules.deadlines,
        own=content.deadline,
        reserved=own_deadlines.reserved(),
    )


def _field(
    request: HttpRequest, version: RequestTypeVersion, kind: FieldKind, field: Field | None
) -> HttpResponse:
    content = queries.content_of(version)
    posted = request.method == "POST"
    form = FieldForm(*((request.POST,) if posted else ()), content=content, kind=kind, field=field)
    status = 200
    if posted and form.is_valid():
        made = form.made()
        try:
            services.edit_draft(
                version.pk,
                actor=person(request),
                revision=revision_of(request),
                content=content.with_field(made, instead_of=field.key if field else ""),
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = status_of(error)
        else:
            return redirect(f"{_address(version.pk)}#field-{made.key}")
    elif posted:
        status = 400
    version = version_or_404(version.pk)
    context = {
        "version": version,
        "content": content,
        "form": form,
        "kind": kind,
        "field": field,
        "now": queries.content_of(version).field(field.key)
        if field and status == CONFLICT
        else None,
    }
    return render(request, "types/field.html", context, status=status)


def _changed(
    request: HttpRequest, type_id: UUID, content: TypeContent, field_key: str
) -> HttpResponse:
    try:
        services.edit_draft(
            type_id, actor=person(request), revision=revision_of(request), content=content
        )
    except DomainError as error:
        messages.error(request, str(error))
    place = f"#field-{field_key}" if field_key else "#fields"
    return redirect(f"{_address(type_id)}{place}")


def _address(type_id: UUID) -> str:
    return str(redirect("types:version", type_id)["Location"])


def _type_form(content: TypeContent, *data: Any) -> TypeForm:
    return TypeForm(*data, content=content, rules=_rules(), categories=categories())


def _rules() -> GoverningRules | None:
    try:
        return governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        return None


def _builder_page(
    request: HttpRequest,
    version: RequestTypeVersion,
    form: TypeForm,
    *,
    status: int = 200,
    now: Sequence[Change] = (),
) -> HttpResponse:
    content = queries.content_of(version)
    faults = services.faults_now(content)
    context = {
        "version": version,
        "content": content,
        "form": form,
        "is_draft": version.state == FormState.DRAFT,
        "fields": [
            {
                "field": field,
                "when": in_words(field.condition, content),
                "faults": [str(fault) for fault in faults if fault.field == field.key],
            }
            for field in content.fields
        ],
        "faults": [str(fault) for fault in faults if not fault.field],
        "is_sound": not faults,
        "kinds": FieldKind.choices,
        "now": now,
    }
    return render(request, "types/builder.html", context, status=status)
