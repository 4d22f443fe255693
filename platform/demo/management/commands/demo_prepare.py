"""Migrate, collect static files, and fill the demo where it is empty."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo import access
from demo.filling import fill, is_empty
from tenants.fleet.migrations import is_current


class Command(BaseCommand):
    help = "Migrate, collect static files, and fill the demo where it is empty."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if not settings.SILAH_DEMO:
            raise CommandError("SILAH_DEMO is not true: this is no demo.")
        if not is_current():
            call_command("migrate_schemas", stdout=self.stdout)
        call_command(
            "collectstatic",
            interactive=False,
            verbosity=0,
            ignore_patterns=["redoc", "*.es-bundle*.js"],
        )
        if is_empty():
            self._fill()
        elif access.load() is None:
            raise CommandError(
                "The database has associations, but var/demo-access.json is gone: run make demo-reset."
            )

    def _fill(self) -> None:
        parts = []
        for label, part in fill():
            self.stdout.write(f"  {label}")
            parts.append(part)
        access.save({"operators": parts[0], "associations": parts[1:]})
