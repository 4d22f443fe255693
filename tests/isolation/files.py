"""What an association knows of its beneficiaries beside their cases, for the world of the isolation tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.beneficiaries.consents import ConsentData, record_consent
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose, Relation
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.papers import add_paper
from core.beneficiaries.services import BeneficiaryData, receive_beneficiary
from core.beneficiaries.social_file import SocialFile, save_social_file
from core.people_desk.merging import Seen, merge_files
from foundation import clock
from foundation.uploads import check_file
from tenants.people.models import User


def keep_files(person_id: UUID, words: dict[str, str], actor: User) -> dict[str, list[Any]]:
    """Of this person, and of two others of the same name: one is a duplicate, one was merged."""
    soon = clock.today() + timedelta(days=9)
    paper = check_file(words["document content"].encode(), name="paper.txt")
    person = Beneficiary.objects.get(pk=person_id)
    related = add_related(
        person_id,
        actor=actor,
        revision=person.revision,
        related=RelatedData(
            relation=Relation.DELEGATE, name=words["relative"], acts_until=soon, note=words["note"]
        ),
    )
    consent = record_consent(
        person_id,
        actor=actor,
        consent=ConsentData(ConsentPurpose.KEEPING, ConsentMethod.PAPER, soon),
        evidence=paper,
    )
    kept = add_paper(
        person_id, actor=actor, file=paper, purpose=words["person paper"], expires_on=soon
    )
    save_social_file(
        person_id, actor=actor, version="", social_file=SocialFile(notes=words["social note"])
    )
    twin, gone = (
        receive_beneficiary(
            BeneficiaryData(name=words["beneficiary name"], mobile=f"0{words['mobile']}"),
            actor=actor,
        )
        for _time in range(2)
    )
    person.refresh_from_db()
    merge = merge_files(
        person_id,
        gone.pk,
        actor=actor,
        taken=frozenset(),
        seen=Seen(person.revision, gone.revision),
        reason=words["note"],
    )
    return {
        "person_id": [person_id, twin.pk],
        "other_id": [twin.pk],
        "related_id": [related.pk],
        "consent_id": [consent.pk],
        "paper_id": [kept.pk],
        "person_file_id": [kept.file_id, consent.evidence_id],
        "merge_id": [merge.pk],
    }
