"""Everything that changes the policy: drafts, and their way through the board."""

from policies.services.approval import (
    close_vote,
    record_approval,
    record_refusal,
    send_to_board,
    withdraw_from_board,
)
from policies.services.ballots import call_off_vote, cast_vote, open_vote
from policies.services.comments import add_comment, resolve_comment
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
from policies.services.force import bring_into_force, plan_force
from policies.services.history import redo_last_edit, undo_last_edit
from policies.services.overrides import override_finding
from policies.services.presence import note_presence

__all__ = [
    "accept_finding",
    "add_comment",
    "apply_fix",
    "bring_into_force",
    "call_off_vote",
    "cast_vote",
    "close_vote",
    "discard_draft",
    "draft_from_preset",
    "draft_from_version",
    "edit_content",
    "note_presence",
    "open_vote",
    "override_finding",
    "paste_text",
    "plan_force",
    "record_approval",
    "record_refusal",
    "redo_last_edit",
    "resolve_comment",
    "send_to_board",
    "undo_last_edit",
    "upload_document",
    "withdraw_from_board",
]
