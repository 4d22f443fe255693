"""Wrap every association's keys with the newest key-encryption key of SILAH_KEKS."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from foundation.encryption import rewrap
from tenants.models import Association
from tenants.schemas import control_plane


class Command(BaseCommand):
    help = "Wrap the keys of all associations with the newest KEK; safe to run again."

    def handle(self, **options: Any) -> None:
        changed = 0
        with control_plane():
            for key in Association.objects.order_by("pk").values_list("pk", flat=True):
                changed += self._rewrap(key)
        self.stdout.write(f"Keys wrapped anew: {changed}.")

    @transaction.atomic
    def _rewrap(self, key: Any) -> bool:
        association = Association.objects.select_for_update().get(pk=key)
        wrapped = rewrap(bytes(association.wrapped_key), str(association.pk))
        if wrapped == bytes(association.wrapped_key):
            return False
        association.wrapped_key = wrapped
        association.save(update_fields=["wrapped_key"])
        return True
