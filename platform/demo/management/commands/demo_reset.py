"""Empty the demo's database: every schema of ours goes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from demo import access
from tenants.models import Association
from tenants.provisioning import schema
from tenants.schemas import JOBS, OPERATORS, TEMPLATE, control_plane


class Command(BaseCommand):
    help = "Drop every schema of the demo; refuses anywhere else."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", required=True)

    def handle(self, **options: Any) -> None:
        if not settings.SILAH_DEMO:
            raise CommandError("SILAH_DEMO is not true: this is no demo.")
        with control_plane():
            if "tenants_association" in connection.introspection.table_names():
                for association in Association.objects.order_by("pk"):
                    schema.drop(association)
            with connection.cursor() as cursor:
                for kind in (OPERATORS, JOBS, TEMPLATE):
                    cursor.execute(f"DROP SCHEMA IF EXISTS {kind.schema_name} CASCADE")
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        access.forget()
