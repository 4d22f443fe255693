"""Visits planned and reported, and a letter with its scan: what the pages of the field show."""

import io
import uuid
from datetime import timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from core import rules
from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.research.enums import Recommendation
from core.research.services import Report, plan_visit, report_visit
from core.service_requests import services
from core.service_requests.intake import IntakeDetails
from core.service_requests.paper import next_register_number, paper_channels
from foundation import clock
from foundation.uploads import FileKind, store
from tenants.people.models import User
from tenants.people.roles import Role

LETTER = (
    "السلام عليكم ورحمة الله وبركاته\nالموضوع: طلب جهاز تنفس منزلي\nالاسم: نايف بن عايد الرشيدي"
)


def fill_field(people: dict[Role, User]) -> None:
    officer, researcher = people[Role.RELATIONS_OFFICER], people[Role.SOCIAL_RESEARCHER]
    studied = Case.objects.filter(status=CaseStatus.UNDER_STUDY).order_by("pk")
    committee = Case.objects.filter(status=CaseStatus.BEFORE_COMMITTEE).order_by("pk")
    ten = timezone.localtime(clock.now()).replace(hour=10, minute=0, second=0, microsecond=0)
    for case in [
        *studied[:2],
        *Case.objects.filter(status=CaseStatus.COMPLETE).order_by("pk")[:1],
    ]:
        plan_visit(
            case.pk,
            actor=officer,
            visitor=researcher,
            planned_for=ten + timedelta(days=1),
            note="المنزل خلف مسجد الحي.",
        )
    for case in committee[:1]:
        visit = plan_visit(case.pk, actor=officer, visitor=researcher, planned_for=ten)
        report = Report(
            visited_at=clock.now() - timedelta(minutes=5),
            findings="البيت غرفتان لستة أفراد، والأثاث قديم، والدخل من الضمان وحده.",
            recommendation=Recommendation.ACCEPT,
            met_with="الأم والابن الأكبر",
            found={"housing": "rented", "rooms": 2, "condition": "poor"},
            photos=[store(_photo(), name="room.jpg", media_type=FileKind.JPEG.value)],
        )
        report_visit(visit.pk, actor=researcher, report=report, operation_id=uuid.uuid4())
    _letter(officer)


def _letter(officer: User) -> None:
    """Where the policy names letters or fax."""
    channels = paper_channels(rules.in_force(clock.now()))
    if not channels:
        return
    scan = store(_sheet(), name="letter.png", media_type=FileKind.PNG.value)
    received = services.receive_request(
        channel_key=channels[0].key,
        subject="طلب جهاز تنفس منزلي",
        description="وصل الطلب بخطاب، وصورته مرفقة.",
        beneficiary_data=BeneficiaryData(
            name="نايف بن عايد الرشيدي",
            mobile="0551112223",
            reply_channel=ReplyChannel.LETTER,
        ),
        documents=[NewDocument(scan, "الخطاب كما وصل")],
        registered_by=officer,
        reply_channel=ReplyChannel.LETTER,
        register_number=next_register_number(clock.now()),
        operation_id=uuid.uuid4(),
        details=IntakeDetails(received_by="حارس المبنى"),
    )
    document = received.case.documents.get(file=scan)
    document.recognised_text = LETTER
    document.save(update_fields=["recognised_text"])


def _photo() -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (640, 480), "#d8cdbd")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 330, 640, 480), fill="#8c7a63")
    pen.rectangle((380, 90, 560, 230), fill="#aecbdd", outline="#5b4a36", width=8)
    picture.save(out, "JPEG")
    return out.getvalue()


def _sheet() -> bytes:
    """A sheet with lines where the words would stand."""
    out = io.BytesIO()
    sheet = Image.new("L", (620, 877), 250)
    pen = ImageDraw.Draw(sheet)
    for line in range(14):
        pen.rectangle((90 if line % 4 else 240, 120 + line * 44, 540, 130 + line * 44), fill=70)
    sheet.save(out, "PNG")
    return out.getvalue()
