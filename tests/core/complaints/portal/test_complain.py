import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail

from core.cases.models import Case, CaseDocument
from core.complaints.enums import Confidentiality, Part
from core.complaints.models import Complaint, Involvement
from core.complaints.settings import SETTINGS
from core.rules import ChannelKind, ComplaintsRule
from foundation import codes
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.complaints.portal.conftest import CASE, COMPLAIN, FOLLOW, text_of, typed
from tests.core.requests import receive as receive_request
from tests.core.service_requests.portal.conftest import photo, program

NAMED = {
    "confidentiality": "named",
    "name": "نورة بنت سالم",
    "mobile": "0551234567",
    "email": "noura@people.example",
}


@pytest.fixture(autouse=True)
def people(cast):
    return cast


def code_on(response):
    return re.search(r'id="code">([\d-]+)<', text_of(response)).group(1)


def only():
    return Complaint.objects.select_related("case").get()


# --- an anonymous one ---


def test_an_anonymous_complaint_gives_a_receipt(visitor):
    response = visitor.post(COMPLAIN, typed())
    page, complaint = text_of(response), only()
    shown = [
        words in page
        for words in (
            complaint.case.reference,
            complaint.filed_digest,
            f"/receipts/{complaint.receipt_key}/",
            'class="qr"',
            "data-print",
            'data-copy="code"',
            "هـ",
        )
    ]
    assert (response.status_code, response["Cache-Control"], shown) == (
        201,
        "no-store",
        [True] * 7,
    )
    assert (complaint.confidentiality, complaint.case.beneficiary, complaint.identity) == (
        "anonymous",
        None,
        None,
    )


def test_the_code_of_the_receipt_opens_it(visitor):
    code = code_on(visitor.post(COMPLAIN, typed()))
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert re.fullmatch(r"\d{5}(-\d{5}){3}", code) is not None
    assert visitor.post(FOLLOW, {"code": arabic})["Location"] == CASE


