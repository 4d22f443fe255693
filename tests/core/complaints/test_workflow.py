"""Every status of a complaint can be reached by the services, and by no other way."""

import pytest

from core.cases.enums import CaseStatus as S
from core.complaints.workflow import WORKFLOW
from tests.core.complaints.cases import PATHS, bring_to


def test_there_is_a_way_to_every_status():
    assert PATHS.keys() == WORKFLOW.states()


@pytest.mark.parametrize("status", sorted(PATHS))
def test_the_services_lead_there(cast, status):
    assert bring_to(S(status), cast).status == status
