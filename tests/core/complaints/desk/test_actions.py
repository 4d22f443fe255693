"""Every action through its page, once; and what is refused comes back whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.cases.enums import CaseStatus as S
from core.complaints import queries, services
from core.complaints.desk.actions import ACTIONS
from core.complaints.enums import (
    CompensationState,
    Confidentiality,
    OfferKind,
    Part,
    RecordKind,
    RightsClass,
)
from core.complaints.services import NewOffer
from core.notices.models import Notice
from tenants.people.roles import Role
from tests.core.complaints import cases
from tests.core.complaints.cases import bring_to, fresh

DISSENT = "لا أرى أن السبب سقوط الاسم"


@pytest.fixture
def act(desk):
    """act(case, person, "triage", **values): what the browser gets."""
    return lambda case, actor, path, /, **values: desk(actor).post(
        f"/desk/complaints/{case.pk}/do/{path}/", values
    )


def upload(name="قبول.txt"):
    return SimpleUploadedFile(name, b"signed", content_type="text/plain")


def last_note(case) -> str:
    return case.events.order_by("-happened_at", "-pk")[0].note


MINUTES = {
    "facts": "لم تُسجَّل السلة",
    "fault": "yes",
    "damage": "تأخر الغذاء",
    "finding": "upheld",
}


@pytest.mark.parametrize(
    ("start", "who", "name", "values", "end"),
    [
        (S.ACKNOWLEDGED, "officer", "start-settlement", {"note": ""}, S.SETTLING),
        (S.ACKNOWLEDGED, "officer", "ask", {"question": "متى؟"}, S.WAITING_FOR_BENEFICIARY),
        (S.ACKNOWLEDGED, "officer", "withdraw", {"reason": "انتهى الأمر"}, S.WITHDRAWN),
        (
            S.ACKNOWLEDGED,
            "officer",
            "turn-away",
            {"reason_key": "double", "explanation": "مفتوحة من قبل"},
            S.CLOSED,
        ),
        (S.UPHELD, "officer", "open-compensation", {"note": ""}, S.COMPENSATING),
        (S.NOT_UPHELD, "officer", "resolve", {"done": "بُيّن السبب"}, S.RESOLVED),
        (S.RESOLVED, "officer", "close", {"note": ""}, S.CLOSED),
        (S.RESOLVED, "officer", "reopen", {"why": "ظهر جديد"}, S.ACKNOWLEDGED),
    ],
)
def test_each_step_takes_the_complaint_on(cast, act, start, who, name, values, end):
    case = bring_to(start, cast)

    response = act(case, getattr(cast, who), name, **values)

    assert (response.status_code, response["Location"]) == (302, f"/desk/complaints/{case.pk}/")
    assert fresh(case).status == end


def test_assessed_then_acknowledged(cast, act):
    case = bring_to(S.RECEIVED, cast)

    early = act(case, cast.officer, "acknowledge", note="وصلت")
    act(
        case,
        cast.officer,
        "triage",
        subject_key="quality",
        severity="high",
        rights_class="sensitive",
        note="عاجل",
    )
    act(case, cast.officer, "acknowledge", note="وصلت")

    case = fresh(case)
    assert (early.status_code, "First assess it" in early.content.decode()) == (409, True)
    assert "وصلت" in early.content.decode()
    assert (case.complaint.subject_key, case.complaint.severity) == ("quality", "high")
    assert (case.complaint.rights_class, case.status) == (RightsClass.SENSITIVE, S.ACKNOWLEDGED)


def test_settlement_is_put_on_paper_answered_and_done(cast, act):
    case = bring_to(S.SETTLING, cast)
    terms = {"terms": "تُسلَّم السلة", "association_does": "التسليم", "until": "01/12/2027"}

    act(case, cast.officer, "propose-settlement", **terms)
    record = cases.last_settlement(case)
    page = act(case, cast.officer, "settle").content.decode()
    act(
        case,
        cast.officer,
        "answer-settlement",
        accepts="yes",
        words="نعم",
        digest=record.digest,
    )
    without_paper = fresh(case).complaint.records.get().signatures.filter(stand="awaited").count()
    act(
        case,
        cast.officer,
        "answer-settlement",
        accepts="yes",
        words="نعم",
        digest=record.digest,
        file=SimpleUploadedFile("signed.txt", b"signed", "text/plain"),
    )
    act(case, cast.officer, "settle", note="تم")

    assert record.content["terms"] == "تُسلَّم السلة"
    assert "Both sides must accept" in page
    assert without_paper == 1
    assert fresh(case).status == S.SETTLED


def test_investigation_is_opened_with_people_without_conflict(cast, act, desk, make_person):
    case = bring_to(S.ACKNOWLEDGED, cast)
    accused = make_person(Role.RELATIONS_OFFICER, name="المشتكى منه")
    services.name_party(case.pk, actor=cast.officer, person=accused)
    team = {"chair": cast.chair.pk, "members": [cast.member.pk]}

    offered = desk(cast.officer).get(f"/desk/complaints/{case.pk}/").content.decode()
    chosen = act(case, cast.officer, "open-investigation", chair=accused.pk)
    unsaid = act(case, cast.officer, "open-investigation", **team)
    act(case, cast.officer, "open-investigation", **team, why_not_settled="لا يقبل الصلح")

    block = offered.split('id="do-open-investigation"')[1].split("</details>")[0]
    assert ("رئيس التحقيق" in block, "المشتكى منه" in block) == (True, False)
    assert (chosen.status_code, unsaid.status_code) == (400, 409)
    assert "amicable settlement to be tried first" in unsaid.content.decode()
    assert fresh(case).status == S.INVESTIGATING
    assert queries.investigators(fresh(case).complaint) == [cast.chair, cast.member]


def test_records_of_the_investigation(cast, act):
    case = bring_to(S.INVESTIGATING, cast)

    act(case, cast.member, "plan", questions="هل سُجّلت؟", steps="سماع", to_be_heard="المستودع")
    act(
        case,
        cast.member,
        "interview",
        who="أمين المستودع",
        said="لم يصلني الاسم",
        held_on="01/01/2020",
        file=upload("أقوال.txt"),
    )
    act(case, cast.member, "evidence", title="كشف التسليم", shows="سقط الاسم", file=upload())
    refused = act(case, cast.member, "interview", who="مدير", said="قال", held_on="01/01/2030")

    records = queries.records(case.complaint)
    assert [each.kind for each in records] == ["plan", "interview", "evidence"]
    assert records[1].paper.name == "أقوال.txt"
    assert (refused.status_code, "The day lies in the future" in refused.content.decode()) == (
        400,
        True,
    )


def test_minutes_are_written_closed_signed_and_dissented_from(cast, act, desk):
    case = bring_to(S.INVESTIGATING, cast)

    act(case, cast.chair, "write-minutes", **MINUTES)
    act(case, cast.chair, "write-minutes", **MINUTES | {"facts": "سقط الاسم من الكشف"})
    record = queries.open_minutes(case.complaint)
    act(case, cast.chair, "close-minutes", revision=record.revision)
    record = queries.latest_record(case.complaint, RecordKind.MINUTES)
    place = f"/desk/complaints/{case.pk}/records/{record.pk}/sign/"
    said = {"digest": record.digest, "signature_declared": "yes"}
    signed = desk(cast.chair).post(place, said | {"stand": "signed"})
    mute = desk(cast.member).post(place, said | {"stand": "dissented"})
    desk(cast.member).post(place, said | {"stand": "dissented", "words": DISSENT})
    early = act(case, cast.officer, "decide")
    act(
        case,
        cast.decider,
        "decide",
        finding="upheld",
        reasons=["facts"],
        explanation="ثبت ما قيل",
    )

    assert record.content["facts"] == "سقط الاسم من الكشف"
    assert (signed.status_code, mute.status_code, early.status_code) == (302, 400, 403)
    assert "Say what you do not agree with." in mute.content.decode()
    page = desk(cast.decider).get(f"/desk/complaints/{case.pk}/records/{record.pk}/")
    assert DISSENT in page.content.decode()
    assert fresh(case).status == S.UPHELD


def test_who_neither_signs_nor_declares_has_not_signed(cast, desk, act):
    case = bring_to(S.INVESTIGATING, cast)
    act(case, cast.chair, "write-minutes", **MINUTES)
    act(case, cast.chair, "close-minutes", revision=1)
    record = queries.latest_record(case.complaint, RecordKind.MINUTES)

    answer = desk(cast.chair).post(
        f"/desk/complaints/{case.pk}/records/{record.pk}/sign/",
        {"digest": record.digest, "stand": "signed"},
    )

    assert (answer.status_code, "tick the declaration" in answer.content.decode()) == (400, True)
    assert record.signatures.filter(signed_at__isnull=False).count() == 0


def test_chair_notes_that_a_member_does_not_sign(cast, act):
    case = bring_to(S.INVESTIGATING, cast)
    act(case, cast.chair, "write-minutes", **MINUTES)
    act(case, cast.chair, "close-minutes", revision=1)

    act(case, cast.chair, "note-refusal", signer=cast.member.pk, words="سافر قبل التوقيع")

    record = queries.latest_record(case.complaint, RecordKind.MINUTES)
    assert record.signatures.get(signer=cast.member).words == "سافر قبل التوقيع"


def test_team_is_changed_before_the_minutes(cast, act, make_person):
    case = bring_to(S.INVESTIGATING, cast)
    other = make_person(Role.INVESTIGATOR, name="محقق آخر")

    act(case, cast.officer, "change-team", chair=cast.chair.pk, members=[other.pk])

    assert queries.investigators(case.complaint) == [cast.chair, other]


def test_compensation_from_ruling_to_proof(cast, act):
    case = bring_to(S.COMPENSATING, cast)

    early = act(case, cast.officer, "offer", kind="money", amount="500")
    act(case, cast.officer, "ruling", needed="no", ruling="اتفق الطرفان بلا حكم")
    nothing = act(case, cast.officer, "offer", kind="money", amount="")
    act(case, cast.officer, "offer", kind="money", amount="٥٠٠", what="نقدًا")
    made = queries.open_offer(case.complaint)
    unsigned = act(case, cast.officer, "answer-offer", offer=made.pk, accepts="yes")
    act(case, cast.officer, "answer-offer", offer=made.pk, accepts="yes", file=upload())
    unproved = act(case, cast.officer, "give")
    act(case, cast.officer, "give", transfer_reference="TRF-7", file=upload("إيصال.txt"))
    act(case, cast.officer, "resolve", done="سُلّم التعويض")

    given = queries.accepted_offer(case.complaint)
    assert [each.status_code for each in (early, nothing, unsigned, unproved)] == [
        409, 400, 400, 400,
    ]  # fmt: skip
    assert (given.amount, given.signature.name, given.proof.name) == (500, "قبول.txt", "إيصال.txt")
    assert fresh(case).complaint.compensation == CompensationState.GIVEN
    assert fresh(case).status == S.RESOLVED


def test_negotiation_ends_without_agreement(cast, act):
    case = bring_to(S.COMPENSATING, cast)

    mute = act(case, cast.officer, "end-without", why="")
    act(case, cast.officer, "end-without", why="لم يُقبل أي عرض")

    assert mute.status_code == 400
    assert fresh(case).complaint.compensation == CompensationState.REFUSED


def test_parties_are_named_and_taken_back(cast, act, make_person):
    case = bring_to(S.ACKNOWLEDGED, cast)

    nobody = act(case, cast.officer, "name-party")
    act(case, cast.officer, "name-party", name="مورّد السلال", note="تأخر في التوريد")
    row = queries.involved(case.complaint, Part.ABOUT).get()
    act(case, cast.officer, "unname-party", party=row.pk)

    assert (nobody.status_code, row.name) == (400, "مورّد السلال")
    assert queries.involved(case.complaint, Part.ABOUT).count() == 0


def test_whoever_names_somebody_close_to_them_sees_it_no_more(cast, act, desk, make_person):
    case = bring_to(S.ACKNOWLEDGED, cast)
    make_person(Role.COMPLAINTS_OFFICER, name="زميلة")
    cast.officer.manager = chief = make_person(Role.RELATIONS_OFFICER, name="الرئيس")
    cast.officer.save(update_fields=["manager"])

    response = act(case, cast.officer, "name-party", person=chief.pk)

    assert (response.status_code, response["Location"]) == (302, "/desk/complaints/")
    assert desk(cast.officer).get(f"/desk/complaints/{case.pk}/").status_code == 404
    assert fresh(case).assignee.display_name == "زميلة"


def test_given_to_somebody_else_and_withdrawn_from(cast, act, desk, make_person):
    case = bring_to(S.ACKNOWLEDGED, cast)
    other = make_person(Role.COMPLAINTS_OFFICER, name="زميلة")

    act(case, cast.officer, "assign", handler=other.pk)
    handed = fresh(case).assignee
    response = act(case, other, "recuse", reason="قريبتي")

    assert (handed, fresh(case).assignee) == (other, cast.officer)
    assert response["Location"] == "/desk/complaints/"
    assert desk(other).get(f"/desk/complaints/{case.pk}/").status_code == 404


def test_appeal_becomes_a_complaint_that_they_do_not_open(cast, act, desk):
    case = bring_to(S.NOT_UPHELD, cast)

    act(case, cast.officer, "appeal", grounds="لم يُسمع الشاهد")

    second = case.appeals.get()
    assert second.description == "لم يُسمع الشاهد"
    assert desk(cast.officer).get(f"/desk/complaints/{second.pk}/").status_code == 404
    assert (
        str(second.pk)
        not in desk(cast.officer).get(f"/desk/complaints/{case.pk}/").content.decode()
    )


def test_taken_to_an_outside_authority(cast, act):
    case = bring_to(S.NOT_UPHELD, cast)

    act(case, cast.officer, "take-outside", authority="المركز", reason="لم يرضَ", number="12")

    record = queries.latest_record(case.complaint, RecordKind.OUTSIDE)
    assert record.content["authority"] == "المركز"


def test_letters_notes_and_documents(cast, act, desk):
    case = bring_to(S.ACKNOWLEDGED, cast)

    act(case, cast.officer, "write", text="نعمل على شكواكم", file=upload("بيان.txt"))
    act(case, cast.officer, "note", text="يُراجع الكشف")
    act(case, cast.officer, "document", purpose="كشف التسليم", file=upload("كشف.txt"))
    mute = act(case, cast.officer, "write", text="")

    page = desk(cast.officer).get(f"/desk/complaints/{case.pk}/").content.decode()
    assert [word in page for word in ("نعمل على شكواكم", "يُراجع الكشف", "كشف التسليم")] == [
        True
    ] * 3
    assert mute.status_code == 400


def test_identity_needs_two_people(cast, act, desk):
    case = cases.receive(confidentiality=Confidentiality.CONFIDENTIAL).case
    place = f"/desk/complaints/{case.pk}/"
    cases.triage(case, cast.officer)

    closed = desk(cast.officer).post(f"{place}identity/")
    act(case, cast.officer, "ask-reveal", reason="لسماع أقواله")
    own = act(case, cast.officer, "answer-reveal", agrees="yes")
    act(case, cast.decider, "answer-reveal", agrees="yes", words="لا بد منه")
    shown = desk(cast.officer).post(f"{place}identity/")
    seen_by_decider = desk(cast.decider).post(f"{place}identity/")

    assert (closed.status_code, own.status_code, seen_by_decider.status_code) == (404, 403, 404)
    assert "نورة بنت سالم" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    page = desk(cast.officer).get(place).content.decode()
    assert ("نورة بنت سالم" in page, "saw who complained" in page) == (False, True)


def test_identity_of_a_sensitive_complaint_opens_before_any_investigation(cast, act, desk):
    case = cases.receive(confidentiality=Confidentiality.CONFIDENTIAL, subject_key="abuse").case
    place = f"/desk/complaints/{case.pk}/"
    unseen = desk(cast.decider).get(place).status_code

    act(case, cast.officer, "ask-reveal", reason="خطر على أهل البيت")
    told = list(
        Notice.objects.filter(case=case, kind="reveal_asked").values_list("recipient", flat=True)
    )
    act(case, cast.decider, "answer-reveal", agrees="yes")

    shown = desk(cast.officer).post(f"{place}identity/").content.decode()
    assert (unseen, told) == (404, [cast.decider.pk])
    assert "نورة بنت سالم" in shown


def test_whoever_agreed_may_investigate_and_then_another_decides(cast, make_person):
    other = make_person(Role.EXECUTIVE, name="نائب المدير")
    case = cases.receive(confidentiality=Confidentiality.CONFIDENTIAL, subject_key="abuse").case
    services.ask_reveal(case.pk, actor=cast.officer, reason="خطر على أهل البيت")
    [first] = queries.involved(case.complaint, Part.DECIDER)
    cases.acknowledge(case, cast)

    services.open_investigation(
        case.pk, actor=cast.officer, chair=first.person, why_not_settled="لا سبيل"
    )

    [now] = queries.involved(case.complaint, Part.DECIDER)
    assert {first.person.pk, now.person.pk} == {cast.decider.pk, other.pk}


def test_a_settlement_cannot_be_promised_for_a_day_gone_by(cast, act):
    case = bring_to(S.SETTLING, cast)

    page = act(case, cast.officer, "propose-settlement", terms="اعتذار", until="01/01/2020")

    assert (page.status_code, "The day has passed." in page.content.decode()) == (400, True)
    assert case.complaint.records.count() == 0


def test_identity_stays_closed(cast, act, desk):
    case = cases.receive(confidentiality=Confidentiality.CONFIDENTIAL).case
    cases.triage(case, cast.officer)
    act(case, cast.officer, "ask-reveal", reason="لسماع أقواله")

    act(case, cast.decider, "answer-reveal", agrees="no", words="لا حاجة")

    assert desk(cast.officer).post(f"/desk/complaints/{case.pk}/identity/").status_code == 404


def test_what_changed_meanwhile_is_not_overwritten(cast, desk):
    case = bring_to(S.ACKNOWLEDGED, cast)
    browser = desk(cast.officer)
    place = f"/desk/complaints/{case.pk}/"
    seen = browser.get(place).content.decode().split('name="seen" value="')[1].split('"')[0]
    cases.triage(case, cast.officer)

    refused = browser.post(f"{place}do/ask/", {"question": "متى كان؟", "seen": seen})

    assert (refused.status_code, "متى كان؟" in refused.content.decode()) == (409, True)
    assert "This complaint changed after you opened it" in refused.content.decode()


def test_kept_words_of_a_refused_form(cast, act):
    case = bring_to(S.RECEIVED, cast)
    cases.triage(case, cast.officer)

    refused = act(case, cast.officer, "turn-away", reason_key="double", explanation="  ")
    long = act(case, cast.officer, "turn-away", reason_key="none", explanation="مكررة حقًا")

    assert (refused.status_code, long.status_code) == (400, 400)
    assert "مكررة حقًا" in long.content.decode()


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_no_action_is_open_to_who_is_kept_out(cast, act, make_person, name):
    case = bring_to(S.ACKNOWLEDGED, cast)
    outsider = make_person(Role.RELATIONS_OFFICER, Role.ADMINISTRATOR, name="غريب")

    assert act(case, outsider, name).status_code == 404


def test_an_action_that_does_not_exist(cast, act):
    assert act(bring_to(S.RECEIVED, cast), cast.officer, "burn").status_code == 404


def test_address_of_an_action_leads_to_the_page(cast, desk):
    case = bring_to(S.RECEIVED, cast)

    answer = desk(cast.officer).get(f"/desk/complaints/{case.pk}/do/triage/")

    assert answer["Location"] == f"/desk/complaints/{case.pk}/"


def test_an_older_offer_is_not_answered(cast, act):
    case = bring_to(S.COMPENSATING, cast)
    cases.rule_not_needed(case, cast)
    old = services.offer(
        case.pk, actor=cast.officer, new=NewOffer(OfferKind.MONEY, amount=cases.MONEY)
    )
    services.offer(case.pk, actor=cast.officer, new=NewOffer(OfferKind.REMEDY, what="سلتان"))

    answer = act(case, cast.officer, "answer-offer", offer=old.pk, accepts="no", words="قليل")

    assert (answer.status_code, "قليل" in answer.content.decode()) == (409, True)
