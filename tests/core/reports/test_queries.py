import pytest

from core.cases.enums import CaseStatus as S
from core.reports.queries import Figure, cases_queryset, executive_figures
from core.rules import Stage
from core.satisfaction.services import rate_case
from core.service_requests import services
from core.service_requests.enums import Outcome
from tenants.people.roles import Role
from tests.core.requests import bring_to, do_steps, receive


def decide_on(everyone, at, *day):
    at(2026, 3, 15, 10)
    case = bring_to(S.BEFORE_COMMITTEE, everyone)
    do_steps(case, everyone, Stage.DECISION)
    at(*day, 10)
    return services.decide(case.pk, actor=everyone, outcome=Outcome.REJECTED, reason="خارج النطاق")


@pytest.fixture
def year(everyone, at):
    """Two decided on time, one late, one open and late, one due soon, one due later."""
    early = decide_on(everyone, at, 2026, 3, 29)
    decide_on(everyone, at, 2026, 4, 9)
    decide_on(everyone, at, 2026, 4, 12)
    for case in (early,):
        services.close(case.pk, actor=everyone)
        rate_case(case.pk, score=4)
    at(2026, 2, 1, 10)
    receive(everyone)
    at(2026, 4, 9, 10)
    receive(None)
    at(2026, 4, 14, 10)
    receive(everyone)


def test_figures_of_the_executive(everyone, year):
    figures = executive_figures(everyone)

    assert (figures.decided_on_time, figures.decided_late, figures.on_time_percent) == (2, 1, 67)
    assert (figures.satisfaction_average, figures.ratings) == (4.0, 1)
    assert [(c.key, c.label, c.received) for c in figures.by_channel] == [
        ("phone", "الهاتف", 5),
        ("website", "موقع الجمعية", 1),
    ]


@pytest.mark.parametrize("figure", ["open", "late", "due_soon", "decided_on_time", "decided_late"])
def test_each_figure_opens_exactly_its_cases(everyone, year, figure):
    figures = executive_figures(everyone)

    assert cases_queryset(figure, everyone).count() == getattr(figures, figure) > 0


def test_channels_open_their_cases(everyone, year):
    for channel in executive_figures(everyone).by_channel:
        opened = [cases_queryset(f, everyone, channel=channel.key).count() for f in Figure]
        assert opened[:2] == [channel.open, channel.late]
        assert opened[-1] == channel.received


def test_figures_show_what_one_may_see(year, make_person):
    figures = executive_figures(make_person(Role.BRANCH_DELEGATE))

    assert (figures.open, figures.ratings, figures.by_channel) == (0, 0, ())
    assert (figures.on_time_percent, figures.satisfaction_average) == (None, None)


def test_figures_take_three_queries_however_many_cases(everyone, year, django_assert_num_queries):
    assert everyone.permissions
    with django_assert_num_queries(3):
        executive_figures(everyone)
    for _ in range(29):
        receive(everyone)
    with django_assert_num_queries(3):
        executive_figures(everyone)


def test_unknown_figure_is_a_mistake(everyone):
    with pytest.raises(ValueError, match="bogus"):
        cases_queryset("bogus", everyone)
