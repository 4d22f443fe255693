"""Everything that changes the policy: drafts, and their way through the board."""

from policies.services.approval import (
    bring_into_force,
    record_approval,
    send_to_board,
    withdraw_from_board,
)
from policies.services.drafts import (
    accept_finding,
    apply_fix,
    discard_draft,
    draft_from_preset,
    draft_from_version,
    edit_content,
    paste_text,
    upload_document,
)
from policies.services.history import redo_last_edit, undo_last_edit
from policies.services.presence import note_presence

__all__ = [
    "accept_finding",
    "apply_fix",
    "bring_into_force",
    "discard_draft",
    "draft_from_preset",
    "draft_from_version",
    "edit_content",
    "note_presence",
    "paste_text",
    "record_approval",
    "redo_last_edit",
    "send_to_board",
    "undo_last_edit",
    "upload_document",
    "withdraw_from_board",
]
