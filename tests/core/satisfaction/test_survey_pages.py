"""The pages of whoever was asked: by link, by poster, on paper."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.satisfaction.addresses import link_token, poster_code
from core.satisfaction.asking import ask_about
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import SurveyAnswer
from core.satisfaction.rounds import report_round
from core.satisfaction.survey_views import SENT_PER_HOUR

FORM = {
    "q-satisfied": "5",
    "q-treated": "4",
    "q-on-time": "yes",
    "q-recommend": "9",
    "q-words": "شكرًا",
}


@pytest.fixture
def invitation(served):
    def make(**values):
        answer = ask_about(served(**values).pk)
        return answer, f"/survey/{link_token(answer.pk)}/"

    return make


def text(response):
    return response.content.decode()


def test_opening_a_link_twice_changes_nothing(invitation, browse):
    answer, address = invitation()

    pages = [browse().get(address) for _each in range(3)]
    browse().head(address)

    answer.refresh_from_db()
    assert [page.status_code for page in pages] == [200] * 3
    assert answer.answered_at is None


def test_a_link_is_answered_once_and_thanks_afterwards(invitation, browse):
    answer, address = invitation()
    visitor = browse()

    sent, again = visitor.post(address, FORM), visitor.post(address, FORM | {"q-satisfied": "1"})
    later = visitor.get(address)

    assert [each.url for each in (sent, again, later)] == ["/survey/thanks/"] * 3
    assert "شكرًا لإجابتك" in text(visitor.get("/survey/thanks/"))
    answer.refresh_from_db()
    assert answer.answers == {
        "satisfied": 5,
        "treated": 4,
        "on-time": "yes",
        "recommend": 9,
        "words": "شكرًا",
    }
    assert answer.score == 91  # 100, 75, 100, 90


def test_the_page_says_nothing_about_the_person(invitation, browse):
    answer, address = invitation()
    case = answer.case

    page = text(browse().get(address))

    said = [case.reference, case.subject, case.person.name, case.person.mobile or "-"]
    assert [words for words in said if words in page] == []


def test_what_is_missing_is_marked_and_what_was_typed_stays(invitation, browse):
    _answer, address = invitation()

    refused = browse(language="en").post(address, {"q-satisfied": "2", "q-words": "Slow"})

    page = text(refused)
    assert refused.status_code == 400
    assert "Some answers are still missing" in page
    assert re.search(r'value="2"[^>]*checked', page)
    assert re.search(r">\s*Slow</textarea>", page)
    assert SurveyAnswer.objects.filter(answered_at__isnull=False).count() == 0


def test_a_link_that_nobody_was_sent_is_not_there(governed, browse):
    assert browse().get(f"/survey/{'x' * 43}/").status_code == 404
    assert browse().post(f"/survey/{'x' * 43}/", FORM).status_code == 404


def test_an_expired_link_says_so(invitation, browse, set_up, at):
    _answer, address = invitation()
    at(2026, 3, 30, 10)

    page = browse(language="en").get(address)

    assert page.status_code == 410
    assert "This survey is over" in text(page)


def test_without_the_token_of_the_form_nothing_is_taken(invitation, governed):
    answer, address = invitation()
    strict = Client(enforce_csrf_checks=True, headers={"host": governed.host})

    assert strict.post(address, FORM).status_code == 403
    answer.refresh_from_db()
    assert answer.answered_at is None


def test_the_first_star_stands_first_so_that_the_page_alone_turns_it_round(invitation, browse):
    _answer, address = invitation()

    arabic, english = text(browse().get(address)), text(browse(language="en").get(address))

    for page, direction in ((arabic, "rtl"), (english, "ltr")):
        assert f'dir="{direction}"' in page
        stars = re.findall(r'name="q-satisfied" value="(\d)"', page)
        assert stars == ["1", "2", "3", "4", "5"]
        assert [int(each) for each in re.findall(r'name="q-recommend" value="(\d+)"', page)] == [
            *range(11)
        ]


def test_a_poster_is_answered_once_in_a_browser_by_anybody(open_round, browse):
    round_ = open_round()
    address = f"/survey/p/{poster_code(round_.pk)}/"
    visitor, other = browse(), browse()
    operation = {"operation_id": str(uuid.uuid4())}

    sent = visitor.post(address, FORM | operation)
    again = visitor.post(address, FORM | {"operation_id": str(uuid.uuid4())})
    other.post(address, FORM | {"operation_id": str(uuid.uuid4())})

    assert (sent.url, again.url) == ("/survey/thanks/", "/survey/thanks/")
    kept = SurveyAnswer.objects.filter(round=round_)
    assert kept.count() == 2
    assert set(kept.values_list("way", "case", "entered_by")) == {("poster", None, None)}


def test_a_poster_sent_twice_at_once_is_one_answer(open_round, browse):
    address = f"/survey/p/{poster_code(open_round().pk)}/"
    operation = {"operation_id": str(uuid.uuid4())}

    browse().post(address, FORM | operation)
    browse().post(address, FORM | operation)

    assert SurveyAnswer.objects.count() == 1


def test_the_poster_of_a_round_that_is_done_says_so(open_round, officer, browse):
    round_ = open_round()
    report_round(round_.pk, actor=officer, findings="تمت", done=True)

    page = browse(language="en").get(f"/survey/p/{poster_code(round_.pk)}/")

    assert (page.status_code, "This survey is over" in text(page)) == (410, True)


def test_one_network_sends_so_many_and_no_more(open_round, browse):
    round_ = open_round()
    address = f"/survey/p/{poster_code(round_.pk)}/"

    statuses = [browse().post(address, {}).status_code for _each in range(SENT_PER_HOUR + 1)]

    assert set(statuses[:-1]) == {400}
    assert statuses[-1] == 429


def test_sheets_are_typed_in_one_after_the_other(open_round, officer, browse):
    round_ = open_round()
    staff = browse(officer)
    address = f"/desk/satisfaction/rounds/{round_.pk}/paper/"

    first = staff.post(address, FORM | {"operation_id": str(uuid.uuid4())})
    last = staff.post(address, FORM | {"operation_id": str(uuid.uuid4()), "last": "1"})
    refused = staff.post(address, {"operation_id": str(uuid.uuid4())})

    assert (first.url, last.url) == (address, f"/desk/satisfaction/rounds/{round_.pk}/")
    assert refused.status_code == 400
    kept = SurveyAnswer.objects.values_list("way", "entered_by")
    assert list(kept) == [(AnswerWay.PAPER, officer.pk)] * 2


def test_a_sheet_sent_twice_is_kept_once(open_round, officer, browse):
    address = f"/desk/satisfaction/rounds/{open_round().pk}/paper/"
    sheet = FORM | {"operation_id": str(uuid.uuid4())}
    staff = browse(officer)

    staff.post(address, sheet)
    staff.post(address, sheet)

    assert SurveyAnswer.objects.count() == 1


def test_the_poster_and_the_sheet_are_there_once_the_round_has_begun(
    make_round, open_round, officer, browse
):
    staff = browse(officer, "en")
    planned, begun = make_round(), open_round(label="جارية")

    statuses = [
        staff.get(f"/desk/satisfaction/rounds/{round_.pk}/{page}/").status_code
        for round_ in (planned, begun)
        for page in ("poster", "sheet", "paper")
    ]

    assert statuses == [404] * 3 + [200] * 3
    poster = text(staff.get(f"/desk/satisfaction/rounds/{begun.pk}/poster/"))
    assert f"/survey/p/{poster_code(begun.pk)}/" in poster
    assert "<svg" in poster


def test_the_page_costs_the_same_however_many_answered(open_round, answer, browse):
    round_ = open_round()
    address = f"/survey/p/{poster_code(round_.pk)}/"
    counts = []
    for more in (1, 29):
        for _each in range(more):
            answer(round_)
        visitor = browse()
        visitor.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            visitor.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
