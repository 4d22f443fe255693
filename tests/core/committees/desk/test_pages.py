"""The pages of a session: who sees and may what, the same number of queries for one item and thirty."""

import io
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from hijridate import Gregorian
from PIL import Image

from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.committees import rules, services
from core.committees.enums import ItemState, SessionState, Vote
from core.committees.minutes import minutes_of
from core.committees.models import AgendaItem, AgendaVote, CommitteeSession, Seat
from core.mailroom.enums import MailState
from core.mailroom.models import IncomingMail
from core.mailroom.rules import CaseNotFound
from core.mailroom.services import place_with
from core.notices.enums import NoticeKind
from core.notices.queries import notices_for
from core.notices.services import notify_many
from core.people_desk.queries import found_cases
from core.programmes.models import Programme
from core.research.queries import visits_to_make
from core.research.services import plan_visit
from core.service_requests import services as requests
from core.service_requests.deciding import COMMITTEE, ReasonUse
from core.service_requests.enums import Outcome
from core.service_requests.inbox import inbox
from core.service_requests.queries import requests_visible_to
from foundation import clock
from foundation.uploads import store
from tenants.people.roles import Role
from tests.core.committees.conftest import attend, call, decide, items_of, sit
from tests.core.mailroom.mails import letter
from tests.core.requests import document

SESSIONS = "/desk/sessions/"


def address(session, *parts):
    return "/".join([f"{SESSIONS}{session.pk}", *(str(part) for part in parts), ""])


def hands(committee, vote=Vote.FOR):
    return {f"hand_{member.pk}": vote.value for member in committee}


def key(item):
    return f"{item.pk}:{item.revision}"


def hijri(day):
    """As people type it: 01/09/1445."""
    there = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{there.day:02}/{there.month:02}/{there.year}"


def fresh(session):
    return CommitteeSession.objects.get(pk=session.pk)


def test_a_session_is_called_with_everything_that_is_ready(desk, secretary, committee, ready):
    case = ready()
    client = desk(secretary)
    page = client.get(f"{SESSIONS}new/")
    day = (clock.today() + timedelta(days=3)).isoformat()
    sent = {
        "operation_id": page.context["form"].initial["operation_id"],
        "day": day,
        "time": "10:30",
        "place": "القاعة",
        "chair": str(committee[0].pk),
        "fill": "on",
    }
    answer = client.post(f"{SESSIONS}new/", sent)
    session = CommitteeSession.objects.get()
    assert answer.headers["Location"] == address(session)
    local = timezone.localtime(session.planned_for)
    assert (local.date().isoformat(), local.strftime("%H:%M"), session.chair) == (
        day,
        "10:30",
        committee[0],
    )
    assert [item.case_id for item in items_of(session)] == [case.pk]
    listed = client.get(SESSIONS).content.decode()
    assert "Session 1" in listed
    assert "لجنة المساعدات" in listed


def test_a_call_for_yesterday_comes_back_whole(desk, secretary, committee):
    sent = {
        "operation_id": uuid.uuid4(),
        "day": (clock.today() - timedelta(days=1)).isoformat(),
        "time": "10:30",
        "place": "القاعة",
    }
    answer = desk(secretary).post(f"{SESSIONS}new/", sent)
    assert answer.status_code == 400
    assert "still to come" in answer.content.decode()
    assert "القاعة" in answer.content.decode()


