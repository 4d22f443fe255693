from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """Why somebody of the staff is told; the label is the line they read."""

    MENTION = "mention", _("You were mentioned in a note")
    ASSIGNED = "assigned", _("A case was given to you")
    REPLY = "reply", _("The beneficiary wrote")
    DEADLINE_WARNING = "deadline_warning", _("A deadline comes near")
    DEADLINE_MISSED = "deadline_missed", _("A deadline has passed")
    ESCALATED = "escalated", _("A late case was brought to you")
    VISIT_PLANNED = "visit_planned", _("A visit was planned for you")
    SESSION_CALLED = "session_called", _("You are called to a session of the committee")
    MINUTES_TO_SIGN = "minutes_to_sign", _("Minutes wait for your signature")
    PAPER_EXPIRING = "paper_expiring", _("A document of a beneficiary expires")
    MESSAGE_FAILED = "message_failed", _("A message could not be delivered")
    MAIL_WAITING = "mail_waiting", _("An e-mail waits for somebody to place it")
    INSTALMENT_DUE = "instalment_due", _("An instalment is due")
    RECORD_TO_SIGN = "record_to_sign", _("A record of a complaint waits for your signature")
    REVEAL_ASKED = "reveal_asked", _("Somebody asks to see who complained")
    NOBODY_LEFT = "nobody_left", _("A complaint waits: everybody has a conflict of interest")
    COMPLAINT_PATTERN = "complaint_pattern", _("Complaints repeat themselves")
    ACTION_DUE = "action_due", _("A systemic action is due")
    MEASURE_DUE = "measure_due", _("A measure of satisfaction is due")
    FOLLOW_UP = "follow_up", _("Somebody was not satisfied: please follow up")
    CALL_DUE = "call_due", _("Somebody waits to be called")
    LETTER_DUE = "letter_due", _("A letter waits to be sent")
