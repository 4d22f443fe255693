"""The signatures of a version as a table for a spreadsheet."""

import csv
import io

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.arabic import strip_marks
from policies.acknowledging.queries import evidence
from policies.models import PolicyVersion

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take Arabic for another encoding
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def evidence_csv(version: PolicyVersion) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Person"),
            _("Signed as"),
            _("Signed at"),
            _("To be signed by"),
            _("Answer given"),
            _("Version"),
            _("Fingerprint of the version"),
        ]
    )
    for each in evidence(version):
        row = (
            each.person.display_name,
            each.name,
            timezone.localtime(each.signed_at).isoformat(timespec="seconds"),
            each.due_on.isoformat(),
            each.answer,
            version.label,
            each.digest,
        )
        writer.writerow([harmless(cell) for cell in row])
    return BYTE_ORDER_MARK + out.getvalue()


def harmless(cell: str) -> str:
    """What a spreadsheet would compute is led by an apostrophe: it shows the words as they are."""
    return f"'{cell}" if strip_marks(cell).lstrip(" ").startswith(FORMULA_SIGNS) else cell
