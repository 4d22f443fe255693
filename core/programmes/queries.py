"""Which programmes there are."""

from django.db.models import QuerySet

from core.programmes.models import Programme


def programmes() -> QuerySet[Programme]:
    """Those that are open first, the latest period first."""
    return Programme.objects.order_by("-is_open", "-starts_on", "name", "pk")
