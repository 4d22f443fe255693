"""The pages of an import: the list, the columns, the rows with what is wrong, import and undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.case_imports import queries, services, sheets, undoing
from core.case_imports.enums import ImportState as S
from core.case_imports.forms import WHOLE_FILE, ColumnsForm, UploadForm
from core.case_imports.models import CaseImport
from core.case_imports.table import Table, table_of
from foundation.errors import DomainError, status_of
from foundation.sheets import SheetKind
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.files import as_file

ON_A_PAGE = 50
MOST_KEPT = 100
TONES = {
    S.UPLOADED: "info",
    S.CHECKED: "soon",
    S.IMPORTING: "info",
    S.IMPORTED: "ok",
    S.UNDOING: "info",
    S.UNDONE: "neutral",
    S.FAILED: "late",
}
may_import = permission_required(Permission.IMPORT_CASES)


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    form, status = UploadForm(), 200
    if request.method == "POST":
        form, status = UploadForm(request.POST, request.FILES), 400
        if form.is_valid():
            try:
                name = form.cleaned_data["file"].name
                batch = services.begin_import(form.content(), name=name, actor=person(request))
            except DomainError as error:
                form.refuse(error)
            else:
                return redirect("case_imports:columns", batch.pk)
    page = Paginator(queries.imports(), ON_A_PAGE).get_page(request.GET.get("page"))
    batches = [{"batch": batch, "tone": TONES[S(batch.state)]} for batch in page]
    context = {"form": form, "page": page, "batches": batches}
    return render(request, "case_imports/list.html", context, status=status)


@may_import
@require_safe
def template_workbook(request: HttpRequest) -> HttpResponse:
    return as_file(sheets.empty_workbook(), SheetKind.XLSX, "silah-cases.xlsx")


@may_import
@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    return as_file(sheets.empty_csv(), "text/csv; charset=utf-8", "silah-cases.csv")


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    batch = _found(batch_id)
    if batch.state not in (S.UPLOADED, S.CHECKED):
        return redirect("case_imports:import", batch.pk)
    table, status = table_of(batch), 200
    channels = services.channels_in_force()
    initial = _initial(batch)
    form = ColumnsForm(table=table, channels=channels, initial=initial)
    if request.method == "POST":
        form, status = ColumnsForm(request.POST, table=table, channels=channels), 400
        if form.is_valid():
            try:
                services.choose_columns(
                    batch.pk,
                    actor=person(request),
                    columns=form.columns(),
                    channel_key=form.channel_key(),
                )
            except DomainError as error:
                form.add_error(None, str(error))
                status = status_of(error)
            else:
                return redirect("case_imports:import", batch.pk)
    context = {"batch": batch, "form": form, "examples": _examples(table)}
    return render(request, "case_imports/columns.html", context, status=status)


def _initial(batch: CaseImport) -> dict[str, Any]:
    said = {WHOLE_FILE: batch.channel_key} if batch.channel_key else {}
    return {**services.guessed_columns(batch), **said}


def _examples(table: Table) -> list[dict[str, Any]]:
    """Each column of the file with what stands in it first."""
    return [
        {"title": title, "values": [row.cells[place] for row in table.rows[:3]]}
        for place, title in sheets.titles_of(table.head)
    ]


@may_import
@require_safe
def import_page(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    batch = _found(batch_id)
    if batch.state == S.UPLOADED and not batch.columns:
        return redirect("case_imports:columns", batch.pk)
    return render(request, "case_imports/import.html", _shown(request, batch))


@may_import
@require_safe
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The part of the page that asks for itself; once all is done the page is drawn anew."""
    batch = _found(batch_id)
    answer = render(request, "case_imports/_progress.html", _state_of(batch))
    if not _under_way(batch):
        answer["HX-Redirect"] = reverse("case_imports:import", args=[batch.pk])
    return answer


@may_import
@require_safe
def mend(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    batch = _found(batch_id)
    if batch.rows is None:
        raise Http404
    content = sheets.mended(table_of(batch), batch.columns)
    return as_file(content, SheetKind.XLSX, f"{batch.name.rsplit('.', 1)[0]}-errors.xlsx")


@may_import
@require_POST
def start(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    batch = _found(batch_id)
    try:
        services.start_import(
            batch.pk, actor=person(request), leave_out_faulty=request.POST.get("faulty") == "out"
        )
    except DomainError as error:
        context = {**_shown(request, batch), "refused": str(error)}
        return render(request, "case_imports/import.html", context, status=status_of(error))
    return redirect("case_imports:import", batch.pk)


@may_import
@require_POST
def go_on(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    services.go_on(_found(batch_id).pk, actor=person(request))
    return redirect("case_imports:import", batch_id)


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Says first what would stay, and why."""
    batch = _found(batch_id)
    if request.method == "POST":
        batch = services.undo_import(batch.pk, actor=person(request))
        if batch.state == S.UNDONE:
            messages.success(request, _("The import is undone, and the file is deleted."))
        return redirect("case_imports:import", batch.pk)
    if batch.state in (S.UNDOING, S.UNDONE):
        return redirect("case_imports:import", batch.pk)
    cases = list(undoing.cases_of(batch.pk))
    kept = undoing.kept(cases)
    context = {
        "batch": batch,
        "going": len(cases) - len(kept),
        "kept": kept[:MOST_KEPT],
        "kept_in_all": len(kept),
    }
    return render(request, "case_imports/undo.html", context)


def _found(batch_id: UUID) -> CaseImport:
    batch = CaseImport.objects.select_related("created_by").filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def _under_way(batch: CaseImport) -> bool:
    return batch.state in (*services.UNDER_WAY, S.UPLOADED)


def _state_of(batch: CaseImport) -> dict[str, Any]:
    percent = batch.done * 100 // batch.total if batch.total else 0
    return {
        "batch": batch,
        "tone": TONES[S(batch.state)],
        "under_way": _under_way(batch),
        "percent": percent,
    }


def _shown(request: HttpRequest, batch: CaseImport) -> dict[str, Any]:
    context = _state_of(batch)
    if batch.rows is None:
        left = list(undoing.cases_of(batch.pk)[:MOST_KEPT])
        return context | {"left": left}
    table = table_of(batch)
    faulty, warned = table.faulty(), table.warned()
    only = request.GET.get("only", "")
    chosen = {"errors": faulty, "warnings": warned}.get(only)
    rows = [row for row in table.rows if chosen is None or row.number in chosen]
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return context | {
        "only": only if chosen is not None else "",
        "page": page,
        "lines": queries.lines(batch.pk, table, list(page), batch.columns),
        "faulty": len(faulty),
        "warned": len(warned),
        "right": batch.total - len(faulty),
        "may_start": batch.state == S.CHECKED and len(faulty) < batch.total,
        "may_undo": batch.state not in (S.UNDOING, S.UNDONE),
    }
