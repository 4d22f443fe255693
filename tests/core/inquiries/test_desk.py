"""The desk: writing and publishing answers, the list of inquiries, answering, officers' hours."""

from datetime import time

import pytest

from core.cases.enums import CaseKind, CaseStatus
from core.cases.models import Case
from core.inquiries import services, turning
from core.inquiries.enums import EntryState
from core.inquiries.liaison import LIAISON, key_of
from core.inquiries.models import Entry
from core.rules import LiaisonOfficer
from tenants.people.roles import Role

WRITTEN = {"question_ar": "متى الدوام؟", "answer_ar": "صباحًا", "category": "الدوام"}


@pytest.fixture
def desk(governed, officer, site):
    return site(governed, officer)


def text(response):
    return response.content.decode()


def test_an_answer_is_written_seen_published_reworded_and_withdrawn(desk):
    assert desk.post("/desk/information/new/", WRITTEN).status_code == 302
    entry = Entry.objects.get()
    path = f"/desk/information/{entry.pk}/"
    assert "صباحًا" in text(desk.get(path))
    desk.post(f"{path}publish/")
    draft_path = desk.post(f"{path}reword/").url
    assert desk.post(f"{path}reword/").url == draft_path
    assert desk.post(f"{draft_path}publish/").status_code == 400
    desk.post(draft_path, WRITTEN | {"answer_ar": "مساءً", "change": "تغيّر الوقت"})
    assert "<ins>مساءً</ins>" in text(desk.get(draft_path))
    assert desk.post(f"{draft_path}publish/").status_code == 302
    desk.post(f"{draft_path}withdraw/")
    states = list(Entry.objects.order_by("number").values_list("state", flat=True))
    assert states == [EntryState.REPLACED, EntryState.WITHDRAWN]


