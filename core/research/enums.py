from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    REPORTED = "reported", _("Reported")
    CANCELLED = "cancelled", _("Cancelled")


class Recommendation(models.TextChoices):
    ACCEPT = "accept", _("To be accepted")
    PARTLY = "partly", _("To be accepted in part")
    REJECT = "reject", _("To be rejected")
    MORE = "more", _("More must be known first")
