from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Confidentiality(models.TextChoices):
    """Who knows who complained."""

    NAMED = "named", _("With my name")
    CONFIDENTIAL = "confidential", _("In confidence: my name stays closed")
    ANONYMOUS = "anonymous", _("Anonymous: nobody knows who I am")


class Severity(models.TextChoices):
    LOW = "low", _("Minor")
    MEDIUM = "medium", _("Moderate")
    HIGH = "high", _("Serious")
    CRITICAL = "critical", _("Grave")


class RightsClass(models.TextChoices):
    """Sensitive: a faster clock, and only the circle of the complaint opens it."""

    ORDINARY = "ordinary", _("Ordinary")
    SENSITIVE = "sensitive", _("Sensitive")


class Part(models.TextChoices):
    """What somebody has to do with a complaint. Some keep a person out of it, others let them in."""

    ABOUT = "about", _("Complained about")
    CONCERNED = "concerned", _("Worked on what is complained about")
    COMPLAINANT = "complainant", _("Complained themselves")
    RECUSED = "recused", _("Withdrew because of a conflict of interest")
    FIRST_TIME = "first_time", _("Handled the complaint that is appealed")
    HANDLER = "handler", _("Handles it")
    MEMBER = "member", _("Member of the investigation")
    CHAIR = "chair", _("Chairs the investigation")
    DECIDER = "decider", _("Decides")
    BOARD = "board", _("Named by the board")


KEPT_OUT = (Part.ABOUT, Part.CONCERNED, Part.COMPLAINANT, Part.RECUSED, Part.FIRST_TIME)
LET_IN = (Part.HANDLER, Part.MEMBER, Part.CHAIR, Part.DECIDER, Part.BOARD)
INVESTIGATING = (Part.CHAIR, Part.MEMBER)
SEEING_AMOUNTS = (Part.HANDLER, Part.DECIDER, Part.BOARD)


class Finding(models.TextChoices):
    """What was found of a complaint; each is a status of its case too."""

    UPHELD = "upheld", _("Upheld")
    PARTLY_UPHELD = "partly_upheld", _("Partly upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")


class RecordKind(models.TextChoices):
    """A dated paper of a complaint, and whose signature it asks for."""

    SETTLEMENT = "settlement", _("Settlement")
    PLAN = "plan", _("Plan of the investigation")
    INTERVIEW = "interview", _("Interview")
    EVIDENCE = "evidence", pgettext_lazy("record", "Evidence")
    MINUTES = "minutes", _("Minutes of the investigation")
    RULING = "ruling", _("Ruling")
    OUTSIDE = "outside", _("Taken to an outside authority")
    REVEAL = "reveal", _("Request to see who complained")


class Stand(models.TextChoices):
    """What a signature says."""

    AWAITED = "awaited", _("Awaited")
    SIGNED = "signed", _("Signed")
    DISSENTED = "dissented", _("Signed with a dissent")
    REFUSED = "refused", pgettext_lazy("answer", "Refused")


class CompensationState(models.TextChoices):
    NONE = "none", pgettext_lazy("compensation", "None")
    OPEN = "open", _("Under way")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Not agreed")
    GIVEN = "given", _("Given")


class OfferKind(models.TextChoices):
    MONEY = "money", _("Money")
    REMEDY = "remedy", _("Another remedy")


class OfferAnswer(models.TextChoices):
    AWAITED = "awaited", _("Awaited")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", pgettext_lazy("answer", "Refused")
    OVERTAKEN = "overtaken", _("Overtaken by another offer")
