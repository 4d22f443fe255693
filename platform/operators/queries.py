"""What an operator may do."""

from operators.models import OperatorGrant
from operators.roles import permissions_of_operator
from tenants.people.models import User


def permissions_of_person(user: User) -> frozenset[str]:
    grants = OperatorGrant.objects.filter(user=user)
    return permissions_of_operator(grants.values_list("role", flat=True))
