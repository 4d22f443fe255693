import pytest

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.deadlines.models import Clock
from core.messages.models import OutgoingMessage
from core.rules import Stage
from core.service_requests import services
from core.service_requests.desk import actions
from core.service_requests.workflow import STATUSES
from tenants.people.roles import Role
from tests.core.requests import bring_to, do_steps, receive, settle_everything

PROVED = {"method": "transfer", "transfer_reference": "7", "note": "سُلّم"}


@pytest.fixture
def act(everyone, desk):
    """act(case, "decide", **values): what the browser gets."""
    browser = desk(everyone)
    return lambda case, path, **values: browser.post(f"/desk/requests/{case.pk}/{path}/", values)


def status_of(case) -> str:
    return Case.objects.get(pk=case.pk).status


def last_note(case) -> str:
    return case.events.order_by("-happened_at", "-pk")[0].note


@pytest.mark.parametrize(
    ("start", "stage", "path", "values", "end"),
    [
        (S.RECEIVED, Stage.COMPLETION, "mark-complete", {}, S.COMPLETE),
        (S.RECEIVED, None, "mark-missing", {"question": "متى؟"}, S.WAITING_FOR_BENEFICIARY),
        (S.COMPLETE, None, "refer", {"note": "زيارة"}, S.UNDER_STUDY),
        (S.UNDER_STUDY, None, "return", {"findings": "الحاجة قائمة"}, S.COMPLETE),
        (S.COMPLETE, Stage.COMMITTEE, "send", {"note": ""}, S.BEFORE_COMMITTEE),
        (
            S.BEFORE_COMMITTEE,
            Stage.DECISION,
            "decide",
            {"outcome": "partly_accepted", "reason": "نصف المبلغ", "early_reason": "عاجل"},
            S.PARTLY_ACCEPTED,
        ),
        (S.ACCEPTED, None, "start-delivery", {"note": ""}, S.DELIVERING),
        (S.DELIVERING, Stage.DELIVERY, "deliver", PROVED, S.DELIVERED),
        (S.DELIVERED, None, "close", {"note": ""}, S.CLOSED),
        (S.RECEIVED, None, "withdraw", {"reason": "لا أحتاج"}, S.WITHDRAWN),
    ],
)
def test_each_step_takes_the_request_on(everyone, act, start, stage, path, values, end):
    case = bring_to(start, everyone)
    if stage:
        settle_everything(case, everyone)
        do_steps(case, everyone, stage)

    response = act(case, path, **values)

    assert (response.status_code, response["Location"]) == (302, f"/desk/requests/{case.pk}/")
    assert status_of(case) == end


def test_missing_documents_are_ticked_or_written(everyone, act):
    case = receive(everyone).case

    act(case, "mark-missing", listed=["صورة الهوية"], others="عقد\n\nفاتورة\n", question="متى؟")

    asked = case.missing_items.filter(asked_at__isnull=False).values_list("label", flat=True)
    assert set(asked) == {"صورة الهوية", "عقد", "فاتورة", "متى؟"}


def test_step_is_ticked_and_opened_again(everyone, act):
    case = receive(everyone).case
    step = case.checklist.get(order=1)

    done = act(case, f"steps/{step.pk}")
    step.refresh_from_db()
    assert (done["Location"], step.is_done) == (f"/desk/requests/{case.pk}/#steps", True)

    act(case, f"steps/{step.pk}", reopen="yes")
    step.refresh_from_db()
    assert step.is_done is False


def test_item_is_settled_with_a_note(everyone, act):
    case = bring_to(S.WAITING_FOR_BENEFICIARY, everyone)
    item = case.missing_items.get(label="عقد الإيجار")

    act(case, f"items/{item.pk}", note="اطلعت على الأصل")

    item.refresh_from_db()
    assert item.answer == "اطلعت على الأصل"
    assert status_of(case) == S.RECEIVED


def test_assigned_and_taken_back(everyone, act):
    case = receive(everyone).case

    act(case, "assign", assignee=str(everyone.pk))
    assert Case.objects.get(pk=case.pk).assignee == everyone
    act(case, "assign", assignee="")
    assert Case.objects.get(pk=case.pk).assignee is None


def test_only_people_who_work_on_requests_can_be_assigned(everyone, act, make_person):
    auditor = make_person(Role.AUDITOR, name="مراجع")
    case = receive(everyone).case

    response = act(case, "assign", assignee=str(auditor.pk))

    assert response.status_code == 400
    assert f'value="{auditor.pk}"' not in response.content.decode()


def test_note_and_contact_stand_in_the_timeline(everyone, act, desk):
    case = receive(everyone).case

    act(case, "notes", text="اتصلت ولم ترد")
    assert last_note(case) == "اتصلت ولم ترد"
    act(case, "contacts", direction="out", channel="phone", summary="أبلغتها بالنواقص")
    assert last_note(case) == "أبلغتها بالنواقص"
    assert Clock.objects.get(case=case, rule_key="reply").met_at is not None

    page = desk(everyone).get(f"/desk/requests/{case.pk}/").content.decode()
    assert "We contacted the beneficiary · Phone call" in page
    assert "اتصلت ولم ترد" in page


