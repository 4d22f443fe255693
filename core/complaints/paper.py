"""What a dated paper of a complaint says, as lines with their headings, for page, print and bundle."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.complaints.enums import Finding
from core.complaints.models import ComplaintRecord
from core.complaints.records import loaded
from foundation.dates import both_calendars

HEADINGS: dict[str, str | Promise] = {
    "terms": gettext_lazy("What both sides agree on"),
    "association_does": gettext_lazy("What the association does"),
    "person_does": gettext_lazy("What whoever complained does"),
    "until": gettext_lazy("Agreed until"),
    "questions": gettext_lazy("Questions that the investigation must answer"),
    "steps": pgettext_lazy("plan", "Steps"),
    "to_be_heard": gettext_lazy("Who is to be heard"),
    "who": gettext_lazy("Who was heard"),
    "role": gettext_lazy("Their part in it"),
    "said": gettext_lazy("What they said"),
    "place": gettext_lazy("Place"),
    "title": gettext_lazy("What it is"),
    "shows": gettext_lazy("What it proves"),
    "present": gettext_lazy("Present"),
    "facts": gettext_lazy("What was found"),
    "fault": gettext_lazy("Did the association cause the damage?"),
    "damage": gettext_lazy("Damage"),
    "size": gettext_lazy("How large it is"),
    "causes": gettext_lazy("Causes"),
    "finding": gettext_lazy("Finding"),
    "recommendation": gettext_lazy("Recommendation"),
    "needed": gettext_lazy("Is there a ruling?"),
    "court": gettext_lazy("Court or authority"),
    "number": gettext_lazy("Number there"),
    "ruling": gettext_lazy("What was ruled; or why the matter does without a ruling"),
    "authority": gettext_lazy("Authority"),
    "reason": gettext_lazy("Why"),
}


@dataclass(frozen=True, slots=True)
class Line:
    heading: str
    text: str


def lines_of(record: ComplaintRecord) -> list[Line]:
    """In the order in which its kind states them, without what was left out."""
    content = loaded(record.kind, record.content)
    lines = (
        Line(str(HEADINGS[name]), _said(value)) for name, value in content.model_dump().items()
    )
    return [line for line in lines if line.text]


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case Finding():
            return str(value.label)
        case date():
            return both_calendars(value)
        case tuple():
            return "، ".join(map(str, value))
        case _:
            return str(value)
