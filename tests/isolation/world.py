"""Two associations with the same life, each with words of its own that must never reach the other."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from PIL import Image

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases.enums import CaseStatus
from core.cases.models import Case, CaseDocument
from core.cases.papers import NewDocument
from core.deadlines.queries import clocks_of
from core.messages.models import OutgoingMessage
from core.messages.services import send_message
from core.messages.templating import Template, save_template
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.notices.services import notify_many
from core.request_types.models import RequestTypeVersion
from core.request_types.services import begin_draft
from core.research.services import plan_visit
from core.rules import Stage, in_force
from core.satisfaction.services import rate_case
from core.service_requests import services
from core.service_requests.enums import (
    ContactDirection,
    DeliveryMethod,
    DeliveryState,
    Outcome,
)
from core.service_requests.intake import IntakeDetails
from core.service_requests.models import Delivery
from core.service_requests.tasks import read_paper
from demo.cases import identity_number
from foundation import clock, codes, uploads
from policies.acknowledging.daily import remind_of_review
from policies.acknowledging.services import sign
from policies.board.tokens import ballot_token
from policies.checking import fingerprint, open_errors
from policies.content import AcknowledgementRule, ReviewRule
from policies.importing.services import begin_import
from policies.models import PolicySubscriber, PolicyVersion
from policies.publishing import mails, subscriptions
from policies.services import (
    accept_finding,
    add_comment,
    draft_from_version,
    edit_content,
    open_vote,
    override_finding,
    paste_text,
    record_approval,
    resolve_comment,
    send_to_board,
)
from policies.services.ballots import Member
from tenants.jobs import defer
from tenants.models import Association
from tenants.people.models import ApiToken, User
from tenants.people.reset_tokens import PasswordResetTokens
from tenants.people.roles import Role
from tenants.people.services import create_person, invite_person, issue_token
from tenants.people.tokens import invitation_token
from tenants.schemas import PUBLIC, entered
from tests.core.request_types.contents import content, publish
from tests.core.request_types.contents import field as form_field
from tests.core.requests import bring_to, do_steps, settle_everything
from tests.isolation import complaints
from tests.isolation.committee import belonging, keep_sessions
from tests.isolation.complaints import keep_complaints
from tests.isolation.files import keep_files
from tests.isolation.imports import keep_imports
from tests.isolation.inquiries import keep_inquiries
from tests.isolation.mails import keep_mails
from tests.isolation.measures import keep_measures
from tests.policies.contents import TEXT

PASSWORD = "a long enough password"
NOBODY = "nobody"  # signed in, without any role
EVERY = "every"  # signed in, with every role


@dataclass
class World:
    """`shown`: words that its own people can find on some page; `secret`: words on no page at all.

    `ids`: for the name of an address's argument, the values that it can have here.
    `together`: of those, a whole and a part of it, beside the first of each, which belong together.
    """

    association: Association
    shown: dict[str, str]
    secret: dict[str, str] = field(default_factory=dict)
    ids: dict[str, list[Any]] = field(default_factory=dict)
    together: set[tuple[Any, Any]] = field(default_factory=set)
    people: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    mails: list[Any] = field(default_factory=list)

    @property
    def canaries(self) -> dict[str, str]:
        return self.shown | self.secret


def build(association: Association, mark: str, latin: str, number: int) -> World:
    """The same life for each; `mark` and `latin` are made-up words, `number` makes identities."""
    world = World(
        association,
        shown={
            "beneficiary name": f"مستفيدة{mark}",
            "identity number": identity_number(number),
            "mobile": f"5{number % 100_000_000:08d}",
            "beneficiary e-mail": f"beneficiary.{latin}@mail.example",
            "subject": f"موضوع{mark}",
            "description": f"وصف{mark}",
            "note": f"ملاحظة{mark}",
            "question": f"سؤال{mark}",
            "decision reason": f"سبب{mark}",
            "contact": f"مكالمة{mark}",
            "policy tool": f"نموذج{mark}",
            "policy title": f"سياسة{mark}",
            "signature": f"توقيع{mark}",
            "person": f"موظف{mark}",
            "staff e-mail": f"staff.{latin}@people.example",
            "invited name": f"مدعو{mark}",
            "invited e-mail": f"invited.{latin}@people.example",
            "token name": f"برنامج{mark}",
            "minutes": f"محضر{mark}",
            "remark": f"رأي{mark}",
            "board member": f"عضو{mark}",
            "document content": f"ورقة{mark}",
            "source": f"مصدر{mark}",
            "programme": f"برنامج مساعدة{mark}",
            "interest": f"قرابة{mark}",
            "session remark": f"ملحوظة الجلسة{mark}",
            "session place": f"قاعة{mark}",
            "relative": f"قريب{mark}",
            "person paper": f"بطاقة{mark}",
            "social note": f"بحث{mark}",
            "type name": f"خدمة{mark}",
            "answer": f"جواب{mark}",
            "sheet name": f"منقول{mark}",
            "sheet subject": f"موضوع منقول{mark}",
            "sheet file": f"جدول{mark}",
            "old reference": f"OLD-{latin}",
            "mail": f"رسالة واردة{mark}",
            "mail sender": f"writer.{latin}@mail.example",
            "mail writer": f"كاتب{mark}",
            "mail subject": f"عنوان البريد{mark}",
            "mail paper": f"مرفق{mark}",
            "mail host": f"imap.{latin}.example",
            "message": f"رسالة صادرة{mark}",
            "message subject": f"عنوان الرسالة{mark}",
            "policy question": f"سؤال منشور{mark}",
            "policy answer": f"جواب منشور{mark}",
            "inquiry": f"استفسار{mark}",
            "inquiry details": f"تفصيل{mark}",
            "inquiry answer": f"رد الاستفسار{mark}",
            "asker": f"سائلة{mark}",
            "asker e-mail": f"asker.{latin}@mail.example",
            "measure": f"قياس{mark}",
            "findings": f"نتيجة القياس{mark}",
            "evidence": f"شاهد{mark}",
            "measure decision": f"قرار القياس{mark}",
            "year decision": f"قرار السنة{mark}",
            "survey question": f"سؤال الاستبانة{mark}",
            "survey text": f"رأي المستفيد{mark}",
            "follow-up": f"متابعة{mark}",
            "complaint": f"شكوى{mark}",
            "complaint title": f"عنوان شكوى{mark}",
            "complaint wish": f"مطلب{mark}",
            "complaint note": f"تقدير{mark}",
            "complaint letter": f"خطاب شكوى{mark}",
            "complainant": f"شاكية{mark}",
            "supplier": f"مورد{mark}",
            "evidence title": f"كشف{mark}",
            "complaint minutes": f"وقائع{mark}",
            "complaint decision": f"حكم الشكوى{mark}",
            "systemic action": f"إجراء{mark}",
        },
    )
    world.secret["subscriber e-mail"] = f"subscriber.{latin}@mail.example"
    with entered(association):
        _people(world)
        _policies(world)
        _types(world)
        _requests(world)
        _doors(world)
        _mails(world)
    return world


def _people(world: World) -> None:
    for role in [*Role.values, NOBODY, EVERY]:
        roles = Role.values if role == EVERY else [role] if role != NOBODY else []
        world.people[role] = create_person(
            email=f"{role}.{world.shown['staff e-mail']}",
            display_name=f"{world.shown['person']} {role}",
            roles=roles,
            password=PASSWORD,
        )
        world.sessions[role] = session_of(world.people[role])


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.session.session_key or ""


def _policies(world: World) -> None:
    officer, secretary = world.people[Role.POLICY_OFFICER], world.people[Role.BOARD_SECRETARY]
    text = TEXT.replace("نموذج الطلب.", f"{world.shown['policy tool']}.")
    text = text.replace("دليل الخدمات.", f"{world.shown['source']}.")
    with clock.standing_at(clock.now() - timedelta(days=90)):
        version = paste_text(text, actor=officer)
        content = version.load_content().model_copy(
            update={
                "title": world.shown["policy title"],
                "acknowledgement": AcknowledgementRule(within_days=100),
                "review": ReviewRule(every_months=1),
            }
        )
        edit_content(version.pk, actor=officer, revision=version.revision, content=content)
        _send(version, officer)
        _let_pass(version, secretary)
        governing = record_approval(
            version.pk,
            actor=secretary,
            body="مجلس الإدارة",
            session_ordinal=3,
            gregorian_date="09/02/2025",
            minutes=f"%PDF-1.7\n{world.shown['minutes']}\n%%EOF\n".encode(),
            minutes_name="minutes.pdf",
            open_cases="move",
        )
    remind_of_review(governing)
    sign(governing.pk, actor=officer, name=world.shown["signature"], agreed=True)
    subscriptions.subscribe(email=world.secret["subscriber e-mail"], language="ar")
    subscriber = PolicySubscriber.objects.get()
    token = mails.token_of(subscriber.pk)
    subscriptions.confirm(token)
    world.secret["subscription"] = token
    world.ids |= {"number": [governing.number], "subscription": [token]}
    before_board = draft_from_version(governing.pk, actor=officer)
    _send(before_board, officer)
    _let_pass(before_board, secretary)
    draft = paste_text(text, actor=officer)
    voting = draft_from_version(governing.pk, actor=officer)
    _send(voting, officer)
    remark = add_comment(
        draft.pk, actor=world.people[Role.AUDITOR], address="1", text=world.shown["remark"]
    )
    settled = add_comment(
        draft.pk, actor=world.people[Role.AUDITOR], address="2", text=world.shown["remark"]
    )
    resolve_comment(draft.pk, settled.pk, actor=officer, resolution=world.shown["note"])
    member = Member(world.shown["board member"], f"member.{world.shown['staff e-mail']}")
    [ballot] = open_vote(voting.pk, actor=secretary, members=[member])
    world.ids |= {
        "version_id": [governing.pk, draft.pk, before_board.pk, voting.pk],
        "comment_id": [remark.pk, settled.pk],
        "ballot": [ballot_token(ballot.pk)],
        "ballot_id": [ballot.pk],
    }
    world.together |= {(draft.pk, remark.pk), (draft.pk, settled.pk)}
    scan = begin_import(_scan(), filename=f"{world.shown['source']}.png", actor=officer)
    world.ids["import_id"] = [scan.pk]


def _scan() -> bytes:
    """A sheet of paper, still to be read."""
    data = io.BytesIO()
    Image.new("L", (60, 80), 255).save(data, "PNG")
    return data.getvalue()


def _send(version: PolicyVersion, officer: User) -> None:
    version.refresh_from_db()
    for finding in version.load_findings():
        if finding.severity == "error":
            accept_finding(
                version.pk, actor=officer, finding=fingerprint(finding), reason="كما أراد المجلس"
            )
    send_to_board(version.pk, actor=officer)


def _let_pass(version: PolicyVersion, secretary: User) -> None:
    version.refresh_from_db()
    for finding in open_errors(version):
        override_finding(
            version.pk, actor=secretary, finding=fingerprint(finding), reason="أقره المجلس"
        )


def _types(world: World) -> None:
    """A form that is filled in below, and the draft that would follow it."""
    administrator = world.people[Role.ADMINISTRATOR]
    name = {"ar": world.shown["type name"]}
    published = publish(content(form_field("words", "text"), name=name), administrator)
    draft = begin_draft(published.key, actor=administrator)
    world.ids |= {"type_id": [published.pk, draft.pk], "field_key": ["words"]}


def _answers(world: World) -> IntakeDetails:
    version = RequestTypeVersion.objects.get(pk=world.ids["type_id"][0])
    return IntakeDetails(
        request_type=version, answers={"fields": {"words": world.shown["answer"]}}
    )


def _requests(world: World) -> None:
    """One from the portal with papers, and one by staff in each state that a page shows apart."""
    everyone, words = world.people[EVERY], world.shown
    channel = in_force(clock.now()).channels[0].key
    person = BeneficiaryData(
        name=words["beneficiary name"],
        identity_number=words["identity number"],
        mobile=f"0{words['mobile']}",
        email=words["beneficiary e-mail"],
        reply_channel=ReplyChannel.EMAIL,
    )
    paper = uploads.store(
        words["document content"].encode(),
        name=f"{words['subject']}.txt",
        media_type="text/plain",
    )
    common: dict[str, Any] = {
        "channel_key": channel,
        "description": words["description"],
        "beneficiary_data": person,
        "reply_channel": ReplyChannel.EMAIL,
    }
    received = services.receive_request(
        subject=words["subject"],
        documents=[NewDocument(paper, words["subject"])],
        registered_by=None,
        details=_answers(world),
        **common,
    )
    code = received.tracking_code or ""
    world.secret |= {"tracking code": code, "displayed code": codes.display(code)}
    first = received.case
    waiting, to_reject, closed = (
        bring_to(status, everyone, subject=f"{words['subject']} {status}", **common)
        for status in (
            CaseStatus.WAITING_FOR_BENEFICIARY,
            CaseStatus.BEFORE_COMMITTEE,
            CaseStatus.CLOSED,
        )
    )
    do_steps(to_reject, everyone, Stage.DECISION)
    services.decide(
        to_reject.pk,
        actor=everyone,
        outcome=Outcome.REJECTED,
        reason=words["decision reason"],
        early_reason=words["note"],
    )
    services.assign(first.pk, actor=everyone, assignee=world.people[Role.RELATIONS_OFFICER])
    services.add_note(first.pk, actor=everyone, text=words["note"])
    settle_everything(first, everyone)
    do_steps(first, everyone, Stage.COMPLETION)
    services.mark_complete(first.pk, actor=everyone)  # its clock runs from here
    services.mark_missing(first.pk, actor=everyone, question=words["question"])
    services.log_contact(
        first.pk,
        actor=everyone,
        direction=ContactDirection.OUT,
        channel=ReplyChannel.PHONE,
        summary=words["contact"],
    )

    def before_committee() -> Case:
        case = bring_to(
            CaseStatus.BEFORE_COMMITTEE, everyone, subject=f"{words['subject']} ready", **common
        )
        do_steps(case, everyone, Stage.DECISION)
        return case

    rate_case(closed.pk, score=4, comment=words["note"])
    letter = Template(name=words["subject"], subject_ar=words["subject"], body_ar=words["note"])
    save_template(letter, actor=everyone)
    notify_many(world.people.values(), kind=NoticeKind.MENTION, case=first, subject=str(first.pk))
    visit = plan_visit(
        first.pk,
        actor=everyone,
        visitor=world.people[Role.SOCIAL_RESEARCHER],
        planned_for=clock.now() + timedelta(days=1),
        note=words["note"],
    )
    defer(read_paper, file_id=str(paper.pk))
    world.ids |= {
        "visit_id": [visit.pk],
        "case_id": [case.pk for case in (first, waiting, to_reject, closed)],
        "beneficiary_id": [first.beneficiary_id],
        "document_id": list(
            CaseDocument.objects.filter(case=first).order_by("pk").values_list("pk", flat=True)
        ),
        "item_id": list(first.missing_items.order_by("pk").values_list("pk", flat=True)[:1]),
        "step_id": list(first.checklist.order_by("order").values_list("pk", flat=True)[:1]),
        "clock_id": list(clocks_of(first.pk).values_list("pk", flat=True)[:1]),
        "file_id": [paper.pk],
        "delivery_id": [_delivery(first, words).pk],
        "proof": ["receipt"],
        **keep_mails(words, everyone, first, closed),
        **keep_measures(words, everyone, closed),
        **keep_imports(words, everyone),
        **keep_files(first.beneficiary_id, words, everyone),
        **keep_sessions(words, everyone, before_committee),
        **keep_inquiries(words, world.secret, everyone),
        **keep_complaints(words, world.secret, world.people),
        "template_id": [letter.id],
        "notice_id": list(Notice.objects.order_by("pk").values_list("pk", flat=True)[:1]),
    }
    world.together |= belonging(world.ids) | complaints.belonging(world.ids)
    person, twin = world.ids["person_id"]
    world.together |= {(person, paper) for paper in world.ids["person_file_id"]}
    world.together.add((twin, twin))  # nobody is merged with themselves: that page leads back


def _delivery(case: Case, words: dict[str, str]) -> Delivery:
    receipt = uploads.store(
        words["document content"].encode(), name=f"{words['subject']}.txt", media_type="text/plain"
    )
    return Delivery.objects.create(
        case=case,
        order=1,
        what=words["subject"],
        state=DeliveryState.DELIVERED,
        method=DeliveryMethod.CASH,
        transfer_reference=words["note"],
        received_by=words["contact"],
        receipt=receipt,
        delivered_at=clock.now(),
        note=words["note"],
    )


def _doors(world: World) -> None:
    """Invitations and keys: what opens the association to somebody who carries it."""
    everyone = world.people[EVERY]
    invitation = invite_person(
        email=world.shown["invited e-mail"],
        name=world.shown["invited name"],
        roles=[Role.AUDITOR],
        actor=everyone,
    )
    issued = issue_token(name=world.shown["token name"], roles=Role.values, actor=everyone)
    world.tokens = {EVERY: issued.key}
    for role in Role.values:
        name = f"{world.shown['token name']} {role}"
        world.tokens[role] = issue_token(name=name, roles=[role], actor=everyone).key
    world.secret |= {
        "token": issued.key,
        "invitation": invitation_token(invitation.pk),
    }
    world.ids |= {
        "user_id": [world.people[Role.AUDITOR].pk],
        "invitation_id": [invitation.pk],
        "token_id": [ApiToken.objects.get(name=world.shown["token name"]).pk],
        "token": [invitation_token(invitation.pk)],
    }
    forgetful = world.people[Role.AUDITOR]
    world.ids |= {
        "uidb36": [user_pk_to_url_str(forgetful)],
        "key": [PasswordResetTokens().make_token(forgetful)],
    }


def _mails(world: World) -> None:
    before = len(mail.outbox)
    for message in OutgoingMessage.objects.order_by("queued_at", "pk"):
        send_message(message.pk)
    world.mails = mail.outbox[before:]


@contextmanager
def undone() -> Iterator[None]:
    """What the block wrote is rolled back, as if nobody had come; durable blocks are allowed in it."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


def digest_of(association: Association) -> dict[str, tuple[int, str]]:
    """Each table of its schema: how many rows, and a hash of them all."""
    schema = association.schema_name
    with entered(PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind = 'r' ORDER BY 1",
            [schema],
        )
        tables = [row[0] for row in cursor.fetchall()]
        digests = {}
        for table in tables:
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
                f' FROM {schema}."{table}" t'
            )
            digests[table] = cursor.fetchone()
    return digests
