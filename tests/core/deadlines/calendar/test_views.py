from datetime import date

import pytest
from django.urls import reverse

from core.deadlines.enums import DayKind
from core.deadlines.models import CalendarDay, CalendarSettings, Clock
from tenants.people.roles import Role
from tests.core.deadlines.calendar.test_services import ARRIVAL, CLOSED, DUE, DUE_AFTER_CLOSURE
from tests.core.requests import receive
from ui.middleware import COOKIE

OVERVIEW, DAYS, WEEK = "/calendar/", "/calendar/days/", "/calendar/week/"
REMOVE, HOLIDAYS = "/calendar/days/remove/", "/calendar/holidays/"
HOURS, REMOVE_HOURS = "/calendar/hours/", "/calendar/hours/remove/"
ONE_CLOSURE = {"kind": "closure", "first": "٨/٤/٢٠٢٦", "last": "", "name": "إغلاق طارئ"}


@pytest.fixture
def browser(governed, site, at):
    at(*ARRIVAL)

    def open_site(user):
        client = site(governed, user)
        client.cookies[COOKIE] = "en"
        return client

    return open_site


@pytest.fixture
def manager(browser, make_person):
    return browser(make_person(Role.ADMINISTRATOR, name="المديرة"))


def text(response) -> str:
    return response.content.decode()


def test_addresses():
    names = [
        "overview",
        "add_days",
        "week",
        "remove_days",
        "holidays",
        "special_hours",
        "remove_special_hours",
    ]
    assert [reverse(f"calendar:{name}", urlconf="config.urls_association") for name in names] == [
        OVERVIEW,
        DAYS,
        WEEK,
        REMOVE,
        HOLIDAYS,
        HOURS,
        REMOVE_HOURS,
    ]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.POLICY_OFFICER, True),
        (Role.EXECUTIVE, False),
        (Role.RELATIONS_OFFICER, False),
    ],
)
def test_all_staff_see_the_calendar_and_two_roles_change_it(browser, make_person, role, may):
    client = browser(make_person(role))
    page = client.get(OVERVIEW)

    assert page.status_code == 200
    assert (DAYS in text(page)) == may
    assert (REMOVE in text(page) or HOLIDAYS in text(page)) == may
    allowed = 200 if may else 403
    assert client.get(DAYS).status_code == allowed
    assert client.get(WEEK).status_code == allowed
    assert client.get(HOURS).status_code == allowed
    for address in (REMOVE, HOLIDAYS, REMOVE_HOURS):
        assert client.post(address).status_code == (302 if may else 403)
        assert client.get(address).status_code == (405 if may else 403)
    assert client.post(DAYS, ONE_CLOSURE).status_code == (302 if may else 403)
    assert CalendarDay.objects.count() == may


def test_strangers_are_asked_to_sign_in(browser):
    assert browser(None).get(OVERVIEW).status_code == 302


def test_empty_calendar_says_so_and_estimates_are_marked(manager):
    page = text(manager.get(OVERVIEW))

    assert "Nothing has been added." in page
    assert "Official holidays of 2026" in page
    assert "Official holidays of 2027" in page
    assert page.count("Estimate, counted until announced") > 0
    assert "Friday, Saturday" in page


def test_days_are_added_at_once_where_nothing_moves(manager):
    response = manager.post(DAYS, ONE_CLOSURE | {"last": "1447-10-22"}, follow=True)

    assert response.redirect_chain == [(OVERVIEW, 302)]
    assert "The days are in the calendar." in text(response)
    assert "إغلاق طارئ" in text(response)
    assert list(CalendarDay.objects.order_by("date").values_list("date", flat=True)) == [
        date(2026, 4, 8),
        date(2026, 4, 9),
        date(2026, 4, 10),
    ]


