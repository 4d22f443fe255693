from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("round", "Planned")
    OPEN = "open", pgettext_lazy("round", "Under way")
    DONE = "done", pgettext_lazy("round", "Done")
    LEFT_OUT = "left_out", _("Left out, with a reason")


class AnswerWay(models.TextChoices):
    """How an answer came in."""

    LINK = "link", _("Link in a message")
    POSTER = "poster", _("Printed code")
    PAPER = "paper", _("On paper")
    FIELD = "field", _("In the field")
