import uuid
from datetime import timedelta

import pytest

from core.cases.enums import CaseStatus
from core.research.enums import Recommendation
from core.research.models import Visit
from core.research.services import Report, plan_visit, report_visit
from core.service_requests import services
from foundation import clock
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.requests import bring_to, receive


@pytest.fixture
def researcher(governed, make_person):
    return make_person(Role.SOCIAL_RESEARCHER, name="باحثة")


def page_of(case) -> str:
    return f"/desk/requests/{case.pk}/"


def planned(case, officer, researcher):
    return plan_visit(
        case.pk,
        actor=officer,
        visitor=researcher,
        planned_for=clock.now() + timedelta(days=1),
        note="البيت خلف المسجد",
    )


def reported(visit, researcher):
    report = Report(
        visited_at=clock.now(),
        findings="غرفتان لستة أفراد",
        recommendation=Recommendation.ACCEPT,
        found={"housing": "rented", "rooms": 2},
    )
    return report_visit(visit.pk, actor=researcher, report=report, operation_id=uuid.uuid4())


def test_a_visit_is_planned_from_the_page_of_the_request(officer, researcher, desk):
    case = receive(officer).case
    day = (clock.today() + timedelta(days=2)).strftime("%d/%m/%Y")

    response = desk(officer).post(
        f"/desk/requests/{case.pk}/visits/",
        {"visitor": researcher.pk, "day": day, "at": "16:30", "note": ""},
    )

    visit = Visit.objects.get()
    assert response.status_code == 302
    assert (visit.visitor, visit.planned_by) == (researcher, "ضابط العلاقات")
    assert "No consent is recorded" in desk(officer).get(response["Location"]).content.decode()


def test_a_researcher_plans_a_visit_of_their_own(officer, researcher, desk):
    case = receive(officer).case

    def proposed(user):
        page = desk(user).get(f"/desk/requests/{case.pk}/visits/")
        return page.context["form"]["visitor"].value()

    assert (proposed(researcher), proposed(officer)) == (researcher.pk, officer.pk)


def test_a_wrong_day_comes_back_beside_its_field(officer, researcher, desk):
    case = receive(officer).case

    response = desk(officer).post(
        f"/desk/requests/{case.pk}/visits/",
        {"visitor": researcher.pk, "day": "01/01/2020", "at": "10:00", "note": "خلف المسجد"},
    )

    page = response.content.decode()
    assert response.status_code == 400
    assert "A visit is planned for a time to come." in page
    assert "خلف المسجد" in page
    assert Visit.objects.count() == 0


def test_the_report_stands_in_the_form_of_the_way_back(everyone, desk):
    case = bring_to(CaseStatus.UNDER_STUDY, everyone)
    reported(planned(case, everyone, everyone), everyone)

    page = desk(everyone).get(f"/desk/requests/{case.pk}/").content.decode()

    assert page.count("غرفتان لستة أفراد</textarea>") == 1


def test_after_the_report_what_comes_next_is_to_return_the_request(everyone, desk):
    case = bring_to(CaseStatus.UNDER_STUDY, everyone)
    visit = planned(case, everyone, everyone)
    browser = desk(everyone)

    def said() -> list[str]:
        pages = [browser.get(path).content.decode() for path in ("/desk/?view=all", page_of(case))]
        words = ("Write down the findings", "Return it from study, with the findings")
        return [next(word for word in words if word in page) for page in pages]

    before = said()
    reported(visit, everyone)
    after = said()
    services.return_from_research(case.pk, actor=everyone, findings="غرفتان")
    services.refer_to_research(case.pk, actor=everyone)

    assert before == said() == ["Write down the findings"] * 2
    assert after == ["Return it from study, with the findings"] * 2


@pytest.mark.parametrize("visits", [1, 20])
def test_a_report_costs_the_inbox_no_further_query(
    everyone, desk, visits, django_assert_num_queries
):
    for _number in range(visits):
        case = bring_to(CaseStatus.UNDER_STUDY, everyone)
        services.assign(case.pk, actor=everyone, assignee=everyone)
        reported(planned(case, everyone, everyone), everyone)
    browser = desk(everyone)
    browser.get("/desk/")

    with django_assert_num_queries(26):
        page = browser.get("/desk/").content.decode()

    assert page.count("Return it from study, with the findings") == visits


@pytest.mark.parametrize(
    ("role", "linked"), [(Role.RELATIONS_OFFICER, True), (Role.AUDITOR, False)]
)
def test_a_consent_that_is_missing_leads_to_where_it_is_recorded(
    everyone, make_person, desk, role, linked
):
    case = bring_to(CaseStatus.UNDER_STUDY, everyone)
    link = f"/desk/people/{case.beneficiary_id}/consents/"
    browser = desk(make_person(role))

    page = browser.get(page_of(case)).content.decode()

    assert ("No consent is recorded" in page, f'href="{link}"' in page) == (True, linked)


def test_the_page_to_plan_a_visit_leads_to_the_consents(everyone, desk):
    case = bring_to(CaseStatus.UNDER_STUDY, everyone)

    page = desk(everyone).get(f"{page_of(case)}visits/").content.decode()

    assert f'href="/desk/people/{case.beneficiary_id}/consents/"' in page


def test_the_social_part_is_read_by_few_and_the_reading_noted(officer, researcher, desk):
    visit = reported(planned(receive(officer).case, officer, researcher), researcher)
    path = f"/desk/requests/{visit.case_id}/visits/{visit.pk}/"

    closed, opened = desk(officer).get(path), desk(researcher).get(path)

    assert "Rented" not in closed.content.decode()
    assert "open to few" in closed.content.decode()
    assert "Rented" in opened.content.decode()
    viewed = AuditEntry.objects.filter(action="beneficiary.social_file_viewed")
    assert [entry.actor_id for entry in viewed] == [str(researcher.pk)]


def test_a_visit_is_called_off(officer, researcher, desk):
    visit = planned(receive(officer).case, officer, researcher)

    desk(officer).post(
        f"/desk/requests/{visit.case_id}/visits/{visit.pk}/cancel/", {"reason": "سفر"}
    )

    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_whoever_is_to_make_the_visit_finds_the_way_to_its_report(officer, researcher, desk):
    visit = planned(receive(officer).case, officer, researcher)
    path = f"/desk/requests/{visit.case_id}/visits/{visit.pk}/"

    pages = [desk(user).get(path).content.decode() for user in (researcher, officer)]

    assert ["Open the page for the phone" in page for page in pages] == [True, False]


def test_a_visit_of_another_case_is_404(officer, researcher, desk):
    visit, other = planned(receive(officer).case, officer, researcher), receive(officer).case

    path = f"/desk/requests/{other.pk}/visits/{visit.pk}/"

    assert desk(officer).get(path).status_code == 404


@pytest.mark.parametrize("visits", [1, 20])
def test_my_visits_ask_the_database_the_same(
    officer, researcher, desk, visits, django_assert_num_queries
):
    for _number in range(visits):
        planned(receive(officer).case, officer, researcher)
    client = desk(researcher)

    with django_assert_num_queries(12):
        page = client.get("/desk/visits/").content.decode()

    assert page.count("REQ-") == visits
