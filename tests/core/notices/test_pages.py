import re

import pytest

from core.notices import links, services
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.notices.queries import unread_count
from core.notices.views import ICONS
from tests.core.requests import receive
from ui.templatetags.ui import icon_names


def test_every_kind_has_a_drawing():
    assert set(ICONS) == set(NoticeKind)
    assert set(ICONS.values()) <= icon_names()


def test_the_list_shows_the_case_and_leads_there(officer, desk):
    case = receive(officer).case
    services.notify(
        recipient=officer,
        kind=NoticeKind.MENTION,
        case=case,
        subject="1",
        details={"by": "سارة"},
    )
    browser = desk(officer)

    page = browser.get("/desk/notices/").content.decode()

    assert "You were mentioned in a note" in page
    assert f'href="/desk/requests/{case.pk}/"' in page
    assert "سارة" in page
    assert re.search(r'href="/desk/notices/"[^>]*>.*?<span class="count num">1</span>', page)


def test_the_bell_is_silent_where_nothing_is_unread(officer, desk):
    services.notify(recipient=officer, kind=NoticeKind.MAIL_WAITING, subject="1")
    browser = desk(officer)

    answer = browser.post(f"/desk/notices/{Notice.objects.get().pk}/read/")

    assert answer.url == "/desk/notices/"
    page = browser.get("/desk/notices/").content.decode()
    assert "Mark all as read" not in page
    assert not re.search(r'href="/desk/notices/"[^>]*>.{0,300}<span class="count num">', page)


def test_reading_can_lead_to_the_case(officer, desk):
    case = receive(officer).case
    services.notify(recipient=officer, kind=NoticeKind.REPLY, case=case, subject="1")

    answer = desk(officer).post(f"/desk/notices/{Notice.objects.get().pk}/read/", {"open": "yes"})

    assert answer.url == f"/desk/requests/{case.pk}/"
    assert unread_count(officer) == 0


def test_what_somebody_else_was_told_is_not_there(officer, everyone, desk):
    services.notify(recipient=everyone, kind=NoticeKind.REPLY, subject="1")

    answer = desk(officer).post(f"/desk/notices/{Notice.objects.get().pk}/read/")

    assert answer.status_code == 404
    assert unread_count(everyone) == 1


def test_all_read_at_once(officer, desk):
    for subject in "abc":
        services.notify(recipient=officer, kind=NoticeKind.REPLY, subject=subject)

    desk(officer).post("/desk/notices/read/")

    assert unread_count(officer) == 0


def test_a_kind_can_lead_elsewhere(officer, monkeypatch):
    monkeypatch.setattr(links, "_addresses", {})
    links.register(NoticeKind.MAIL_WAITING, lambda notice: f"/somewhere/{notice.subject}/")
    services.notify(recipient=officer, kind=NoticeKind.MAIL_WAITING, subject="7")
    services.notify(recipient=officer, kind=NoticeKind.INSTALMENT_DUE, subject="8")

    found = [links.address_of(notice) for notice in Notice.objects.order_by("subject")]

    assert found == ["/somewhere/7/", ""]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_queries_for_one_row_and_for_thirty(
    officer, desk, rows, django_assert_num_queries
):
    for number in range(rows):
        case = receive(officer).case
        services.notify(recipient=officer, kind=NoticeKind.REPLY, case=case, subject=str(number))
    browser = desk(officer)
    browser.get("/desk/notices/")

    with django_assert_num_queries(12):
        page = browser.get("/desk/notices/").content.decode()

    assert page.count("<time") == rows