def test_a_session_from_the_agenda_to_the_signed_minutes(desk, secretary, committee, ready):
    first, second = ready(Decimal(900)), ready()
    session = call(secretary, committee[0], first)
    client = desk(secretary)
    client.post(address(session, "add"), {"case": [second.pk]})
    one, two = items_of(session)
    revision = fresh(session).revision
    client.post(
        address(session, "order"),
        {"order": [one.pk, two.pk], "move": f"down:{one.pk}", "revision": revision},
    )
    assert [item.pk for item in items_of(session)] == [two.pk, one.pk]
    present = {f"present_{member.pk}": "on" for member in committee}
    client.post(
        address(session, "attendance"),
        present | {"chair": committee[0].pk, "revision": fresh(session).revision},
    )
    client.post(address(session, "open"), {"revision": fresh(session).revision})
    assert fresh(session).state == SessionState.OPEN
    typed = {"outcome": "accepted", "early_reason": "عاجل", "revision": two.revision}
    answer = client.post(address(session, "items", two.pk, "decide"), typed | hands(committee))
    assert answer.headers["Location"] == address(session, "items", one.pk)
    answer = client.post(
        address(session, "postpone"), {"item": [key(one)], "postpone_reasons": ["more_study"]}
    )
    assert answer.headers["Location"] == address(session)
    answer = client.post(address(session, "close"))
    assert answer.headers["Location"] == address(session, "minutes")
    assert {Case.objects.get(pk=c.pk).status for c in (first, second)} == {
        CaseStatus.ACCEPTED,
        CaseStatus.BEFORE_COMMITTEE,
    }
    member = desk(committee[1])
    page = member.get(address(session, "minutes"))
    signed = member.post(
        address(session, "minutes", "sign"),
        {"digest": page.context["kept"].digest, "signature_declared": "yes"},
    )
    assert signed.status_code == 302
    assert Seat.objects.get(session=session, member=committee[1]).signed_at is not None


def test_several_items_are_decided_at_once(desk, secretary, committee, ready):
    session = sit(secretary, committee, ready(), ready(), ready())
    items = items_of(session)
    typed = {
        "item": [key(item) for item in items[:2]],
        "outcome": "rejected",
        "reasons": ["not_eligible"],
        "early_reason": "عاجل",
    }
    answer = desk(secretary).post(address(session, "decide"), typed | hands(committee))
    assert answer.status_code == 302
    assert [i.state for i in items_of(session)] == [
        ItemState.DECIDED,
        ItemState.DECIDED,
        ItemState.WAITING,
    ]


def test_no_vote_is_chosen_before_somebody_chooses_it(desk, secretary, committee, ready):
    session = sit(secretary, committee, ready(), ready())
    client, item = desk(secretary), items_of(session)[0]
    typed = {"outcome": "accepted", "early_reason": "عاجل", "revision": item.revision}
    for place, sent in (
        (("items", item.pk), typed),
        ((), typed | {"item": [key(each) for each in items_of(session)]}),
    ):
        page = client.get(address(session, *place))
        form = page.context["decision"]
        votes = [form["everybody"], *form.hand_fields()]
        assert [bound.value() for bound in votes] == [None] * 4
        answer = client.post(address(session, *place, "decide"), sent)
        assert answer.status_code == 409
        assert committee[0].display_name in str(answer.context["decision"].errors)
    assert {each.state for each in items_of(session)} == {ItemState.WAITING}


def test_one_choice_records_the_votes_of_everybody_present(desk, secretary, committee, ready):
    session = sit(secretary, committee, ready(), ready())
    one, two = items_of(session)
    client = desk(secretary)
    typed = {"outcome": "accepted", "early_reason": "عاجل", "everybody": "for"}
    client.post(address(session, "decide"), typed | {"item": [key(one)]})
    apart = {f"hand_{committee[1].pk}": "against", "revision": two.revision}
    client.post(address(session, "items", two.pk, "decide"), typed | apart)
    found = [
        {vote.member_id: vote.vote for vote in each.votes.all()} for each in items_of(session)
    ]
    everybody = {member.pk: "for" for member in committee}
    assert found == [everybody, everybody | {committee[1].pk: "against"}]


