from datetime import timedelta

from core.deadlines.models import Clock
from tests.core.requests import receive
from ui.middleware import COOKIE


def opened(site, governed, person):
    client = site(governed, person)
    client.cookies[COOKIE] = "en"
    return client


def test_wait_for_an_outside_body_begins_and_ends_at_the_desk(governed, officer, site, at):
    at(2026, 4, 5, 10)
    case = receive(officer).case
    desk, page = opened(site, governed, officer), f"/desk/requests/{case.pk}/"
    assert "Wait for an outside body" in desk.get(page).content.decode()
    assert "The outside body answered" not in desk.get(page).content.decode()

    refused = desk.post(f"{page}outside/", {"body": ""})
    assert refused.status_code == 400
    assert desk.post(f"{page}outside/", {"body": "البلدية"}).status_code == 302
    case.refresh_from_db()
    assert case.clock_paused is True
    assert "The outside body answered" in desk.get(page).content.decode()

    assert desk.post(f"{page}outside/", {"body": "البلدية"}).status_code == 409
    assert desk.post(f"{page}outside/answered/", {"note": ""}).status_code == 302
    case.refresh_from_db()
    assert case.clock_paused is False


def test_person_asks_for_their_data_gets_more_time_and_an_answer_at_the_desk(
    governed, officer, site, at
):
    at(2026, 4, 5, 10)
    case = receive(officer).case
    desk, page = opened(site, governed, officer), f"/desk/requests/{case.pk}/"
    assert "Extend the time for their data" not in desk.get(page).content.decode()

    desk.post(f"{page}data/", {"note": "نسخة من بياناته"})
    clock = Clock.objects.get(case=case, milestone="data_subject_reply")
    body = desk.get(page).content.decode()
    assert "starts when the person asks for it" in body
    assert "Extend the time for their data" in body
    assert desk.post(f"{page}data/extended/", {"reason": "ملفات قديمة"}).status_code == 302
    why = desk.get(f"{page}deadlines/{clock.pk}/").content.decode()
    assert "Extended" in why
    assert "at most 60 days" in why

    assert desk.post(f"{page}data/extended/", {"reason": "ثانية"}).status_code == 409
    assert desk.post(f"{page}data/answered/", {"note": "سُلّمت"}).status_code == 302
    clock.refresh_from_db()
    assert clock.state == "met"


def test_a_breach_runs_seventy_two_hours_until_the_authority_is_told(governed, officer, site, at):
    at(2026, 4, 5, 10)
    case = receive(officer).case
    desk, page = opened(site, governed, officer), f"/desk/requests/{case.pk}/"
    note = {"note": "رسالة وصلت إلى غير صاحبها"}
    assert "The authority was told of the breach" not in desk.get(page).content.decode()

    refused = desk.post(f"{page}breach/", {"day": "05/04/2026", "at": "10:01", **note})
    assert (refused.status_code, note["note"] in refused.content.decode()) == (400, True)
    taken = desk.post(f"{page}breach/", {"day": "17/10/1447", "at": "9:30", **note})
    assert taken.status_code == 302
    clock = Clock.objects.get(case=case, milestone="breach_notice")
    assert (clock.due_at - clock.started_at, clock.started_at.minute) == (timedelta(hours=72), 30)

    assert desk.post(f"{page}breach/told/", {"note": "بلاغ رقم 7"}).status_code == 302
    clock.refresh_from_db()
    assert clock.state == "met"
    assert desk.post(f"{page}breach/told/", {"note": "بلاغ رقم 7"}).status_code == 409
