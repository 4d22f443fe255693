"""Sections of an association's own settings: each a validated value under one key.

A section belongs to the app that acts on it: `LADDER = Section("escalation", Ladder)` there.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from core.actors import Actor, name_of
from core.configuration.models import Setting
from foundation import audit, clock
from foundation.errors import WrongState
from tenants.people.models import User

Value = TypeVar("Value", bound=BaseModel)


class SettingChanged(WrongState):
    code = "setting_changed"
    message = _("Somebody else changed these settings meanwhile. Look at them, then save again.")


@dataclass(frozen=True, slots=True)
class Section(Generic[Value]):
    """`schema`: a frozen pydantic model whose defaults hold while nobody has set anything."""

    key: str
    schema: type[Value]

    def read(self, *, owner: User | None = None) -> Value:
        row = Setting.objects.filter(key=self.key, owner=owner).first()
        return self.schema.model_validate(row.value) if row else self.schema()

    def secret(self) -> Any:
        """What no page shows; None where there is none."""
        row = Setting.objects.filter(key=self.key, owner=None).first()
        return row.secret if row else None

    def revision(self, *, owner: User | None = None) -> int:
        """To be handed back when writing; 0 while nothing is stored."""
        row = Setting.objects.filter(key=self.key, owner=owner).only("revision").first()
        return row.revision if row else 0

    @transaction.atomic
    def write(
        self,
        value: Value,
        *,
        actor: Actor,
        owner: User | None = None,
        revision: int | None = None,
        secret: Any = None,
    ) -> Setting:
        """The caller has checked who may. Raises SettingChanged where `revision` is not the stored one.

        A `secret` of None leaves the stored one as it is.
        """
        rows = Setting.objects.select_for_update().filter(key=self.key, owner=owner)
        row = rows.first() or Setting(key=self.key, owner=owner, revision=0)
        if revision is not None and revision != row.revision:
            raise SettingChanged
        row.value = value.model_dump(mode="json")
        row.revision += 1
        row.changed_at = clock.now()
        row.changed_by = name_of(actor)
        if secret is not None:
            row.secret = secret
        row.save()
        if owner is None:
            audit.record("settings.changed", row, actor=actor, details={"section": self.key})
        return row
