"""What other rooms hear of complaints: figures for the review, and who may be asked how it was."""

from datetime import timedelta

from django.db import connection

from core.complaints.enums import Confidentiality
from core.complaints.review import figures
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.rules import MeasureMethod
from core.satisfaction.answering import answer_by_link
from core.satisfaction.models import SurveyAnswer
from core.satisfaction.queries import to_follow_up
from core.satisfaction.questions import snapshot
from core.satisfaction.settings import MEASURES, MeasureSettings, Plan
from foundation import clock
from tenants.people.roles import Role
from tenants.schemas import JOBS, entered
from tests.core.complaints.cases import bring_to, close, receive, resolve, triage


def shown(actor):
    now = clock.now()
    found = figures(actor, now - timedelta(days=1), now + timedelta(days=1))
    return [fact.value for fact in found]


def invitations():
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'satisfaction.ask'"
        )
        return cursor.fetchone()[0]


def test_the_review_counts_what_its_reader_may_open(cast):
    bring_to("upheld", cast)
    triage(receive().case, cast.officer)
    receive()

    assert shown(cast.officer) == [3, 3, 0, 1]
    assert shown(cast.decider) == [2, 2, 0, 1]


def test_what_came_at_another_time_does_not_count(cast):
    receive()
    now = clock.now()

    found = figures(cast.officer, now + timedelta(1), now + timedelta(2))

    assert [fact.value for fact in found] == [0, 0, 0, 0]


def test_whose_complaint_was_resolved_is_invited_and_again_at_its_end(cast):
    case = bring_to("not_upheld", cast)
    before = invitations()
    resolve(case, cast)
    close(case, cast)

    assert invitations() - before == 2


def test_nobody_is_invited_whose_name_is_closed_or_whose_complaint_is_sensitive(cast):
    confidential = bring_to("not_upheld", cast, confidentiality=Confidentiality.CONFIDENTIAL)
    before = invitations()
    resolve(confidential, cast)

    assert invitations() == before


def test_what_was_said_of_a_complaint_is_no_follow_up_of_whom_it_was_about(cast, make_person):
    accused = make_person(Role.RELATIONS_OFFICER, name="زيد")
    case = bring_to("resolved", cast, about_people=[accused.pk])
    asked = SurveyAnswer.objects.create(
        case=case, way="link", questions=snapshot(), asked_at=clock.now()
    )

    given = answer_by_link(asked.pk, {"satisfied": 1, "treated": 1})

    told = Notice.objects.filter(kind=NoticeKind.FOLLOW_UP)
    assert [each.recipient for each in told] == [cast.decider]
    assert [list(to_follow_up(user)) for user in (accused, cast.decider)] == [[], [given]]


def test_the_owner_of_the_survey_who_is_complained_about_does_not_follow_it_up(cast, make_person):
    accused = make_person(Role.RELATIONS_OFFICER, name="زيد")
    MEASURES.write(
        MeasureSettings(plans={MeasureMethod.SURVEY: Plan(owner=accused.pk)}), actor=cast.decider
    )
    case = bring_to("resolved", cast, about_people=[accused.pk])
    asked = SurveyAnswer.objects.create(
        case=case, way="link", questions=snapshot(), asked_at=clock.now()
    )

    assert answer_by_link(asked.pk, {"satisfied": 1, "treated": 1}).follow_up_by is None
