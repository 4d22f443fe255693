"""The life of a policy version, as one table."""

from django.utils.translation import gettext_lazy as _

from core.cases.workflow import Transition, Workflow
from foundation.errors import WrongState
from policies.enums import VersionState as S

WORKFLOW = Workflow(
    initial=S.DRAFT,
    transitions=(
        Transition("edit", (S.DRAFT,), S.DRAFT),
        Transition("send_to_board", (S.DRAFT,), S.AWAITING_BOARD),
        Transition("withdraw_from_board", (S.AWAITING_BOARD,), S.DRAFT),
        Transition("refuse_by_board", (S.AWAITING_BOARD,), S.DRAFT),
        Transition("record_approval", (S.AWAITING_BOARD,), S.APPROVED),
        Transition("plan", (S.APPROVED,), S.APPROVED),
        Transition("bring_into_force", (S.APPROVED,), S.IN_FORCE),
        Transition("supersede", (S.IN_FORCE,), S.SUPERSEDED),
        Transition("discard_draft", (S.DRAFT,), S.WITHDRAWN),
    ),
)

FROZEN = (S.APPROVED, S.IN_FORCE, S.SUPERSEDED)
GOVERNING = (S.IN_FORCE, S.SUPERSEDED)


class WrongVersionState(WrongState):
    code = "wrong_version_state"
    message = _("This is not possible for a version that is %(status)s.")


def step(name: str, state: str) -> Transition:
    """Raises WrongVersionState, in words, unless `name` starts from `state`."""
    try:
        return WORKFLOW.step(name, status=state)
    except WrongState as error:
        raise WrongVersionState(status=S(state).label) from error
