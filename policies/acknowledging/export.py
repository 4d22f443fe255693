"""The signatures of a version as a table for a spreadsheet."""

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.spreadsheet import csv_table
from policies.acknowledging.queries import evidence
from policies.models import PolicyVersion


def evidence_csv(version: PolicyVersion) -> str:
    head = [
        _("Person"),
        _("Signed as"),
        _("Signed at"),
        _("To be signed by"),
        _("Answer given"),
        _("Version"),
        _("Fingerprint of the version"),
    ]
    rows = (
        (
            each.person.display_name,
            each.name,
            timezone.localtime(each.signed_at).isoformat(timespec="seconds"),
            each.due_on.isoformat(),
            each.answer,
            version.label,
            each.digest,
        )
        for each in evidence(version)
    )
    return csv_table(head, rows)
