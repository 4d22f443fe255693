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


class ApprovalMethod(models.TextChoices):
    SESSION = "session", _("In a session of the board")
    CIRCULATION = "circulation", _("By circulation among the members")


class Vote(models.TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAINED = "abstained", _("Abstained")


class OpenCases(models.TextChoices):
    """What happens to cases that are open when a version comes into force."""

    KEEP = "keep", _("They keep the version that they arrived under")
    MOVE = "move", _("They move to the new version")


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Being read")
    DONE = "done", _("Read")
    FAILED = "failed", _("Not read")
    CANCELLED = "cancelled", _("Stopped")
