from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyChannel(models.TextChoices):
    """How a person agreed to be answered."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message (SMS)")
    WHATSAPP = "whatsapp", _("WhatsApp")
    PHONE = "phone", _("Phone call")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("At the office")
    PORTAL = "portal", _("Portal, by tracking code")


class Relation(models.TextChoices):
    """Who somebody is to the person served."""

    SPOUSE = "spouse", _("Spouse")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    SIBLING = "sibling", _("Brother or sister")
    OTHER = "other", _("Other relative")
    GUARDIAN = "guardian", _("Guardian")
    DELEGATE = "delegate", _("Delegate")


ACTS_FOR = (Relation.GUARDIAN, Relation.DELEGATE)


class ConsentPurpose(models.TextChoices):
    KEEPING = "keeping", _("Keeping and using personal data")
    SHARING = "sharing", _("Sharing with partner bodies")
    RESEARCH = "research", _("Social research, visits at home included")
    PHOTOGRAPHS = "photographs", _("Photographs")
    MESSAGES = "messages", _("Messages about programmes and news")


class ConsentMethod(models.TextChoices):
    PAPER = "paper", _("Signed on paper")
    PORTAL = "portal", _("On the portal")
    DRAWN = "drawn", _("Signature drawn")
    SPOKEN = "spoken", _("Spoken, before a staff member")
