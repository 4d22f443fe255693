from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt")
    MISSING = "missing", _("What is missing")
    DECISION = "decision", _("Decision")
    DELIVERED = "delivered", _("Service delivered")
    WRITTEN = "written", _("Written by staff")
    DEADLINE_MOVED = "deadline_moved", _("A deadline moved")
    APPEAL = "appeal", _("Appeal")
    DELIVERY = "delivery", _("Delivery")


class MessageState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    RETURNED = "returned", _("Came back undelivered")
