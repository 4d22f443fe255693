"""An inquiry arrives, is answered by the agreed channel, and ends or becomes something else."""

import uuid

import pytest

from core.beneficiaries.models import Beneficiary
from core.beneficiaries.services import NameMissing
from core.cases.enums import CaseKind, CaseStatus, EventName
from core.cases.models import Case
from core.cases.queries import case_by_tracking_code
from core.complaints.models import Complaint
from core.deadlines.queries import clocks_of
from core.inquiries import rules, services, turning
from core.inquiries.enums import EntryState
from core.messages.enums import MessageKind
from core.messages.models import OutgoingMessage
from core.rules import Milestone
from core.service_requests import rules as requests
from tenants.people.roles import Role

ADDRESS = "asker@mail.example"


def events(case):
    return list(case.events.order_by("happened_at", "pk").values_list("name", flat=True))


@pytest.fixture
def clerk(governed, make_person):
    """Who may answer inquiries, take in requests and take in complaints."""
    return make_person(Role.RELATIONS_OFFICER, name="هند")


def test_an_inquiry_is_a_case_of_nobody_we_keep_a_file_of(ask):
    received = ask("متى يُصرف الدعم؟", details="سألت مرتين", email=ADDRESS)
    case = received.case
    assert (case.kind, case.status, case.beneficiary) == (CaseKind.INQUIRY, "received", None)
    assert case.reference.startswith("INQ-")
    assert (case.subject, case.description) == ("متى يُصرف الدعم؟", "سألت مرتين")
    assert (case.written_name, case.reply_email) == ("منيرة بنت فهد", ADDRESS)
    assert Beneficiary.objects.count() == 0
    assert case_by_tracking_code(received.tracking_code, source="test") == case


def test_its_clocks_are_those_of_replies_and_the_receipt_acknowledges(ask):
    clocks = {clock.milestone: clock for clock in clocks_of(ask().case.pk)}
    assert set(clocks) == {Milestone.ACKNOWLEDGE, Milestone.FIRST_REPLY}
    assert clocks[Milestone.ACKNOWLEDGE].met_at is not None
    assert clocks[Milestone.FIRST_REPLY].met_at is None


def test_the_same_operation_is_one_inquiry(ask):
    operation = uuid.uuid4()
    first, second = ask(operation_id=operation), ask(operation_id=operation)
    assert first.case == second.case
    assert first.tracking_code == second.tracking_code


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"reply_channel": "email"}, requests.EmailMissing),
        ({"reply_channel": "phone"}, requests.MobileMissing),
        ({"question": "  "}, rules.QuestionMissing),
    ],
)
def test_what_cannot_be_answered_is_refused(ask, values, error):
    with pytest.raises(error):
        ask(**values)


def test_told_to_staff_with_an_identity_number_it_belongs_to_that_person(ask, clerk):
    case = ask(registered_by=clerk, identity_number="1000000008").case
    assert case.person.identity_number == "1000000008"
    assert case.registered_by == clerk


def test_the_answer_goes_out_by_the_agreed_channel_and_meets_the_clock(ask, clerk, publish):
    case = ask(email=ADDRESS, reply_channel="email").case
    entry = publish()
    services.answer_inquiry(case.pk, actor=clerk, text="من بوابة الجمعية.", entry_id=entry.pk)
    case.refresh_from_db()
    assert (case.status, case.assignee) == (CaseStatus.ANSWERED, clerk)
    message = OutgoingMessage.objects.get(case=case, kind=MessageKind.ANSWER)
    assert message.recipient == ADDRESS
    assert "من بوابة الجمعية." in message.body
    assert case.events.get(name=EventName.ANSWERED).details["entry"] == str(entry.key)
    assert clocks_of(case.pk).get(milestone=Milestone.FIRST_REPLY).met_at is not None


def test_who_wants_to_be_called_is_called_by_somebody_with_the_answer(ask, clerk):
    case = ask(reply_channel="phone", mobile="0551234567").case
    services.answer_inquiry(case.pk, actor=clerk, text="آخر الشهر.")
    call = OutgoingMessage.objects.get(case=case, kind=MessageKind.ANSWER)
    assert (call.channel, call.recipient) == ("phone", "+966551234567")
    assert "آخر الشهر." in call.body


