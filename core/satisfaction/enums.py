from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Under way")
    DONE = "done", _("Done")
    LEFT_OUT = "left_out", _("Left out, with a reason")


class AnswerWay(models.TextChoices):
    """How an answer came in."""

    LINK = "link", _("Link in a message")
    POSTER = "poster", _("Printed code")
    PAPER = "paper", _("On paper")
    FIELD = "field", _("In the field")
