import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.cases.enums import CaseStatus, EventName, Visibility
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.cases.recording import record_event
from core.complaints import services
from core.complaints.enums import Confidentiality, Finding, OfferAnswer, OfferKind
from core.complaints.models import Complaint, Offer
from core.complaints.services import NewOffer
from core.rules import ComplaintsRule
from foundation.models import AuditEntry, StoredFile
from tests.core.complaints import cases
from tests.core.complaints.portal.conftest import CASE, FOLLOW, STROKES, text_of
from tests.core.requests import receive as receive_request
from tests.core.service_requests.portal.conftest import photo

OFFICE = "نعتذر عن التأخر، ونسأل عن يوم الموعد"
QUERIES = 13


def brought(case, cast, *steps):
    for step in steps:
        step(case, cast)
        case = cases.fresh(case)
    return case


def follow_link(page, name):
    return f"/follow/complaint/{name}/" in page


# --- reading ---


def test_another_kind_of_case_has_another_page(visitor, open_by_code, cast):
    code = receive_request().tracking_code
    assert visitor.post(FOLLOW, {"code": code})["Location"] == "/follow/case/"
    assert visitor.get(CASE)["Location"] == "/follow/case/"


@pytest.mark.parametrize("status", list(cases.PATHS))
def test_every_status_says_what_is_next(visitor, cast, status):
    received = cases.receive(confidentiality=Confidentiality.ANONYMOUS)
    case = received.case
    for step in cases.PATHS[status]:
        step(case, cast)
        case = cases.fresh(case)
    visitor.post(FOLLOW, {"code": received.tracking_code})
    response = visitor.get(CASE)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert str(response.context["status_words"]) in text_of(response)


def test_it_shows_what_was_filed_and_no_words_of_the_staff(follower, cast):
    client, case = follower
    services.add_note(case.pk, actor=cast.officer, text="ملاحظة للموظفين")
    page = text_of(client.get(CASE))
    assert [words in page for words in (case.reference, case.description)] == [True, True]
    assert ("ملاحظة للموظفين" in page, cast.officer.display_name in page) == (False, False)


def test_who_complained_in_confidence_reads_that_the_name_was_opened(open_by_code, cast):
    received = cases.receive(confidentiality=Confidentiality.CONFIDENTIAL)
    case = received.case
    cases.triage(case, cast.officer)
    browser = open_by_code(received.tracking_code)
    before = text_of(browser.get(CASE))

    asked = services.ask_reveal(case.pk, actor=cast.officer, reason="لسماع أقواله")
    services.answer_reveal(
        case.pk, actor=cast.decider, record_id=asked.pk, agrees=True, words="لا بد منه"
    )
    after = text_of(browser.get(CASE))

    told = "وافق شخصان على كشف اسمك"
    assert (told in before, told in after) == (False, True)
    assert ("لسماع أقواله" in after, "لا بد منه" in after) == (False, False)


def test_the_page_has_no_link_to_another_site_and_no_draft(follower):
    page = text_of(follower[0].get(CASE))
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    assert [link for link in links if not link.startswith(("/", "#"))] == []
    assert "data-autosave" not in page


def test_the_dates_come_with_their_words(follower):
    page = text_of(follower[0].get(CASE))
    assert "الرد على شكواك" in page
    assert "<q>" in page


def test_the_outside_authority_of_the_policy_is_named(visitor, cast, policy):
    policy.change(complaints=ComplaintsRule(anonymous=True, outside_authority="مركز الرقابة"))
    received = cases.receive(confidentiality=Confidentiality.ANONYMOUS)
    visitor.post(FOLLOW, {"code": received.tracking_code})
    assert "مركز الرقابة" in text_of(visitor.get(CASE))


def test_as_many_queries_for_thirty_events_as_for_one(follower, cast):
    client, case = follower
    client.get(CASE)
    with CaptureQueriesContext(connection) as first:
        client.get(CASE)
    for number in range(30):
        services.write_to_complainant(case.pk, actor=cast.officer, text=f"رسالة {number}")
        record_event(case, EventName.DEADLINE_MOVED, actor=None, visibility=Visibility.BENEFICIARY)
    with CaptureQueriesContext(connection) as many:
        page = text_of(client.get(CASE))
    assert page.count("رسالة 29") == 1
    assert (len(first), len(many)) == (QUERIES, QUERIES)


# --- talking ---


