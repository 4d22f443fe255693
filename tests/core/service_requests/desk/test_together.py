import re

import pytest

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.notices.models import Notice
from core.notices.queries import unread_count
from core.service_requests import mentions, presence, services
from foundation import clock
from tenants.people.roles import Role
from tests.core.requests import bring_to, receive


def seen(page) -> str:
    return re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]


def address(case, *parts: str) -> str:
    return "/".join([f"/desk/requests/{case.pk}", *parts, ""])


def test_a_save_against_a_changed_request_is_refused_and_keeps_what_was_typed(everyone, desk):
    case = bring_to(S.COMPLETE, everyone)
    browser = desk(everyone)
    token = seen(browser.get(address(case)))
    services.refer_to_research(case.pk, actor=everyone)

    answer = browser.post(
        address(case, "mark-missing"), {"others": "عقد الإيجار", "question": "", "seen": token}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This request changed after you opened it: Referred for study" in page
    assert "عقد الإيجار" in page
    assert case.missing_items.filter(label="عقد الإيجار").count() == 0

    again = browser.post(
        address(case, "mark-missing"),
        {"others": "عقد الإيجار", "question": "", "seen": seen(answer)},
    )
    assert again.status_code == 302
    assert case.missing_items.filter(label="عقد الإيجار").count() == 1


def test_assigning_does_not_overwrite_what_a_colleague_chose(everyone, officer, desk):
    case = receive(everyone).case
    browser = desk(everyone)
    token = seen(browser.get(address(case)))
    services.assign(case.pk, actor=officer, assignee=officer)

    answer = browser.post(address(case, "assign"), {"assignee": str(everyone.pk), "seen": token})

    case.refresh_from_db()
    assert (answer.status_code, case.assignee) == (409, officer)
    assert "ضابط العلاقات" in answer.content.decode()


def test_notes_and_what_machines_add_make_no_form_stale(everyone, desk):
    case = receive(everyone).case
    browser = desk(everyone)
    token = seen(browser.get(address(case)))
    services.add_note(case.pk, actor=everyone, text="ملاحظة")

    answers = [
        browser.post(address(case, "notes"), {"text": "أخرى", "seen": "old"}),
        browser.post(address(case, "priority"), {"priority": "high", "seen": token}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    case.refresh_from_db()
    assert case.priority == "high"


def test_an_edit_of_what_was_typed_makes_a_form_stale(everyone, desk):
    case = receive(everyone).case
    browser = desk(everyone)
    token = seen(browser.get(address(case)))
    Case.objects.filter(pk=case.pk).update(revision=2)

    answer = browser.post(address(case, "priority"), {"priority": "high", "seen": token})

    assert answer.status_code == 409
    assert "its details were edited" in answer.content.decode()


def test_two_officers_see_each_other_for_as_long_as_they_are_there(everyone, officer, desk, at):
    case = receive(everyone).case
    at(2026, 3, 1, 10)
    assert "سارة" not in desk(everyone).get(address(case, "others")).content.decode()
    at(2026, 3, 1, 10, 0, 20)

    assert "سارة" in desk(officer).get(address(case, "others")).content.decode()
    assert [other.name for other in presence.note(case.pk, everyone)] == ["ضابط العلاقات"]

    at(2026, 3, 1, 10, 2)
    assert presence.note(case.pk, officer) == []


def test_presence_keeps_when_they_came(everyone, officer, at):
    case = receive(everyone).case
    came = at(2026, 3, 1, 10)
    presence.note(case.pk, everyone)
    at(2026, 3, 1, 10, 0, 30)
    presence.note(case.pk, everyone)

    assert presence.note(case.pk, officer)[0].since == came


def test_whoever_is_named_in_a_note_is_told(everyone, officer, desk):
    case = receive(everyone).case

    desk(everyone).post(address(case, "notes"), {"text": "يا @ضابط العلاقات انظر هنا"})

    assert [(each.recipient, each.kind, each.details) for each in Notice.objects.all()] == [
        (officer, "mention", {"by": "سارة"})
    ]
    event = case.events.get(name="note")
    assert event.details == {"mentions": [str(officer.pk)]}
    assert event.visibility == "staff"
    browser = desk(officer)
    assert "To: ضابط العلاقات" in browser.get(address(case)).content.decode()
    assert unread_count(officer) == 0


def test_only_people_who_may_see_the_request_are_offered_and_named(
    everyone, officer, make_person, desk
):
    outsider = make_person(Role.BRANCH_DELEGATE, name="مندوب آخر")
    make_person(Role.POLICY_OFFICER, name="مسؤول السياسة")
    delegate = make_person(Role.BRANCH_DELEGATE, name="مندوب الفرع")
    case = receive(delegate).case

    names = {user.display_name for user in mentions.may_be_mentioned(case)}
    services.add_note(case.pk, actor=everyone, text="@مندوب آخر @مسؤول السياسة @مندوب الفرع")
    offered = desk(everyone).get(address(case, "mentions"), {"q": "مندوب"}).content.decode()

    assert names == {"سارة", "ضابط العلاقات", "مندوب الفرع"}
    assert [each.recipient for each in Notice.objects.all()] == [delegate]
    assert str(delegate.pk) in offered
    assert str(outsider.pk) not in offered


def test_of_namesakes_the_one_who_was_chosen_is_told(everyone, make_person):
    first = make_person(Role.RELATIONS_OFFICER, name="محمد علي")
    second = make_person(Role.RELATIONS_OFFICER, name="محمّد علي")
    case = receive(everyone).case

    assert mentions.mentioned(case, "@محمد علي", [str(second.pk)]) == [second]
    assert set(mentions.mentioned(case, "@محمد علي")) == {first, second}
    assert mentions.mentioned(case, "محمد علي") == []


def test_opening_a_request_reads_it_for_those_who_work_on_it(everyone, make_person, desk):
    case = receive(everyone).case
    Case.objects.update(unread_since=clock.now())

    desk(make_person(Role.AUDITOR)).get(address(case))
    assert Case.objects.get().unread_since is not None

    page = desk(everyone).get(address(case)).content.decode()
    assert "Read what the beneficiary wrote" in page
    assert Case.objects.get().unread_since is None


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (S.RECEIVED, "Ask for what is missing"),
        (S.WAITING_FOR_BENEFICIARY, "Wait for what was asked for (1)"),
        (S.UNDER_STUDY, "Write down the findings"),
        (S.ACCEPTED, "Start the delivery"),
        (S.DELIVERED, "Close the request"),
    ],
)
def test_the_inbox_and_the_page_say_the_same_of_what_comes_next(everyone, desk, status, said):
    case = bring_to(status, everyone)
    browser = desk(everyone)

    pages = [browser.get(path).content.decode() for path in ("/desk/?view=all", address(case))]

    assert [said in page for page in pages] == [True, True]


def test_what_comes_next_names_whose_part_it_is(everyone, make_person, desk):
    bring_to(S.UNDER_STUDY, everyone)

    assert "Social researcher" in desk(make_person(Role.AUDITOR)).get("/desk/").content.decode()


def test_before_the_person_leaves_all_is_said_and_asked_for(officer, desk, at):
    at(2026, 3, 1, 10)
    case = receive(officer).case
    browser = desk(officer)

    page = browser.get(address(case, "leaving"))

    text = page.content.decode()
    labels = [item.label for item in case.missing_items.all()]
    assert labels
    assert all(label in text for label in labels)
    for words in ("Has not yet declared", "Has not yet signed", "Not assigned yet", "March 2026"):
        assert words in text
    assert f"/desk/requests/{case.pk}/slip/" in text

    browser.post(
        address(case, "mark-missing"),
        {"listed": labels, "others": "", "question": "", "seen": seen(page)},
    )
    assert case.missing_items.filter(asked_at=None).count() == 0
