"""Where a worker finds the jobs of the policy."""

from policies import sweeps
from policies.acknowledging import tasks as acknowledging
from policies.board import tasks as board
from policies.importing import tasks as importing
from policies.publishing import tasks as publishing

__all__ = ["acknowledging", "board", "importing", "publishing", "sweeps"]
