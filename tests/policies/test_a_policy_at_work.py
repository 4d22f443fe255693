"""A policy that we were shown, read as it is, and complaints, compensation and measures run by it.

Clause by clause of its parts on compensation (4), complaints (5), information (7) and satisfaction (8).
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail

from core import rules as governing
from core.complaints import services
from core.complaints.compensation import NoFaultFound, StageOpen, stages_of
from core.complaints.enums import Finding, OfferKind
from core.complaints.records import Minutes, Ruling
from core.complaints.rules import SettlementFirst
from core.complaints.services import NewOffer
from core.inquiries import mails, subscriptions
from core.inquiries.intake import receive_inquiry
from core.inquiries.liaison import LIAISON, designate, officers_of
from core.inquiries.models import InformationSubscriber
from core.inquiries.publishing import (
    Wording,
    begin_wording,
    edit_entry,
    publish_entry,
    write_entry,
)
from core.inquiries.services import answer_inquiry
from core.rules import CompensationStage, MeasureMethod
from core.satisfaction.models import MeasureRound
from core.satisfaction.schedule import plan_rounds
from core.satisfaction.settings import MEASURES
from foundation import clock
from foundation.errors import WrongState
from policies.compilation import rules_of_draft
from policies.derivation import completed
from policies.drafting import from_reading
from policies.reading.reader import read_text
from tenants.people.roles import Role
from tests.core.complaints.cases import (
    MONEY,
    Cast,
    acknowledge,
    decided,
    fresh,
    investigate,
    minutes,
    new_complaint,
    open_compensation,
    paper,
    receive,
    start_settlement,
    write_and_sign,
)
from tests.core.inquiries.asking import asker
from tests.core.provider import FixedProvider

SEED = "004_fe24d05a9bfeed37.txt"
SEEDS = Path(__file__).parents[3] / "shared" / "policies" / "seeds"


@pytest.fixture
def rules(association):
    if not SEEDS.is_dir():
        pytest.skip("the policies we were shown are not here")
    text = (SEEDS / SEED).read_text(encoding="utf-8")
    content = completed(from_reading(text, read_text(text)))
    before = list(governing._providers)
    provider = FixedProvider(rules_of_draft(content))
    provider.change(in_force_from=clock.now() - timedelta(days=30))
    governing.register(provider)
    yield provider.rules
    governing._providers[:] = before


@pytest.fixture
def cast(rules, make_person):
    return Cast(
        officer=make_person(Role.COMPLAINTS_OFFICER, name="وحدة المتابعة"),
        chair=make_person(Role.INVESTIGATOR, name="رئيس اللجنة"),
        member=make_person(Role.COMMITTEE_MEMBER, name="عضو اللجنة"),
        decider=make_person(Role.EXECUTIVE, name="المدير"),
    )


def test_5_1_complaints_come_by_the_link_and_by_fax_and_go_to_the_follow_up_unit(cast, rules):
    assert rules.complaints.handler == "الوحدة الإدارية المعنية بالمتابعة"
    by_link = receive().case
    by_fax = services.receive_complaint(
        new_complaint(), channel_key="fax", registered_by=cast.officer
    ).case
    assert [fresh(case).assignee for case in (by_link, by_fax)] == [cast.officer] * 2
    assert (by_link.channel_kind, by_fax.channel_kind) == ("website", "fax")
    assert by_link.clocks.get(milestone="complaint_reply").due_at is not None


def test_5_3_a_settlement_is_tried_before_an_investigation(cast):
    case = receive().case
    acknowledge(fresh(case), cast)
    with pytest.raises(SettlementFirst):
        services.open_investigation(case.pk, actor=cast.officer, chair=cast.chair)
    start_settlement(case, cast)
    services.open_investigation(case.pk, actor=cast.officer, chair=cast.chair)
    assert fresh(case).status == "investigating"


def test_4_nothing_begins_before_the_association_is_found_to_be_the_cause(cast):
    case = receive().case
    acknowledge(fresh(case), cast)
    investigate(fresh(case), cast)
    written = services.write_minutes(
        case.pk, actor=cast.chair, content=minutes(Finding.UPHELD, fault=False)
    )
    closed = services.close_minutes(case.pk, actor=cast.chair, revision=written.revision)
    for signer in (cast.chair, cast.member):
        services.sign(case.pk, actor=signer, record_id=closed.pk, digest=closed.digest)
    services.decide(
        case.pk, actor=cast.decider, finding=Finding.UPHELD, reasons=["facts"], explanation="ثبت"
    )
    with pytest.raises(NoFaultFound):
        open_compensation(case, cast)


def test_4_1_to_4_3_minutes_then_ruling_then_negotiation(cast):
    case = receive().case
    acknowledge(fresh(case), cast)
    investigate(fresh(case), cast)
    with pytest.raises(WrongState):
        services.decide(
            case.pk,
            actor=cast.decider,
            finding=Finding.UPHELD,
            reasons=["facts"],
            explanation="ثبت",
        )
    decided(Finding.UPHELD)(fresh(case), cast)
    open_compensation(case, cast)
    case = fresh(case)
    stages = [stage for stage, _words in stages_of(case)]
    assert stages == [
        CompensationStage.COMMITTEE_MINUTES,
        CompensationStage.RULING,
        CompensationStage.NEGOTIATION,
        CompensationStage.ACCEPTANCE,
        CompensationStage.PAYMENT,
    ]
    offered = NewOffer(OfferKind.MONEY, amount=MONEY)
    with pytest.raises(StageOpen) as refused:
        services.offer(case.pk, actor=cast.officer, new=offered)
    assert "صدور حكم قضائي" in str(refused.value)
    ruling = Ruling(needed=False, ruling="لا حاجة إلى حكم: أقرت الجمعية بخطئها")
    services.record_ruling(case.pk, actor=cast.officer, ruling=ruling)
    made = services.offer(case.pk, actor=cast.officer, new=offered)
    services.answer_offer(
        case.pk, actor=None, offer_id=made.pk, accepts=True, paper=paper("قبول.txt")
    )
    services.give(case.pk, actor=cast.officer, transfer_reference="TRF-4")
    assert fresh(case).complaint.compensation == "given"


def test_4_1_minutes_name_damage_size_and_causes_and_carry_every_signature(cast):
    case = receive().case
    acknowledge(fresh(case), cast)
    investigate(fresh(case), cast)
    write_and_sign(fresh(case), cast)
    record = case.complaint.records.get()
    content = Minutes.model_validate(record.content)
    assert all((content.damage, content.size, content.causes))
    assert record.held_on == clock.today()
    signed = record.signatures.values_list("signer__display_name", "stand")
    assert set(signed) == {("رئيس اللجنة", "signed"), ("عضو اللجنة", "signed")}


def test_7_1_the_association_designates_its_liaison_officers_by_field(rules, make_person):
    executive = make_person(Role.EXECUTIVE)
    assert officers_of(rules) == []
    designate("ضابط أول", "الأيتام", actor=executive, revision=LIAISON.revision())
    designate("ضابط ثان", "السكن", actor=executive, revision=LIAISON.revision())
    assert [(each.name, each.field) for each in officers_of(rules)] == [
        ("ضابط أول", "الأيتام"),
        ("ضابط ثان", "السكن"),
    ]


def test_7_2_inquiries_come_by_its_channels_and_are_answered(rules, make_person):
    relations = make_person(Role.RELATIONS_OFFICER)
    answered = []
    for channel in rules.channels:
        case = receive_inquiry(
            channel_key=channel.key,
            question="متى يُصرف الدعم؟",
            asker=asker(),
            registered_by=relations,
        ).case
        answer_inquiry(case.pk, actor=relations, text="في أول كل شهر.")
        case.refresh_from_db()
        answered.append((case.channel_key, case.status))
    assert answered == [(channel.key, "answered") for channel in rules.channels]
    assert len(answered) > 5


def test_7_3_what_changes_is_dated_and_told(rules, make_person, monkeypatch):
    relations = make_person(Role.RELATIONS_OFFICER)
    subscriptions.subscribe(email="reader@mail.example", language="ar")
    subscriptions.confirm(mails.token_of(InformationSubscriber.objects.get().pk))
    entry = write_entry(Wording("متى الدوام؟", "صباحًا"), actor=relations)
    entry = publish_entry(entry.pk, actor=relations)
    draft = begin_wording(entry.pk, actor=relations)
    changed = Wording("متى الدوام؟", "مساءً", change="صار الدوام مساءً")
    edit_entry(draft.pk, changed, actor=relations)
    draft = publish_entry(draft.pk, actor=relations)
    assert draft.published_at is not None
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert mails.tell_everybody() == 1
    assert "صار الدوام مساءً" in mail.outbox[-1].body


def test_8_its_six_measures_are_planned_once_the_association_says_how_often(cast, rules):
    assert [measure.method for measure in rules.satisfaction] == [
        MeasureMethod.SURVEY,
        MeasureMethod.FIELD_SURVEY,
        MeasureMethod.VISIT,
        MeasureMethod.INTERVIEW,
        MeasureMethod.COMPLAINTS_REVIEW,
        MeasureMethod.LIAISON_REVIEW,
    ]
    settings = MEASURES.read()
    plans = {
        method: settings.plan(method).model_copy(update={"months": 3}) for method in MeasureMethod
    }
    MEASURES.write(settings.model_copy(update={"plans": plans}), actor=cast.decider)

    plan_rounds()

    rounds = MeasureRound.objects.order_by("clause_address")
    assert [(each.clause_address, each.method) for each in rounds] == [
        ("3-8-1", "survey"),
        ("3-8-2", "field_survey"),
        ("3-8-3", "visit"),
        ("3-8-4", "interview"),
        ("3-8-5", "complaints_review"),
        ("3-8-6", "liaison_review"),
    ]
    assert all(each.due_on > clock.today() for each in rounds)
