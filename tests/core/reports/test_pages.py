import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.cases.enums import CaseStatus as S
from core.reports.chart import WIDTH, bars
from core.reports.queries import ChannelFigure
from core.satisfaction.services import rate_case
from tenants.people.roles import Role
from tenants.schemas import entered
from tests.core.requests import bring_to, receive
from ui.middleware import COOKIE


@pytest.fixture
def executive(governed, make_person):
    return make_person(Role.EXECUTIVE, name="المدير")


@pytest.fixture
def viewer(governed, site, executive):
    client = site(governed, executive)
    client.cookies[COOKIE] = "en"
    return client


def test_each_figure_leads_to_the_cases_it_counts(everyone, viewer, at):
    at(2026, 3, 1, 10)
    late = receive(everyone).case
    decided = bring_to(S.DELIVERED, everyone)
    rate_case(decided.pk, score=4)
    at(2026, 4, 5, 10)
    fresh = receive(None).case
    at(2026, 4, 10, 10)

    page = viewer.get("/reports/").content.decode()

    links = set(re.findall(r'href="(/reports/cases/[^"]+)"', page))
    figures = {link.split("=")[1].split("&")[0] for link in links}
    assert figures == {"open", "late", "due_soon", "decided_on_time", "rated", "all"}
    for figure, cases in {
        "open": {late, decided, fresh},
        "late": {late, decided},  # nobody has told the beneficiary of the decision
        "due_soon": {fresh},
        "decided_on_time": {decided},
        "decided_late": set(),
        "rated": {decided},
        "all&channel=website": {fresh},
    }.items():
        listed = viewer.get(f"/reports/cases/?figure={figure}").content.decode()
        found = set(re.findall(r"REQ-\d{4}-\d{4}", listed))
        assert (figure, found) == (figure, {case.reference for case in cases})
    assert "100%" in page
    assert "4.0" in page


def test_unknown_figure_is_404(viewer):
    assert viewer.get("/reports/cases/?figure=secret").status_code == 404


def test_page_without_requests_says_so(viewer):
    assert "Nothing to count yet" in viewer.get("/reports/").content.decode()


def test_administrator_is_told_why_there_are_no_figures(everyone, site, governed, make_person):
    receive(everyone)
    client = site(governed, make_person(Role.ADMINISTRATOR))
    client.cookies[COOKIE] = "en"

    assert "Figures show what you may see" in client.get("/reports/").content.decode()
    assert "REQ-" not in client.get("/reports/cases/?figure=all").content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EXECUTIVE, 200),
        (Role.AUDITOR, 200),
        (Role.RELATIONS_OFFICER, 403),
        (Role.BRANCH_DELEGATE, 403),
    ],
)
def test_who_may_see_the_figures(governed, site, make_person, role, status):
    client = site(governed, make_person(role))

    assert client.get("/reports/").status_code == status
    assert client.get("/reports/cases/").status_code == status


def test_pages_take_the_same_queries_for_one_case_and_for_thirty(everyone, viewer):
    receive(everyone)
    viewer.get("/reports/")
    counts = []
    for more in (0, 29):
        for _ in range(more):
            receive(everyone)
        for path in ("/reports/", "/reports/cases/?figure=open"):
            with CaptureQueriesContext(connection) as caught:
                assert viewer.get(path).status_code == 200
            counts.append(len(caught))

    assert counts[:2] == counts[2:]


def test_other_associations_are_not_counted(everyone, viewer, other_association, make_person):
    with entered(other_association):
        receive(make_person(Role.RELATIONS_OFFICER))

    assert "Nothing to count yet" in viewer.get("/reports/").content.decode()


def test_bars_keep_proportion_and_show_what_is_small():
    drawn = bars(
        [
            ChannelFigure("phone", "الهاتف", received=1000, open=500, late=1),
            ChannelFigure("fax", "الفاكس", received=0, open=0, late=0),
        ]
    )

    assert [(bar.received, bar.open, bar.late) for bar in drawn] == [
        (WIDTH, WIDTH // 2, 2),
        (0, 0, 0),
    ]
    assert bars([]) == []
