from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class MessageChannel(models.TextChoices):
    """By which way a message goes. A call and a letter wait for a person who makes them."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message (SMS)")
    WHATSAPP = "whatsapp", _("WhatsApp")
    LETTER = "letter", _("Letter")
    PHONE = "phone", _("Phone call")
    PORTAL = "portal", _("Portal")


BY_MOBILE = (MessageChannel.SMS, MessageChannel.WHATSAPP)
BY_HAND = (MessageChannel.PHONE, MessageChannel.LETTER)


class MessageState(models.TextChoices):
    """FAILED never left; RETURNED left and did not arrive. WAITING: somebody of the staff must act."""

    QUEUED = "queued", _("Queued")
    WAITING = "waiting", _("Waits for somebody")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    READ = "read", pgettext_lazy("message", "Read")
    FAILED = "failed", _("Failed")
    RETURNED = "returned", _("Came back undelivered")


HAS_LEFT = (MessageState.SENT, MessageState.DELIVERED, MessageState.READ)


class CallResult(models.TextChoices):
    REACHED = "reached", _("Reached: they were told")
    NO_ANSWER = "no_answer", _("No answer")
    LATER = "later", _("Asked to be called another time")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
