from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    AWAITING_BOARD = "awaiting_board", _("Awaiting the board")
    APPROVED = "approved", _("Approved")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Discarded")


class Answer(models.TextChoices):
    FIXED = "fixed", _("Put right")
    ACCEPTED = "accepted", _("Stays as it is")
