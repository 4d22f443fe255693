"""The portal: answers are found before a question is asked, and the code opens the inquiry's own page."""

import pytest
from django.core import mail

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.inquiries import mails, services, turning
from core.inquiries.liaison import LIAISON, Liaison, OfficerDetails, key_of
from core.inquiries.models import Entry, InformationSubscriber
from core.inquiries.publishing import Wording, begin_wording, edit_entry, publish_entry
from core.rules import LiaisonOfficer

ASKED = {
    "step": "send",
    "question": "متى يُصرف الدعم؟",
    "details": "",
    "name": "منيرة بنت فهد",
    "reply_channel": "portal",
    "email": "",
    "mobile": "",
    "operation": "0b7e2a2e-5a3c-4a53-9a0e-1c1f2f8f3a11",
}


@pytest.fixture
def visitor(governed, site):
    return site(governed)


def text(response):
    return response.content.decode()


def within(page):
    """What the page says, without the tokens around it."""
    return page.split("<main")[1].split("</main")[0]


@pytest.fixture
def follower(visitor, ask):
    received = ask()
    assert visitor.post("/follow/", {"code": received.tracking_code}).url == "/follow/inquiry/"
    return visitor, received.case


def test_answers_stand_by_category_and_are_searched(visitor, publish):
    publish("كيف أحصل على مساعدة الإيجار؟", "قدّم طلبك.", category="الإيجار")
    publish("متى الدوام؟", "صباحًا.")
    page = text(visitor.get("/information/"))
    assert page.index("الإيجار</bdi></h2>") < page.index("متى الدوام؟")
    found = text(visitor.get("/information/", {"q": "ايجار"}, headers={"HX-Request": "true"}))
    assert "مساعدة الإيجار" in found
    assert "<html" not in found
    assert "متى الدوام؟" not in found


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_queries(visitor, publish, rows, django_assert_num_queries):
    for number in range(rows):
        publish(f"سؤال {number}؟")
    with django_assert_num_queries(4):
        visitor.get("/information/")
    with django_assert_num_queries(4):
        visitor.get("/information/", {"q": "سؤال"})


def test_an_answer_is_dated_in_both_calendars_with_its_updates(visitor, publish, officer, at):
    at(2026, 3, 1, 9)
    entry = publish("متى الدوام؟", "من ثمانية\n\nhttps://association.example/hours <b>")
    at(2026, 4, 1, 9)
    draft = begin_wording(entry.pk, actor=officer)
    edit_entry(draft.pk, Wording("متى الدوام؟", "من تسعة", change="تغيّر الوقت"), actor=officer)
    first = text(visitor.get(f"/information/{entry.key}/"))
    assert '<a href="https://association.example/hours" rel="nofollow">' in first
    assert "&lt;b&gt;" in first
    publish_entry(draft.pk, actor=officer)
    page = text(visitor.get(f"/information/{entry.key}/"))
    assert "1 أبريل 2026م" in page
    assert "هـ" in page
    assert "تغيّر الوقت" in page
    assert "<del>ثمانية" in page
    assert "<ins>تسعة</ins>" in page


def test_whether_it_helped_is_counted_once_per_session(visitor, publish, governed, site):
    entry = publish()
    path = f"/information/{entry.key}/opinion/"
    visitor.post(path, {"helped": "yes"})
    visitor.post(path, {"helped": "yes"})
    assert site(governed).post(path, {"helped": "no"}).url == "/ask/"
    entry.refresh_from_db()
    assert (entry.helped, entry.not_helped) == (1, 1)


def test_what_is_not_published_is_not_there(visitor, publish, officer):
    entry = publish()
    Entry.objects.filter(pk=entry.pk).update(state="withdrawn")
    assert visitor.get(f"/information/{entry.key}/").status_code == 404


def test_a_question_meets_its_answers_before_it_is_sent(visitor, publish):
    publish("كيف أحصل على مساعدة الإيجار؟", "قدّم طلبك من البوابة.")
    live = text(visitor.post("/ask/answers/", {"question": "اريد مساعدة في الايجار"}))
    assert "قدّم طلبك من البوابة." in live
    page = text(visitor.post("/ask/", {"step": "look", "question": "اريد مساعدة في الايجار"}))
    assert "قدّم طلبك من البوابة." in page
    assert 'value="send_anyway"' in page
    assert 'name="name"' not in page
    asked = {"step": "send_anyway", "question": "اريد مساعدة في الايجار"}
    page = text(visitor.post("/ask/", asked))
    assert 'value="اريد مساعدة في الايجار"' in page
    assert 'name="name"' in page


def test_where_nothing_is_published_the_way_of_reply_is_asked_at_once(visitor):
    page = text(visitor.post("/ask/", {"step": "look", "question": "متى الدوام؟"}))
    assert 'name="name"' in page


