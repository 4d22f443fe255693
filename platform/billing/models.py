"""What associations pay for, and the invoices that a person writes and marks as paid."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from billing.enums import InvoiceState


class Plan(models.Model):
    """A price per month, before tax, and the limits that come with it."""

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(max_length=40, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    monthly_price = models.DecimalField(max_digits=10, decimal_places=2)
    limits = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="billing_plan_price", condition=models.Q(monthly_price__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name_en


class Invoice(models.Model):
    """What one association owes for one period; its number is given at issue.

    Change state only through billing.services.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(
        "tenants.Association", on_delete=models.PROTECT, related_name="invoices"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=20, unique=True, null=True)
    period_start = models.DateField()
    period_end = models.DateField()
    net_amount = models.DecimalField(max_digits=10, decimal_places=2)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=4)
    vat_amount = models.DecimalField(max_digits=10, decimal_places=2)
    total_amount = models.DecimalField(max_digits=10, decimal_places=2)
    state = models.CharField(
        max_length=10, choices=InvoiceState.choices, default=InvoiceState.DRAFT
    )
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="billing_invoice_state", condition=models.Q(state__in=InvoiceState.values)
            ),
            models.CheckConstraint(
                name="billing_invoice_period",
                condition=models.Q(period_end__gte=models.F("period_start")),
            ),
            models.CheckConstraint(
                name="billing_invoice_total",
                condition=models.Q(
                    total_amount=models.F("net_amount") + models.F("vat_amount"),
                    net_amount__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="billing_invoice_issued",
                condition=(
                    models.Q(state=InvoiceState.DRAFT, number=None, issued_at=None)
                    | (
                        ~models.Q(state=InvoiceState.DRAFT)
                        & models.Q(number__isnull=False, issued_at__isnull=False)
                    )
                ),
            ),
            models.CheckConstraint(
                name="billing_invoice_paid",
                condition=models.Q(state=InvoiceState.PAID, paid_at__isnull=False)
                | (~models.Q(state=InvoiceState.PAID) & models.Q(paid_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)
