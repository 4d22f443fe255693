import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.beneficiaries.enums import Relation
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.models import Beneficiary
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.deadlines.models import Clock
from core.messages.services import write_message
from core.rules import Clause, HandlingStep, Stage
from core.service_requests import services
from core.service_requests.workflow import STATUSES
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tenants.schemas import entered
from tests.core.requests import IDENTITY, bring_to, do_steps, document, person, receive

# Two of them for a file that may be of the same person.
QUERIES = 44


def page_of(browser, case) -> str:
    response = browser.get(f"/desk/requests/{case.pk}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_page_opens_in_every_status(everyone, desk, status):
    case = bring_to(status, everyone)

    page = page_of(desk(everyone), case)

    assert case.reference in page
    assert case.subject in page
    with override("en"):
        assert str(case.get_status_display()) in page


@pytest.mark.parametrize("status", [S.DELIVERING, S.CLOSED])
def test_what_was_decided_stays_on_the_page(everyone, desk, status):
    case = bring_to(status, everyone)

    response = desk(everyone).get(f"/desk/requests/{case.pk}/")

    assert response.context["outcome"] == "Accepted"
    assert "<b>Decision: Accepted</b>" in response.content.decode()


def test_page_shows_person_deadline_steps_and_tools(everyone, desk, at):
    at(2026, 3, 1, 10)
    data = person(identity_number=IDENTITY, email="noura@example.org")
    case = receive(everyone, beneficiary_data=data, register_number="و/15").case

    page = page_of(desk(everyone), case)

    for words in (
        "نورة بنت سالم",
        IDENTITY,
        "+966 55 123 4567",
        "noura@example.org",
        "و/15",
        "تأخرت في دفع الإيجار شهرين",
        "First reply",
        "5 working days left",
        "at most 5 working days",
        "/policy/#c5-reply",
        "خطوة 2",
        "Social researcher",
        "نموذج الطلب",
        "صورة الهوية",
        "not asked for yet",
    ):
        assert words in page


def test_clauses_of_an_older_version_are_not_linked_to_the_published_one(everyone, desk, policy):
    case = receive(everyone).case
    policy.change(version_label="2")

    page = page_of(desk(everyone), case)

    assert "5-reply" in page
    assert "/policy/#c" not in page


def test_viewing_is_on_record_once_per_page(everyone, desk):
    case = receive(everyone).case
    browser = desk(everyone)

    page_of(browser, case)
    page_of(browser, case)

    seen = AuditEntry.objects.filter(action="case.viewed", object_id=str(case.pk))
    assert [entry.actor_id for entry in seen] == [str(everyone.pk)] * 2


def test_disabled_steps_say_why(officer, everyone, desk):
    before_committee = bring_to(S.BEFORE_COMMITTEE, everyone)
    received = receive(officer).case

    page = page_of(desk(officer), before_committee)
    assert "Your roles do not include this part of the work." in page
    assert f"/desk/requests/{before_committee.pk}/decide/" not in page

    page = page_of(desk(officer), received)
    assert "Still missing:" in page
    assert f"/desk/requests/{received.pk}/mark-complete/" not in page


def test_decision_before_the_earliest_day_is_asked_about(everyone, desk, at):
    at(2026, 3, 15, 10)
    case = bring_to(S.BEFORE_COMMITTEE, everyone)
    do_steps(case, everyone, Stage.DECISION)

    assert "early_reason" in page_of(desk(everyone), case)

    at(2026, 3, 29, 10)
    assert "early_reason" not in page_of(desk(everyone), case)


def test_reader_without_work_sees_no_forms(officer, desk, make_person):
    case = receive(officer).case

    page = page_of(desk(make_person(Role.AUDITOR)), case)

    assert case.subject in page
    assert 'action="/desk/requests/' not in page


def test_namesakes_are_pointed_out_not_merged(everyone, desk):
    receive(everyone, beneficiary_data=person(identity_number=IDENTITY))
    case = receive(everyone, beneficiary_data=person(mobile="0559999999")).case

    page = page_of(desk(everyone), case)

    assert "Perhaps registered twice" in page
    assert "same name" in page
    assert IDENTITY not in page
    assert Beneficiary.objects.count() == 2


def test_everything_typed_by_people_is_escaped(everyone, desk):
    case = receive(everyone, description="<img src=x>").case
    services.add_note(case.pk, actor=everyone, text="<i>note</i>")

    page = page_of(desk(everyone), case)

    assert "<img src=x>" not in page
    assert "<i>note</i>" not in page


def queries_of(browser, case) -> int:
    with CaptureQueriesContext(connection) as caught:
        page_of(browser, case)
    return len(caught)


def test_page_takes_no_more_queries_for_a_long_history(everyone, desk, policy):
    steps = tuple(
        HandlingStep(f"s{n}", f"خطوة {n}", None, Stage.DELIVERY, Clause(f"4-{n}", "نص"))
        for n in range(1, 31)
    )
    browser = desk(everyone)
    short = receive(everyone).case
    fill(short, everyone, 1)
    policy.change(steps=steps, required_documents=tuple(f"مستند {n}" for n in range(30)))
    long = receive(everyone).case
    fill(long, everyone, 30)
    page_of(browser, short)
    page_of(browser, long)

    assert [queries_of(browser, case) for case in (short, long)] == [QUERIES, QUERIES]


def fill(case: Case, actor, number: int) -> None:
    """With notes, documents, messages, and a household."""
    for n in range(number):
        services.add_note(case.pk, actor=actor, text="ملاحظة")
        services.add_document(case.pk, actor=actor, document=document("أخرى"))
        write_message(case.pk, actor=actor, subject="سؤال", text="متى يناسبكم؟")
        of = Beneficiary.objects.get(pk=case.beneficiary_id)
        child = RelatedData(relation=Relation.SON, name=f"ولد {n}", is_dependant=True)
        add_related(of.pk, actor=actor, revision=of.revision, related=child)


def test_ids_that_are_not_there_are_404(everyone, desk):
    browser = desk(everyone)
    case, other = receive(everyone).case, receive(everyone).case
    clock = Clock.objects.filter(case=other).order_by("pk").first()
    step, item = other.checklist.order_by("pk")[0], other.missing_items.order_by("pk")[0]
    nobody = uuid.uuid4()

    for path in (
        f"requests/{nobody}/",
        f"requests/{case.pk}/deadlines/{clock.pk}/",
        f"requests/{case.pk}/deadlines/{nobody}/",
        f"requests/{case.pk}/documents/{nobody}/",
    ):
        assert browser.get(f"/desk/{path}").status_code == 404
    for path in (
        f"requests/{nobody}/notes/",
        f"requests/{case.pk}/steps/{step.pk}/",
        f"requests/{case.pk}/items/{item.pk}/",
    ):
        assert browser.post(f"/desk/{path}", {"text": "x"}).status_code == 404
    assert other.checklist.filter(done_at=None).count() == 4


def test_case_of_another_association_is_404(everyone, desk, other_association, make_person):
    with entered(other_association):
        theirs = receive(make_person(Role.RELATIONS_OFFICER)).case
    browser = desk(everyone)

    assert browser.get(f"/desk/requests/{theirs.pk}/").status_code == 404
    assert browser.post(f"/desk/requests/{theirs.pk}/notes/", {"text": "x"}).status_code == 404
    with entered(other_association):
        assert Case.objects.get(pk=theirs.pk).events.count() == 1


def test_delegate_may_not_open_what_others_registered(officer, desk, make_person):
    case = receive(officer).case

    response = desk(make_person(Role.BRANCH_DELEGATE)).get(f"/desk/requests/{case.pk}/")

    assert response.status_code == 404


def test_people_without_case_permission_get_403(officer, desk, make_person):
    case = receive(officer).case

    response = desk(make_person(Role.POLICY_OFFICER)).get(f"/desk/requests/{case.pk}/")

    assert response.status_code == 403


def test_why_this_date_lists_each_day_in_both_calendars(everyone, desk, at):
    at(2026, 3, 1, 10)
    case = receive(everyone).case
    clock = Clock.objects.get(case=case, rule_key="reply")

    page = desk(everyone).get(f"/desk/requests/{case.pk}/deadlines/{clock.pk}/").content.decode()

    for words in (
        "12 Ramadan 1447 AH",
        "1 March 2026",
        "Day of the event; counting starts the day after",
        "8 March 2026",
        "Weekend",
        "Last day that is on time",
        "نص البند 5-reply",
    ):
        assert words in page


def test_a_step_is_set_aside_on_the_page_with_its_reason(everyone, officer, desk):
    case = bring_to(S.COMPLETE, everyone)
    item = case.checklist.get(role=Role.SOCIAL_RESEARCHER)
    browser, address = desk(officer), f"/desk/requests/{case.pk}/steps/{item.pk}/aside/"

    empty = browser.post(address, {"reason": " "})
    done = browser.post(address, {"reason": "الحالة واضحة"}, follow=True)

    assert empty.status_code == 400
    assert f'action="{address}"' in empty.content.decode()
    page = done.content.decode()
    assert '<b>Does not apply to this case:</b> <bdi dir="auto">الحالة واضحة</bdi>' in page
    assert "Handling step does not apply to this case" in page