def test_both_sides_write(follower, cast):
    client, case = follower
    services.write_to_complainant(case.pk, actor=cast.officer, text=OFFICE)
    answer = client.post(f"{CASE}write/", {"text": "كان يوم الأحد", "papers": [photo("اسمي.png")]})
    page = text_of(client.get(CASE))
    assert (answer.status_code, answer["Location"]) == (302, CASE)
    assert [words in page for words in (OFFICE, "كان يوم الأحد")] == [True, True]
    assert StoredFile.objects.get().name == "file-1.png"


def test_what_was_asked_goes_on_with_the_answer(follower, cast):
    client, case = follower
    brought(case, cast, cases.acknowledge, cases.ask)
    asked = text_of(client.get(CASE))
    client.post(f"{CASE}write/", {"text": "كان يوم الأحد"})
    assert ("متى كان ذلك؟" in asked, "إجابتك" in asked) == (True, True)
    assert cases.fresh(case).status == CaseStatus.ACKNOWLEDGED


def test_a_paper_of_the_association_can_be_read(follower, cast):
    client, case = follower
    ours = NewDocument(cases.paper("رد.txt"), "ردّنا مكتوبًا")
    internal = NewDocument(cases.paper("سر.txt"), "ورقة داخلية")
    services.write_to_complainant(case.pk, actor=cast.officer, text=OFFICE, documents=(ours,))
    services.add_document(case.pk, actor=cast.officer, document=internal)
    page = text_of(client.get(CASE))
    got = client.get(f"{CASE}documents/{ours.id}/")
    refused = client.get(f"{CASE}documents/{internal.id}/")
    assert ("ردّنا مكتوبًا" in page, "ورقة داخلية" in page) == (True, False)
    assert (got.content, got["Content-Disposition"].startswith("attachment")) == (b"hello", True)
    assert refused.status_code == 404


def test_ones_own_file_comes_back_and_the_look_is_noted(follower):
    client, case = follower
    client.post(f"{CASE}write/", {"text": "صورة", "papers": [photo()]})
    paper = case.documents.get()
    response = client.get(f"{CASE}documents/{paper.pk}/")
    noted = AuditEntry.objects.filter(action="case.document_opened", object_id=str(case.pk))
    assert (response.status_code, noted.get().actor_label) == (200, "beneficiary")


def test_an_empty_message_comes_back(follower):
    client, _case = follower
    response = client.post(f"{CASE}write/", {"text": "", "papers": [photo()]})
    assert (response.status_code, StoredFile.objects.count()) == (400, 0)


# --- settlement ---


@pytest.fixture
def settling(follower, cast):
    client, case = follower
    case = brought(case, cast, cases.acknowledge, cases.start_settlement)
    record = services.propose_settlement(case.pk, actor=cast.officer, terms=cases.TERMS)
    return client, case, record


def stands(case):
    record = cases.last_settlement(cases.fresh(case))
    return record.signatures.get(signer=None)


def test_a_settlement_is_accepted_by_a_drawn_signature(settling):
    client, case, record = settling
    page = text_of(client.get(CASE))
    sent = {"accepts": "yes", "digest": record.digest, "signature": STROKES}
    response = client.post(f"{CASE}settlement/", sent)
    mine = stands(case)
    assert (cases.TERMS.terms in page, record.digest in page) == (True, True)
    assert (response["Location"], mine.stand, mine.name, mine.drawing.media_type) == (
        CASE,
        "signed",
        "",
        "image/png",
    )


def test_the_declaration_counts_as_the_signature(settling):
    client, case, record = settling
    sent = {"accepts": "yes", "digest": record.digest, "signature_declared": "yes"}
    client.post(f"{CASE}settlement/", sent)
    assert stands(case).stand == "signed"


def test_neither_of_both_is_no_acceptance(settling):
    client, case, record = settling
    sent = {"accepts": "yes", "digest": record.digest}
    response = client.post(f"{CASE}settlement/", sent)
    assert (response.status_code, stands(case).stand) == (400, "awaited")


def test_another_record_than_the_one_that_was_read_is_not_accepted(settling, cast):
    client, case, record = settling
    services.propose_settlement(case.pk, actor=cast.officer, terms=cases.TERMS)
    changed = cases.TERMS.model_copy(update={"terms": "شيء آخر"})
    services.propose_settlement(case.pk, actor=cast.officer, terms=changed)
    sent = {"accepts": "yes", "digest": record.digest, "signature_declared": "yes"}
    response = client.post(f"{CASE}settlement/", sent)
    assert (response.status_code, stands(case).stand) == (400, "awaited")


