from django.db import models
from django.utils.translation import gettext_lazy as _

from core.cases.enums import CaseStatus


class Outcome(models.TextChoices):
    ACCEPTED = CaseStatus.ACCEPTED.value, CaseStatus.ACCEPTED.label
    PARTLY_ACCEPTED = CaseStatus.PARTLY_ACCEPTED.value, CaseStatus.PARTLY_ACCEPTED.label
    REJECTED = CaseStatus.REJECTED.value, CaseStatus.REJECTED.label


class ContactDirection(models.TextChoices):
    OUT = "out", _("We contacted the beneficiary")
    IN = "in", _("The beneficiary contacted us")
