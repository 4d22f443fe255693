from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyChannel(models.TextChoices):
    """How a person agreed to be answered."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone call")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("At the office")
    PORTAL = "portal", _("Portal, by tracking code")
