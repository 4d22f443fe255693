"""Operators: appointed, with their own roles, in their own schema."""

import pytest

from operators.roles import OperatorPermission, OperatorRole
from operators.services import UnknownOperatorRole, appoint_operator
from tenants.people.models import User
from tenants.people.roles import Permission, Role
from tenants.schemas import OPERATORS, entered

PASSWORD = "a long enough password"


def appoint(*roles, **more):
    return appoint_operator(email="Op@silah.example", display_name="نورة", roles=roles, **more)


def test_an_operator_has_the_permissions_of_the_roles(operators_schema):
    user = appoint(OperatorRole.HEALTH)
    assert user.has_permission(OperatorPermission.VIEW_HEALTH)
    assert not user.has_permission(OperatorPermission.ONBOARD)


def test_appointing_again_changes_the_roles_and_keeps_the_password(operators_schema):
    appoint(OperatorRole.HEALTH, password=PASSWORD)
    user = appoint(OperatorRole.ONBOARDING)
    assert user.check_password(PASSWORD)
    assert user.has_permission(OperatorPermission.ONBOARD)
    assert User.objects.count() == 1


def test_an_associations_role_means_nothing_among_operators(operators_schema, make_person):
    user = make_person(Role.ADMINISTRATOR)
    assert not user.has_permission(Permission.MANAGE_PEOPLE)


def test_an_operator_is_nobody_in_an_association(association):
    appoint(OperatorRole.ONBOARDING)
    assert User.objects.count() == 0
    with entered(OPERATORS):
        assert User.objects.count() == 1


@pytest.mark.parametrize("roles", [(), ("administrator",)])
def test_roles_outside_the_table_are_refused(operators_schema, roles):
    with pytest.raises(UnknownOperatorRole):
        appoint(*roles)
    assert User.objects.count() == 0
