"""Check the audit chain of the operators and of every association."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import audit
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.schemas import OPERATORS, Tenant, control_plane, entered

WITH_SCHEMA = (AssociationState.READY, AssociationState.SUSPENDED)


class Command(BaseCommand):
    help = "Check every audit chain; prints the head of each, to be kept elsewhere."

    def handle(self, **options: Any) -> None:
        with control_plane():
            associations = list(Association.objects.filter(state__in=WITH_SCHEMA).order_by("slug"))
        places: list[tuple[str, Tenant]] = [("operators", OPERATORS)]
        places += [(association.slug, association) for association in associations]
        broken = 0
        for name, tenant in places:
            with entered(tenant):
                report = audit.verify()
            head = f"{report.head.seq} {report.head.hash.hex()}"
            self.stdout.write(f"{name}: {report.entries} entries, head {head}")
            for problem in report.problems:
                self.stderr.write(f"{name}: {problem}")
            broken += not report.intact
        if broken:
            raise CommandError(f"Broken audit chains: {broken}.")
