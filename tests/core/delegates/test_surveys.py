"""A survey carried to the field on a phone, and its sheets on their way back."""

import uuid
from datetime import date, timedelta

import pytest

from core.rules import MeasureMethod
from core.satisfaction import rounds
from core.satisfaction.models import MeasureRound, SurveyAnswer
from foundation import clock
from tenants.people.roles import Role
from tests.core.delegates.test_phones import send
from tests.core.provider import VERSION

GIVEN = [
    ["a-satisfied", "4"],
    ["a-treated", "5"],
    ["a-on-time", "no"],
    ["a-recommend", "8"],
    ["a-words", "الطريق بعيد"],
]


@pytest.fixture
def survey(officer):
    """A field survey under way; another measure is no matter of the phone's."""
    begun = []
    for method in (MeasureMethod.FIELD_SURVEY, MeasureMethod.SURVEY):
        made = MeasureRound.objects.create(
            method=method,
            label=f"استطلاع {method}",
            policy_version=VERSION,
            begins_on=date(2026, 1, 1),
            due_on=date(2026, 12, 31),
        )
        begun.append(rounds.start_round(made.pk, actor=officer))
    return begun[0]


def sheet(survey, **values):
    now = clock.now()
    return {
        "operation_id": str(uuid.uuid4()),
        "taken_at": (now - timedelta(hours=3)).isoformat(),
        "sent_at": now.isoformat(),
        "round": str(survey.pk),
        "answers": GIVEN,
        "photos": [],
    } | values


def back_to(moment):
    MeasureRound.objects.update(opened_at=moment)


def test_the_phone_takes_along_what_a_field_survey_asks(survey, delegate, phone):
    [kept] = phone(delegate).get("/field/session/").json()["surveys"]

    fields = {each["key"]: each for each in kept["type"]["fields"]}
    assert (kept["id"], kept["label"]) == (str(survey.pk), survey.label)
    assert fields["satisfied"]["label"] == "How satisfied are you with the service we gave you?"
    assert [each["kind"] for each in fields.values()] == [
        "choice",
        "choice",
        "yes_no",
        "choice",
        "choice",
        "long_text",
    ]
    assert [each["key"] for each in fields["satisfied"]["options"]] == ["1", "2", "3", "4", "5"]
    assert len(fields["recommend"]["options"]) == 11
    assert (fields["words"]["required"], fields["satisfied"]["required"]) == (False, True)


def test_a_survey_that_is_done_is_taken_along_no_more(survey, officer, delegate, phone):
    rounds.report_round(survey.pk, actor=officer, findings="انتهى", done=True)

    assert phone(delegate).get("/field/session/").json()["surveys"] == []


def test_a_sheet_counts_from_when_it_was_answered(survey, delegate, phone):
    delegate.unit = "فرع الجنوب"
    delegate.save(update_fields=["unit"])

    response = send(phone(delegate), delegate, sheet(survey), to="surveys")

    kept = SurveyAnswer.objects.get()
    assert response.status_code == 201
    assert kept.answers == {
        "satisfied": 4,
        "treated": 5,
        "on-time": "no",
        "recommend": 8,
        "words": "الطريق بعيد",
    }
    assert (kept.way, kept.entered_by, kept.branch) == ("field", delegate, "فرع الجنوب")
    assert kept.case is None
    assert abs(clock.now() - timedelta(hours=3) - kept.answered_at) < timedelta(minutes=1)


def test_a_sheet_that_is_sent_again_is_one_answer(survey, delegate, phone):
    body = sheet(survey)

    first = send(phone(delegate), delegate, body, to="surveys")
    second = send(phone(delegate), delegate, body, to="surveys")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert SurveyAnswer.objects.count() == 1


def test_a_sheet_answered_in_time_may_arrive_after_the_end(survey, officer, delegate, phone):
    back_to(clock.now() - timedelta(hours=5))
    rounds.report_round(survey.pk, actor=officer, findings="انتهى", done=True)
    late = sheet(survey, taken_at=clock.now().isoformat(), sent_at=clock.now().isoformat())

    in_time = send(phone(delegate), delegate, sheet(survey), to="surveys")
    too_late = send(phone(delegate), delegate, late, to="surveys")

    assert (in_time.status_code, too_late.status_code) == (201, 409)
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answers": GIVEN[1:]}, "a-satisfied"),
        ({"answers": [["a-satisfied", "9"], *GIVEN[1:]]}, "a-satisfied"),
        ({"round": str(uuid.uuid4())}, "round"),
        ({"taken_at": "gestern"}, "taken_at"),
        ({"answers": "x"}, "answers"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(survey, delegate, phone, values, field):
    response = send(phone(delegate), delegate, sheet(survey, **values), to="surveys")

    assert response.status_code == 400
    assert field in response.json()["errors"]
    assert SurveyAnswer.objects.count() == 0


def test_somebody_elses_sheets_are_not_sent(survey, delegate, phone):
    response = send(phone(delegate), delegate, sheet(survey), to="surveys", owner="nobody")

    assert (response.status_code, response.json()["code"]) == (409, "other_person")


def test_only_who_works_in_the_field_sends_sheets(survey, make_person, phone):
    auditor = make_person(Role.AUDITOR)

    assert send(phone(auditor), auditor, sheet(survey), to="surveys").status_code == 403