def test_half_an_answer_comes_back_whole(desk):
    response = desk.post("/desk/information/new/", WRITTEN | {"question_en": "When?"})
    assert response.status_code == 400
    assert "صباحًا" in text(response)
    assert response.context["form"].errors["question_en"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_lists_take_the_same_queries(desk, publish, ask, rows, django_assert_num_queries):
    for number in range(rows):
        publish(f"سؤال {number}؟")
        ask(f"استفسار {number}؟")
    with django_assert_num_queries(12):
        desk.get("/desk/information/")
    with django_assert_num_queries(14):
        desk.get("/desk/inquiries/")


def test_what_is_due_first_stands_first_and_words_find_it(desk, ask, at):
    at(2026, 3, 3, 9)
    later = ask("متى يبدأ التسجيل؟").case
    at(2026, 3, 1, 9)
    sooner = ask("أين المقر؟").case
    page = text(desk.get("/desk/inquiries/"))
    assert page.index(sooner.reference) < page.index(later.reference)
    found = text(desk.get("/desk/inquiries/", {"q": "المقرّ"}))
    assert sooner.reference in found
    assert later.reference not in found


def test_a_question_is_taken_down_with_a_slip(desk):
    typed = {
        "channel": "phone",
        "question": "متى الدوام؟",
        "reply_channel": "phone",
        "mobile": "0551234567",
        "operation_id": "0b7e2a2e-5a3c-4a53-9a0e-1c1f2f8f3a11",
    }
    assert desk.post("/desk/inquiries/new/", typed | {"mobile": ""}).status_code == 400
    response = desk.post("/desk/inquiries/new/", typed)
    assert response.status_code == 201
    assert response.context["code"] in text(response)
    case = Case.objects.get()
    assert (case.beneficiary, case.reply_mobile) == (None, "+966551234567")


def test_an_answer_begins_as_a_published_one_and_is_sent_as_edited(desk, publish, ask):
    entry = publish("متى يُصرف الدعم؟", "آخر الشهر")
    case = ask("متى يصرف الدعم").case
    path = f"/desk/inquiries/{case.pk}/"
    assert f"?entry={entry.pk}#answer" in text(desk.get(path))
    assert ">\nآخر الشهر</textarea>" in text(desk.get(path, {"entry": str(entry.pk)}))
    assert desk.post(f"{path}answer/", {"text": " "}).status_code == 400
    sent = {"text": "آخر الشهر إن شاء الله", "entry": str(entry.pk)}
    assert desk.post(f"{path}answer/", sent).status_code == 302
    assert desk.post(f"{path}answer/", sent).status_code == 409
    assert "آخر الشهر إن شاء الله" in text(desk.get(path))
    assert desk.post(f"{path}publish/").status_code == 302
    assert Entry.objects.filter(state=EntryState.DRAFT).count() == 1
    desk.post(f"{path}close/")
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


@pytest.mark.parametrize("kind", [CaseKind.REQUEST, CaseKind.COMPLAINT])
def test_it_is_turned_into_another_case_with_a_slip(desk, ask, kind):
    case = ask().case
    path = f"/desk/inquiries/{case.pk}/{kind.value}/"
    assert desk.post(path, {"subject": "مساعدة", "name": ""}).status_code == 400
    response = desk.post(path, {"subject": "مساعدة", "name": "منيرة"})
    assert response.status_code == 201
    assert response.context["code"] in text(response)
    case.refresh_from_db()
    assert turning.became(case).kind == kind


def test_who_may_not_see_the_complaint_reads_nothing_of_it_here(
    governed, ask, officer, site, make_person
):
    case = ask("الموظف فلان أساء إليّ").case
    services.answer_inquiry(case.pk, actor=officer, text="سننظر في أمر فلان")
    turning.turn_into_complaint(case.pk, actor=officer, subject="معاملة فلان", name="منيرة")
    reader = site(governed, make_person(Role.SOCIAL_RESEARCHER))
    page = reader.get(f"/desk/inquiries/{case.pk}/")
    assert page.status_code == 200
    assert "فلان" not in text(page)
    assert turning.became(case).reference not in text(page)


def test_inquiries_are_seen_by_who_answers_them_and_as_requests_are(
    governed, ask, site, make_person
):
    delegate = make_person(Role.BRANCH_DELEGATE)
    own = ask(registered_by=delegate).case
    other = ask().case
    seen = {
        role: site(governed, make_person(role)).get(f"/desk/inquiries/{other.pk}/").status_code
        for role in Role
    }
    readers = {
        Role.EXECUTIVE,
        Role.RELATIONS_OFFICER,
        Role.SOCIAL_RESEARCHER,
        Role.COMMITTEE_MEMBER,
        Role.COMPLAINTS_OFFICER,
        Role.AUDITOR,
    }
    assert {role for role, status in seen.items() if status == 200} == readers
    assert seen[Role.BRANCH_DELEGATE] == 404
    page = site(governed, delegate)
    assert page.get(f"/desk/inquiries/{own.pk}/").status_code == 200
    assert other.reference not in text(page.get("/desk/inquiries/"))


def test_who_answered_hears_that_the_asker_wrote_again(governed, ask, site, make_person):
    clerk = make_person(Role.COMPLAINTS_OFFICER)
    case = ask().case
    services.answer_inquiry(case.pk, actor=clerk, text="غدًا")
    services.ask_on(case.pk, text="متى؟")
    page = text(site(governed, clerk).get("/desk/notices/"))
    assert f"/desk/inquiries/{case.pk}/" in page


def test_an_address_of_requests_leads_to_the_page_of_an_inquiry(desk, ask):
    case = ask().case
    assert desk.get(f"/desk/requests/{case.pk}/").url == f"/desk/inquiries/{case.pk}/"


@pytest.fixture
def settings_desk(governed, site, make_person, policy):
    huda = LiaisonOfficer("هدى", "الأيتام", "")
    policy.change(liaison_officers=(huda,))
    return site(governed, make_person(Role.ADMINISTRATOR)), key_of(huda)


def test_hours_and_channels_of_an_officer_are_saved(settings_desk):
    desk, key = settings_desk
    path = f"/desk/settings/liaison/{key}/"
    typed = {"revision": "0", "days": ["7", "1"], "opens": "٩", "closes": "12:30", "phone": "٠١١٢"}
    assert "هدى" in text(desk.get("/desk/settings/liaison/"))
    assert desk.post(path, typed).status_code == 302
    kept = LIAISON.read().officers[key]
    assert (kept.opens, kept.closes, kept.days, kept.phone) == (
        time(9),
        time(12, 30),
        (7, 1),
        "0112",
    )
    assert desk.post(path, typed).status_code == 409
    wrong = desk.post(path, typed | {"revision": "1", "closes": "08:00"})
    assert wrong.status_code == 400
    assert wrong.context["form"].errors["closes"]


def test_an_officer_whom_the_policy_does_not_name_has_no_page(settings_desk):
    desk, _key = settings_desk
    assert desk.get("/desk/settings/liaison/0000000000000000/").status_code == 404
