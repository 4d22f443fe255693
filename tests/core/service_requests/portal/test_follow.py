import pytest

from core.cases.enums import CaseStatus, MissingKind
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.satisfaction.models import Rating
from core.service_requests import services
from core.service_requests.portal import case_views, visitors
from core.service_requests.workflow import STATUSES
from foundation import codes, uploads
from foundation.models import AuditEntry, StoredFile
from tenants.schemas import entered
from tests.core.requests import bring_to, document, receive
from tests.core.service_requests.portal.conftest import CASE, FOLLOW, photo, program

OTHER_CODE = "12345-67890-12345-67890"


def text_of(response):
    return response.content.decode()


def without_token(response):
    """The page without what differs each time it is drawn."""
    token = response.context["csrf_token"]
    return text_of(response).replace(str(token), "")


def open_case(visitor, case):
    """As if its code had been typed."""
    session = visitor.session
    session[visitors.FOLLOWING] = {"case": str(case.pk), "until": 10**11}
    session.save()
    return visitor


def ask(case, everyone, **asked):
    services.mark_missing(case.pk, actor=everyone, **asked)


def status_of(case):
    return Case.objects.get(pk=case.pk).status


# --- the code ---


def test_the_code_opens_the_request(visitor, received):
    case, code = received
    response = visitor.post(FOLLOW, {"code": codes.display(code)})
    page = text_of(visitor.get(CASE))
    assert (response.status_code, response["Location"]) == (302, CASE)
    assert [words in page for words in (case.reference, case.subject, case.description)] == [
        True,
        True,
        True,
    ]


def test_arabic_digits_spaces_and_marks_make_no_difference(visitor, received):
    arabic = received[1].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    typed = f"\u200f{arabic[:5]} {arabic[5:10]}–{arabic[10:]}\u202c "
    assert visitor.post(FOLLOW, {"code": typed}).status_code == 302


@pytest.mark.parametrize(
    "code", [OTHER_CODE, "abcde-abcde-abcde-abcde", "00000-00000-00000-00000"]
)
def test_every_wrong_code_gets_the_same_answer(visitor, received, code):
    first = visitor.post(FOLLOW, {"code": "99999-99999-99999-99999"})
    second = visitor.post(FOLLOW, {"code": code})
    same = without_token(second).replace(code, "99999-99999-99999-99999")
    assert (second.status_code, same) == (first.status_code, without_token(first))
    assert len(second.content) == len(first.content)


def test_the_code_of_another_association_opens_nothing(
    visitor, received, other_association, policy
):
    with entered(other_association):
        code = receive().tracking_code
    wrong = visitor.post(FOLLOW, {"code": OTHER_CODE})
    elsewhere = visitor.post(FOLLOW, {"code": codes.display(code)})
    assert (elsewhere.status_code, len(elsewhere.content)) == (400, len(wrong.content))
    assert visitor.get(CASE).status_code == 302


def test_a_session_opens_nothing_at_another_association(
    visitor, received, other_association, policy, site
):
    visitor.post(FOLLOW, {"code": received[1]})
    elsewhere = site(other_association)
    elsewhere.cookies = visitor.cookies
    assert (visitor.get(CASE).status_code, elsewhere.get(CASE).status_code) == (200, 302)


def test_a_code_in_the_address_is_not_looked_at(visitor, received):
    visitor.get(f"{FOLLOW}?code={received[1]}")
    assert visitor.get(CASE)["Location"] == FOLLOW


def test_codes_cannot_be_tried_without_end(visitor, received):
    statuses = [visitor.post(FOLLOW, {"code": OTHER_CODE}).status_code for _try in range(31)]
    right = visitor.post(FOLLOW, {"code": received[1]})
    assert (set(statuses[:30]), statuses[30], right.status_code) == ({400}, 429, 429)
    assert int(right["Retry-After"]) > 0


def test_another_address_of_the_same_line_is_no_way_round(visitor, received):
    for number in range(30):
        visitor.post(FOLLOW, {"code": OTHER_CODE}, REMOTE_ADDR=f"2001:db8::{number + 1:x}")
    same = visitor.post(FOLLOW, {"code": received[1]}, REMOTE_ADDR="2001:db8::ffff")
    other = visitor.post(FOLLOW, {"code": received[1]}, REMOTE_ADDR="2001:db8:0:1::1")
    assert (same.status_code, other.status_code) == (429, 302)


