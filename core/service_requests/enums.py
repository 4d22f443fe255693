from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.cases.enums import CaseStatus


class Outcome(models.TextChoices):
    ACCEPTED = CaseStatus.ACCEPTED.value, CaseStatus.ACCEPTED.label
    PARTLY_ACCEPTED = CaseStatus.PARTLY_ACCEPTED.value, CaseStatus.PARTLY_ACCEPTED.label
    REJECTED = CaseStatus.REJECTED.value, CaseStatus.REJECTED.label


class ContactDirection(models.TextChoices):
    OUT = "out", _("We contacted the beneficiary")
    IN = "in", _("The beneficiary contacted us")


class DeliveryState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("delivery", "Planned")
    DELIVERED = "delivered", pgettext_lazy("delivery", "Delivered")
    RETURNED = "returned", pgettext_lazy("delivery", "Came back")
    CANCELLED = "cancelled", pgettext_lazy("delivery", "Cancelled")


class DeliveryMethod(models.TextChoices):
    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")
    CHEQUE = "cheque", _("Cheque")
    VOUCHER = "voucher", _("Voucher or card")
    IN_KIND = "in_kind", _("In kind")
    SERVICE = "service", _("Service rendered")


class ExitReason(models.TextChoices):
    """Why a service ends before all of it was handed over."""

    NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
    NOT_ELIGIBLE = "not_eligible", _("No longer eligible")
    MOVED_AWAY = "moved_away", _("Moved away")
    NOT_REACHED = "not_reached", _("Could not be reached")
    DIED = "died", _("Died")
    HELPED_ELSEWHERE = "helped_elsewhere", _("Helped by another body")
    OTHER = "other", pgettext_lazy("exit", "Another reason")