def test_a_vote_apart_is_seen_when_the_form_comes_back(desk, secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    place = address(session, "items", item.pk)
    assert desk(secretary).get(place).context["decision"].votes_differ() is False
    typed = {"outcome": "rejected", "everybody": "for", "revision": item.revision}
    answer = desk(secretary).post(
        f"{place}decide/", typed | {f"hand_{committee[1].pk}": "against"}
    )
    assert (answer.status_code, answer.context["decision"].votes_differ()) == (400, True)


def test_granting_more_than_is_left_is_said_at_once(desk, secretary, committee, ready, programme):
    aid = programme(1_500)
    session = sit(secretary, committee, ready(Decimal(1000)), ready(Decimal(900)))
    one, two = items_of(session)
    client = desk(secretary)
    typed = {"early_reason": "عاجل", "everybody": "for", "programme": str(aid.pk)}
    first = client.post(
        address(session, "items", one.pk, "decide"),
        typed | {"outcome": "accepted", "revision": one.revision},
        follow=True,
    )
    shown = first.content.decode()
    assert "too much" not in shown
    assert "(left: 500 riyals)" in shown
    proposed = client.post(
        address(session, "items", two.pk, "propose"),
        typed | {"outcome": "accepted", "revision": two.revision},
        follow=True,
    )
    said = "had 1,500 riyals left, and this session grants 1,900 from it: 400 too much"
    assert said in proposed.content.decode()
    two.refresh_from_db()
    second = client.post(
        address(session, "items", two.pk, "decide"),
        typed | {"outcome": "accepted", "revision": two.revision},
        follow=True,
    )
    assert said in second.content.decode()
    assert said in client.get(address(session)).context["overdrafts"][0]


def test_a_session_is_called_for_a_day_of_either_calendar(desk, secretary, committee):
    day = clock.today() + timedelta(days=3)
    sent = {
        "operation_id": uuid.uuid4(),
        "day": hijri(day),
        "time": "10:30",
    }
    answer = desk(secretary).post(f"{SESSIONS}new/", sent)
    assert answer.status_code == 302
    planned = CommitteeSession.objects.get().planned_for
    assert timezone.localdate(planned) == day


def test_a_refused_decision_comes_back_with_what_was_typed(desk, secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    typed = {"outcome": "rejected", "early_reason": "كلمات محفوظة", "revision": item.revision}
    answer = desk(secretary).post(
        address(session, "items", item.pk, "decide"), typed | hands(committee)
    )
    assert answer.status_code == 400
    assert answer.context["decision"].errors["reason_text"]
    assert "كلمات محفوظة" in answer.content.decode()
    stale = typed | {"reasons": ["not_eligible"], "revision": 0}
    answer = desk(secretary).post(
        address(session, "items", item.pk, "decide"), stale | hands(committee)
    )
    assert answer.status_code == 409
    several = desk(secretary).post(address(session, "decide"), typed | hands(committee))
    assert (several.status_code, "Tick at least one item" in several.content.decode()) == (
        400,
        True,
    )


def test_a_member_votes_and_sees_the_proposal(desk, secretary, committee, ready):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    client = desk(committee[2])
    assert "may_vote" not in client.get(address(session, "items", item.pk)).context or (
        client.get(address(session, "items", item.pk)).context["may_vote"] is False
    )
    desk(secretary).post(
        address(session, "items", item.pk, "propose"),
        {"outcome": "accepted", "early_reason": "عاجل", "revision": item.revision},
    )
    page = client.get(address(session, "items", item.pk))
    assert page.context["may_vote"] is True
    client.post(address(session, "items", item.pk, "vote"), {"vote": "against", "revision": 2})
    assert item.votes.get().vote == Vote.AGAINST


def test_whoever_declared_an_interest_sees_nothing_more_of_the_item(
    desk, secretary, committee, ready
):
    session = sit(secretary, committee, ready(subject="كسوة الشتاء"), ready())
    item = items_of(session)[0]
    client = desk(committee[2])
    assert "كسوة الشتاء" in client.get(address(session, "items", item.pk)).content.decode()
    client.post(address(session, "items", item.pk, "interest"), {"interest": "قرابة"})
    places = [("items", item.pk), (), ("agenda",), ("minutes",)]
    for parts in places:
        page = client.get(address(session, *parts)).content.decode()
        assert "كسوة الشتاء" not in page
        assert item.case.reference not in page
        assert "كسوة الشتاء" in desk(committee[0]).get(address(session, *parts)).content.decode()
    vote = client.post(address(session, "items", item.pk, "vote"), {"vote": "for"})
    assert vote.status_code == 403
    word = Document(io.BytesIO(client.get(f"{SESSIONS}{session.pk}/minutes.docx").content))
    assert "كسوة الشتاء" not in "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_whoever_declared_an_interest_finds_the_case_nowhere(desk, secretary, committee, ready):
    case = ready(subject="كسوة الشتاء")
    requests.add_document(case.pk, actor=secretary, document=document("إثبات"))
    kept = case.documents.get()
    session = sit(secretary, committee, case, ready())
    item = items_of(session)[0]
    excluded, other = desk(committee[2]), desk(committee[0])
    page = f"/desk/requests/{case.pk}/"
    places = [page, f"{page}documents/{kept.pk}/", f"{page}visits/", f"{page}slip/"]
    answers = [other.get(place).status_code for place in places]
    assert answers[:2] == [200, 200]
    assert 404 not in answers
    services.declare_interest(session.pk, actor=committee[2], item_id=item.pk, interest="قرابة")
    assert [excluded.get(place).status_code for place in places] == [404] * 4
    assert excluded.post(f"{page}notes/", {"text": "لا"}).status_code == 404
    assert other.get(page).status_code == 200
    assert [c.pk for c in requests_visible_to(committee[2]) if c.pk == case.pk] == []
    assert inbox(committee[2]).count() == inbox(committee[0]).count() - 1
    notify_many(committee, kind=NoticeKind.MENTION, subject="note", case=case)
    assert [notices_for(member).filter(case=case).count() for member in committee] == [1, 1, 0]
    assert [c.pk for c in found_cases(committee[2], "كسوة الشتاء")] == []
    assert [c.pk for c in found_cases(committee[0], "كسوة الشتاء")] == [case.pk]


def test_an_interest_hides_the_case_in_earlier_sessions_and_among_the_ready(
    desk, secretary, committee, ready, make_person
):
    both = make_person(Role.RELATIONS_OFFICER, Role.COMMITTEE_MEMBER, name="أمين وعضو")
    case = ready(subject="كسوة الشتاء")
    first = sit(secretary, [*committee, both], case)
    before = items_of(first)[0]
    services.postpone_items(
        first.pk, actor=secretary, chosen=[services.Chosen(before.pk)], reason_text="لاحقًا"
    )
    services.close_session(first.pk, actor=secretary)
    second = call(secretary, committee[0], case)
    services.declare_interest(
        second.pk, actor=both, item_id=items_of(second)[0].pk, interest="قرابة"
    )
    services.remove_from_agenda(second.pk, actor=secretary, item_id=items_of(second)[0].pk)
    for place in (address(first), address(first, "items", before.pk), address(second)):
        assert "كسوة الشتاء" not in desk(both).get(place).content.decode()
        assert case.reference not in desk(both).get(place).content.decode()
        assert "كسوة الشتاء" in desk(secretary).get(place).content.decode()


def test_an_interest_hides_the_mails_and_visits_of_the_case(
    desk, secretary, committee, ready, make_person
):
    both = make_person(*Role, name="أمين وعضو وباحث")
    case = ready(subject="كسوة الشتاء")
    mail = IncomingMail.objects.create(
        digest="0" * 64,
        state=MailState.FILED,
        sender="a@x.example",
        subject="بريد الكسوة",
        text="نص البريد",
        attachments=[],
        case=case,
        validity=1,
        uid=1,
        received_at=clock.now(),
    )
    waiting = IncomingMail.objects.create(
        digest="1" * 64,
        state=MailState.WAITING,
        raw=store(letter().as_bytes(), name="mail.eml", media_type="message/rfc822"),
        attachments=[],
        validity=1,
        uid=2,
        received_at=clock.now(),
    )
    plan_visit(case.pk, actor=secretary, visitor=both, planned_for=clock.now() + timedelta(days=1))
    session = sit(secretary, [*committee, both], case)
    before = [desk(both).get(f"/desk/mail/{mail.pk}/").status_code, len(visits_to_make(both))]
    services.declare_interest(
        session.pk, actor=both, item_id=items_of(session)[0].pk, interest="قرابة"
    )

    assert before == [200, 1]
    assert list(visits_to_make(both)) == []
    assert desk(both).get(f"/desk/mail/{waiting.pk}/").status_code == 200
    places = ["", "raw/", "attachments/0/", "take-out/"]
    answers = [desk(both).get(f"/desk/mail/{mail.pk}/{place}").status_code for place in places]
    assert [*answers, desk(both).post(f"/desk/mail/{mail.pk}/take-out/").status_code] == [404] * 5
    assert "بريد الكسوة" not in desk(both).get("/desk/mail/?state=filed").content.decode()
    assert "بريد الكسوة" in desk(secretary).get("/desk/mail/?state=filed").content.decode()
    with pytest.raises(CaseNotFound):
        place_with(waiting.pk, actor=both, reference=case.reference)


def test_minutes_of_an_earlier_session_say_nothing_of_a_later_interest(
    desk, closed, secretary, committee, ready
):
    item = items_of(closed)[0]
    later = sit(secretary, committee, ready())
    interest = AgendaVote(
        item=AgendaItem.objects.create(
            session=later, case=item.case, order=9, state=ItemState.REMOVED
        ),
        member=committee[2],
        vote=Vote.RECUSED,
        cast_at=clock.now(),
    )
    interest.save()

    found = [
        desk(member).get(f"{SESSIONS}{closed.pk}/minutes/").content.decode()
        for member in (committee[1], committee[2])
    ]

    assert [item.case.reference in page for page in found] == [True, False]


def test_whoever_declared_an_interest_takes_no_case_off_the_agenda(
    secretary, committee, ready, make_person
):
    both = make_person(Role.RELATIONS_OFFICER, Role.COMMITTEE_MEMBER, name="أمين وعضو")
    session = call(secretary, committee[0], ready())
    item = items_of(session)[0]
    services.declare_interest(session.pk, actor=both, item_id=item.pk, interest="قرابة")

    with pytest.raises(rules.Excluded):
        services.remove_from_agenda(session.pk, actor=both, item_id=item.pk)

    services.remove_from_agenda(session.pk, actor=secretary, item_id=item.pk)
    assert items_of(session)[0].state == ItemState.REMOVED


def test_a_vote_on_an_earlier_proposal_does_not_count_for_the_next(
    desk, secretary, committee, ready
):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    for outcome in (Outcome.ACCEPTED, Outcome.REJECTED):
        proposal = services.Proposal(outcome, reason_text="لا", early_reason="عاجل")
        chosen = services.Chosen(item.pk)
        services.put_to_the_vote(session.pk, actor=secretary, chosen=chosen, proposal=proposal)
    now = items_of(session)[0].revision
    member, place = desk(committee[1]), address(session, "items", item.pk)

    stale = member.post(f"{place}vote/", {"vote": "for", "revision": now - 1})
    assert (stale.status_code, item.votes.count()) == (409, 0)

    assert f'name="revision" value="{now}"' in member.get(place).content.decode()
    member.post(f"{place}vote/", {"vote": "for", "revision": now})
    assert item.votes.get().vote == Vote.FOR


def test_what_a_secretary_is_excluded_from_cannot_be_ticked(
    desk, secretary, committee, ready, make_person
):
    both = make_person(Role.RELATIONS_OFFICER, Role.COMMITTEE_MEMBER, name="أمين وعضو")
    session = sit(secretary, [*committee, both], ready(), ready())
    one, two = items_of(session)
    services.declare_interest(session.pk, actor=both, item_id=one.pk, interest="قرابة")
    page = desk(both).get(address(session)).content.decode()
    assert (key(one) in page, key(two) in page) == (False, True)
    refused = desk(both).post(
        address(session, "items", one.pk, "postpone"),
        {"postpone_text": "لاحقًا", "revision": one.revision},
    )
    assert refused.status_code == 403


def test_what_blocks_the_close_is_listed_and_can_be_left_out(
    desk, secretary, committee, ready, worker
):
    kept, gone = ready(), ready()
    session = sit(secretary, committee, kept, gone)
    decide(session, secretary, committee, *items_of(session))
    requests.withdraw(gone.pk, actor=worker)
    client = desk(secretary)
    answer = client.post(address(session, "close"))
    assert answer.status_code == 409
    assert gone.reference in answer.content.decode()
    out = items_of(session)[1].pk
    assert client.post(address(session, "close"), {"leave_out": [out]}).status_code == 302
    assert fresh(session).state == SessionState.CLOSED


# --- minutes ---


@pytest.fixture
def closed(secretary, committee, ready):
    session = sit(secretary, committee, ready(subject="كسوة الشتاء"))
    decide(session, secretary, committee, items_of(session)[0])
    return services.close_session(session.pk, actor=secretary)


def test_minutes_as_pdf_and_word(desk, closed, secretary):
    client = desk(secretary)
    pdf = client.get(f"{SESSIONS}{closed.pk}/minutes.pdf")
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    word = Document(io.BytesIO(client.get(f"{SESSIONS}{closed.pk}/minutes.docx").content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "كسوة الشتاء" in text
    assert minutes_of(closed).digest in text
    assert all(
        paragraph._p.pPr is None or paragraph.style.element.pPr.find(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidi"
        ) is not None
        for paragraph in word.paragraphs
    )  # fmt: skip


def test_altered_minutes_are_said_to_be_so(desk, closed, committee):
    digest = minutes_of(closed).digest
    services.sign_minutes(closed.pk, actor=committee[0], digest=digest, declared=True)
    session = fresh(closed)
    session.minutes["remarks"] = "أضيف بعد التوقيع"
    session.save(update_fields=["minutes"])
    client = desk(committee[1])
    page = client.get(address(closed, "minutes")).content.decode()
    assert "What is stored is not what was signed." in page
    assert "Sign here" not in page
    assert client.get(f"{SESSIONS}{closed.pk}/minutes.docx").status_code == 404


def test_a_scan_of_the_signed_minutes_is_kept(desk, closed, secretary, committee):
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    client = desk(secretary)
    answer = client.post(
        address(closed, "minutes", "scan"),
        {
            "digest": minutes_of(closed).digest,
            "scan": SimpleUploadedFile("minutes.png", picture.getvalue(), "image/png"),
        },
    )
    assert answer.status_code == 302
    assert client.get(address(closed, "minutes", "signed")).headers["Content-Type"] == "image/png"
    assert client.get(address(closed, "minutes")).context["remarks"] is None


def test_a_signature_needs_ink_or_a_declaration(desk, closed, committee):
    answer = desk(committee[0]).post(
        address(closed, "minutes", "sign"), {"digest": minutes_of(closed).digest}
    )
    assert answer.status_code == 400
    assert "Draw your signature" in answer.content.decode()


# --- the page of a case, and the portal ---


def test_the_case_says_which_session_decided_it(desk, closed, secretary):
    case = AgendaItem.objects.get(session=closed).case
    page = desk(secretary).get(f"/desk/requests/{case.pk}/").content.decode()
    assert "Session 1" in page
    assert "Before the committee" in page


# --- programmes and settings ---


def test_a_programme_is_set_up_changed_and_closed(desk, executive, secretary):
    client = desk(executive)
    page = client.get("/desk/programmes/new/")
    typed = {
        "operation_id": page.context["form"].initial["operation_id"],
        "name": "كفالة الأيتام",
        "budget": "١٥٠٬٠٠٠",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }
    for _ in range(2):
        answer = client.post("/desk/programmes/new/", typed)
    made = Programme.objects.get()
    assert (answer.headers["Location"], made.budget) == (f"/desk/programmes/{made.pk}/", 150_000)
    again = client.post("/desk/programmes/new/", typed | {"operation_id": uuid.uuid4()})
    assert again.context["form"].errors["name"]
    change = typed | {"budget": "90000", "revision": made.revision}
    assert client.post(f"/desk/programmes/{made.pk}/", change).status_code == 302
    assert client.post(f"/desk/programmes/{made.pk}/", change).status_code == 409
    client.post(f"/desk/programmes/{made.pk}/open/", {"open": "no"})
    assert (Programme.objects.get().budget, Programme.objects.get().is_open) == (90_000, False)
    stranger = desk(secretary).post(f"/desk/programmes/{made.pk}/", change | {"revision": 3})
    assert stranger.status_code == 403
    assert desk(secretary).get("/desk/programmes/").status_code == 200


def test_the_settings_of_the_committee_are_saved_once(desk, executive, committee):
    client = desk(executive)
    page = client.get("/desk/settings/committee/")
    typed = {
        "quorum_kind": "members",
        "quorum": "٢",
        "chair": str(committee[1].pk),
        "rejecting": "لا تنطبق شروط الاستحقاق | Not eligible\nسبب جديد | A new reason",
        "partly": "",
        "postponing": "لاحقًا",
        "revision": page.context["revision"],
    }
    assert client.post("/desk/settings/committee/", typed).status_code == 302
    stored = COMMITTEE.read()
    assert (stored.quorum, stored.chair, stored.chair_decides_ties) == (2, committee[1].pk, False)
    assert stored.reasons_for(ReasonUse.REJECTING)[0].key == "not_eligible"
    assert [r.en for r in stored.reasons_for(ReasonUse.REJECTING)] == [
        "Not eligible",
        "A new reason",
    ]
    assert client.post("/desk/settings/committee/", typed).status_code == 409
    wrong = client.post("/desk/settings/committee/", typed | {"quorum": "0"})
    assert wrong.status_code == 400


def test_the_list_of_reasons_is_what_a_decision_offers(
    desk, executive, secretary, committee, ready
):
    session = sit(secretary, committee, ready())
    item = items_of(session)[0]
    client = desk(secretary)
    assert "Not eligible" in client.get(address(session, "items", item.pk)).content.decode()
    stored = COMMITTEE.read()
    COMMITTEE.write(stored.model_copy(update={"reasons": stored.reasons[1:]}), actor=executive)
    assert "Not eligible" not in client.get(address(session, "items", item.pk)).content.decode()


# --- who may open what ---


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_sessions_and_who_runs_them(role, desk, secretary, committee, ready, make_person):
    session = call(secretary, committee[0], ready())
    client = desk(make_person(role))
    sees = {
        Role.EXECUTIVE, Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER,
        Role.AUDITOR,
    }  # fmt: skip
    runs = {Role.EXECUTIVE, Role.RELATIONS_OFFICER}
    assert client.get(address(session)).status_code == (200 if role in sees else 403)
    assert client.get(f"{SESSIONS}new/").status_code == (200 if role in runs else 403)
    opened = client.post(address(session, "open"), {"revision": 1})
    assert opened.status_code == (409 if role in runs else 403)


# --- queries ---


@pytest.fixture
def full(secretary, committee, ready, programme):
    """full(30): an open session with so many items, each with a vote, and a programme."""
    programme(1_000_000)

    def make(number):
        session = call(secretary, committee[0], *(ready(Decimal(100)) for _ in range(number)))
        attend(session, secretary, *committee)
        return services.open_session(session.pk, actor=secretary, revision=None)

    return make


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_the_pages_of_a_session(number, full, desk, secretary):
    session = full(number)
    client = desk(secretary)
    item = items_of(session)[0]
    client.get(SESSIONS)
    counted = {
        name: _queries(client, place)
        for name, place in {
            "session": address(session),
            "agenda": address(session, "agenda"),
            "item": address(session, "items", item.pk),
            "minutes": address(session, "minutes"),
        }.items()
    }
    assert counted == {"session": 20, "agenda": 17, "item": 24, "minutes": 16}


def _queries(client, place):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(place).status_code == 200
    return len(seen)


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_the_list_of_programmes(number, programme, desk, executive):
    for each in range(number):
        programme(name=f"برنامج {each}")
    client = desk(executive)
    client.get(SESSIONS)
    assert _queries(client, "/desk/programmes/") == 13


@pytest.mark.parametrize("form", ["decide", "propose", "postpone"])
def test_the_address_of_a_refused_form_leads_to_its_item(desk, secretary, committee, ready, form):
    session = sit(secretary, committee, ready())
    [item] = items_of(session)

    answer = desk(secretary).get(address(session, "items", item.pk, form))

    assert (answer.status_code, answer["Location"]) == (302, address(session, "items", item.pk))
