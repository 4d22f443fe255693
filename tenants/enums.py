from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AssociationKind(TextChoices):
    CHARITY = "charity", _("Charity")
    COOPERATIVE = "cooperative", _("Cooperative")
    FOUNDATION = "foundation", _("Foundation")
    FAMILY_FUND = "family_fund", _("Family fund")


class AssociationState(TextChoices):
    REQUESTED = "requested", _("Requested")
    PROVISIONING = "provisioning", _("Being set up")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Set-up failed")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")
