"""Pages beside those of complaints, filled with what stands there of one: its subject finds nothing of it.

Each page is shown to somebody without a conflict first, so that none is empty by mistake.
"""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from core.beneficiaries.enums import ReplyChannel
from core.complaints import services
from core.complaints.models import SystemicAction
from core.complaints.settings import SETTINGS, ComplaintSettings
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import SurveyAnswer
from core.satisfaction.questions import snapshot
from foundation import clock
from tenants.people.roles import Role
from tests.core.complaints.cases import receive, triage

ALL_DOORS = (Role.EXECUTIVE, Role.RELATIONS_OFFICER, Role.COMPLAINTS_OFFICER)
WORDS = "قال المدير إن الزعفران لم يصل"
UNIT = "مستودع الزعفران"


@pytest.fixture
def clear(cast, make_person):
    return make_person(*ALL_DOORS, name="نائب المدير")


@pytest.fixture
def accused(cast, make_person):
    return make_person(*ALL_DOORS, name="المشكو منه")


@pytest.fixture
def case(cast, clear, accused):
    """Twice the like of it, a call that waits, an unhappy answer, and an action that answers it."""
    SETTINGS.write(ComplaintSettings(pattern_count=2), actor=clear)
    made = [
        receive(about_people=[accused.pk], about_unit=UNIT, reply_channel=ReplyChannel.PHONE).case
        for _turn in range(2)
    ]
    for each in made:
        each.refresh_from_db()
        triage(each, cast.officer)
        services.acknowledge(each.pk, actor=cast.officer)
    now = clock.now()
    SurveyAnswer.objects.create(
        case=made[0],
        way=AnswerWay.LINK,
        questions=snapshot(),
        answers={"satisfied": 1, "words": WORDS},
        asked_at=now,
        answered_at=now,
        is_unhappy=True,
        follow_up_due_at=now + timedelta(days=1),
    )
    action = SystemicAction.objects.create(
        title="جرد أسبوعي",
        owner=cast.officer,
        due_on=clock.today() + timedelta(days=5),
        created_at=now,
    )
    made[0].complaint.action = action
    made[0].complaint.save(update_fields=["action"])
    return made[0]


PAGES = {
    "a call that waits": ("/desk/calls/", "{reference}"),
    "an unhappy answer": ("/desk/satisfaction/follow-up/", WORDS),
    "what repeats itself": ("/desk/complaints/patterns/", UNIT),
    "an action": ("/desk/complaints/actions/{action}/", "{reference}"),
}


@pytest.mark.parametrize("where", sorted(PAGES))
def test_whom_it_is_about_finds_nothing_of_it(case, clear, accused, site, governed, where):
    path, words = PAGES[where]
    path = path.format(action=case.complaint.action_id)
    words = words.format(reference=case.reference)

    answers = [site(governed, user).get(path) for user in (clear, accused)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [words in answer.content.decode() for answer in answers] == [True, False]


def test_nor_in_a_workbook_or_a_bundle(case, clear, accused, site, governed):
    def references(user):
        answer = site(governed, user).get("/desk/complaints/export.xlsx")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        return {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}

    assert (case.reference in references(clear), references(accused)) == (True, set())
    bundle = f"/desk/complaints/{case.pk}/bundle/"
    assert site(governed, accused).get(bundle).status_code == 404
