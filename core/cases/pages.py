"""Where a case is opened: at the desk by staff, on the portal by whoever showed its tracking code.

Each kind of case has pages of its own; the room that it belongs to registers them at start.
"""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from core.cases.enums import CaseKind
from core.cases.models import Case


@dataclass(frozen=True, slots=True)
class CasePages:
    """Names of addresses: `desk` takes the id of the case, `portal` the case that is followed."""

    desk: str
    portal: str


_pages: dict[str, CasePages] = {}


def register(kind: CaseKind, pages: CasePages) -> None:
    """Call it from AppConfig.ready; the same kind again replaces its pages."""
    _pages[kind.value] = pages


def pages_of(kind: str) -> CasePages:
    return _pages[kind]


def desk_address(case: Case) -> str:
    return desk_address_of(case.pk, case.kind)


def desk_address_of(case_id: UUID, kind: str) -> str:
    return reverse(_pages[kind].desk, args=[case_id])


def portal_address(case: Case) -> str:
    return reverse(_pages[case.kind].portal)
