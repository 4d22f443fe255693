"""Which operators may do what to an association and its invoices."""

from django.utils.translation import gettext_lazy as _

from foundation.errors import NotAllowed
from operators.roles import OperatorPermission
from tenants.people.models import User


class MayNotOnboard(NotAllowed):
    code = "may_not_onboard"
    message = _("Your operator role does not include onboarding.")


class MayNotSuspend(NotAllowed):
    code = "may_not_suspend"
    message = _("Your operator role does not include suspending associations.")


class MayNotBill(NotAllowed):
    code = "may_not_bill"
    message = _("Your operator role does not include billing.")


def check_can_onboard(operator: User) -> None:
    if not operator.has_permission(OperatorPermission.ONBOARD):
        raise MayNotOnboard


def check_can_suspend(operator: User) -> None:
    if not operator.has_permission(OperatorPermission.SUSPEND):
        raise MayNotSuspend


def check_can_bill(operator: User) -> None:
    if not operator.has_permission(OperatorPermission.MANAGE_BILLING):
        raise MayNotBill
