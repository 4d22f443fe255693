"""A link that knows a case leads to the pages of its kind."""

import pytest

from core.cases import pages
from core.cases.enums import CaseKind
from tests.core.requests import receive

pytestmark = pytest.mark.urls("config.urls_association")


def test_each_kind_leads_to_its_own_pages(governed):
    case = receive().case
    assert pages.desk_address(case) == f"/desk/requests/{case.pk}/"
    assert pages.portal_address(case) == "/follow/case/"
    assert pages.pages_of(CaseKind.REQUEST) == pages.CasePages("desk:case", "portal:case")
