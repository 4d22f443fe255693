from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """What became of an e-mail that came in."""

    FILED = "filed", _("Filed with its case")
    OPENED = "opened", _("A case was opened")
    WAITING = "waiting", _("Waits for somebody to place it")
    AUTOMATIC = "automatic", _("An automatic answer, filed without being answered")
    DISMISSED = "dismissed", _("Set aside by somebody")
    REFUSED = "refused", _("Refused: too large, a loop, or from a blocked sender")