def test_what_moves_is_shown_first_and_moved_when_confirmed(manager):
    case = receive().case
    question = manager.post(DAYS, ONE_CLOSURE)

    assert question.status_code == 200
    assert "1 open deadline would move." in text(question)
    assert case.reference in text(question)
    assert case.subject not in text(question)  # the administrator does not read requests
    assert CalendarDay.objects.count() == 0
    seen = question.context["preview"].digest
    back = manager.post(DAYS, ONE_CLOSURE | {"answer": "back", "seen": seen})
    assert back.status_code == 200
    assert "٨/٤/٢٠٢٦" in text(back)
    assert CalendarDay.objects.count() == 0

    done = manager.post(DAYS, ONE_CLOSURE | {"answer": "move", "seen": seen}, follow=True)
    assert "1 deadline moved." in text(done)
    assert Clock.objects.get(case=case, rule_key="reply").due_date == DUE_AFTER_CLOSURE


def test_what_moves_is_kept_when_so_answered(manager):
    case = receive().case
    manager.post(DAYS, ONE_CLOSURE | {"answer": "keep"})

    assert CalendarDay.objects.get().date == CLOSED
    assert Clock.objects.get(case=case, rule_key="reply").due_date == DUE


def test_confirmation_of_another_preview_asks_again(manager):
    receive()
    again = manager.post(DAYS, ONE_CLOSURE | {"answer": "move", "seen": "x"})

    assert again.status_code == 409
    assert "Meanwhile other deadlines would move." in text(again)
    assert CalendarDay.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first": "soon"}, "first"),
        ({"first": "1/1/2031"}, "first"),
        ({"last": "7/4/2026"}, "last"),
        ({"last": "7/4/2027"}, "last"),
        ({"name": " "}, "name"),
        ({"kind": "working"}, "first"),
        ({"kind": "declined"}, "kind"),
    ],
)
def test_errors_stand_beside_their_field_and_the_text_stays(manager, typed, field):
    response = manager.post(DAYS, {"name_en": "As typed"} | ONE_CLOSURE | typed)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert "As typed" in text(response)
    assert CalendarDay.objects.count() == 0


def test_working_week(manager):
    typed = {"weekend": ["4", "5"], "hours": "٩:٠٠-١٢:٠٠، 13:00 – 15:30", "hours_3": "8:00-24:00"}
    manager.post(WEEK, typed)

    row = CalendarSettings.objects.get()
    assert row.weekend == [4, 5]
    assert row.windows["7"] == [["09:00", "12:00"], ["13:00", "15:30"]]
    assert row.windows["3"] == [["08:00", "00:00"]]
    assert "Thursday, Friday" in text(manager.get(OVERVIEW))
    form = manager.get(WEEK).context["form"]
    assert (form["weekend"].initial, form["hours"].initial, form["hours_3"].initial) == (
        [4, 5],
        "09:00-12:00, 13:00-15:30",
        "08:00-24:00",
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"weekend": ["1", "2", "3", "4", "5", "6", "7"]}, "weekend"),
        ({"hours": "08:00-07:00"}, "hours"),
        ({"hours": "08:00-12:00, 11:00-14:00"}, "hours"),
        ({"hours": "early"}, "hours"),
        ({"hours": ""}, "hours"),
        ({"hours_1": "9-"}, "hours_1"),
    ],
)
def test_impossible_weeks_are_refused(manager, typed, field):
    response = manager.post(WEEK, {"weekend": ["5"], "hours": "8:00-16:00"} | typed)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert CalendarSettings.objects.count() == 0


def test_official_holidays_are_confirmed_declined_and_taken_back(manager):
    manager.post(HOLIDAYS, {"day": ["2026-09-23", "2027-02-22"], "observed": "yes"})
    manager.post(HOLIDAYS, {"day": "2027-09-23", "observed": "no"})
    kinds = dict(CalendarDay.objects.values_list("date", "kind"))
    assert kinds == {
        date(2026, 9, 23): DayKind.HOLIDAY,
        date(2027, 2, 22): DayKind.HOLIDAY,
        date(2027, 9, 23): DayKind.DECLINED,
    }
    page = text(manager.get(OVERVIEW))
    assert page.count("Not observed") == 1
    assert "Nothing has been added." in page

    response = manager.post(HOLIDAYS, {"day": "2027-09-23", "observed": "no"}, follow=True)
    assert "This official holiday is not waiting for a decision." in text(response)
    manager.post(REMOVE, {"first": "2027-09-23", "last": "2027-09-23"})
    assert CalendarDay.objects.filter(date__year=2027).count() == 1