def test_a_settlement_is_refused_in_words(settling):
    client, case, record = settling
    empty = client.post(f"{CASE}settlement/", {"accepts": "no", "digest": record.digest})
    client.post(
        f"{CASE}settlement/", {"accepts": "no", "digest": record.digest, "words": "لا يكفي"}
    )
    mine = stands(case)
    assert (empty.status_code, mine.stand, mine.words) == (400, "refused", "لا يكفي")


def test_what_was_settled_stays_to_be_read(settling, cast):
    client, case, record = settling
    sent = {"accepts": "yes", "digest": record.digest, "signature_declared": "yes"}
    client.post(f"{CASE}settlement/", sent)
    services.settle(case.pk, actor=cast.officer)
    page = text_of(client.get(CASE))
    assert (cases.TERMS.terms in page, 'name="accepts"' in page) == (True, False)
    assert follow_link(page, "reopen")


# --- decision, and what comes after ---


@pytest.fixture
def decided(follower, cast):
    client, case = follower
    return client, brought(
        case, cast, cases.acknowledge, cases.investigate, cases.decided(Finding.PARTLY_UPHELD)
    )


def test_the_decision_stands_with_its_reasons(decided):
    page = text_of(decided[0].get(CASE))
    words = ("ثبتت الواقعة بالأدلة", "ثبت ما قيل", str(Finding.PARTLY_UPHELD.label))
    assert [each in page for each in words] == [True] * 3
    assert follow_link(page, "appeal")


def test_an_appeal_is_another_complaint_with_its_own_code(decided):
    client, case = decided
    page = text_of(client.get(f"{CASE}appeal/"))
    operation = re.search(r'name="operation_id" value="([^"]+)"', page).group(1)
    sent = {"grounds": "لم يُسمع الشاهد", "operation_id": operation}
    first, again = (client.post(f"{CASE}appeal/", sent) for _time in range(2))
    codes = [re.search(r'id="code">([\d-]+)<', text_of(each)).group(1) for each in (first, again)]
    appeal = Complaint.objects.exclude(case=case).get()
    assert (first.status_code, codes[0] == codes[1], appeal.case.appeal_of) == (201, True, case)
    assert first["Cache-Control"] == "no-store"
    assert client.post(FOLLOW, {"code": codes[0]})["Location"] == CASE
    assert appeal.case.reference in text_of(client.get(CASE))


def test_an_appeal_after_its_days_is_told_until_when_it_was(decided, at):
    client, case = decided
    Case.objects.filter(pk=case.pk).update(decided_at=case.decided_at.replace(year=2020))
    page = text_of(client.get(CASE))
    response = client.get(f"{CASE}appeal/")
    assert ("كان التظلم متاحًا حتى" in page, follow_link(page, "appeal")) == (True, False)
    assert response["Location"] == CASE


def test_it_is_opened_again_within_the_days(decided, cast):
    client, case = decided
    cases.resolve(cases.fresh(case), cast)
    page = text_of(client.get(f"{CASE}reopen/"))
    empty = client.post(f"{CASE}reopen/", {"why": ""})
    done = client.post(f"{CASE}reopen/", {"why": "لم يتغير شيء"})
    assert ("متاح حتى" in page, empty.status_code, done["Location"]) == (True, 400, CASE)
    assert cases.fresh(case).status == CaseStatus.ACKNOWLEDGED


def test_it_is_withdrawn(follower):
    client, case = follower
    shown = client.get(f"{CASE}withdraw/")
    client.post(f"{CASE}withdraw/", {"reason": ""})
    again = client.get(f"{CASE}withdraw/")
    assert (shown.status_code, again["Location"]) == (200, CASE)
    assert cases.fresh(case).status == CaseStatus.WITHDRAWN


# --- compensation ---


@pytest.fixture
def offered(follower, cast):
    client, case = follower
    steps = (*cases.UNDER_INVESTIGATION, cases.decided(Finding.UPHELD), cases.open_compensation)
    case = brought(case, cast, *steps, cases.rule_not_needed)
    new = NewOffer(OfferKind.MONEY, amount=cases.MONEY)
    return client, case, services.offer(case.pk, actor=cast.officer, new=new)


@pytest.mark.parametrize("word", [{"signature": STROKES}, {"signature_declared": "yes"}])
def test_an_offer_is_accepted_with_a_signature(offered, word):
    client, _case, made = offered
    page = text_of(client.get(CASE))
    client.post(f"{CASE}offer/", {"accepts": "yes", "offer": str(made.pk), **word})
    found = Offer.objects.get()
    assert "500 ريال" in page
    assert (found.answer, found.signature is not None) == (OfferAnswer.ACCEPTED, True)


