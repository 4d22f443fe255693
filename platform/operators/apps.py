"""Operators of the platform and what each may do."""

from django.apps import AppConfig


class OperatorsConfig(AppConfig):
    name = "operators"

    def ready(self) -> None:
        from operators.queries import permissions_of_person
        from tenants.people.models import PERMISSION_SOURCES
        from tenants.schemas import Kind

        PERMISSION_SOURCES[Kind.OPERATORS] = permissions_of_person
