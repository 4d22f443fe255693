import uuid
from datetime import timedelta

import pytest
from django.core import mail

from core.cases.models import Case, CaseDocument
from core.messages.models import OutgoingMessage
from core.messages.services import send_message
from core.rules import Channel, ChannelKind
from core.service_requests.portal import drafts, request_views
from core.service_requests.portal.forms import slot_of
from foundation import clock, codes, uploads
from foundation.models import StoredFile
from tests.core.provider import clause
from tests.core.service_requests.portal.conftest import REQUEST, photo, program, typed

IDENTITY_SLOT = slot_of("صورة الهوية")


def text_of(response):
    return response.content.decode()


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def documents_of(case):
    papers = case.documents.select_related("file").order_by("purpose", "pk")
    return [(each.purpose, each.is_signature, each.from_beneficiary) for each in papers]


def test_a_request_arrives_with_documents_declaration_and_signature(visitor):
    sent = typed(other_purpose="عقد الإيجار", **{IDENTITY_SLOT: [photo("a.png"), photo("b.png")]})
    response = visitor.post(REQUEST, sent | {"other_files": photo("c.png")})
    case = Case.objects.select_related("beneficiary").get()
    assert (response.status_code, response["Location"]) == (302, "/request/receipt/")
    assert (case.channel_key, case.subject, case.registered_by) == (
        "website",
        "مساعدة في الإيجار",
        None,
    )
    assert documents_of(case) == [
        ("signature", True, True),
        ("صورة الهوية", False, True),
        ("صورة الهوية", False, True),
        ("عقد الإيجار", False, True),
    ]
    assert case.declared_at is not None
    open_items = case.missing_items.filter(provided_at=None)
    assert list(open_items.values_list("label", flat=True)) == ["تعريف بالدخل"]
    assert (case.beneficiary.mobile, case.beneficiary.identity_number) == (
        "+966551234567",
        "1000000008",
    )


def test_the_receipt_shows_the_code_once(visitor):
    visitor.post(REQUEST, typed())
    case = Case.objects.get()
    first, second = visitor.get("/request/receipt/"), visitor.get("/request/receipt/")
    code = first.context["code"]
    assert codes.code_hash(codes.parse(code)) == bytes(case.tracking_index)
    assert (code in text_of(first), case.reference in text_of(first)) == (True, True)
    assert (code in text_of(second), case.reference in text_of(second)) == (False, False)
    assert first["Cache-Control"] == "no-store"


def test_the_receipt_says_what_comes_next_and_by_when(visitor, at):
    at(2026, 1, 7, 9)
    visitor.post(REQUEST, typed())
    page = text_of(visitor.get("/request/receipt/"))
    assert ("25 رجب 1447هـ (14 يناير 2026م)" in page, "خلال 3 أيام عمل" in page) == (True, True)


def test_the_code_lies_in_no_session(visitor):
    visitor.post(REQUEST, typed())
    kept = str(dict(visitor.session))
    code = visitor.get("/request/receipt/").context["code"]
    assert (codes.parse(code) in kept, code in kept) == (False, False)


def test_the_receipt_goes_by_email_where_one_was_given(visitor):
    visitor.post(REQUEST, typed(email="Noura@Example.org", reply_channel="email"))
    send_message(OutgoingMessage.objects.get().pk)
    code = visitor.get("/request/receipt/").context["code"]
    assert ([message.to for message in mail.outbox], code in mail.outbox[0].body) == (
        [["noura@example.org"]],
        True,
    )


def test_sent_twice_it_is_one_request_with_one_code(visitor):
    visitor.post(REQUEST, typed(**{IDENTITY_SLOT: photo()}))
    first = visitor.get("/request/receipt/").context["code"]
    visitor.post(REQUEST, typed(**{IDENTITY_SLOT: photo()}))
    second = visitor.get("/request/receipt/").context["code"]
    assert (Case.objects.count(), first == second) == (1, True)


