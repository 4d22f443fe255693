"""What operators may do: one table from roles to permissions. None opens a record."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OperatorRole(TextChoices):
    ONBOARDING = "onboarding", _("Onboarding")
    BILLING = "billing", _("Billing")
    HEALTH = "health", _("Health")


class OperatorPermission(StrEnum):
    ONBOARD = "onboard"
    SUSPEND = "suspend"
    VIEW_HEALTH = "view_health"
    MANAGE_BILLING = "manage_billing"


P = OperatorPermission
OPERATOR_ROLE_PERMISSIONS: dict[OperatorRole, frozenset[OperatorPermission]] = {
    OperatorRole.ONBOARDING: frozenset({P.ONBOARD, P.SUSPEND, P.VIEW_HEALTH}),
    OperatorRole.BILLING: frozenset({P.MANAGE_BILLING, P.VIEW_HEALTH}),
    OperatorRole.HEALTH: frozenset({P.VIEW_HEALTH}),
}


def permissions_of_operator(roles: Iterable[str]) -> frozenset[OperatorPermission]:
    granted: frozenset[OperatorPermission] = frozenset()
    for role in roles:
        granted |= OPERATOR_ROLE_PERMISSIONS[OperatorRole(role)]
    return granted
