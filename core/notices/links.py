"""Where a notice leads: to its case, or where the app that knows its kind says."""

from collections.abc import Callable

from core.cases.pages import desk_address
from core.notices.enums import NoticeKind
from core.notices.models import Notice

Address = Callable[[Notice], str]
_addresses: dict[NoticeKind, Address] = {}


def register(kind: NoticeKind, address: Address) -> None:
    """Call it from AppConfig.ready, for a kind that leads elsewhere than to the page of its case."""
    _addresses[kind] = address


def address_of(notice: Notice) -> str:
    """Empty where nothing is there to open."""
    if (address := _addresses.get(NoticeKind(notice.kind))) is not None:
        return address(notice)
    return desk_address(notice.case) if notice.case is not None else ""
