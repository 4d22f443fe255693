"""What an association keeps of its policy."""

from policies.models.acknowledgements import Acknowledgement
from policies.models.board import ApprovalRecord, BoardBallot, ClauseComment
from policies.models.imports import DocumentImport
from policies.models.subscribers import PolicySubscriber
from policies.models.versions import LintAnswer, PolicyVersion

__all__ = [
    "Acknowledgement",
    "ApprovalRecord",
    "BoardBallot",
    "ClauseComment",
    "DocumentImport",
    "LintAnswer",
    "PolicySubscriber",
    "PolicyVersion",
]