# --- how long it stays open ---


def test_after_half_an_hour_the_code_is_asked_for_again(visitor, received, at):
    at(2026, 1, 7, 9)
    visitor.post(FOLLOW, {"code": received[1]})
    at(2026, 1, 7, 9, 29)
    before = visitor.get(CASE)
    at(2026, 1, 7, 9, 31)
    after = visitor.get(CASE, follow=True)
    again = visitor.get(FOLLOW)
    told = ["data-expired" in text_of(response) for response in (after, again)]
    assert (before.status_code, after.redirect_chain, told) == (
        200,
        [(FOLLOW, 302)],
        [True, False],
    )


def test_what_is_sent_too_late_changes_nothing(visitor, received, at):
    at(2026, 1, 7, 9)
    visitor.post(FOLLOW, {"code": received[1]})
    at(2026, 1, 7, 10)
    response = visitor.post(f"{CASE}reply/", {"text": "مرحبا"})
    assert (response["Location"], received[0].events.filter(name="reply").count()) == (FOLLOW, 0)


def test_sending_something_keeps_it_open(visitor, received, at):
    at(2026, 1, 7, 9)
    visitor.post(FOLLOW, {"code": received[1]})
    at(2026, 1, 7, 9, 20)
    visitor.post(f"{CASE}reply/", {"text": "مرحبا"})
    at(2026, 1, 7, 9, 45)
    assert visitor.get(CASE).status_code == 200


def test_leaving_closes_it(follower):
    page = follower.post("/follow/leave/")
    assert (page.status_code, follower.get(CASE).status_code) == (200, 302)


def told_at(visitor):
    """What the page of the code says when one comes from the case's page."""
    shown = text_of(visitor.get(CASE, follow=True))
    return [
        "أُغلق الطلب على هذا الجهاز بطلبك" in shown,
        "نصف ساعة" in shown,
        "data-expired" in shown,
    ]


def test_who_closed_it_is_not_told_of_half_an_hour(follower):
    follower.post("/follow/leave/")
    assert [told_at(follower), told_at(follower)] == [[True, False, False]] * 2


def test_a_new_code_ends_the_word_of_closing(visitor, received, at):
    at(2026, 1, 7, 9)
    visitor.post(FOLLOW, {"code": received[1]})
    visitor.post("/follow/leave/")
    visitor.post(FOLLOW, {"code": received[1]})
    at(2026, 1, 7, 10)
    assert told_at(visitor) == [False, True, True]


