from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FormState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("request form", "Draft")
    PUBLISHED = "published", pgettext_lazy("request form", "Published")
    REPLACED = "replaced", pgettext_lazy("request form", "Replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("request form", "Withdrawn")


class Priority(models.TextChoices):
    """How soon staff take a case up; what the policy promises holds for all of them."""

    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date, in either calendar")
    CHOICE = "choice", _("Choice")
    CHOICES = "choices", _("Several choices")
    YES_NO = "yes_no", _("Yes or no")
    FILE = "file", pgettext_lazy("kind of question", "File")
    PERSON = "person", pgettext_lazy("kind of question", "Person")
    TABLE = "table", _("Table")
