"""Complaints of a demo association, each brought to its stage by the services that people use."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from core import rules
from core.beneficiaries.services import BeneficiaryData
from core.cases.models import Case
from core.complaints import services
from core.complaints.compensation import next_stage
from core.complaints.enums import Confidentiality, Finding, OfferKind, RightsClass, Severity, Stand
from core.complaints.intake import NewComplaint
from core.complaints.records import Evidence, Interview, Minutes, Plan, Ruling, Settlement
from core.complaints.settings import SETTINGS
from core.rules import CompensationStage
from foundation import clock
from foundation.uploads import FileKind, store
from tenants.people.models import User
from tenants.people.roles import Role

OFFERED = Decimal(850)
Done = TypeVar("Done")


def fill_complaints(people: dict[Role, User]) -> None:
    """After the people; the board's secretary stands in for everybody with a conflict."""
    board = people[Role.BOARD_SECRETARY]
    settings = SETTINGS.read().model_copy(update={"board_member": board.pk})
    SETTINGS.write(settings, actor=people[Role.ADMINISTRATOR])
    _new(people)
    _about_management(people)
    _settled(people)
    _investigated(people)
    _compensated(people)


def _new(people: dict[Role, User]) -> None:
    """Two that nobody has looked at yet, one of them anonymous."""
    _receive(
        2,
        people,
        text="اتصلت ثلاث مرات هذا الأسبوع ولم يُرد عليّ أحد بشأن طلب السلة.",
        name="عبير بنت مساعد الرشيد",
    )
    _receive(
        1,
        people,
        confidentiality=Confidentiality.ANONYMOUS,
        subject_key="treatment",
        text="موظف الاستقبال يرفع صوته على كبار السن في طابور الانتظار.",
        wanted="أن يُعامل الناس بلطف.",
    )


def _about_management(people: dict[Role, User]) -> None:
    """It lies with the member whom the board named: none of the management sees it."""
    case = _receive(
        4,
        people,
        confidentiality=Confidentiality.CONFIDENTIAL,
        subject_key="integrity",
        about_management=True,
        about_people=[people[Role.COMPLAINTS_OFFICER].pk],
        text="رُسّي عقد التوريد على قريب للإدارة من غير منافسة معلنة، وشكوت إلى وحدة الشكاوى فلم تُسجّل شكواي.",
        name="شاكٍ من الموردين",
    )
    board = people[Role.BOARD_SECRETARY]
    _triage(case, board, "integrity", Severity.CRITICAL, RightsClass.SENSITIVE)
    services.acknowledge(case.pk, actor=board)


def _settled(people: dict[Role, User]) -> None:
    officer = people[Role.COMPLAINTS_OFFICER]
    case = _receive(
        12,
        people,
        subject_key="quality",
        text="وصلت الأجهزة وفيها ثلاجة لا تعمل.",
        name="سارة بنت دخيل العتيبي",
        wanted="استبدال الثلاجة.",
    )
    _at(10, lambda: _triage(case, officer, "quality", Severity.MEDIUM))
    _at(10, lambda: services.acknowledge(case.pk, actor=officer))
    _at(9, lambda: services.start_settlement(case.pk, actor=officer))
    terms = Settlement(
        terms="تُستبدل الثلاجة بأخرى جديدة خلال ثلاثة أيام عمل، وبهذا تنتهي الشكوى.",
        association_does="توصيل الثلاجة وتركيبها",
        person_does="تسليم الثلاجة المعطلة",
    )
    record = services.propose_settlement(case.pk, actor=officer, terms=terms)
    services.answer_settlement(case.pk, actor=None, accepts=True, digest=record.digest)
    _at(5, lambda: services.settle(case.pk, actor=officer))


def _investigated(people: dict[Role, User]) -> None:
    """Closed minutes, signed by the chair; the member still has to sign."""
    case = _receive(
        15,
        people,
        subject_key="delay",
        text="قُبل طلبي قبل شهرين ولم تصلني دفعة الإيجار، وأُخرجت من البيت.",
        name="خلود بنت مرزوق الحربي",
        damage="أُخرجت الأسرة من مسكنها.",
        asks_compensation=True,
    )
    _open(case, people)
    _minutes(case, people)


