"""The way of a demo association's document: upload, answers, board, force."""

from datetime import timedelta

from demo.cast import Company
from demo.documents import document
from foundation import clock
from policies.checking import fingerprint, open_errors
from policies.content import Officer
from policies.models import PolicyVersion
from policies.services import (
    accept_finding,
    edit_content,
    override_finding,
    record_approval,
    send_to_board,
    upload_document,
)
from tenants.people.models import User
from tenants.people.roles import Role

DAYS_IN_FORCE = 60
OFFICERS = (
    Officer(name="منال الدوسري", field="الأسر والأيتام", contact="المكتب رقم ٣"),
    Officer(name="عبدالعزيز الشمراني", field="السكن والإيجار", contact="المكتب رقم ٥"),
)


def bring_policy_into_force(company: Company, people: dict[Role, User]) -> PolicyVersion:
    day = clock.now() - timedelta(days=DAYS_IN_FORCE)
    with clock.standing_at(day):
        officer = people[Role.POLICY_OFFICER]
        version = upload_document(
            document(company.document), filename=f"{company.document}.txt", actor=officer
        )
        content = version.load_content().model_copy(update={"liaison_officers": OFFICERS})
        version = edit_content(
            version.pk, actor=officer, revision=version.revision, content=content
        )
        for finding in version.load_findings():
            if finding.severity == "error":
                accept_finding(
                    version.pk,
                    actor=officer,
                    finding=fingerprint(finding),
                    reason="اطلع المجلس على الملاحظة وأبقى النص كما هو.",
                )
        sent = send_to_board(version.pk, actor=officer)
        for finding in open_errors(sent):
            override_finding(
                sent.pk,
                actor=people[Role.BOARD_SECRETARY],
                finding=fingerprint(finding),
                reason="نوقشت الملاحظة في الجلسة وأقر المجلس النص كما هو.",
            )
        said = version.load_reading().approval
        return record_approval(
            version.pk,
            actor=people[Role.BOARD_SECRETARY],
            body=said.body or "مجلس الإدارة",
            session_number=said.session_number,
            session_ordinal=said.session_ordinal,
            gregorian_date=said.gregorian_date or "",
            chairman=said.chairman or "",
        )
