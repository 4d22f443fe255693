"""What a compensation file must pass, exactly in the order in which the policy of the complaint states it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core import rules as governing
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.complaints import queries
from core.complaints.enums import CompensationState, RecordKind
from core.complaints.models import Complaint
from core.rules import CompensationRule, CompensationStage
from foundation.errors import WrongState

Stage = CompensationStage
# Whatever a policy leaves out: nothing is given before it was accepted, and nothing without proof.
ALWAYS: Final = (Stage.ACCEPTANCE, Stage.PAYMENT)


class NoCompensationInPolicy(WrongState):
    code = "no_compensation_in_policy"
    message = _("The policy of this complaint says nothing of compensation.")


class NoFaultFound(WrongState):
    code = "no_fault_found"
    message = _(
        "Compensation begins where the signed minutes say that the association caused the damage."
    )


class StageOpen(WrongState):
    code = "stage_open"
    message = _("Before this comes: %(stage)s")


class CompensationOpen(WrongState):
    code = "compensation_open"
    message = _("The compensation is not finished: neither given nor refused.")


def rule_of(case: Case) -> CompensationRule:
    """Raises NoCompensationInPolicy."""
    rule = governing.pinned(case.policy_version).compensation
    if rule is None:
        raise NoCompensationInPolicy
    return rule


def stages_of(case: Case) -> list[tuple[CompensationStage, str]]:
    """With the policy's words, as it orders them; acceptance and proof come in at the end if left out."""
    stages = list(rule_of(case).stages)
    named = {stage for stage, _words in stages}
    return stages + [(stage, "") for stage in ALWAYS if stage not in named]


def passed(complaint: Complaint) -> dict[CompensationStage, bool]:
    offers = list(queries.offers(complaint))
    accepted = queries.accepted_offer(complaint)
    return {
        Stage.COMMITTEE_MINUTES: queries.fault_found(complaint) is not None,
        Stage.RULING: queries.latest_record(complaint, RecordKind.RULING) is not None,
        Stage.NEGOTIATION: bool(offers),
        Stage.ACCEPTANCE: accepted is not None,
        Stage.PAYMENT: accepted is not None and accepted.given_at is not None,
    }


def next_stage(case: Case) -> tuple[CompensationStage, str] | None:
    """None where all is passed."""
    done = passed(case.complaint)
    return next(((stage, words) for stage, words in stages_of(case) if not done[stage]), None)


def check_reached(case: Case, stage: CompensationStage) -> None:
    """All that the policy puts before `stage` was passed; raises StageOpen with the policy's words.

    A stage that the policy does not name, as the negotiation of one that only says «offered and
    accepted», stands where it stands of itself.
    """
    done = passed(case.complaint)
    for before, words in _before(stage, stages_of(case)):
        if not done[before]:
            raise StageOpen(stage=words or str(before.label))


def _before(
    stage: CompensationStage, stages: list[tuple[CompensationStage, str]]
) -> list[tuple[CompensationStage, str]]:
    named = [each for each, _words in stages]
    if stage in named:
        return stages[: named.index(stage)]
    order = list(Stage)
    return [each for each in stages if order.index(each[0]) < order.index(stage)]


def check_is_over(case: Case) -> None:
    """Before the complaint counts as resolved."""
    over = (CompensationState.GIVEN, CompensationState.REFUSED)
    if case.status == CaseStatus.COMPENSATING and case.complaint.compensation not in over:
        raise CompensationOpen
