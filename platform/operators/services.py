"""Operators are appointed by whoever runs the deployment, from its command line."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit
from foundation.errors import Invalid
from operators.models import OperatorGrant
from operators.roles import OperatorRole
from tenants.people.enums import Language
from tenants.people.models import User, normalised_email
from tenants.people.services import create_person
from tenants.schemas import OPERATORS, entered


class UnknownOperatorRole(Invalid):
    code = "unknown_operator_role"
    message = _("Choose at least one operator role from the list.")


def appoint_operator(
    *,
    email: str,
    display_name: str,
    roles: Iterable[str],
    password: str | None = None,
    language: str = Language.ARABIC,
) -> User:
    """Make the account, or give the one that is there these roles and, when given, this password."""
    chosen = set(roles)
    if not chosen or not chosen <= set(OperatorRole.values):
        raise UnknownOperatorRole
    with entered(OPERATORS), transaction.atomic():
        user = User.objects.select_for_update().filter(email=normalised_email(email)).first()
        if user is None:
            user = create_person(
                email=email, display_name=display_name, password=password, language=language
            )
        elif password is not None:
            user.set_password(password)
            user.save(update_fields=["password"])
        user.operator_grants.exclude(role__in=chosen).delete()
        held = set(user.operator_grants.values_list("role", flat=True))
        OperatorGrant.objects.bulk_create(
            OperatorGrant(user=user, role=role) for role in sorted(chosen - held)
        )
        user.forget_roles()
        audit.record("operator.appointed", user, actor=None, details={"roles": sorted(chosen)})
    return user