def test_who_reads_on_the_portal_is_sent_nothing(ask, clerk):
    case = ask().case
    services.answer_inquiry(case.pk, actor=clerk, text="غدًا.")
    assert not OutgoingMessage.objects.filter(kind=MessageKind.ANSWER).exists()
    assert case.events.get(name=EventName.ANSWERED).note == "غدًا."


def test_an_unclear_answer_is_asked_on_and_answered_again(ask, clerk):
    case = ask().case
    services.answer_inquiry(case.pk, actor=clerk, text="غدًا.")
    services.ask_on(case.pk, text="في أي ساعة؟")
    case.refresh_from_db()
    assert case.status == CaseStatus.RECEIVED
    assert case.unread_since is not None
    services.mark_read(case.pk, actor=clerk)
    services.answer_inquiry(case.pk, actor=clerk, text="في التاسعة.")
    services.close_inquiry(case.pk, actor=clerk)
    case.refresh_from_db()
    assert (case.status, case.unread_since) == (CaseStatus.CLOSED, None)
    assert case.due_at is None


def test_one_click_makes_a_draft_without_what_points_at_the_person(ask, clerk):
    case = ask("أنا منيرة ورقمي 0551234567 فمتى يُصرف الدعم؟").case
    services.answer_inquiry(
        case.pk, actor=clerk, text="يا منيرة، يُصرف غدًا. راسلينا: help@association.example"
    )
    entry = services.publish_as_answer(case.pk, actor=clerk)
    assert entry.state == EntryState.DRAFT
    assert entry.question_ar == "أنا … ورقمي … فمتى يُصرف الدعم؟"
    assert entry.answer_ar == "يا …، يُصرف غدًا. راسلينا: …"


def test_nothing_is_published_before_it_was_answered(ask, clerk):
    with pytest.raises(rules.cases.StepNotPossible):
        services.publish_as_answer(ask().case.pk, actor=clerk)


def turned(case, clerk, turn, **values):
    given = {"subject": "مساعدة في الإيجار", "name": "منيرة بنت فهد"}
    return turn(case.pk, actor=clerk, **given | values)


def test_it_becomes_a_request_of_the_same_person_in_one_step(ask, clerk):
    case = ask("كيف أطلب الإيجار؟", details="تأخرت شهرين", mobile="0551234567").case
    received = turned(case, clerk, turning.turn_into_request)
    case.refresh_from_db()
    request = received.case
    assert (case.status, case.is_open) == (CaseStatus.CLOSED, False)
    assert (request.kind, request.subject) == (CaseKind.REQUEST, "مساعدة في الإيجار")
    assert request.description == "كيف أطلب الإيجار؟\n\nتأخرت شهرين"
    assert request.person.name == "منيرة بنت فهد"
    assert turning.became(case) == request
    assert case.events.get(name=EventName.TURNED_INTO).details["into"] == request.reference
    assert request.events.get(name=EventName.TURNED_INTO).details["from"] == case.reference
    assert received.tracking_code


def test_it_becomes_a_complaint_and_keeps_nothing_of_it(ask, clerk):
    case = ask("الموظف فلان أساء إليّ", details="يوم الأحد", email=ADDRESS).case
    received = turned(case, clerk, turning.turn_into_complaint)
    case.refresh_from_db()
    assert received.case.kind == CaseKind.COMPLAINT
    assert "فلان" in received.case.description
    assert Complaint.objects.get(case=received.case).confidentiality == "named"
    assert (case.subject, case.description) == ("استفسار صار شكوى", "")
    assert (case.written_name, case.reply_email, case.beneficiary) == (None, None, None)
    assert "فلان" not in case.subject_search
    details = case.events.get(name=EventName.TURNED_INTO).details
    assert received.case.reference not in str(details)
    assert str(received.case.pk) not in str(details)
    assert turning.became(case) == received.case


def test_it_becomes_one_thing_once(ask, clerk):
    case = ask().case
    turned(case, clerk, turning.turn_into_request)
    with pytest.raises(rules.cases.StepNotPossible):
        turned(case, clerk, turning.turn_into_complaint)
    assert Case.objects.count() == 2


def test_where_it_cannot_be_registered_nothing_has_happened(ask, clerk):
    case = ask(name="").case
    with pytest.raises(NameMissing):
        turned(case, clerk, turning.turn_into_request, name="")
    case.refresh_from_db()
    assert (case.status, Case.objects.count()) == (CaseStatus.RECEIVED, 1)
