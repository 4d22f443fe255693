"""Everything that changes a session of the committee, one function per thing that people mean to do."""

from core.committees.minutes import minutes_of
from core.committees.services.agenda import (
    add_to_agenda,
    drop_departed,
    order_agenda,
    remove_from_agenda,
)
from core.committees.services.calling import call_session, cancel_session, change_session
from core.committees.services.closing import blocked_items, close_session
from core.committees.services.signing import keep_signed_scan, sign_minutes, write_remarks
from core.committees.services.sitting import (
    Chosen,
    Proposal,
    cast_vote,
    declare_interest,
    open_session,
    postpone_items,
    put_to_the_vote,
    record_decisions,
    reopen_item,
    set_attendance,
)

__all__ = [
    "Chosen",
    "Proposal",
    "add_to_agenda",
    "blocked_items",
    "call_session",
    "cancel_session",
    "cast_vote",
    "change_session",
    "close_session",
    "declare_interest",
    "drop_departed",
    "keep_signed_scan",
    "minutes_of",
    "open_session",
    "order_agenda",
    "postpone_items",
    "put_to_the_vote",
    "record_decisions",
    "remove_from_agenda",
    "reopen_item",
    "set_attendance",
    "sign_minutes",
    "write_remarks",
]