def _compensated(people: dict[Role, User]) -> None:
    """An offer that was accepted, where the policy knows compensation."""
    officer, executive = people[Role.COMPLAINTS_OFFICER], people[Role.EXECUTIVE]
    case = _receive(
        30,
        people,
        subject_key="delay",
        text="تأخر صرف رسوم الدراسة حتى فُصلت ابنتي من المدرسة أسبوعين.",
        name="منيرة بنت عوض المطيري",
        damage="غابت عن اختبارين.",
        asks_compensation=True,
    )
    _open(case, people)
    digest = _minutes(case, people)
    member = people[Role.COMMITTEE_MEMBER]
    services.sign(
        case.pk,
        actor=member,
        record_id=case.complaint.records.get(kind="minutes").pk,
        digest=digest,
        stand=Stand.DISSENTED,
        words="أرى أن سبب التأخر نقص المستندات لا إهمال الموظف.",
    )
    services.decide(
        case.pk,
        actor=executive,
        finding=Finding.UPHELD,
        reasons=["facts", "promise"],
        explanation="ثبت أن أمر الصرف بقي أسبوعين بلا توقيع، وتعتذر الجمعية عن ذلك.",
    )
    if rules.pinned(case.policy_version).compensation is None:
        return
    services.open_compensation(case.pk, actor=officer)
    _agree(case, officer)


def _agree(case: Case, officer: User) -> None:
    case = Case.objects.select_related("complaint").get(pk=case.pk)
    upcoming = next_stage(case)
    if upcoming is not None and upcoming[0] == CompensationStage.RULING:
        ruling = Ruling(needed=False, ruling="اتفق الطرفان، فلا حاجة إلى حكم.")
        services.record_ruling(case.pk, actor=officer, ruling=ruling)
    new = services.NewOffer(OfferKind.MONEY, amount=OFFERED, what="أجرة دروس التقوية")
    made = services.offer(case.pk, actor=officer, new=new)
    paper = store("أقبل العرض".encode(), name="قبول.txt", media_type=FileKind.TEXT.value)
    services.answer_offer(
        case.pk, actor=officer, offer_id=made.pk, accepts=True, words="قبلت", paper=paper
    )


def _open(case: Case, people: dict[Role, User]) -> None:
    officer = people[Role.COMPLAINTS_OFFICER]
    _triage(case, officer, "delay", Severity.HIGH)
    services.acknowledge(case.pk, actor=officer)
    services.open_investigation(
        case.pk,
        actor=officer,
        chair=people[Role.INVESTIGATOR],
        members=[people[Role.COMMITTEE_MEMBER]],
        why_not_settled="الضرر وقع، ولا بد من معرفة سببه قبل أي تسوية.",
    )


def _minutes(case: Case, people: dict[Role, User]) -> str:
    """Plan, interview and evidence, then minutes that the chair signs. The digest to sign by."""
    chair = people[Role.INVESTIGATOR]
    plan = Plan(
        questions="متى صدر أمر الصرف؟ وأين توقف؟",
        steps="مراجعة سجل الصرف\nسماع المحاسب",
        to_be_heard="المحاسب",
    )
    heard = Interview(who="المحاسب", role="يعدّ أوامر الصرف", said="بقي الأمر ينتظر توقيعًا ثانيًا.")
    proof = Evidence(title="سجل أوامر الصرف", shows="تاريخ الأمر وتاريخ التوقيع")
    for content in (plan, heard, proof):
        services.add_record(case.pk, actor=chair, content=content)
    minutes = Minutes(
        present=(chair.display_name, people[Role.COMMITTEE_MEMBER].display_name),
        facts="صدر أمر الصرف في وقته، ثم بقي أربعة عشر يومًا بلا توقيع ثانٍ.",
        fault=True,
        damage="تأخر ما وُعدت به الأسرة.",
        size="أربعة عشر يومًا",
        causes="لا بديل لصاحب التوقيع الثاني عند غيابه.",
        finding=Finding.UPHELD,
        recommendation="تسمية بديل للتوقيع.",
    )
    written = services.write_minutes(case.pk, actor=chair, content=minutes)
    closed = services.close_minutes(case.pk, actor=chair, revision=written.revision)
    services.sign(case.pk, actor=chair, record_id=closed.pk, digest=closed.digest)
    return closed.digest


def _receive(days_ago: int, people: dict[Role, User], **said: Any) -> Case:
    name = said.pop("name", "")
    channel = rules.in_force(clock.now()).channels[0].key
    values: dict[str, Any] = {
        "confidentiality": Confidentiality.NAMED,
        "subject_key": "delay",
        "person": BeneficiaryData(name=name, mobile="0559876543") if name else None,
        **said,
    }
    received = _at(
        days_ago,
        lambda: services.receive_complaint(
            NewComplaint(**values),
            channel_key=channel,
            registered_by=people[Role.RELATIONS_OFFICER],
        ),
    )
    return received.case


def _triage(
    case: Case,
    actor: User,
    subject: str,
    severity: Severity,
    rights_class: RightsClass = RightsClass.ORDINARY,
) -> None:
    services.triage(
        case.pk, actor=actor, subject_key=subject, severity=severity, rights_class=rights_class
    )


def _at(days_ago: int, work: Callable[[], Done]) -> Done:
    with clock.standing_at(clock.now() - timedelta(days=days_ago)):
        return work()