@pytest.mark.parametrize(
    ("start", "path", "values", "status", "typed", "said"),
    [
        (S.RECEIVED, "mark-missing", {"others": " "}, 400, "", "Name at least one missing"),
        (
            S.RECEIVED,
            "contacts",
            {"direction": "sideways", "channel": "phone", "summary": "كلام طويل"},
            400,
            "كلام طويل",
            "sideways",
        ),
        (S.RECEIVED, "mark-complete", {}, 409, "", "Still missing:"),
        (S.RECEIVED, "send", {"note": "كلام مهم"}, 409, "كلام مهم", "This is not possible while"),
        (S.UNDER_STUDY, "return", {"findings": "  "}, 400, "", "id=\"return_from_research_findings_error\""),
        (
            S.BEFORE_COMMITTEE,
            "decide",
            {"outcome": "rejected", "reason": "", "early_reason": "عاجل جدا"},
            400,
            "عاجل جدا",
            "needs a reason",
        ),
        (
            S.BEFORE_COMMITTEE,
            "decide",
            {"outcome": "accepted", "reason": "لأنها تستحق"},
            400,
            "لأنها تستحق",
            "To decide earlier, record the reason",
        ),
        (S.BEFORE_COMMITTEE, "decide", {"outcome": "later", "reason": "سبب"}, 400, "سبب", "later"),
        (S.CLOSED, "withdraw", {"reason": "تراجع"}, 409, "تراجع", "This is not possible while"),
        (S.RECEIVED, "notes", {"text": "ن" * 10_001}, 400, "ن" * 10_001, "This is too long"),
    ],
)  # fmt: skip
def test_refused_action_keeps_what_was_typed(
    everyone, act, start, path, values, status, typed, said
):
    case = bring_to(start, everyone)
    do_steps(case, everyone, Stage.DECISION) if start == S.BEFORE_COMMITTEE else None
    before = case.events.count()

    response = act(case, path, **values)

    page = response.content.decode()
    assert response.status_code == status
    assert typed in page
    assert said in page
    assert case.events.count() == before or start == S.BEFORE_COMMITTEE
    assert status_of(case) == start


def test_second_of_two_who_decide_is_told_and_keeps_the_words(everyone, act):
    case = bring_to(S.BEFORE_COMMITTEE, everyone)
    do_steps(case, everyone, Stage.DECISION)
    values = {"outcome": "rejected", "early_reason": "عاجل"}
    act(case, "decide", reason="الأول", **values)

    response = act(case, "decide", reason="الثاني كتب طويلا", **values)

    assert response.status_code == 409
    assert "الثاني كتب طويلا" in response.content.decode()
    assert Case.objects.get(pk=case.pk).decision_reason == "الأول"
    assert OutgoingMessage.objects.filter(case=case, kind="decision").count() <= 1


def test_step_done_by_somebody_else_meanwhile(everyone, act):
    case = receive(everyone).case
    step = case.checklist.get(order=1)
    services.complete_step(case.pk, actor=everyone, item_id=step.pk)

    response = act(case, f"steps/{step.pk}")

    assert response.status_code == 409
    assert "Somebody has already done this." in response.content.decode()


@pytest.mark.parametrize(
    ("role", "start", "path", "values"),
    [
        (Role.RELATIONS_OFFICER, S.BEFORE_COMMITTEE, "decide", {"outcome": "accepted"}),
        (Role.COMMITTEE_MEMBER, S.RECEIVED, "mark-complete", {}),
        (Role.COMMITTEE_MEMBER, S.COMPLETE, "refer", {"note": ""}),
        (Role.SOCIAL_RESEARCHER, S.ACCEPTED, "start-delivery", {"note": ""}),
        (Role.AUDITOR, S.RECEIVED, "notes", {"text": "ملاحظة"}),
        (Role.AUDITOR, S.RECEIVED, "withdraw", {"reason": ""}),
        (Role.EXECUTIVE, S.RECEIVED, "assign", {"assignee": ""}),
    ],
)
def test_roles_do_their_own_part_only(everyone, desk, make_person, role, start, path, values):
    case = bring_to(start, everyone)
    browser = desk(make_person(role))

    response = browser.post(f"/desk/requests/{case.pk}/{path}/", values)

    assert response.status_code == 403
    assert "Your roles do not include this part of the work." in response.content.decode()
    assert status_of(case) == start


def test_address_of_an_action_leads_back_to_the_page(everyone, desk):
    case = receive(everyone).case

    response = desk(everyone).get(f"/desk/requests/{case.pk}/decide/")

    assert response["Location"] == f"/desk/requests/{case.pk}/"


def test_every_status_that_can_go_on_offers_a_step():
    offered = {status for action in actions.STEPS for status in action.statuses}

    assert offered == set(STATUSES) - {S.WAITING_FOR_BENEFICIARY, S.CLOSED, S.WITHDRAWN}


def test_a_contact_is_recorded_by_the_agreed_way_unless_said_otherwise(everyone, desk):
    case = receive(everyone, reply_channel="letter").case

    page = desk(everyone).get(f"/desk/requests/{case.pk}/").content.decode()

    contact = page.split("/contacts/")[1].split("</form>")[0]
    assert '<option value="letter" selected>' in contact
