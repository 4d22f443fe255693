"""Which operators may do what to an association."""

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


def check_can_onboard(operator: User) -> None:
    if not operator.has_permission(OperatorPermission.ONBOARD):
        raise MayNotOnboard


def check_can_suspend(operator: User) -> None:
    if not operator.has_permission(OperatorPermission.SUSPEND):
        raise MayNotSuspend
