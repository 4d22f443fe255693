from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("session", "Planned")
    OPEN = "open", pgettext_lazy("session", "In session")
    CLOSED = "closed", pgettext_lazy("session", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")


class ItemState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("agenda", "Not heard yet")
    DECIDED = "decided", pgettext_lazy("agenda", "Decided")
    POSTPONED = "postponed", pgettext_lazy("agenda", "Postponed")
    REMOVED = "removed", pgettext_lazy("agenda", "Taken off the agenda")


class Vote(models.TextChoices):
    FOR = "for", pgettext_lazy("vote", "For")
    AGAINST = "against", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstains")
    RECUSED = "recused", _("Excluded: conflict of interest")
