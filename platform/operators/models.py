"""Which of the people in the operators' schema hold which operator role."""

from django.conf import settings
from django.db import models

from operators.roles import OperatorRole


class OperatorGrant(models.Model):
    """One role that one operator holds. Change only through operators.services."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="operator_grants"
    )
    role = models.CharField(max_length=30, choices=OperatorRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="operators_grant_once"),
            models.CheckConstraint(
                name="operators_grant_role", condition=models.Q(role__in=OperatorRole.values)
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
