"""Complaints of a world: one decided on signed minutes with papers, a confidential one, an action."""

from datetime import timedelta
from typing import Any

from core.beneficiaries.services import BeneficiaryData
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.complaints import services
from core.complaints.enums import Confidentiality, Finding, RightsClass, Severity
from core.complaints.intake import NewComplaint
from core.complaints.models import ComplaintRecord, SystemicAction
from core.complaints.records import Evidence, Minutes
from core.rules import in_force
from foundation import clock, uploads
from tenants.people.models import User
from tenants.people.roles import Role

EVERY = "every"


def keep_complaints(
    words: dict[str, str], secret: dict[str, str], people: dict[str, User]
) -> dict[str, list[Any]]:
    officer = people[EVERY]
    decided, open_one = (
        _receive(words, secret, officer, confidentiality)
        for confidentiality in (Confidentiality.NAMED, Confidentiality.CONFIDENTIAL)
    )
    secret["confidential complainant"] = f"{words['complainant']} سرًا"
    papers = _investigate(decided, words, people)
    action = _action(decided, words, officer)
    return {
        "complaint_id": [decided.pk, open_one.pk],
        "receipt_key": [decided.complaint.receipt_key, open_one.complaint.receipt_key],
        "record_id": [each.pk for each in papers],
        "complaint_file_id": [papers[0].paper_id],
        "action_id": [action.pk],
    }


def belonging(ids: dict[str, list[Any]]) -> set[tuple[Any, Any]]:
    decided = ids["complaint_id"][0]
    return {(decided, each) for each in (*ids["record_id"], *ids["complaint_file_id"])}


def _receive(
    words: dict[str, str], secret: dict[str, str], officer: User, confidentiality: Confidentiality
) -> Case:
    hidden = " سرًا" if confidentiality == Confidentiality.CONFIDENTIAL else ""
    paper = uploads.store(words["complaint"].encode(), name="paper.txt", media_type="text/plain")
    received = services.receive_complaint(
        NewComplaint(
            confidentiality=confidentiality,
            text=words["complaint"],
            title=words["complaint title"],
            subject_key="delay",
            wanted=words["complaint wish"],
            person=BeneficiaryData(name=f"{words['complainant']}{hidden}", mobile="0551112223"),
            documents=[NewDocument(paper, words["complaint title"])],
        ),
        channel_key=in_force(clock.now()).channels[0].key,
        registered_by=officer,
    )
    case = received.case
    if confidentiality == Confidentiality.NAMED:
        secret["complaint code"] = received.tracking_code or ""
    services.triage(
        case.pk,
        actor=officer,
        subject_key="delay",
        severity=Severity.HIGH,
        rights_class=RightsClass.ORDINARY,
        note=words["complaint note"],
    )
    services.acknowledge(case.pk, actor=officer)
    services.write_to_complainant(case.pk, actor=officer, text=words["complaint letter"])
    services.name_party(case.pk, actor=officer, name=words["supplier"])
    return case


def _investigate(
    case: Case, words: dict[str, str], people: dict[str, User]
) -> list[ComplaintRecord]:
    chair, member = people[Role.INVESTIGATOR], people[Role.COMMITTEE_MEMBER]
    services.open_investigation(
        case.pk,
        actor=people[EVERY],
        chair=chair,
        members=[member],
        why_not_settled=words["complaint note"],
    )
    scan = uploads.store(words["complaint"].encode(), name="scan.txt", media_type="text/plain")
    evidence = services.add_record(
        case.pk,
        actor=member,
        content=Evidence(title=words["evidence title"], shows=words["complaint note"]),
        paper=scan,
    )
    minutes = Minutes(
        present=(chair.display_name,),
        facts=words["complaint minutes"],
        fault=True,
        finding=Finding.UPHELD,
    )
    written = services.write_minutes(case.pk, actor=chair, content=minutes)
    closed = services.close_minutes(case.pk, actor=chair, revision=written.revision)
    for signer in (chair, member):
        services.sign(case.pk, actor=signer, record_id=closed.pk, digest=closed.digest)
    services.decide(
        case.pk,
        actor=people[EVERY],
        finding=Finding.UPHELD,
        reasons=["facts"],
        explanation=words["complaint decision"],
    )
    return [evidence, closed]


def _action(case: Case, words: dict[str, str], officer: User) -> SystemicAction:
    return services.create_action(
        actor=officer,
        title=words["systemic action"],
        plan=words["complaint note"],
        owner=officer,
        due_on=clock.today() + timedelta(days=9),
        complaints=[case.pk],
    )