@pytest.mark.parametrize("day", ["", "soon", "2026-04-08", "2026-99-99"])
def test_days_that_are_no_proposals_are_refused(manager, day):
    manager.post(HOLIDAYS, {"day": day, "observed": "yes"})

    assert CalendarDay.objects.count() == 0


def test_range_is_one_row_and_goes_as_one(manager):
    manager.post(DAYS, ONE_CLOSURE | {"last": "12/4/2026"})
    page = manager.get(OVERVIEW)
    assert text(page).count('Remove<span class="vh">: إغلاق طارئ</span>') == 1

    response = manager.post(REMOVE, {"first": "2026-04-08", "last": "2026-04-12"}, follow=True)
    assert "It was taken out of the calendar." in text(response)
    assert CalendarDay.objects.count() == 0
    again = manager.post(REMOVE, {"first": "2026-04-08", "last": "2026-04-12"}, follow=True)
    assert "This is not in the calendar any more." in text(again)


def test_timeline_tells_of_the_move(manager, browser, officer):
    case = receive().case
    seen = manager.post(DAYS, ONE_CLOSURE).context["preview"].digest
    manager.post(DAYS, ONE_CLOSURE | {"answer": "move", "seen": seen})

    page = text(browser(officer).get(f"/desk/requests/{case.pk}/"))
    assert "A deadline moved" in page
    assert "First reply: from " in page


def test_ramadan_is_proposed_until_its_hours_are_known(manager, at):
    at(2026, 1, 11, 10)
    page = text(manager.get(OVERVIEW))
    assert "Ramadan 1447 has no hours of its own yet." in page
    assert "?ramadan=1448" in page
    form = manager.get(f"{HOURS}?ramadan=1447").context["form"]
    assert (form["first"].initial, form["last"].initial) == ("2026-02-18", "2026-03-19")
    assert manager.get(f"{HOURS}?ramadan=nonsense").status_code == 200

    typed = {"first": "2026-02-18", "last": "2026-03-19", "name": "رمضان", "hours": "10:00-15:00"}
    assert manager.post(HOURS, typed).status_code == 302

    page = text(manager.get(OVERVIEW))
    assert "Ramadan 1447 has no hours" not in page
    assert "10:00 – 15:00" in page
    manager.post(REMOVE_HOURS, {"first": "2026-02-18", "last": "2026-03-19"})
    assert CalendarSettings.objects.get().special_hours == []


def test_hours_of_a_season_are_asked_about_and_keep_what_was_typed(manager):
    receive()
    typed = {"first": "2026-04-08", "last": "2026-04-20", "name": "موسم", "hours": "10:00-15:00"}

    question = manager.post(HOURS, typed)
    assert "What this change moves" in text(question)
    assert CalendarSettings.objects.count() == 0
    back = manager.post(HOURS, typed | {"answer": "back"})
    assert (back.status_code, back.context["form"]["name"].value()) == (200, "موسم")
    seen = question.context["preview"].digest
    assert manager.post(HOURS, typed | {"answer": "move", "seen": seen}).status_code == 302
    assert Clock.objects.get(rule_key="reply").due_at.hour == 12  # 15:00 in Riyadh

    refused = manager.post(HOURS, typed | {"hours": "x"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["hours"])
    assert refused.context["form"]["name"].value() == "موسم"


def test_day_with_hours_of_its_own(manager):
    typed = ONE_CLOSURE | {"kind": "working", "hours": "10:00-12:00"}
    assert manager.post(DAYS, typed).status_code == 302
    assert "10:00 – 12:00" in text(manager.get(OVERVIEW))
    refused = manager.post(DAYS, ONE_CLOSURE | {"first": "2026-04-09", "hours": "10:00-12:00"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["hours"])


def test_the_time_zone_has_a_name_that_people_know(manager):
    manager.cookies[COOKIE] = "ar"

    page = manager.get(OVERVIEW).content.decode()

    assert ("توقيت الرياض" in page, "Asia/Riyadh" in page) == (True, False)
