"""Whether a settlement is tried before an investigation: as the policy has it."""

import pytest

from core.complaints import services
from core.complaints.enums import RightsClass
from core.complaints.rules import SettlementFirst, wants_settlement_first
from core.rules import ComplaintsRule
from tests.core.complaints.cases import fresh, receive, start_settlement, triage


@pytest.mark.parametrize(("said", "wanted"), [(True, True), (False, False), (None, False)])
def test_the_policy_decides(cast, policy, said, wanted):
    policy.change(complaints=ComplaintsRule(amicable_first=said))
    case = receive().case
    triage(case, cast.officer)
    services.acknowledge(case.pk, actor=cast.officer)

    def investigate(why=""):
        services.open_investigation(
            case.pk,
            actor=cast.officer,
            chair=cast.chair,
            members=[cast.member],
            why_not_settled=why,
        )

    assert wants_settlement_first(fresh(case)) == wanted
    if wanted:
        with pytest.raises(SettlementFirst):
            investigate("  ")
        investigate("رفضت الصلح")
    else:
        investigate()
    assert fresh(case).status == "investigating"


def test_once_tried_it_is_not_asked_for_again(cast):
    case = receive().case
    triage(case, cast.officer)
    services.acknowledge(case.pk, actor=cast.officer)
    before = wants_settlement_first(fresh(case))

    start_settlement(case, cast)

    assert (before, wants_settlement_first(fresh(case))) == (True, False)


def test_nobody_is_asked_to_settle_what_is_sensitive(cast):
    case = receive().case
    triage(case, cast.officer, rights_class=RightsClass.SENSITIVE)
    services.acknowledge(case.pk, actor=cast.officer)

    assert wants_settlement_first(fresh(case)) is False