def test_sent_twice_no_file_is_left_over(visitor, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            visitor.post(REQUEST, typed(**{IDENTITY_SLOT: photo()}))
    assert StoredFile.objects.count() == CaseDocument.objects.count() == 2


def test_changed_and_sent_again_it_is_another_request(visitor):
    visitor.post(REQUEST, typed())
    visitor.post(REQUEST, typed(subject="كرسي متحرك"))
    subjects = Case.objects.order_by("reference").values_list("subject", flat=True)
    assert list(subjects) == ["مساعدة في الإيجار", "كرسي متحرك"]


def test_after_an_hour_the_code_is_not_told_again(visitor, at):
    at(2026, 1, 7, 9)
    visitor.post(REQUEST, typed())
    at(2026, 1, 7, 11)
    visitor.post(REQUEST, typed())
    response = visitor.get("/request/receipt/")
    assert (response.context["code"], Case.objects.count()) == ("", 1)


def test_arabic_digits_and_direction_marks_are_understood(visitor):
    visitor.post(
        REQUEST,
        typed(
            identity_number="\u200f١٠٠٠٠٠٠٠٠٨",
            mobile="\u202a٠٥٥ ١٢٣ ٤٥٦٧\u202c",
            subject="\u200fطلب",
        ),
    )
    case = Case.objects.select_related("beneficiary").get()
    found = case.beneficiary.identity_number, case.beneficiary.mobile, case.subject
    assert found == ("1000000008", "+966551234567", "طلب")


WRONG = [
    ({"name": " "}, "name"),
    ({"name": "ن" * 201}, "name"),
    ({"identity_number": "1000000001"}, "identity_number"),
    ({"identity_number": ""}, "identity_number"),
    ({"mobile": "12"}, "mobile"),
    ({"email": "nobody"}, "email"),
    ({"reply_channel": "email"}, "email"),
    ({"reply_channel": "pigeon"}, "reply_channel"),
    ({"subject": "\u200f\u200e"}, "subject"),
    ({"subject": "ط" * 201}, "subject"),
    ({"description": "ط" * 10_001}, "description"),
    ({"truth": ""}, "truth"),
    ({"signature": ""}, "signature"),
    ({"signature": "[[[1, 1], [2, 2]]]"}, "signature"),
    ({"signature": "nonsense"}, "signature"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_a_mistake_is_named_beside_its_field_and_on_top(visitor, wrong, field):
    response = visitor.post(REQUEST, typed(**wrong))
    page = text_of(response)
    assert (response.status_code, list(errors_of(response)), Case.objects.count()) == (
        400,
        [field],
        0,
    )
    mistakes = response.context["form"].mistakes()
    assert [mistake.label[-1] in ".؟?: " for mistake in mistakes] == [False] * len(mistakes)
    anchors = [mistake.anchor for mistake in mistakes]
    assert [(f'href="#{anchor}"' in page, f'id="{anchor}"' in page) for anchor in anchors] == [
        (True, True)
    ]


def test_what_was_typed_is_kept(visitor):
    page = text_of(visitor.post(REQUEST, typed(mobile="12", subject="كرسي <b>متحرك</b>")))
    kept = ('value="12"', "كرسي &lt;b&gt;متحرك", "تأخرت في دفع الإيجار", typed()["operation"])
    assert [words in page for words in kept] == [True] * 4


def test_ticking_the_declaration_stands_for_a_signature(visitor):
    visitor.post(REQUEST, typed(signature="", signature_declared="yes"))
    case = Case.objects.get()
    assert (case.declared_at is not None, documents_of(case)) == (True, [])


def test_files_and_signature_are_kept_across_a_mistake(visitor):
    wrong = visitor.post(REQUEST, typed(mobile="12", **{IDENTITY_SLOT: photo("هويتي.png")}))
    kept = [(file.slot, file.name) for file in wrong.context["form"].kept]
    ids = [file.id for file in wrong.context["form"].kept]
    assert kept == [(IDENTITY_SLOT, "هويتي.png"), ("signature", "signature.png")]
    assert ("هويتي.png" in text_of(wrong), "هويتي" in str(dict(visitor.session))) == (True, False)
    visitor.post(REQUEST, typed(signature="", kept=ids))
    assert documents_of(Case.objects.get()) == [
        ("signature", True, True),
        ("صورة الهوية", False, True),
    ]
    assert visitor.session[drafts.KEPT] == []


def test_a_kept_file_can_be_left_out(visitor, django_capture_on_commit_callbacks):
    wrong = visitor.post(REQUEST, typed(mobile="12", **{IDENTITY_SLOT: photo()}))
    ids = {file.slot: file.id for file in wrong.context["form"].kept}
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(
            REQUEST, typed(signature="", kept=list(ids.values()), drop=[ids[IDENTITY_SLOT]])
        )
    assert documents_of(Case.objects.get()) == [("signature", True, True)]
    assert StoredFile.objects.count() == 1


def test_a_session_that_ended_says_that_the_files_must_be_chosen_again(visitor):
    response = visitor.post(REQUEST, typed(kept=[str(uuid.uuid4())]))
    assert (list(errors_of(response)), Case.objects.count()) == (["other_files"], 0)


def test_a_wrong_file_is_refused_and_the_right_one_beside_it_kept(visitor):
    response = visitor.post(
        REQUEST, typed(**{IDENTITY_SLOT: [photo("good.png"), program("bad.png")]})
    )
    kept = [file.name for file in response.context["form"].kept if file.slot == IDENTITY_SLOT]
    messages = errors_of(response)[IDENTITY_SLOT]
    assert (kept, len(messages), "bad.png" in messages[0]) == (["good.png"], 1, True)


def test_too_many_files_are_refused(visitor):
    response = visitor.post(REQUEST, typed(other_files=[photo(f"{n}.png") for n in range(11)]))
    assert (list(errors_of(response)), Case.objects.count()) == (["other_files"], 0)


def test_too_much_at_once_is_not_even_read(visitor, monkeypatch):
    monkeypatch.setattr(request_views, "MOST_BYTES", 50)
    response = visitor.post(REQUEST, typed(other_files=[photo(), photo()]))
    kept = [file.slot for file in response.context["form"].kept]
    assert (list(errors_of(response)), kept, Case.objects.count()) == (
        ["other_files"],
        ["signature"],
        0,
    )


def test_an_error_of_the_service_is_shown_and_the_files_are_kept(visitor, monkeypatch):
    def elsewhere(rules):
        return Channel("fax", ChannelKind.FAX, "فاكس", clause("3-7"))

    monkeypatch.setattr(request_views, "online_channel", elsewhere)
    response = visitor.post(REQUEST, typed(**{IDENTITY_SLOT: photo()}))
    assert (response.status_code, list(errors_of(response)), Case.objects.count()) == (
        400,
        ["__all__"],
        0,
    )
    assert len(response.context["form"].kept) == 2


def test_one_address_cannot_send_without_end(visitor, monkeypatch):
    monkeypatch.setattr(request_views, "SENT_PER_HOUR", 2)
    statuses = [visitor.post(REQUEST, typed(truth="")).status_code for _time in range(3)]
    assert (statuses, Case.objects.count()) == ([400, 400, 429], 0)


def test_files_that_nobody_came_back_for_are_deleted(visitor, at):
    at(2026, 1, 7, 9)
    visitor.post(REQUEST, typed(mobile="12", **{IDENTITY_SLOT: photo()}))
    visitor.post(
        REQUEST,
        typed(subject="طلب آخر", signature="", signature_declared="yes", other_files=photo()),
    )
    papers = Case.objects.get().documents.count()
    early = drafts.discard_abandoned()
    at(2026, 1, 8, 10)
    uploads.store(b"y", name="y.txt", media_type="text/plain")
    late = drafts.discard_abandoned()
    assert (papers, early, late, StoredFile.objects.count()) == (1, 0, 2, 2)


def test_the_form_offers_a_new_operation_each_time(visitor):
    first, second = visitor.get(REQUEST), visitor.get(REQUEST)
    offered = [response.context["form"].initial["operation"] for response in (first, second)]
    assert offered[0] != offered[1]


def test_declared_now(visitor):
    visitor.post(REQUEST, typed())
    case = Case.objects.get()
    assert clock.now() - case.declared_at < timedelta(minutes=1)