PAGES = [
    "",
    "document/",
    "documents/00000000-0000-4000-8000-000000000001/",
    "reply/",
    "rate/",
    "withdraw/",
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_opens_without_a_code(visitor, received, path):
    responses = [visitor.get(CASE + path), visitor.post(CASE + path)]
    assert {response.status_code for response in responses} <= {302, 405}
    assert {response["Location"] for response in responses if response.status_code == 302} == {
        FOLLOW
    }


@pytest.mark.parametrize("path", ["/", FOLLOW, CASE, f"{CASE}withdraw/", "/request/"])
def test_pages_are_kept_by_nobody_and_tell_other_sites_nothing(follower, path):
    response = follower.get(path)
    assert (response.status_code, response["Cache-Control"], response["Referrer-Policy"]) == (
        200,
        "no-store",
        "same-origin",
    )


# --- what is seen ---


def test_notes_of_staff_are_not_shown(visitor, received, everyone):
    case, code = received
    services.add_note(case.pk, actor=everyone, text="ملاحظة للموظفين")
    paper = NewDocument(
        uploads.store(b"report", name="r.txt", media_type="text/plain"), "تقرير البحث"
    )
    services.add_document(case.pk, actor=everyone, document=paper)
    visitor.post(FOLLOW, {"code": code})
    page = text_of(visitor.get(CASE))
    assert [
        words in page for words in ("ملاحظة للموظفين", "تقرير البحث", everyone.display_name)
    ] == [
        False,
        False,
        False,
    ]


def test_the_date_is_explained_day_by_day(visitor, policy, at):
    at(2026, 1, 7, 9)
    code = receive().tracking_code
    visitor.post(FOLLOW, {"code": code})
    page = text_of(visitor.get(CASE))
    said = ["نص البند", "14 يناير 2026م", "25 رجب 1447هـ", "عطلة نهاية الأسبوع"]
    assert [words in page for words in said] == [True] * 4


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_page(visitor, everyone, status):
    case = bring_to(status, everyone)
    page = open_case(visitor, case).get(CASE)
    decided = case.decided_at is not None
    assert page.status_code == 200
    assert ("لأسباب مذكورة" in text_of(page), page.context["rating_form"] is not None) == (
        decided,
        decided,
    )
    assert ('action="/follow/case/document/"' in text_of(page)) is case.is_open


def test_who_asked_reads_how_much_was_granted(visitor, everyone):
    case = bring_to(S.PARTLY_ACCEPTED, everyone)
    Case.objects.filter(pk=case.pk).update(amount_granted=1500)

    granted = text_of(open_case(visitor, case).get(CASE))
    Case.objects.filter(pk=case.pk).update(amount_granted=None)

    assert '<bdi class="num">1,500</bdi>' in granted
    assert "المبلغ الممنوح" not in text_of(visitor.get(CASE))
    assert "المبلغ الممنوح" in granted


def test_paused_the_page_says_what_it_waits_for(visitor, everyone):
    case = bring_to(S.COMPLETE, everyone)
    ask(case, everyone, documents=["عقد الإيجار"], question="كم عدد الأولاد؟")
    page = text_of(open_case(visitor, case).get(CASE))
    shown = ["عقد الإيجار", "كم عدد الأولاد؟", "متوقفة إلى أن يصلنا ردك"]
    assert [words in page for words in shown] == [True] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_the_same_however_long_the_story_is(
    visitor, received, number, django_assert_num_queries
):
    case = received[0]
    for each in range(number):
        services.beneficiary_replies(case.pk, text=f"رسالة {each}")
        services.beneficiary_adds_document(case.pk, document=document(f"ورقة {each}"))
    open_case(visitor, case).get(CASE)
    with django_assert_num_queries(11):
        visitor.get(CASE)


# --- what is sent ---


def test_a_missing_document_is_sent_and_work_goes_on(visitor, received, everyone):
    case = received[0]
    ask(case, everyone, documents=["عقد الإيجار"])
    item = case.missing_items.get(label="عقد الإيجار")
    waiting = status_of(case)
    open_case(visitor, case)
    response = visitor.post(f"{CASE}document/", {"item": item.pk, "file": photo("lease.png")})
    item.refresh_from_db()
    assert (waiting, response["Location"], status_of(case)) == (
        CaseStatus.WAITING_FOR_BENEFICIARY,
        CASE,
        CaseStatus.RECEIVED,
    )
    assert (item.provided_by, item.document.purpose) == ("beneficiary", "عقد الإيجار")


def test_a_wrong_file_is_refused_beside_its_item(visitor, received):
    case = received[0]
    item = case.missing_items.get(label="صورة الهوية")
    open_case(visitor, case)
    files = StoredFile.objects.count()
    response = visitor.post(f"{CASE}document/", {"item": item.pk, "file": program("evil.png")})
    page = text_of(response)
    assert (response.status_code, page.count("evil.png"), StoredFile.objects.count()) == (
        400,
        2,
        files,
    )
    assert f'id="id_file_{item.pk}_error"' in page


def test_an_item_that_was_settled_meanwhile_is_said_so(visitor, received, everyone):
    case = received[0]
    item = case.missing_items.get(label="صورة الهوية")
    services.settle_missing(case.pk, actor=everyone, item_id=item.pk)
    open_case(visitor, case)
    response = visitor.post(f"{CASE}document/", {"item": item.pk, "file": photo()}, follow=True)
    assert ("لم يعد هذا المستند ناقصًا" in text_of(response), case.documents.count()) == (True, 0)


def test_the_item_of_another_request_is_not_touched(visitor, received, governed):
    other = receive(subject="طلب آخر").case
    item = other.missing_items.get(label="صورة الهوية")
    open_case(visitor, received[0]).post(f"{CASE}document/", {"item": item.pk, "file": photo()})
    item.refresh_from_db()
    assert (item.provided_at, other.documents.count()) == (None, 0)


def test_another_document_says_what_it_is(follower, received):
    without = follower.post(f"{CASE}document/", {"file": photo()})
    follower.post(f"{CASE}document/", {"file": photo(), "purpose": "فاتورة الكهرباء"})
    papers = received[0].documents.order_by("pk").values_list("purpose", flat=True)
    assert (without.status_code, list(papers)) == (400, ["فاتورة الكهرباء"])


def test_a_document_for_an_ended_request_leaves_no_file(visitor, everyone):
    case = bring_to(S.WITHDRAWN, everyone)
    open_case(visitor, case)
    before = StoredFile.objects.count()
    response = visitor.post(f"{CASE}document/", {"file": photo(), "purpose": "فاتورة"})
    assert (response.status_code, StoredFile.objects.count()) == (400, before)
    assert "انتهت هذه المعاملة" in text_of(response)


def test_documents_cannot_be_sent_without_end(follower, monkeypatch):
    monkeypatch.setattr(case_views, "SENT_PER_HOUR", 1)
    sent = {"purpose": "فاتورة"}
    statuses = [
        follower.post(f"{CASE}document/", {**sent, "file": photo()}).status_code
        for _time in range(2)
    ]
    assert statuses == [302, 400]


def test_a_question_is_answered(visitor, received, everyone):
    case = received[0]
    ask(case, everyone, question="كم عدد الأولاد؟")
    open_case(visitor, case).post(f"{CASE}reply/", {"text": "ثلاثة <b>أولاد</b>"})
    page = text_of(visitor.get(CASE))
    assert (status_of(case), "ثلاثة &lt;b&gt;أولاد" in page) == (CaseStatus.RECEIVED, True)
    assert case.missing_items.get(kind=MissingKind.ANSWER).answer == "ثلاثة <b>أولاد</b>"


@pytest.mark.parametrize("text", ["", "  ", "ط" * 10_001])
def test_an_answer_of_nothing_or_too_much_is_refused_and_kept(follower, received, text):
    response = follower.post(f"{CASE}reply/", {"text": text})
    assert (response.status_code, received[0].events.filter(name="reply").count()) == (400, 0)
    assert (text.strip() in text_of(response), 'href="#id_text"' in text_of(response)) == (
        True,
        True,
    )


def test_the_service_is_rated_once_after_the_decision(visitor, everyone):
    early = bring_to(S.BEFORE_COMMITTEE, everyone)
    refused = open_case(visitor, early).post(f"{CASE}rate/", {"score": "5"})
    case = bring_to(S.REJECTED, everyone)
    open_case(visitor, case)
    wrong = visitor.post(f"{CASE}rate/", {"score": "6"})
    first = visitor.post(f"{CASE}rate/", {"score": "4", "comment": "شكرًا"})
    second = visitor.post(f"{CASE}rate/", {"score": "1"})
    statuses = [response.status_code for response in (refused, wrong, first, second)]
    ratings = [(rating.case_id, rating.score, rating.comment) for rating in Rating.objects.all()]
    assert (statuses, ratings) == ([400, 400, 302, 400], [(case.pk, 4, "شكرًا")])


def test_a_request_is_withdrawn_after_a_question(follower, received):
    asked = follower.get(f"{CASE}withdraw/")
    before = status_of(received[0])
    follower.post(f"{CASE}withdraw/", {"reason": "تحسنت حالتي"})
    again = follower.post(f"{CASE}withdraw/", {})
    assert (asked.status_code, before, status_of(received[0])) == (
        200,
        CaseStatus.RECEIVED,
        CaseStatus.WITHDRAWN,
    )
    assert (again["Location"], received[0].events.filter(name="withdraw").count()) == (CASE, 1)


def test_own_documents_can_be_taken_back_and_no_others(follower, received, everyone):
    case = received[0]
    follower.post(f"{CASE}document/", {"file": photo("فاتورة.png"), "purpose": "فاتورة"})
    own = case.documents.get()
    services.add_document(case.pk, actor=everyone, document=document("تقرير"))
    of_staff = case.documents.get(purpose="تقرير")
    services.beneficiary_adds_document(
        (other := receive(subject="آخر").case).pk, document=document("لغيري")
    )
    mine, theirs, others = [
        follower.get(f"{CASE}documents/{each.pk}/")
        for each in (own, of_staff, other.documents.get())
    ]
    assert (mine.status_code, theirs.status_code, others.status_code) == (200, 404, 404)
    assert (mine.content, mine["Content-Type"]) == (uploads.open_stored(own.file), "image/png")
    assert mine["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.order_by("-seq").first()
    assert (entry.action, entry.actor_label) == ("case.document_opened", "beneficiary")
