"""What a reception keeps of who complains, by how they wish it."""

from uuid import uuid4

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.models import Beneficiary
from core.complaints import services
from core.complaints.enums import Confidentiality, RightsClass
from core.complaints.models import Involvement
from core.complaints.receipts import filed_digest, proof_of
from core.complaints.rules import (
    AnonymousNotTaken,
    OnlyByCode,
    OnlyInConfidence,
    UnknownSubject,
    WhoComplained,
)
from core.complaints.settings import SETTINGS, ComplaintSettings
from core.rules import ComplaintsRule, Milestone
from foundation.errors import NotAllowed
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.complaints.cases import (
    TERMS,
    bring_to,
    fresh,
    new_complaint,
    paper,
    person,
    receive,
)
from tests.core.provider import RULES

MOBILE = "+966551234567"


def test_who_complains_by_name_has_a_file_and_a_number(cast):
    case = fresh(receive(person=person(email="noura@example.org")).case)
    assert case.beneficiary.name == "نورة بنت سالم"
    assert (case.reply_email, case.reply_mobile) == ("noura@example.org", MOBILE)
    assert case.complaint.identity is None


def test_who_complains_in_confidence_is_sealed_and_has_no_file(cast):
    case = fresh(
        receive(
            confidentiality=Confidentiality.CONFIDENTIAL, person=person(email="noura@example.org")
        ).case
    )
    assert (case.beneficiary, case.reply_mobile) == (None, None)
    assert case.complaint.identity == {
        "name": "نورة بنت سالم",
        "identity_number": "",
        "mobile": MOBILE,
        "email": "noura@example.org",
    }
    assert Beneficiary.objects.count() == 0


def test_of_who_complains_anonymously_nothing_is_kept_and_it_came_at_the_full_hour(cast):
    case = fresh(
        services.receive_complaint(
            new_complaint(confidentiality=Confidentiality.ANONYMOUS),
            channel_key="website",
            registered_by=None,
        ).case
    )
    assert (case.beneficiary, case.reply_email, case.reply_mobile) == (None, None, None)
    assert case.complaint.identity is None
    assert (case.received_at.minute, case.received_at.second) == (0, 0)
    assert case.messages.count() == 0


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"confidentiality": Confidentiality.NAMED, "person": None}, WhoComplained),
        ({"subject_key": "unheard_of"}, UnknownSubject),
        (
            {
                "confidentiality": Confidentiality.CONFIDENTIAL,
                "reply_channel": ReplyChannel.PHONE,
            },
            OnlyInConfidence,
        ),
        (
            {"confidentiality": Confidentiality.ANONYMOUS, "reply_channel": ReplyChannel.EMAIL},
            OnlyByCode,
        ),
    ],
)
def test_what_cannot_be_is_refused(cast, said, error):
    with pytest.raises(error):
        receive(**said)


@pytest.mark.parametrize(
    ("by_policy", "by_settings", "taken"),
    [(None, True, True), (None, False, False), (True, False, True), (False, True, False)],
)
def test_whether_anonymous_ones_are_taken(cast, policy, by_policy, by_settings, taken):
    policy.change(complaints=ComplaintsRule(anonymous=by_policy))
    SETTINGS.write(ComplaintSettings(anonymous=by_settings), actor=cast.decider)
    if taken:
        assert receive(confidentiality=Confidentiality.ANONYMOUS).case.pk
        return
    with pytest.raises(AnonymousNotTaken):
        receive(confidentiality=Confidentiality.ANONYMOUS)


def test_the_receipt_proves_what_was_filed_and_nothing_else(cast):
    case = fresh(receive().case)
    proof = proof_of(case.complaint.receipt_key)
    assert (proof.reference, proof.digest) == (case.reference, case.complaint.filed_digest)
    assert filed_digest(case, case.complaint, ()) == proof.digest
    case.description += "."
    assert filed_digest(case, case.complaint, ()) != proof.digest
    assert proof_of("unheard-of") is None


def test_a_sensitive_subject_is_sensitive_at_once_and_answered_faster(cast):
    ordinary, sensitive = (fresh(receive(subject_key=key).case) for key in ("delay", "abuse"))
    assert sensitive.complaint.rights_class == RightsClass.SENSITIVE
    due = [
        min(
            case.clocks.filter(milestone=Milestone.COMPLAINT_REPLY).values_list(
                "due_at", flat=True
            )
        )
        for case in (ordinary, sensitive)
    ]
    assert due[1] < due[0]


def test_where_the_policy_promises_no_date_the_association_s_own_holds(cast, policy):
    policy.change(deadlines=RULES.deadlines)
    SETTINGS.write(ComplaintSettings(reply_days=3), actor=cast.decider)
    clock = receive().case.clocks.get(milestone=Milestone.COMPLAINT_REPLY)
    assert (clock.rule_key, clock.term["maximum"]["value"]) == ("association.complaint_reply", 3)
    assert "3" in clock.clause_text


def test_a_repeated_sending_is_one_complaint(cast):

    operation = uuid4()
    first, second = receive(operation_id=operation), receive(operation_id=operation)
    assert (first.case.pk, first.tracking_code) == (second.case.pk, second.tracking_code)
    assert StoredFile.objects.count() == 0


def test_only_who_may_takes_complaints_in(cast, make_person):

    with pytest.raises(NotAllowed):
        receive(make_person(Role.AUDITOR))
    assert receive(make_person(Role.RELATIONS_OFFICER)).case.registered_by is not None


def test_nobody_answers_or_appeals_for_somebody_who_is_anonymous(cast):
    case = bring_to("settling", cast, confidentiality=Confidentiality.ANONYMOUS)
    record = services.propose_settlement(case.pk, actor=cast.officer, terms=TERMS)
    with pytest.raises(OnlyByCode):
        services.answer_settlement(
            case.pk,
            actor=cast.officer,
            accepts=True,
            digest=record.digest,
            paper=paper("تسوية.txt"),
        )
    decided = bring_to("not_upheld", cast, confidentiality=Confidentiality.ANONYMOUS)
    with pytest.raises(OnlyByCode):
        services.appeal(decided.pk, actor=cast.officer, grounds="لم يُسمع الشاهد")


def test_what_a_rule_found_is_not_taken_back(cast):
    case = receive(about_management=True).case
    row = case.complaint.involvements.get(part="about")
    with pytest.raises(Involvement.DoesNotExist):
        services.unname_party(case.pk, actor=cast.officer, involvement_id=row.pk)
