"""Invoices: list, draft, print, issue, mark as paid."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing import queries
from billing.models import Invoice
from console import services
from console.forms import InvoiceForm
from foundation.errors import DomainError
from operators.roles import OperatorPermission
from tenants.people.access import permission_required, person
from tenants.people.models import User


@permission_required(OperatorPermission.MANAGE_BILLING)
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    context = {"invoices": queries.invoices(), "plans": queries.plans()}
    return render(request, "console/invoices.html", context)


@permission_required(OperatorPermission.MANAGE_BILLING)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    form = InvoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            association_id = UUID(data.pop("association_id"))
            invoice = services.draft_invoice(person(request), association_id, **data)
        except DomainError as error:
            form.add_error("period_end", str(error))
        else:
            return redirect("console:invoice", invoice.pk)
    return render(request, "console/invoice_new.html", {"form": form})


@permission_required(OperatorPermission.MANAGE_BILLING)
@require_safe
def invoice(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    shown = get_object_or_404(queries.invoices(), pk=invoice_id)
    return render(request, "console/invoice.html", {"invoice": shown})


@permission_required(OperatorPermission.MANAGE_BILLING)
@require_POST
def issue(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    return _step(request, invoice_id, services.issue_invoice, _("The invoice was issued."))


@permission_required(OperatorPermission.MANAGE_BILLING)
@require_POST
def pay(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    return _step(
        request, invoice_id, services.mark_invoice_paid, _("The invoice is marked as paid.")
    )


def _step(
    request: HttpRequest,
    invoice_id: UUID,
    step: Callable[[User, UUID], Invoice],
    words: str,
) -> HttpResponse:
    get_object_or_404(Invoice, pk=invoice_id)
    try:
        step(person(request), invoice_id)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("console:invoice", invoice_id)
