"""The measures at the desk: rounds, follow-up, results, the year, settings."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.cases import circles
from core.cases.circles import Circle
from core.cases.enums import CaseKind
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.deadlines.calendars import calendar_in_force
from core.rules import MeasureMethod as M
from core.satisfaction import rounds, sources
from core.satisfaction.answering import answer_by_link
from core.satisfaction.asking import ask_about
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.questions import QUESTIONNAIRE
from core.satisfaction.schedule import tell_owners
from core.satisfaction.settings import MEASURES
from core.satisfaction.sources import Fact
from foundation import clock
from foundation.printing import pdf
from tenants.people.roles import Role
from tests.core.satisfaction.conftest import BAD, GOOD

INDEX = "/desk/satisfaction/"
RESULTS = f"{INDEX}results/"


def text(response):
    return response.content.decode()


def round_page(round_):
    return f"{INDEX}rounds/{round_.pk}/"


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- rounds -----------------------------------------------------------------------------------------


def test_the_list_shows_what_the_policy_asks_and_what_lacks_a_rhythm(measures, officer, browse):
    measures(("زيارات", M.VISIT, 3), ("مقابلات", M.INTERVIEW, None), ("صندوق", None, None))

    page = text(browse(officer, "en").get(INDEX))

    assert "زيارات" in page
    assert "No rhythm yet: choose one in the settings" in page
    assert "Its kind is not recognised" in page
    assert "No round is planned yet" in page


def test_rounds_are_planned_by_a_button_too(measures, officer, browse, at):
    at(2026, 1, 5, 9)
    measures(("زيارات", M.VISIT, 3))

    browse(officer).post(f"{INDEX}plan/")

    assert MeasureRound.objects.count() == 1


def test_late_rounds_are_marked_and_counted(make_round, officer, browse, at):
    at(2026, 4, 5, 9)
    make_round(label="متأخرة")

    page = text(browse(officer, "en").get(f"{INDEX}?state=late"))

    assert "is-late" in page
    assert "متأخرة" in page


def test_what_is_due_next_leads_and_of_what_is_over_the_newest(make_round, officer, browse):
    for month, state in ((3, "done"), (5, "done"), (8, "planned"), (7, "open")):
        make_round(
            label=f"جولة-{month}", due_on=_day(month, 15), begins_on=_day(month, 1), state=state
        )

    page = text(browse(officer, "en").get(INDEX))

    assert re.findall(r"جولة-(?:<[^>]+>)?(\d)", page) == ["7", "8", "5", "3"]


def test_the_list_costs_the_same_with_one_and_with_thirty(make_round, officer, browse):
    staff = browse(officer, "en")
    make_round()
    one = queries_of(staff, INDEX)
    for number in range(30):
        make_round(label=f"جولة {number}", owner=officer)

    assert (one, queries_of(staff, INDEX)) == (15, 15)


def test_a_round_goes_from_begin_to_done_on_its_page(make_round, officer, browse):
    round_ = make_round(M.VISIT)
    staff = browse(officer, "en")
    address = round_page(round_)
    assert "Begin this round" in text(staff.get(address))

    staff.post(f"{address}start/", {"revision": "1"})
    refused = staff.post(f"{address}report/", {"revision": "2", "findings": "", "done": "1"})
    staff.post(f"{address}report/", {"revision": "2", "findings": "زرنا ست أسر", "done": "1"})

    assert refused.status_code == 400
    assert "Please write something." in text(refused)
    round_.refresh_from_db()
    assert (round_.state, round_.findings) == ("done", "زرنا ست أسر")
    assert "زرنا ست أسر" in text(staff.get(address))


def test_an_old_page_is_told_so_and_keeps_what_was_typed(open_round, officer, browse):
    round_ = open_round(M.VISIT)

    answer = browse(officer, "en").post(
        f"{round_page(round_)}report/", {"revision": "1", "findings": "نص مكتوب"}
    )

    assert answer.status_code == 409
    assert "Somebody else changed this round meanwhile" in text(answer)
    assert "نص مكتوب" in text(answer)


def test_a_review_shows_the_figures_of_the_rooms_beside_its_form(open_round, officer, browse):
    asked = []

    def source(actor, since, until):
        asked.append((actor, since < until))
        return [Fact("Complaints received", 7), Fact("Late", 2, tone="late")]

    sources.register("test", M.COMPLAINTS_REVIEW, "Complaints", source)
    try:
        review = text(browse(officer, "en").get(round_page(open_round(M.COMPLAINTS_REVIEW))))
        other = text(
            browse(officer, "en").get(round_page(open_round(M.LIAISON_REVIEW, label="إشراف")))
        )
    finally:
        del sources._sources["test"]

    assert ("Complaints received" in review, "Complaints received" in other) == (True, False)
    assert asked == [(officer, True)]


def test_auditors_read_and_change_nothing(open_round, make_person, browse):
    round_ = open_round(M.VISIT)
    auditor = browse(make_person(Role.AUDITOR), "en")

    page = text(auditor.get(round_page(round_)))

    assert "<form" not in page.split('id="main"')[1]
    assert auditor.post(f"{round_page(round_)}report/", {}).status_code == 403


def test_a_round_is_given_to_somebody(open_round, officer, executive, browse):
    round_ = open_round(M.VISIT)
    staff = browse(officer)

    staff.post(f"{round_page(round_)}give/", {"revision": "2", "owner": str(executive.pk)})

    round_.refresh_from_db()
    assert round_.owner == executive


# --- follow-up --------------------------------------------------------------------------------------


def test_who_was_not_satisfied_stands_there_until_somebody_saw_to_it(
    open_round, answer, officer, browse
):
    given = answer(open_round(), BAD | {"words": "تأخرتم"})
    staff = browse(officer, "en")
    page = text(staff.get(f"{INDEX}follow-up/"))

    staff.post(f"{INDEX}follow-up/{given.pk}/", {"words": "اعتذرنا"})

    assert ("تأخرتم" in page, "An answer without a name" in page) == (True, True)
    assert "Nobody waits" in text(staff.get(f"{INDEX}follow-up/"))
    assert "اعتذرنا" in text(staff.get(f"{INDEX}follow-up/done/"))


def test_a_late_follow_up_is_marked(open_round, answer, officer, browse, at):
    at(2026, 3, 1, 9)
    answer(open_round(), BAD)
    at(2026, 3, 20, 9)

    assert "tone-late" in text(browse(officer, "en").get(f"{INDEX}follow-up/"))


def test_a_case_is_shown_only_to_who_may_see_it(served, officer, browse):
    given = ask_about(served(subject="طلب ظاهر").pk)
    answer_by_link(given.pk, BAD)
    seen = text(browse(officer, "en").get(f"{INDEX}follow-up/"))
    before = dict(circles._circles)
    closed = Circle(
        visible=lambda actor: Case.objects.none().values("pk"), works=lambda actor, case: False
    )
    circles.register(CaseKind.REQUEST, closed)
    try:
        hidden = text(browse(officer, "en").get(f"{INDEX}follow-up/"))
    finally:
        circles._circles.clear()
        circles._circles.update(before)

    reference = given.case.reference
    assert ("طلب ظاهر" in seen, reference in seen) == (True, True)
    assert ("طلب ظاهر" in hidden, reference in hidden) == (False, False)
    assert "Nobody waits" in hidden


def test_the_follow_ups_cost_the_same_with_one_and_with_thirty(
    open_round, answer, officer, browse
):
    staff = browse(officer, "en")
    round_ = open_round()
    answer(round_, BAD)
    one = queries_of(staff, f"{INDEX}follow-up/")
    for _each in range(30):
        answer(round_, BAD)

    assert (one, queries_of(staff, f"{INDEX}follow-up/")) == (12, 12)


# --- results ----------------------------------------------------------------------------------------


@pytest.fixture
def answered(open_round, answer, officer):
    def make(good=6, bad=3):
        round_ = open_round()
        for _each in range(good):
            answer(round_, GOOD)
        for _each in range(bad):
            answer(round_, BAD | {"words": "بطيء"}, AnswerWay.PAPER)
        return round_

    return make


def test_the_results_are_those_of_the_answers(answered, officer, browse):
    round_ = answered()

    page = text(browse(officer, "en").get(f"{RESULTS}?round={round_.pk}"))

    # Six of 100 percent, three of 6 (0, 25, 0, 0): 69.
    assert re.search(r"Score</span><b class=\"num\"><bdi dir=\"ltr\">69%", page)
    assert "Net promoters" in page
    assert "mean 3.7 of 5" in page
    assert page.count("بطيء") == 3


def test_few_answers_show_no_figures(answered, officer, browse):
    answered(good=2, bad=1)

    page = text(browse(officer, "en").get(RESULTS))

    assert "Too few answers to tell anything" in page
    assert "Score" not in page.split('id="main"')[1]


def test_the_smallest_group_of_the_setting_counts(answered, officer, set_up, browse):
    answered(good=2, bad=1)
    set_up(smallest_group=3)

    assert "Too few answers" not in text(browse(officer, "en").get(RESULTS))


def test_nobody_is_named_unless_the_association_allows_it(
    served, everyone, officer, set_up, browse
):
    set_up(quiet_days=0, smallest_group=3)
    for number in range(3):
        case = served(subject=f"طلب {number}")
        case.assignee = everyone
        case.save(update_fields=["assignee"])
        answer_by_link(ask_about(case.pk).pk, GOOD)
    staff = browse(officer)
    words = ("حسب من تولى المعاملة", "للتقويم لا للعقاب", "سارة")

    def shown():
        with CaptureQueriesContext(connection) as queries:
            page = text(staff.get(RESULTS))
        joined = [each["sql"] for each in queries if "satisfaction_surveyanswer" in each["sql"]]
        csv = staff.get(f"{INDEX}results.csv").content.decode()
        with_people = any("cases_case" in sql for sql in joined)
        return [word in page.split('id="main"')[1] for word in words], "سارة" in csv, with_people

    off = shown()
    set_up(by_employee=True)

    assert off == ([False, False, False], False, False)
    assert shown() == ([True, True, True], True, True)


def test_the_tables_can_be_taken_away(answered, officer, browse):
    answered()
    staff = browse(officer, "en")

    csv = staff.get(f"{INDEX}results.csv")
    book = load_workbook(io.BytesIO(staff.get(f"{INDEX}results.xlsx").content))

    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Table,Line,Asked,Answers,Response in percent,Score"
    assert lines[1] == "All,,0,9,,69"
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[1][3:] == [9, None, 69]
    assert len(rows) == len(lines)
    assert "بطيء" not in csv.content.decode()


def test_the_results_cost_the_same_with_one_and_with_thirty(open_round, answer, officer, browse):
    staff = browse(officer, "en")
    round_ = open_round()
    for _each in range(5):
        answer(round_, GOOD)
    few = queries_of(staff, RESULTS)
    for _each in range(30):
        answer(round_, GOOD)

    assert (few, queries_of(staff, RESULTS)) == (14, 14)


def test_rounds_stand_beside_each_other(open_round, answer, officer, browse):
    for label, day, given in (("ثانية", 20, BAD), ("أولى", 10, GOOD)):
        round_ = open_round(label=label, due_on=_day(4, day))
        for _each in range(5):
            answer(round_, given)

    page = text(browse(officer, "en").get(RESULTS))

    table = page.split("Round by round")[-1].split("</table>")[0]
    told = re.sub(r"<[^>]+>", " ", table).split()
    assert [word for word in told if word in ("أولى", "ثانية", "100%", "6%")] == [
        "أولى",
        "100%",
        "ثانية",
        "6%",
    ]


def test_notices_of_measures_lead_to_their_pages(open_round, answer, officer, browse):
    round_ = open_round(M.VISIT, owner=officer, due_on=clock.today())
    tell_owners(calendar_in_force(clock.today()))
    answer(open_round(label="استطلاع"), BAD)

    page = text(browse(officer, "en").get("/desk/notices/"))

    assert f'href="{round_page(round_)}"' in page
    assert f'href="{INDEX}follow-up/"' in page


def test_results_of_another_time_are_not_shown(answered, officer, browse, at):
    at(2026, 3, 1, 9)
    answered()

    page = text(browse(officer, "en").get(f"{RESULTS}?since=2026-01-01&until=2026-02-01"))

    assert "Too few answers" in page


# --- the year ---------------------------------------------------------------------------------------


def test_the_year_tells_the_board_what_was_due_done_and_decided(
    make_round, open_round, answer, officer, executive, browse, at
):
    at(2026, 4, 20, 9)
    done = open_round(M.VISIT, label="زيارات", begins_on=_day(4, 1), due_on=_day(4, 12))
    rounds.report_round(done.pk, actor=officer, findings="زرنا ست أسر", done=True)
    rounds.decide_on_round(
        done.pk, actor=executive, decision="تُزاد الزيارات", session="4", decided_on=_day(4, 19)
    )
    make_round(M.INTERVIEW, label="مقابلات", begins_on=_day(4, 1), due_on=_day(4, 15))
    left = make_round(M.INTERVIEW, label="مقابلات", begins_on=_day(5, 1), due_on=_day(5, 15))
    rounds.leave_out_round(left.pk, actor=officer, reason="الحج")
    answer(open_round(label="استطلاع", due_on=_day(6, 1)), BAD)

    page = text(browse(executive, "en").get(f"{INDEX}year/?year=2026"))

    assert "1 of 2" in page  # rounds due by now, and done
    assert "0 of 1, 0 late" in page  # followed up
    for words in ("زرنا ست أسر", "تُزاد الزيارات", "الحج", "too few answers"):
        assert words in page
    assert "زرنا" not in text(browse(executive, "en").get(f"{INDEX}year/?year=2025"))


def test_the_boards_secretary_records_what_was_decided_on_the_year(secretary, browse, at):
    at(2026, 4, 20, 9)
    staff = browse(secretary, "en")
    form = {"year": "2026", "revision": "0", "decision": "أقرّ المجلس", "session": "5"}

    refused = staff.post(f"{INDEX}year/decide/", form | {"decided_on": "2027-01-01"})
    staff.post(f"{INDEX}year/decide/", form | {"decided_on": "2026-04-19"})

    assert refused.status_code == 400
    assert "أقرّ المجلس" in text(staff.get(f"{INDEX}year/?year=2026"))


def test_the_year_is_there_as_a_pdf(open_round, officer, executive, browse):
    rounds.report_round(open_round(M.VISIT).pk, actor=officer, findings="زرنا ست أسر", done=True)

    answer = browse(executive).get(f"{INDEX}year.pdf?year=2026")

    assert pdf.is_available()
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("year", ["abc", "0", "99999", "٢٠٢٦"])
def test_a_year_that_is_none_is_not_there(executive, browse, year):
    assert browse(executive).get(f"{INDEX}year/", {"year": year}).status_code == 404


def test_the_year_costs_the_same_with_one_round_and_with_thirty(make_round, executive, browse):
    staff = browse(executive, "en")
    make_round()
    one = queries_of(staff, f"{INDEX}year/?year=2026")
    for number in range(30):
        make_round(label=f"جولة {number}")

    assert (one, queries_of(staff, f"{INDEX}year/?year=2026")) == (19, 19)


def _day(month, day):
    return clock.today().replace(year=2026, month=month, day=day)


# --- settings ---------------------------------------------------------------------------------------


@pytest.fixture
def manager(governed, make_person, browse):
    return browse(make_person(Role.ADMINISTRATOR, name="مديرة النظام"), "en")


def settings_form(**values):
    form = {
        "revision": str(MEASURES.revision()),
        "after_service_percent": "100",
        "quiet_days": "90",
        "remind_after_days": "5",
        "expire_after_days": "21",
        "unhappy_at_most": "40",
        "follow_up_days": "3",
        "smallest_group": "5",
        "survey-percent": "100",
    }
    return form | {f"{method}-days": "10" for method in M} | values


def test_the_settings_are_written_with_the_digits_of_either_script(manager, officer):
    answer = manager.post(
        "/desk/settings/measures/",
        settings_form(
            **{
                "quiet_days": "٣٠",
                "visit-months": "٣",
                "visit-owner": str(officer.pk),
                "by_employee": "on",
            }
        ),
    )

    stored = MEASURES.read()
    assert answer.status_code == 302
    assert (stored.quiet_days, stored.by_employee, stored.after_service) == (30, True, False)
    assert (stored.plan(M.VISIT).months, stored.plan(M.VISIT).owner) == (3, officer.pk)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"smallest_group": "2"}, "greater than or equal to 3"),
        ({"smallest_group": "21"}, "less than or equal to 20"),
        ({"remind_after_days": "21"}, "The reminder comes before the link expires."),
        ({"revision": "7"}, "Somebody else changed these settings meanwhile."),
    ],
)
def test_settings_that_make_no_sense_come_back(manager, values, words):
    answer = manager.post("/desk/settings/measures/", settings_form(**values))

    assert answer.status_code in (400, 409)
    assert words in text(answer)
    assert MEASURES.revision() == 0


def test_a_question_is_added_changed_moved_and_taken_out(manager):
    base = "/desk/settings/questionnaire/"
    options = "\n".join(["جيد | Good", "سيئ | Bad"])
    new = {"kind": "choice", "ar": "كيف كان المكان؟", "en": "The place?", "options": options}
    manager.post(f"{base}new/", new | {"revision": "0", "required": "on"})
    added = QUESTIONNAIRE.read().questions[-1]
    changed = new | {"options": options + "\nمتوسط | Fair", "revision": "1"}
    manager.post(f"{base}{added.key}/", changed)
    manager.post(f"{base}arrange/", {"move": f"up:{added.key}", "revision": "2"})
    moved = [each.key for each in QUESTIONNAIRE.read().questions]
    manager.post(f"{base}arrange/", {"remove": "satisfied", "revision": "3"})

    assert (added.key, [each.key for each in added.options]) == ("the-place", ["good", "bad"])
    assert moved[-2:] == ["the-place", "words"]
    kept = {each.key: each for each in QUESTIONNAIRE.read().questions}
    assert "satisfied" not in kept
    assert [each.key for each in kept["the-place"].options] == ["good", "bad", "fair"]
    assert kept["the-place"].required is False


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ar": ""}, "This field is required."),
        ({"kind": "choices", "options": "واحد"}, "Write at least two options."),
        ({"revision": "9"}, "Somebody else changed these settings meanwhile."),
    ],
)
def test_a_question_that_is_not_whole_comes_back(manager, values, words):
    form = {"kind": "stars", "ar": "سؤال", "revision": "0", "options": ""}

    answer = manager.post("/desk/settings/questionnaire/new/", form | values)

    assert answer.status_code in (400, 409)
    assert words in text(answer)


def test_a_text_never_counts_towards_the_score(manager):
    form = {"kind": "text", "ar": "ملاحظة", "counts": "on", "revision": "0"}

    manager.post("/desk/settings/questionnaire/new/", form)

    assert QUESTIONNAIRE.read().questions[-1].counts is False


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "page",
    ["", "results/", "follow-up/", "year/", "../settings/measures/", "../settings/questionnaire/"],
)
def test_every_page_opens_in_both_languages(answered, executive, served, browse, language, page):
    answered()
    served(status=S.CLOSED)
    staff = browse(executive, language)

    answer = staff.get(
        INDEX.replace("satisfaction/", "") + f"satisfaction/{page}".replace("satisfaction/../", "")
    )

    assert answer.status_code == 200
    assert f'lang="{language}"' in text(answer)
    assert SurveyAnswer.objects.count() == 9
