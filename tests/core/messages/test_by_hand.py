"""Calls and letters: their whole lives, the promises that they keep, and their pages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.beneficiaries.enums import ReplyChannel
from core.cases import circles
from core.cases.circles import Circle
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.rules import NotYourPart
from core.deadlines.queries import clocks_of
from core.messages.by_hand import record_call, record_posting
from core.messages.conversation import thread_of
from core.messages.enums import CallResult, MessageChannel
from core.messages.queries import to_do
from core.messages.rules import (
    NoteMissing,
    NothingToDo,
    PostedBeforeWritten,
    PostedInFuture,
    TimeMissing,
)
from core.messages.services import write_message
from core.notices.models import Notice
from core.service_requests import services
from foundation import clock
from tenants.people.roles import Role
from tests.core.messages.conftest import MOBILE
from tests.core.requests import person, receive

CALLS, LETTERS = "/desk/calls/", "/desk/letters/"
QUERIES_OF_CALLS = QUERIES_OF_LETTERS = 12


@pytest.fixture
def desk(site, association, officer):
    return site(association, officer)


@pytest.fixture
def agreed(officer, at):
    at(2026, 3, 15, 10)

    def make(way, **values):
        return receive(officer, beneficiary_data=person(**values), reply_channel=way).case

    return make


@pytest.fixture
def call(agreed, officer):
    case = agreed(ReplyChannel.PHONE)
    return write_message(case.pk, actor=officer, subject="موعد", text="هل تناسبكم الثلاثاء؟")


@pytest.fixture
def letter(agreed, officer):
    case = agreed(ReplyChannel.LETTER)
    return write_message(case.pk, actor=officer, subject="موعد", text="نلقاكم الثلاثاء.")


def words_of(response):
    return response.content.decode()


# --- calls ---


def test_message_to_who_agreed_to_a_call_waits_for_somebody(call, officer):
    assert (call.channel, call.state, call.recipient) == ("phone", "waiting", MOBILE)
    assert "هل تناسبكم الثلاثاء؟" in call.body
    assert list(Notice.objects.values_list("recipient", "kind", "subject")) == [
        (officer.pk, "call_due", str(call.pk))
    ]
    assert clocks_of(call.case_id).get(milestone="first_reply").state == "running"


def test_who_has_the_case_is_told_alone(agreed, officer, make_person):
    make_person(Role.RELATIONS_OFFICER)
    case = agreed(ReplyChannel.PHONE)
    services.assign(case.pk, actor=officer, assignee=officer)
    write_message(case.pk, actor=officer, subject="موعد", text="متى؟")
    told = Notice.objects.filter(kind="call_due").values_list("recipient", flat=True)
    assert list(told) == [officer.pk]


def test_call_that_reaches_them_keeps_the_promise_and_is_the_evidence(call, officer, at):
    moment = at(2026, 3, 15, 12)
    record_call(call.pk, actor=officer, result=CallResult.REACHED, note="سيحضر الثلاثاء")
    call.refresh_from_db()
    assert (call.state, call.attempts, call.delivered_at) == ("delivered", 1, moment)
    assert clocks_of(call.case_id).get(milestone="first_reply").state == "met"
    event = call.case.events.get(name="call_made")
    assert (event.note, event.details["result"], event.actor_label) == (
        "سيحضر الثلاثاء",
        "reached",
        "ضابط العلاقات",
    )
    [line] = thread_of(call.case)
    assert (line.informed_at, line.to_do_url) == (moment, "")


def test_call_that_reaches_them_says_what_was_spoken(call, officer):
    with pytest.raises(NoteMissing):
        record_call(call.pk, actor=officer, result=CallResult.REACHED, note=" ")


def test_third_call_in_vain_is_the_last_and_the_message_goes_another_way(
    call, officer, text_messages
):
    text_messages()
    for number in range(1, 4):
        call.refresh_from_db()
        assert (call.state, call.attempts) == ("waiting", number - 1)
        record_call(call.pk, actor=officer, result=CallResult.NO_ANSWER)
    call.refresh_from_db()
    assert (call.state, call.failure) == ("failed", "no_answer")
    assert (call.fallback.channel, call.fallback.recipient) == ("sms", MOBILE)
    with pytest.raises(NothingToDo):
        record_call(call.pk, actor=officer, result=CallResult.NO_ANSWER)


def test_wrong_number_ends_it_at_once_and_where_nothing_else_is_known_a_person_is_told(
    call, officer
):
    record_call(call.pk, actor=officer, result=CallResult.WRONG_NUMBER)
    call.refresh_from_db()
    assert (call.state, call.failure, call.attempts) == ("failed", "wrong_number", 1)
    assert Notice.objects.filter(kind="message_failed").count() == 1


def test_who_asks_for_another_time_is_called_then(call, officer):
    again = clock.now() + timedelta(hours=3)
    record_call(call.pk, actor=officer, result=CallResult.LATER, again_at=again)
    call.refresh_from_db()
    assert (call.state, call.not_before) == ("waiting", again)
    for wrong in (None, clock.now()):
        with pytest.raises(TimeMissing):
            record_call(call.pk, actor=officer, result=CallResult.LATER, again_at=wrong)


def test_call_that_stands_in_for_another_way_is_the_last_attempt(call, officer, text_messages):
    text_messages()
    case = call.case
    case.messages.all().delete()
    first = write_message(case.pk, actor=officer, subject="موعد", text="متى؟")
    second = write_message(case.pk, actor=officer, subject="موعد", text="متى؟")
    second.fallback_of = first
    second.save(update_fields=["fallback_of"])
    record_call(second.pk, actor=officer, result=CallResult.WRONG_NUMBER)
    assert case.messages.count() == 2
    assert Notice.objects.filter(kind="message_failed").count() == 1


def test_calls_are_made_by_who_may_work_on_the_case(call, make_person):
    with pytest.raises(NotYourPart):
        record_call(call.pk, actor=make_person(Role.AUDITOR), result=CallResult.NO_ANSWER)


# --- letters ---


def test_letter_waits_then_is_posted_with_its_number(letter, officer, at):
    assert (letter.channel, letter.state) == ("letter", "waiting")
    assert Notice.objects.get().kind == "letter_due"
    at(2026, 3, 17, 9)
    record_posting(letter.pk, actor=officer, posted_on=date(2026, 3, 16), register_number=" ص-77 ")
    letter.refresh_from_db()
    assert (letter.state, letter.posted_on, letter.register_number) == (
        "sent",
        date(2026, 3, 16),
        "ص-77",
    )
    assert letter.case.events.filter(name="letter_posted").count() == 1
    assert clocks_of(letter.case_id).get(milestone="first_reply").state == "met"
    with pytest.raises(NothingToDo):
        record_posting(letter.pk, actor=officer, posted_on=date(2026, 3, 16))


@pytest.mark.parametrize(
    ("day", "error"),
    [(date(2026, 3, 16), PostedInFuture), (date(2026, 3, 14), PostedBeforeWritten)],
)
def test_letter_is_posted_on_a_day_that_can_be(letter, officer, day, error):
    with pytest.raises(error):
        record_posting(letter.pk, actor=officer, posted_on=day)


def test_letter_is_printed_on_the_paper_of_the_association(desk, letter):
    answer = desk.get(f"{LETTERS}{letter.pk}/paper/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("inline")


# --- pages ---


def test_calls_in_their_order(desk, call, officer, agreed, at):
    at(2026, 3, 15, 11)
    second = write_message(call.case_id, actor=officer, subject="ثانية", text="متى؟")
    record_call(
        call.pk, actor=officer, result=CallResult.LATER, again_at=clock.now() + timedelta(hours=2)
    )
    assert list(to_do(officer, MessageChannel.PHONE)) == [second, call]
    page = words_of(desk.get(CALLS))
    assert page.index("ثانية") < page.index("موعد -")
    assert "+966 55 123 4567" in page


def test_call_is_recorded_on_its_page(desk, call):
    page = words_of(desk.get(f"{CALLS}{call.pk}/"))
    assert ("هل تناسبكم الثلاثاء؟" in page, "+966 55 123 4567" in page) == (True, True)

    refused = desk.post(f"{CALLS}{call.pk}/", {"result": "reached", "note": ""})
    assert (refused.status_code, "note" in refused.context["form"].errors) == (400, True)
    later = {"result": "later", "again_on": "16/03/2026", "again_time": "١٠:٣٠", "note": "مشغول"}
    assert desk.post(f"{CALLS}{call.pk}/", later)["Location"] == CALLS
    call.refresh_from_db()
    assert timezone.localtime(call.not_before).strftime("%d %H:%M") == "16 10:30"

    done = desk.post(f"{CALLS}{call.pk}/", {"result": "reached", "note": "سيحضر"})
    assert done["Location"] == CALLS
    again = desk.post(f"{CALLS}{call.pk}/", {"result": "reached", "note": "سيحضر"})
    assert again.status_code == 409
    assert "لم يعد هذا الاتصال أو الخطاب منتظرًا" in words_of(again)


def test_letter_is_posted_on_its_page(desk, letter):
    assert "نلقاكم الثلاثاء." in words_of(desk.get(f"{LETTERS}{letter.pk}/"))
    refused = desk.post(f"{LETTERS}{letter.pk}/", {"posted_on": "1/1/2030"})
    assert (refused.status_code, "posted_on" in refused.context["form"].errors) == (400, True)
    sent = {"posted_on": "15/03/2026", "register_number": "ص-٧٧/١"}
    assert desk.post(f"{LETTERS}{letter.pk}/", sent)["Location"] == LETTERS
    assert "ص-٧٧/١" not in words_of(desk.get(LETTERS))
    assert "ص-٧٧/١" in words_of(desk.get(f"{LETTERS}?posted=yes"))


def test_case_page_leads_to_the_call_and_then_shows_the_evidence(desk, call, officer):
    page = f"/desk/requests/{call.case_id}/"
    assert f"{CALLS}{call.pk}/" in words_of(desk.get(page))
    record_call(call.pk, actor=officer, result=CallResult.REACHED, note="سيحضر")
    shown = words_of(desk.get(page))
    assert ("أُبلغ في" in shown, "مكالمة هاتفية" in shown) == (True, True)


def test_notice_leads_to_the_call(desk, call):
    assert f"{CALLS}{call.pk}/" in words_of(desk.get("/desk/notices/"))


def test_letters_are_no_calls(desk, call, letter):
    assert desk.get(f"{LETTERS}{call.pk}/").status_code == 404
    assert desk.get(f"{CALLS}{letter.pk}/").status_code == 404
    assert desk.get(f"{LETTERS}{call.pk}/paper/").status_code == 404


def test_nobody_sees_the_calls_of_a_case_that_only_a_circle_opens(desk, call):
    kept = dict(circles._circles)
    circles.register(CaseKind.COMPLAINT, Circle(lambda _: Case.objects.none(), lambda *_: False))
    try:
        Case.objects.filter(pk=call.case_id).update(kind=CaseKind.COMPLAINT)
        answers = [desk.get(f"{CALLS}{call.pk}/"), desk.post(f"{CALLS}{call.pk}/", {})]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert "موعد" not in words_of(desk.get(CALLS))
    finally:
        circles._circles.clear()
        circles._circles.update(kept)


def test_who_sees_own_intakes_only_makes_own_calls_only(call, site, association, make_person):
    delegate = make_person(Role.BRANCH_DELEGATE)
    page = words_of(site(association, delegate).get(CALLS))
    assert "موعد" not in page


def test_empty_lists_say_what_will_stand_there(desk, governed):
    assert "لا أحد ينتظر اتصالًا" in words_of(desk.get(CALLS))
    assert "لا خطاب ينتظر" in words_of(desk.get(LETTERS))


@pytest.mark.parametrize(
    ("way", "address", "queries"),
    [
        (ReplyChannel.PHONE, CALLS, QUERIES_OF_CALLS),
        (ReplyChannel.LETTER, LETTERS, QUERIES_OF_LETTERS),
    ],
)
def test_lists_ask_the_database_the_same_for_one_and_for_many(
    desk, agreed, officer, way, address, queries, django_assert_num_queries
):
    def more(number):
        for _each in range(number):
            case = agreed(way)
            write_message(case.pk, actor=officer, subject="موعد", text="متى؟")

    more(1)
    desk.get(address)
    with django_assert_num_queries(queries):
        desk.get(address)
    more(29)
    with django_assert_num_queries(queries):
        desk.get(address)
