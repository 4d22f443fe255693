import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from core.cases.enums import EventName
from core.cases.rules import CaseEnded, NotYourPart
from core.notices.models import Notice
from core.research import queries, rules
from core.research.enums import Recommendation, VisitState
from core.research.models import Visit
from core.research.services import Report, cancel_visit, plan_visit, report_visit
from core.service_requests import services as requests
from foundation import clock, uploads
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.requests import receive


@pytest.fixture
def researcher(governed, make_person):
    return make_person(Role.SOCIAL_RESEARCHER, name="باحثة")


@pytest.fixture
def visit(officer, researcher):
    case = receive(officer).case
    return plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=tomorrow())


def tomorrow():
    return clock.now() + timedelta(days=1)


def report(**values):
    return Report(
        **{
            "visited_at": clock.now(),
            "findings": "الأسرة في غرفتين",
            "recommendation": Recommendation.ACCEPT,
            "met_with": "الأم",
        }
        | values
    )


def events(case, name):
    return list(case.events.filter(name=name).values_list("actor_label", flat=True))


def test_a_planned_visit_stands_in_the_timeline_and_the_visitor_is_told(
    officer, researcher, visit
):
    assert visit.state == VisitState.PLANNED
    assert events(visit.case, EventName.VISIT_PLANNED) == ["ضابط العلاقات"]
    assert AuditEntry.objects.filter(action="case.visit_planned").count() == 1
    notice = Notice.objects.get(recipient=researcher)
    assert (notice.kind, notice.subject) == ("visit_planned", str(visit.pk))
    assert list(queries.visits_to_make(researcher)) == [visit]
    assert list(queries.visits_to_make(officer)) == []


def test_whoever_plans_for_themselves_is_not_told(researcher, officer):
    case = receive(officer).case

    plan_visit(case.pk, actor=researcher, visitor=researcher, planned_for=tomorrow())

    assert Notice.objects.filter(recipient=researcher).count() == 0


def test_only_who_does_research_is_sent(officer, make_person):
    case = receive(officer).case
    clerk = make_person(Role.AUDITOR, name="مراجع")

    with pytest.raises(rules.NoResearcher):
        plan_visit(case.pk, actor=officer, visitor=clerk, planned_for=tomorrow())


@pytest.mark.parametrize(
    ("away", "error"),
    [(timedelta(days=-2), rules.VisitInPast), (timedelta(days=400), rules.VisitTooFarAhead)],
)
def test_a_visit_is_planned_for_the_coming_year(officer, researcher, away, error):
    case = receive(officer).case

    with pytest.raises(error):
        plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=clock.now() + away)


def test_no_visit_is_planned_for_an_ended_case(officer, researcher):
    case = receive(officer).case
    requests.withdraw(case.pk, actor=officer)

    with pytest.raises(CaseEnded):
        plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=tomorrow())


def test_a_delegate_plans_nothing(researcher, make_person):
    delegate = make_person(Role.BRANCH_DELEGATE, name="مندوب")
    case = receive(delegate).case

    with pytest.raises(NotYourPart):
        plan_visit(case.pk, actor=delegate, visitor=researcher, planned_for=tomorrow())


def test_a_report_brings_its_photos_to_the_case(researcher, visit):
    photo = uploads.store(b"photo", name="photo.jpg", media_type="image/jpeg")

    told = report_visit(
        visit.pk, actor=researcher, report=report(photos=[photo]), operation_id=uuid.uuid4()
    )

    document = visit.case.documents.get()
    assert told.state == VisitState.REPORTED
    assert told.photos == [str(document.pk)]
    assert document.file == photo
    assert events(visit.case, EventName.VISIT_REPORTED) == ["باحثة"]
    assert queries.findings_to_hand_back(visit.case) == "الأسرة في غرفتين"
    assert list(queries.visits_to_make(researcher)) == []


def test_the_same_report_sent_again_changes_nothing(researcher, visit):
    operation = uuid.uuid4()
    report_visit(visit.pk, actor=researcher, report=report(), operation_id=operation)

    again = report_visit(
        visit.pk, actor=researcher, report=report(findings="غيره"), operation_id=operation
    )

    assert again.findings == "الأسرة في غرفتين"
    assert len(events(visit.case, EventName.VISIT_REPORTED)) == 1


def test_a_second_report_of_a_visit_is_refused(researcher, visit):
    report_visit(visit.pk, actor=researcher, report=report(), operation_id=uuid.uuid4())

    with pytest.raises(rules.VisitOver), transaction.atomic():
        report_visit(visit.pk, actor=researcher, report=report(), operation_id=uuid.uuid4())

    assert len(events(visit.case, EventName.VISIT_REPORTED)) == 1


def test_a_colleague_who_does_research_may_report_it_and_an_officer_may_not(
    officer, visit, make_person
):
    colleague = make_person(Role.SOCIAL_RESEARCHER, name="زميلة")

    with pytest.raises(rules.VisitNotYours), transaction.atomic():
        report_visit(visit.pk, actor=officer, report=report(), operation_id=uuid.uuid4())
    report_visit(visit.pk, actor=colleague, report=report(), operation_id=uuid.uuid4())

    assert Visit.objects.get(pk=visit.pk).state == VisitState.REPORTED


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"findings": "  "}, rules.FindingsMissing),
        ({"recommendation": ""}, rules.RecommendationMissing),
        ({"photos": [None] * 13}, rules.TooManyPhotos),
    ],
)
def test_a_report_must_say_something(researcher, visit, values, error):
    with pytest.raises(error):
        report_visit(
            visit.pk, actor=researcher, report=report(**values), operation_id=uuid.uuid4()
        )


@pytest.mark.parametrize(
    ("away", "error"),
    [(timedelta(hours=1), rules.VisitedInFuture), (timedelta(days=-61), rules.VisitTooLongAgo)],
)
def test_a_report_tells_of_a_visit_of_these_weeks(researcher, visit, away, error):
    with pytest.raises(error):
        report_visit(
            visit.pk,
            actor=researcher,
            report=report(visited_at=clock.now() + away),
            operation_id=uuid.uuid4(),
        )


def test_a_cancelled_visit_is_over(officer, researcher, visit):
    cancel_visit(visit.pk, actor=officer, reason="سافرت الأسرة")

    with pytest.raises(rules.VisitOver):
        report_visit(visit.pk, actor=researcher, report=report(), operation_id=uuid.uuid4())