def test_an_offer_is_not_accepted_without_one(offered):
    client, _case, made = offered
    response = client.post(f"{CASE}offer/", {"accepts": "yes", "offer": str(made.pk)})
    assert (response.status_code, Offer.objects.get().answer) == (400, OfferAnswer.AWAITED)


def test_an_offer_is_refused_in_words(offered):
    client, _case, made = offered
    client.post(f"{CASE}offer/", {"accepts": "no", "offer": str(made.pk), "words": "قليل"})
    found = Offer.objects.get()
    assert (found.answer, found.answer_words) == (OfferAnswer.REFUSED, "قليل")


@pytest.mark.parametrize("offer", ["", "x", "0b7e2a2e-5a3c-4a53-9a0e-1c1f2f8f3a11"])
def test_what_is_no_offer_of_this_complaint_is_not_answered(offered, offer):
    client, _case, _made = offered
    sent = {"accepts": "yes", "offer": offer, "signature_declared": "yes"}
    response = client.post(f"{CASE}offer/", sent)
    assert (response.status_code, Offer.objects.get().answer) == (400, OfferAnswer.AWAITED)
    assert "declaration.txt" not in [each.name for each in StoredFile.objects.all()]


def test_something_else_is_asked_for(offered):
    client, _case, _made = offered
    nothing = client.post(f"{CASE}ask/", {"kind": "money", "amount": "", "what": ""})
    done = client.post(f"{CASE}ask/", {"kind": "money", "amount": "١٬٢٠٠٫٥٠", "what": "الضرر"})
    asked = Offer.objects.get(by_association=False)
    page = text_of(client.get(CASE))
    assert (nothing.status_code, done["Location"], str(asked.amount)) == (400, CASE, "1200.50")
    assert "طلبت أنت" in page


def test_before_the_policy_lets_it_nothing_is_accepted(follower, cast):
    client, case = follower
    steps = (*cases.UNDER_INVESTIGATION, cases.decided(Finding.UPHELD), cases.open_compensation)
    brought(case, cast, *steps)
    services.ask_for(case.pk, new=NewOffer(OfferKind.REMEDY, what="اعتذار"))
    page = text_of(client.get(CASE))
    assert ("اعتذار" in page, "أقبل العرض" in page) == (True, False)


# --- leaving ---


def test_leaving_ends_it_and_tells_the_browser_to_forget(follower):
    client, _case = follower
    left = client.post(f"{CASE}leave/")
    assert (left.status_code, left["Clear-Site-Data"]) == (200, '"cache", "cookies", "storage"')
    assert client.get(CASE)["Location"] == FOLLOW
    assert client.session.get("portal_following") is None


def test_after_half_an_hour_the_code_is_asked_for_again(visitor, cast, at):
    at(2026, 1, 7, 9)
    received = cases.receive(confidentiality=Confidentiality.ANONYMOUS)
    visitor.post(FOLLOW, {"code": received.tracking_code})
    at(2026, 1, 7, 9, 29)
    before = visitor.get(CASE)
    at(2026, 1, 7, 9, 31)
    after = visitor.get(CASE, follow=True)
    assert (before.status_code, after.redirect_chain) == (200, [(FOLLOW, 302)])
    assert ("ولم يُحفظ شيء" in text_of(after), "data-expired" in text_of(after)) == (True, False)


@pytest.mark.parametrize(
    "name", ["write", "settlement", "offer", "ask", "reopen", "appeal", "withdraw"]
)
def test_nothing_is_done_without_the_code(visitor, cast, name):
    response = visitor.post(f"{CASE}{name}/", {"text": "x"})
    assert response["Location"] == FOLLOW


def test_pages_travel_in_whole_kilobytes(follower, cast):
    client, case = follower
    lengths = []
    for number in range(3):
        services.write_to_complainant(case.pk, actor=cast.officer, text="ب" * (70 * number + 1))
        lengths += [len(client.get(path).content) for path in (CASE, f"{CASE}withdraw/")]
        lengths += [len(client.get("/complain/").content)]
        lengths += [len(client.post(f"{CASE}write/", {"text": ""}).content)]
    assert [length % 1024 for length in lengths] == [0] * 12


def test_an_appeal_takes_no_operation_of_another_case(decided):
    client, case = decided
    used = uuid.uuid4()
    cases.receive(operation_id=used)

    refused = client.post(f"{CASE}appeal/", {"grounds": "لم يُسمع الشاهد", "operation_id": used})

    assert (refused.status_code, case.appeals.count()) == (400, 0)
