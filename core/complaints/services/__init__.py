"""Everything that changes a complaint, one function per thing that people mean to do.

Each locks the case, checks who may (core.complaints.rules), steps the workflow, and writes change,
timeline, audit and messages in one transaction.
"""

from core.complaints.services.actions import create_action, finish_action, link
from core.complaints.services.appeals import appeal
from core.complaints.services.compensation import (
    NewOffer,
    answer_offer,
    ask_for,
    end_without,
    give,
    offer,
    open_compensation,
    record_ruling,
)
from core.complaints.services.conversation import (
    add_document,
    add_note,
    complainant_writes,
    mark_read,
    write_to_complainant,
)
from core.complaints.services.decision import close, decide, reopen, resolve, withdraw
from core.complaints.services.identity import answer_reveal, ask_reveal, open_identity
from core.complaints.services.intake import receive_complaint
from core.complaints.services.investigation import (
    add_record,
    change_team,
    close_minutes,
    note_refusal,
    open_investigation,
    sign,
    write_minutes,
)
from core.complaints.services.outside import note_bundle, take_outside
from core.complaints.services.parties import (
    assign,
    give_waiting,
    name_party,
    recuse,
    unname_party,
)
from core.complaints.services.settlement import (
    answer_settlement,
    propose_settlement,
    settle,
    start_settlement,
)
from core.complaints.services.triage import acknowledge, ask, triage, turn_away

__all__ = [
    "NewOffer",
    "acknowledge",
    "add_document",
    "add_note",
    "add_record",
    "answer_offer",
    "answer_reveal",
    "answer_settlement",
    "appeal",
    "ask",
    "ask_for",
    "ask_reveal",
    "assign",
    "change_team",
    "close",
    "close_minutes",
    "complainant_writes",
    "create_action",
    "decide",
    "end_without",
    "finish_action",
    "give",
    "give_waiting",
    "link",
    "mark_read",
    "name_party",
    "note_bundle",
    "note_refusal",
    "offer",
    "open_compensation",
    "open_identity",
    "open_investigation",
    "propose_settlement",
    "receive_complaint",
    "record_ruling",
    "recuse",
    "reopen",
    "resolve",
    "settle",
    "sign",
    "start_settlement",
    "take_outside",
    "triage",
    "turn_away",
    "unname_party",
    "withdraw",
    "write_minutes",
    "write_to_complainant",
]
