"""Who acts while the past is written down: whoever imports, with the powers of those who once acted."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.cases.rules import WORKING
from tenants.people.models import User
from tenants.people.roles import Permission

POWERS = WORKING | {Permission.VIEW_CASES}


@dataclass(frozen=True, slots=True)
class Importer:
    """The log and the timeline name the person, and say that it came from a spreadsheet."""

    person: User

    def __str__(self) -> str:
        return self.display_name

    @property
    def pk(self) -> Any:
        return self.person.pk

    @property
    def display_name(self) -> str:
        with override(settings.LANGUAGE_CODE):
            return _("%(name)s (from a spreadsheet)") % {"name": self.person.display_name}

    def has_permission(self, permission: str) -> bool:
        return permission in POWERS
