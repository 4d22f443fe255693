from datetime import date

import pytest

from core.cases.rules import NotYourPart, TextMissing
from core.rules import MeasureMethod as M
from core.satisfaction import measure_rules as rules
from core.satisfaction import rounds
from core.satisfaction.addresses import index_of, poster_code
from core.satisfaction.answering import find_poster
from core.satisfaction.questions import QUESTIONNAIRE, Questionnaire
from core.satisfaction.rounds import YEARS
from foundation.models import AuditEntry
from foundation.uploads import CheckedFile, FileKind, open_stored
from tenants.people.roles import Role

PAPER = CheckedFile("report.txt", FileKind.TEXT, b"minutes")


@pytest.fixture
def done_round(open_round, officer):
    def make(method=M.VISIT):
        round_ = open_round(method)
        return rounds.report_round(round_.pk, actor=officer, findings="تبيّن", done=True)

    return make


@pytest.mark.parametrize("method", list(M))
def test_a_round_that_asks_takes_the_questionnaire_as_it_stands(open_round, method):
    round_ = open_round(method)

    asks = method in (M.SURVEY, M.FIELD_SURVEY)
    assert (len(round_.questions) > 0, round_.poster_index is not None) == (asks, asks)
    assert round_.state == "open"


def test_a_later_change_of_the_questionnaire_leaves_the_round_as_it_is(open_round, officer):
    round_ = open_round()
    kept = len(round_.questions)
    QUESTIONNAIRE.write(Questionnaire(questions=QUESTIONNAIRE.read().questions[:1]), actor=officer)

    round_.refresh_from_db()
    assert (len(round_.questions), len(open_round(label="جديد").questions)) == (kept, 1)


def test_without_questions_nobody_is_asked(make_round, officer):
    QUESTIONNAIRE.write(Questionnaire(questions=()), actor=officer)

    with pytest.raises(rules.NoQuestions):
        rounds.start_round(make_round().pk, actor=officer)


def test_the_code_of_a_poster_is_found_by_its_hash_alone(open_round):
    round_ = open_round()
    code = poster_code(round_.pk)

    assert bytes(round_.poster_index) == index_of(code)
    assert find_poster(code) == round_
    assert find_poster(code[:-1]) is None


def test_a_round_begins_once(open_round, officer):
    with pytest.raises(rules.RoundBegun):
        rounds.start_round(open_round().pk, actor=officer)


def test_a_report_is_kept_until_the_round_is_done(open_round, officer):
    round_ = open_round(M.INTERVIEW)
    with pytest.raises(TextMissing):
        rounds.report_round(round_.pk, actor=officer, findings=" ", done=True)

    rounds.report_round(round_.pk, actor=officer, findings="أول المقابلات", evidence=PAPER)
    done = rounds.report_round(round_.pk, actor=officer, findings="كلها", done=True)

    assert (done.state, done.findings, done.done_by) == ("done", "كلها", "ضابط العلاقات")
    assert open_stored(done.evidence) == b"minutes"
    with pytest.raises(rules.RoundNotOpen):
        rounds.report_round(round_.pk, actor=officer, findings="بعدها")
    actions = list(
        AuditEntry.objects.filter(object_id=str(round_.pk))
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert actions == ["measure.started", "measure.reported", "measure.done"]


def test_a_round_is_left_out_with_a_reason(make_round, officer):
    round_ = make_round()
    with pytest.raises(TextMissing):
        rounds.leave_out_round(round_.pk, actor=officer, reason="")

    left = rounds.leave_out_round(round_.pk, actor=officer, reason="رمضان")

    assert (left.state, left.left_out_reason) == ("left_out", "رمضان")
    with pytest.raises(rules.RoundOver):
        rounds.leave_out_round(round_.pk, actor=officer, reason="مرة أخرى")


def test_an_old_page_changes_nothing(open_round, officer):
    round_ = open_round()

    with pytest.raises(rules.RoundChanged):
        rounds.leave_out_round(round_.pk, actor=officer, reason="x", revision=round_.revision - 1)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.SOCIAL_RESEARCHER])
def test_only_who_runs_measures_begins_a_round(make_round, make_person, role):
    with pytest.raises(NotYourPart):
        rounds.start_round(make_round().pk, actor=make_person(role))


def test_a_decision_is_recorded_by_the_secretary_or_the_executive(
    done_round, executive, secretary, officer, at
):
    at(2026, 4, 20, 9)
    round_ = done_round()
    decided = {"decision": "يُزاد عدد الزيارات", "session": "12", "decided_on": _day(19)}
    with pytest.raises(NotYourPart):
        rounds.decide_on_round(round_.pk, actor=officer, **decided)

    rounds.decide_on_round(round_.pk, actor=secretary, **decided)
    found = rounds.decide_on_round(round_.pk, actor=executive, **decided | {"session": "13"})

    assert (found.decision, found.decision_session, found.decided_by) == (
        "يُزاد عدد الزيارات",
        "13",
        "سامي المدير",
    )


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"decision": " "}, TextMissing),
        ({"session": " "}, rules.SessionMissing),
        ({"decided_on": 21}, rules.DecidedInFuture),
    ],
)
def test_a_decision_says_what_where_and_when(done_round, executive, at, values, error):
    at(2026, 4, 20, 9)
    decided = {"decision": "قرار", "session": "1", "decided_on": 19} | values
    decided["decided_on"] = _day(decided["decided_on"])

    with pytest.raises(error):
        rounds.decide_on_round(done_round().pk, actor=executive, **decided)


def test_nothing_is_decided_on_a_round_that_is_not_done(open_round, executive, at):
    at(2026, 4, 20, 9)
    with pytest.raises(rules.RoundNotDone):
        rounds.decide_on_round(
            open_round().pk, actor=executive, decision="x", session="1", decided_on=_day(1)
        )


def test_the_board_decides_on_a_year_and_may_correct_it(secretary, at):
    at(2026, 4, 20, 9)
    for text in ("اطّلع المجلس", "اطّلع المجلس وأقرّ"):
        rounds.decide_on_year(
            2025, actor=secretary, decision=text, session="3", decided_on=_day(2)
        )

    kept = YEARS.read().years[2025]
    assert (kept.text, kept.session, kept.recorded_by) == (
        "اطّلع المجلس وأقرّ",
        "3",
        "هدى أمينة المجلس",
    )


def _day(day):
    return date(2026, 4, day)
