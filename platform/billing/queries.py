"""Plans, and invoices with their associations."""

from django.db.models import QuerySet

from billing.models import Invoice, Plan


def plans() -> QuerySet[Plan]:
    return Plan.objects.order_by("monthly_price", "pk")


def invoices() -> QuerySet[Invoice]:
    """The latest first."""
    return Invoice.objects.select_related("association", "plan").order_by("-created_at", "pk")
