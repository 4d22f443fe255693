from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class PauseReason(models.TextChoices):
    BENEFICIARY = "beneficiary", _("Waiting for the beneficiary")
    OUTSIDE_BODY = "outside_body", _("Waiting for an outside body")


class DayKind(models.TextChoices):
    CLOSURE = "closure", _("Closure")
    WORKING = "working", _("Added working day")
    HOLIDAY = "holiday", _("Official holiday")
    DECLINED = "declined", _("Official holiday not observed")
