"""Totals of complaints tell of nothing that is closed to the reader."""

from decimal import Decimal

import pytest

from core.cases.enums import CaseStatus as S
from core.complaints import services
from core.reports.complaints import complaint_figures
from tenants.people.roles import Role
from tests.core.complaints import cases
from tests.core.complaints.cases import bring_to
from tests.core.complaints.conftest import cast, policy

__all__ = ["cast", "policy"]


@pytest.fixture
def several(cast, at):
    """One settled after two days, one upheld with 500 riyals given, one late and open, one sensitive."""
    at(2026, 3, 1, 10)
    settled = bring_to(S.SETTLING, cast, subject_key="quality")
    at(2026, 3, 3, 10)
    cases.settle(settled, cast)
    paid = bring_to(S.COMPENSATING, cast)
    cases.agree(paid, cast)
    cases.give(paid, cast)
    bring_to(S.ACKNOWLEDGED, cast)
    bring_to(S.ACKNOWLEDGED, cast, subject_key="privacy")
    at(2026, 6, 1, 10)


def test_figures_of_who_decides(several, cast):
    figures = complaint_figures(cast.decider)

    assert (figures.received, figures.open, figures.late) == (3, 3, 1)
    assert (figures.settled_percent, figures.mean_days) == (50, 1.0)
    assert [number for _name, number in figures.by_subject] == [3]
    assert [number for _name, number in figures.by_finding] == [1]
    assert (figures.compensation, figures.compensated) == (Decimal(500), 1)


def test_sensitive_ones_count_for_their_circle_alone(several, cast):
    assert complaint_figures(cast.officer).received == 4


def test_who_is_kept_out_is_told_of_nothing(cast, make_person):
    auditor = make_person(Role.AUDITOR)
    case = bring_to(S.ACKNOWLEDGED, cast)
    before = complaint_figures(auditor).received
    services.name_party(case.pk, actor=cast.officer, person=auditor)

    assert (before, complaint_figures(auditor).received) == (1, 0)


def test_who_sees_no_complaints_gets_no_figures(cast, make_person):
    assert complaint_figures(make_person(Role.ADMINISTRATOR)) is None


@pytest.mark.parametrize("number", [1, 30])
def test_same_queries_for_one_and_for_thirty(cast, number, django_assert_num_queries):
    for _ in range(number):
        cases.receive()
    reader = type(cast.officer).objects.get(pk=cast.officer.pk)

    with django_assert_num_queries(6):
        assert complaint_figures(reader).received == number
