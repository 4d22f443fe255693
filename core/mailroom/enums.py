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


class Reason(models.TextChoices):
    """Why a mail waits, or was refused."""

    UNKNOWN_SENDER = "unknown_sender", _("It names a request, but its sender is not known there.")
    NOT_OPENED = "not_opened", _("New requests by e-mail are opened by a person here.")
    NO_CHANNEL = (
        "no_channel",
        _("The policy in force does not name the e-mail channel set up here."),
    )
    NOT_ACCEPTED = "not_accepted", _("A request could not be opened from it.")
    UNREADABLE = "unreadable", _("It is built in a way that cannot be read safely.")
    TOO_LARGE = "too_large", _("It is larger than 25 MB.")
    LOOP = "loop", _("It came from the association's own address, or from nobody.")
    TOO_MANY = "too_many", _("Too many mails came from this sender within an hour.")
    FAILED = "failed", _("Something went wrong while it was placed.")
    TAKEN_OUT = "taken_out", _("It was filed with a request and taken out again.")
    UNKNOWN_NUMBER = "unknown_number", _("No open request is known for this number.")
    OPTED_OUT = "opted_out", _("It asked that nothing more is sent to this number this way.")
    OPTED_IN = "opted_in", _("It asked to receive messages this way again.")