def test_sending_gives_a_receipt_whose_code_is_shown_once(visitor):
    assert visitor.post("/ask/", ASKED).url == "/ask/receipt/"
    receipt = visitor.get("/ask/receipt/")
    code = receipt.context["code"]
    assert code in text(receipt)
    assert code not in text(visitor.get("/ask/receipt/"))
    assert Case.objects.get().channel_key == "website"
    assert visitor.post("/follow/", {"code": code}).url == "/follow/inquiry/"
    assert "متى يُصرف الدعم؟" in text(visitor.get("/follow/inquiry/"))


def test_only_replies_are_promised(visitor):
    visitor.post("/ask/", ASKED)
    promises = visitor.get("/ask/receipt/").context["promises"]
    assert [str(promise.what) for promise in (promises.next, *promises.others)] == ["أول رد عليك"]
    assert promises.later == []


def test_a_double_click_is_one_question(visitor):
    visitor.post("/ask/", ASKED)
    visitor.post("/ask/", ASKED)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reply_channel": "email"}, "email"),
        ({"reply_channel": "phone"}, "mobile"),
        ({"mobile": "123"}, "mobile"),
        ({"name": ""}, "name"),
        ({"question": ""}, "question"),
    ],
)
def test_a_mistake_keeps_what_was_typed(visitor, typed, field):
    response = visitor.post("/ask/", ASKED | {"details": "كلام طويل"} | typed)
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert "كلام طويل" in text(response)
    assert Case.objects.count() == 0


def test_the_code_of_an_inquiry_opens_no_page_of_requests(follower):
    visitor, _case = follower
    response = visitor.get("/follow/case/")
    assert (response.status_code, response.url) == (302, "/follow/inquiry/")
    assert visitor.post("/follow/case/reply/", {"text": "x"}).url == "/follow/inquiry/"


def test_the_answer_is_read_and_asked_on(follower, officer):
    visitor, case = follower
    services.answer_inquiry(case.pk, actor=officer, text="غدًا إن شاء الله")
    assert "غدًا إن شاء الله" in text(visitor.get("/follow/inquiry/"))
    assert visitor.post("/follow/inquiry/further/", {"text": ""}).status_code == 400
    assert visitor.post("/follow/inquiry/further/", {"text": "متى؟"}).status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.RECEIVED


def test_withdrawing(follower):
    visitor, case = follower
    visitor.post("/follow/inquiry/withdraw/")
    case.refresh_from_db()
    assert case.status == CaseStatus.WITHDRAWN


def test_whoever_asked_follows_what_it_became(follower, officer):
    visitor, case = follower
    assert visitor.post("/follow/inquiry/became/").status_code == 404
    turning.turn_into_request(case.pk, actor=officer, subject="مساعدة", name="منيرة")
    assert visitor.post("/follow/inquiry/became/").url == "/follow/case/"
    assert "مساعدة" in text(visitor.get("/follow/case/"))


def test_subscribing_tells_nobody_who_is_known(visitor):
    asked = {"email": "reader@mail.example", "language": "ar"}
    first = text(visitor.post("/information/updates/", asked))
    row = InformationSubscriber.objects.get()
    mails.send_confirmation(row.pk)
    path = f"/information/updates/{mails.token_of(row.pk)}"
    assert path in mail.outbox[0].body
    visitor.get(f"{path}/confirm/")
    row.refresh_from_db()
    assert row.confirmed_at is None
    visitor.post(f"{path}/confirm/")
    row.refresh_from_db()
    assert row.confirmed_at is not None
    again = text(visitor.post("/information/updates/", asked))
    assert within(first) == within(again)
    assert visitor.post(f"{path}/stop/").status_code == 200
    assert visitor.get(f"{path}/stop/").status_code == 404


def test_the_page_of_officers_follows_the_policy(visitor, policy, officer, at):
    at(2026, 11, 22, 9)
    huda = LiaisonOfficer("هدى", "الأيتام", "المكتب ٢")
    policy.change(liaison_officers=(huda,))
    details = OfficerDetails(phone="0112223333", whatsapp="+966551234567")
    LIAISON.write(Liaison(officers={key_of(huda): details}), actor=officer)
    page = text(visitor.get("/liaison/"))
    assert "هدى" in page
    assert "tel:0112223333" in page
    assert "https://wa.me/966551234567" in page
    policy.change(liaison_officers=(LiaisonOfficer("بدر", "السكن", ""),))
    page = text(visitor.get("/liaison/"))
    assert "هدى" not in page
    assert "بدر" in page


@pytest.mark.parametrize("path", ["/ask/", "/liaison/"])
def test_without_a_policy_there_is_nobody_to_ask(association, site, path):
    assert site(association).get(path).status_code == 200
