"""Invoices are written by a person: drafted for a period, issued with a number, marked as paid."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from billing.enums import InvoiceState
from billing.models import Invoice, Plan
from foundation import clock
from foundation.errors import Invalid, WrongState
from tenants.models import Association
from tenants.schemas import control_plane

VAT_RATE: Final = Decimal("0.15")
CENT: Final = Decimal("0.01")
MONTHS: Final = 12
NUMBER_LOCK: Final = 7_361_401


class PeriodUnusable(Invalid):
    code = "period_unusable"
    message = _("A period is one or more whole months: from the first day of a month to a last.")


def draft_invoice(
    association_id: UUID, *, plan_key: str, period_start: date, period_end: date
) -> Invoice:
    """The plan's price for each month of the period; the tax is rounded once, on the sum."""
    months = whole_months(period_start, period_end)
    with control_plane(), transaction.atomic():
        plan = Plan.objects.get(key=plan_key)
        net = plan.monthly_price * months
        vat = (net * VAT_RATE).quantize(CENT, rounding=ROUND_HALF_UP)
        return Invoice.objects.create(
            association=Association.objects.get(pk=association_id),
            plan=plan,
            period_start=period_start,
            period_end=period_end,
            net_amount=net,
            vat_rate=VAT_RATE,
            vat_amount=vat,
            total_amount=net + vat,
        )


def issue_invoice(invoice_id: UUID) -> Invoice:
    """Give it the next number of its year, without gaps: SILAH-2026-0001."""
    with control_plane(), transaction.atomic():
        invoice = _locked(invoice_id, InvoiceState.DRAFT)
        invoice.state = InvoiceState.ISSUED
        invoice.number = _next_number(clock.today().year)
        invoice.issued_at = clock.now()
        invoice.save(update_fields=["state", "number", "issued_at"])
        return invoice


def mark_paid(invoice_id: UUID) -> Invoice:
    with control_plane(), transaction.atomic():
        invoice = _locked(invoice_id, InvoiceState.ISSUED)
        invoice.state = InvoiceState.PAID
        invoice.paid_at = clock.now()
        invoice.save(update_fields=["state", "paid_at"])
        return invoice


def whole_months(start: date, end: date) -> int:
    """How many; raises PeriodUnusable unless the period begins and ends with a month."""
    after = date.fromordinal(end.toordinal() + 1)
    if start.day != 1 or after.day != 1 or after <= start:
        raise PeriodUnusable
    return (after.year - start.year) * MONTHS + after.month - start.month


def _locked(invoice_id: UUID, state: InvoiceState) -> Invoice:
    invoice = Invoice.objects.select_for_update().get(pk=invoice_id)
    if invoice.state != state:
        raise WrongState(status=invoice.get_state_display())
    return invoice


def _next_number(year: int) -> str:
    """One at a time until the transaction ends: a number given twice or left out is not lawful."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER_LOCK])
    prefix = f"SILAH-{year}-"
    last = (
        Invoice.objects.filter(number__startswith=prefix)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
