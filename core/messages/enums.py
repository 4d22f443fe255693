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
    COMPLAINT_NEWS = "complaint_news", _("News of a complaint")
    ANSWER = "answer", _("Answer to an inquiry")
    SURVEY = "survey", _("Invitation to a survey")
    REMINDER = "reminder", _("Reminder of a survey")


class MessageState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    RETURNED = "returned", _("Came back undelivered")