def test_loading_the_receipt_again_is_the_same_complaint(visitor):
    first, again = (visitor.post(COMPLAIN, typed(papers=[photo()])) for _time in range(2))
    assert (code_on(first), Complaint.objects.count()) == (code_on(again), 1)
    assert (CaseDocument.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_nothing_of_it_lies_in_a_session(visitor):
    visitor.post(COMPLAIN, typed())
    visitor.post(COMPLAIN, typed(text=""))
    assert (Session.objects.count(), "session" in visitor.cookies) == (0, False)


def test_who_one_is_is_dropped_with_the_choice(visitor):
    response = visitor.post(COMPLAIN, typed(**NAMED | {"confidentiality": "anonymous"}))
    complaint = only()
    assert (response.status_code, complaint.identity, complaint.case.reply_email) == (
        201,
        None,
        None,
    )
    assert (complaint.case.reply_channel, complaint.case.beneficiary) == ("portal", None)


def test_what_was_dropped_does_not_come_back_on_the_refused_form(visitor):
    sent = typed(**NAMED | {"confidentiality": "anonymous", "text": "", "wanted": "أن تصل"})
    page = text_of(visitor.post(COMPLAIN, sent))
    assert [words in page for words in (NAMED["name"], NAMED["email"], "أن تصل")] == [
        False,
        False,
        True,
    ]


def test_a_wrong_number_of_who_stays_unknown_refuses_nothing(visitor):
    assert visitor.post(COMPLAIN, typed(mobile="12", email="x")).status_code == 201


def test_no_form_of_a_complaint_is_kept_in_the_browser(visitor):
    pages = [text_of(visitor.get(COMPLAIN)), text_of(visitor.post(COMPLAIN, typed(text="")))]
    assert ["data-autosave" in page for page in pages] == [False, False]


def test_files_of_a_refused_form_are_asked_for_again(visitor):
    page = text_of(visitor.post(COMPLAIN, typed(text="", papers=[photo()])))
    assert "اختر ملفاتك مرة أخرى" in page
    assert StoredFile.objects.count() == 0


def test_a_file_keeps_no_name(visitor):
    visitor.post(COMPLAIN, typed(papers=[photo("نورة.png")]))
    assert StoredFile.objects.get().name == "file-1.png"


def test_a_file_of_another_kind_is_refused_and_nothing_is_kept(visitor):
    response = visitor.post(COMPLAIN, typed(papers=[photo(), program()]))
    assert (response.status_code, StoredFile.objects.count()) == (400, 0)


def test_it_is_not_offered_to_who_is_signed_in(site, governed, make_person):
    member = make_person(Role.RELATIONS_OFFICER)
    signed_in = site(governed, member)
    page = text_of(signed_in.get(COMPLAIN))
    response = signed_in.post(COMPLAIN, typed())
    assert ('value="anonymous"' in page, "متصفحًا آخر" in page) == (False, True)
    assert (response.status_code, Complaint.objects.count()) == (400, 0)


def test_it_is_not_offered_where_the_policy_does_not_take_it(visitor, policy):
    policy.change(complaints=ComplaintsRule(anonymous=False))
    page = text_of(visitor.get(COMPLAIN))
    response = visitor.post(COMPLAIN, typed())
    assert ('value="anonymous"' in page, response.status_code) == (False, 400)


def test_the_association_decides_where_the_policy_is_silent(visitor, policy, make_person):
    policy.change(complaints=None)
    before = 'value="anonymous"' in text_of(visitor.get(COMPLAIN))
    refused = SETTINGS.read().model_copy(update={"anonymous": False})
    SETTINGS.write(refused, actor=make_person(Role.EXECUTIVE))
    assert (before, 'value="anonymous"' in text_of(visitor.get(COMPLAIN))) == (True, False)


# --- by name, and in confidence ---


def test_a_named_complaint_knows_who(visitor):
    visitor.post(COMPLAIN, typed(**NAMED | {"reply_channel": "email"}))
    case = only().case
    assert (case.beneficiary.name, case.reply_email) == (NAMED["name"], NAMED["email"])


def test_in_confidence_the_name_is_sealed_apart(visitor):
    visitor.post(COMPLAIN, typed(**NAMED | {"confidentiality": "confidential"}))
    complaint = only()
    assert (complaint.case.beneficiary, complaint.identity["name"]) == (None, NAMED["name"])


@pytest.mark.parametrize("how", ["named", "confidential"])
def test_without_a_name_only_the_anonymous_goes(visitor, how):
    response = visitor.post(COMPLAIN, typed(confidentiality=how))
    assert (response.status_code, Complaint.objects.count()) == (400, 0)


def test_nobody_calls_about_what_was_said_in_confidence(visitor):
    sent = typed(**NAMED | {"confidentiality": "confidential", "reply_channel": "phone"})
    page = text_of(visitor.post(COMPLAIN, sent))
    assert (NAMED["name"] in page, Complaint.objects.count()) == (True, 0)


def test_an_answer_by_mail_needs_an_address(visitor):
    sent = typed(**NAMED | {"email": "", "reply_channel": "email"})
    assert visitor.post(COMPLAIN, sent).status_code == 400


def test_a_refused_form_comes_back_whole(visitor):
    page = text_of(visitor.post(COMPLAIN, typed(**NAMED | {"subject_key": ""})))
    kept = (NAMED["name"], NAMED["email"], "وُعدت بسلة غذائية", "قسم التوزيع", "أن تصل")
    assert [words in page for words in kept] == [True] * 5


# --- about a request of one's own ---


def test_the_code_of_a_request_keeps_its_workers_out(visitor, everyone):
    received = receive_request()
    received.case.assignee = everyone
    received.case.save()
    code = codes.display(received.tracking_code)
    visitor.post(COMPLAIN, typed(**NAMED | {"about_request": code}))
    complaint = only()
    concerned = Involvement.objects.filter(complaint=complaint, part=Part.CONCERNED)
    assert (complaint.about_case, [each.person for each in concerned]) == (
        received.case,
        [everyone],
    )
    assert "-" not in complaint.about_words


def test_a_number_proves_nothing_and_stays_a_word(visitor):
    received = receive_request()
    visitor.post(COMPLAIN, typed(**NAMED | {"about_request": received.case.reference}))
    complaint = only()
    assert complaint.about_case is None
    assert complaint.about_words.endswith(received.case.reference)


def test_a_wrong_code_of_a_request_is_said_beside_it(visitor):
    sent = typed(**NAMED | {"about_request": "12345-67890-12345-67890"})
    response = visitor.post(COMPLAIN, sent)
    assert (response.status_code, Complaint.objects.count()) == (400, 0)
    assert 'id="id_about_request_error"' in text_of(response)


def test_an_anonymous_one_never_names_a_request(visitor):
    received = receive_request()
    visitor.post(COMPLAIN, typed(about_request=codes.display(received.tracking_code)))
    complaint = only()
    assert (complaint.about_case, received.case.reference in complaint.about_words) == (
        None,
        False,
    )


def test_about_the_management_it_goes_round_the_management(visitor, cast):
    visitor.post(COMPLAIN, typed(about_management="on"))
    about = Involvement.objects.filter(complaint=only(), part=Part.ABOUT)
    assert cast.decider in [each.person for each in about]


# --- what the policy says ---


def test_damage_is_asked_for_where_the_policy_knows_compensation(visitor, policy):
    with_it = 'name="damage"' in text_of(visitor.get(COMPLAIN))
    policy.change(compensation=None)
    without = text_of(visitor.get(COMPLAIN))
    assert (with_it, 'name="damage"' in without) == (True, False)
    assert visitor.post(COMPLAIN, typed()).status_code == 201


def test_where_the_policy_names_no_such_page_others_are_named(visitor, policy):
    kept = tuple(each for each in policy.rules.channels if each.kind == ChannelKind.PHONE)
    policy.change(channels=kept)
    page = text_of(visitor.get(COMPLAIN))
    assert (kept[0].label in page, 'name="text"' in page) == (True, False)


def test_a_network_cannot_send_without_end(visitor):
    statuses = [visitor.post(COMPLAIN, typed(text="")).status_code for _time in range(61)]
    assert (set(statuses[:60]), statuses[60]) == ({400}, 429)


def test_the_start_page_leads_there(visitor):
    assert text_of(visitor.get("/")).count('href="/complain/"') == 3


# --- the page of proof ---


def test_the_receipt_is_proven_and_no_more(visitor):
    visitor.post(COMPLAIN, typed())
    complaint = only()
    response = visitor.get(f"/receipts/{complaint.receipt_key}/")
    page = text_of(response)
    shown = (complaint.case.reference, complaint.filed_digest, "هـ")
    hidden = ("تأخّر", "سلة", "anonymous", complaint.get_confidentiality_display(), "التوزيع")
    assert [words in page for words in shown] == [True] * 3
    assert [words in page for words in hidden] == [False] * 5
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == (
        "no-store",
        "noindex, nofollow",
    )


@pytest.mark.parametrize("key", ["x" * 24, "%00", "ا" * 24, "x" * 200])
def test_an_unknown_receipt_is_nowhere(visitor, key):
    assert visitor.get(f"/receipts/{key}/").status_code == 404


def test_receipts_cannot_be_guessed_without_end(visitor):
    statuses = {visitor.get(f"/receipts/x{number}/").status_code for number in range(120)}
    assert (statuses, visitor.get("/receipts/xx/").status_code) == ({404}, 429)


def test_each_way_says_who_will_know(visitor):
    page = text_of(visitor.get(COMPLAIN))
    assert [f'value="{each}"' in page for each in Confidentiality.values] == [True] * 3
    assert page.count('<span class="meta">') >= 3


def test_no_mail_goes_out_for_an_anonymous_one(visitor):
    visitor.post(COMPLAIN, typed(email="noura@people.example"))
    assert (mail.outbox, Case.objects.get().messages.count()) == ([], 0)
