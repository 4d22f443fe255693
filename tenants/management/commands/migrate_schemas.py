"""Bring the control plane, the operators' schema and every association up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.fleet.migrations import migrate_associations, migrate_control_plane
from tenants.provisioning.schema import refresh_script


class Command(BaseCommand):
    help = "Migrate every schema: control plane, jobs, operators, and each association that is behind."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        migrate_control_plane()
        refresh_script()
        self.stdout.write("Control plane, jobs, operators and the template are up to date.")
        outcomes = list(migrate_associations())
        failed = [outcome for outcome in outcomes if outcome.error]
        for outcome in failed:
            self.stderr.write(f"{outcome.schema_name}: {outcome.error}")
        self.stdout.write(
            f"Associations migrated: {len(outcomes) - len(failed)}, failed: {len(failed)}."
        )
        if failed:
            raise CommandError("Some associations could not be migrated; run the command again.")
