"""What can be asked for in the demo: types of requests with their forms, and requests made on them."""

import uuid
from datetime import timedelta
from typing import Any

from django.http import QueryDict

from core import rules
from core.beneficiaries.services import BeneficiaryData
from core.request_types import services
from core.request_types.answers import AnswersForm, flat
from core.request_types.content import TypeContent
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of
from core.service_requests.filled_in import details_of
from core.service_requests.intake import Declaration
from core.service_requests.services import receive_request
from demo.cases import identity_number
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role

Spec = dict[str, Any]


def _words(arabic: str, english: str) -> Spec:
    return {"ar": arabic, "en": english}


def _field(key: str, kind: str, arabic: str, english: str, **values: Any) -> Spec:
    return {"key": key, "kind": kind, "label": _words(arabic, english), **values}


def _options(*pairs: tuple[str, str, str]) -> list[Spec]:
    return [{"key": key, "label": _words(arabic, english)} for key, arabic, english in pairs]


def _only_if(field: str, operator: str, *values: str) -> Spec:
    return {"comparisons": [{"field": field, "operator": operator, "values": list(values)}]}


def _document(arabic: str, english: str, *categories: str) -> Spec:
    return {"label": _words(arabic, english), "categories": list(categories)}


HOUSEHOLD = _field(
    "household", "table", "من يسكن معك؟", "Who lives with you?", most_rows=8,
    columns=[
        {"key": "name", "label": _words("الاسم", "Name"), "required": True},
        {"key": "birth", "label": _words("تاريخ الميلاد", "Date of birth"), "kind": "date"},
        {"key": "studies", "label": _words("يدرس؟", "At school?"), "kind": "yes_no"},
    ],
)  # fmt: skip

RENT: Spec = {
    "name": _words("سداد إيجار متأخر", "Overdue rent"),
    "purpose": _words(
        "نسدد للمؤجر ما تراكم عليك من إيجار السكن.", "We pay your landlord the rent you owe."
    ),
    "eligibility": _words(
        "لمن يسكن بعقد إيجار سارٍ وتأخر عليه شهر أو أكثر.",
        "For people with a valid lease who owe a month or more.",
    ),
    "priority": "high",
    "documents": [
        _document("عقد الإيجار", "The lease"),
        _document("صك الطلاق", "Divorce certificate", "divorced"),
        _document("شهادة وفاة الزوج", "Death certificate of the husband", "widow"),
    ],
    "fields": [
        _field(
            "landlord", "choice", "من المؤجر؟", "Who is the landlord?", required=True,
            options=_options(
                ("person", "فرد", "A person"), ("office", "مكتب عقاري", "An agency"),
                ("relative", "قريب", "A relative"),
            ),
        ),
        _field("months", "number", "عدد الأشهر المتأخرة", "Months overdue", required=True,
               minimum="1", maximum="24"),
        _field("amount", "money", "المبلغ المتأخر", "Amount owed", required=True,
               maximum="60000", is_amount_asked=True),
        _field("warned", "yes_no", "هل وصلك إنذار بالإخلاء؟", "Were you told to leave?",
               required=True),
        _field("leave_by", "date", "متى يجب الإخلاء؟", "By when must you leave?",
               condition=_only_if("warned", "equals", "yes"), required=True),
        HOUSEHOLD,
    ],
}  # fmt: skip

TREATMENT: Spec = {
    "name": _words("أجهزة طبية وعلاج", "Medical devices and treatment"),
    "purpose": _words(
        "كراسٍ وسماعات وأجهزة قياس، وعلاج لا يغطيه غيرنا.",
        "Wheelchairs, hearing aids and treatment that nobody else covers.",
    ),
    "eligibility": _words(
        "لمن لديه تقرير طبي حديث يثبت الحاجة.",
        "For people with a recent medical report of the need.",
    ),
    "priority": "urgent",
    "documents": [
        _document("تقرير طبي لم يمض عليه ستة أشهر", "Medical report of the last six months"),
        _document("بطاقة الإعاقة", "Disability card", "disability"),
    ],
    "fields": [
        _field("patient", "person", "لمن العلاج؟", "Who needs it?", required=True),
        _field(
            "needs", "choices", "ما المطلوب؟", "What is needed?", required=True,
            options=_options(
                ("device", "جهاز", "A device"), ("surgery", "عملية", "Surgery"),
                ("medicine", "دواء مستمر", "Lasting medication"),
            ),
        ),
        _field("device", "text", "ما الجهاز؟", "Which device?", required=True,
               condition=_only_if("needs", "in", "device")),
        _field("report", "file", "التقرير الطبي", "The medical report"),
    ],
}  # fmt: skip

SCHOOL: Spec = {
    "name": _words("مستلزمات العام الدراسي", "School supplies"),
    "purpose": _words(
        "حقائب وكسوة ورسوم في بداية كل فصل.",
        "Bags, clothes and fees at the start of each term.",
    ),
    "eligibility": _words(
        "لأسر لديها أبناء في مراحل التعليم العام.",
        "For families with children at school.",
    ),
    "documents": [
        _document("إشعار القيد في المدرسة", "Proof of enrolment"),
        _document("صك الولاية", "Deed of guardianship", "orphan"),
    ],
    "fields": [
        _field(
            "children", "table", "الأبناء في المدارس", "Children at school", required=True, most_rows=8,
            columns=[
                {"key": "name", "label": _words("الاسم", "Name"), "required": True},
                {"key": "stage", "label": _words("المرحلة", "Stage"), "kind": "choice",
                 "options": _options(("primary", "ابتدائي", "Primary"), ("middle", "متوسط", "Middle"),
                                     ("secondary", "ثانوي", "Secondary"))},
            ],
        ),
        _field("abroad", "yes_no", "هل يدرس أحدهم خارج المدينة؟", "Does one of them study elsewhere?"),
        _field("where", "text", "أين؟", "Where?", required=True,
               condition=_only_if("abroad", "equals", "yes")),
    ],
}  # fmt: skip

HOME: Spec = {
    "name": _words("ترميم المسكن", "Repair of a home"),
    "purpose": _words(
        "إصلاح ما يهدد سلامة الساكنين.",
        "Repairs where a home is not safe.",
    ),
    "eligibility": _words(
        "لمن يسكن بيتًا يملكه أو تملكه أسرته.",
        "For people whose family owns the home.",
    ),
    "documents": [_document("صك ملكية المسكن", "Title deed")],
    "fields": [
        _field("damage", "long_text", "ما الضرر؟", "What is damaged?", required=True),
        _field("dangerous", "yes_no", "هل في السكن خطر الآن؟", "Is it dangerous now?", required=True),
        _field("cost", "money", "التكلفة التقديرية", "Estimated cost", is_amount_asked=True,
               maximum="150000"),
        _field("photos", "file", "صور الضرر", "Photos of the damage"),
    ],
}  # fmt: skip

TOOLS: Spec = {
    "name": _words("أدوات مشروع صغير", "Tools for a small business"),
    "purpose": _words(
        "أدوات تبدأ بها رزقك بدل المساعدة المقطوعة.",
        "Tools to earn with, in place of a single aid.",
    ),
    "eligibility": _words(
        "لمن أتم تدريبًا أو له خبرة سنة في الحرفة.",
        "For people trained in a craft, or with a year in it.",
    ),
    "fields": [
        _field("craft", "text", "ما الحرفة؟", "Which craft?", required=True),
        _field("trained", "yes_no", "هل أتممت تدريبًا؟", "Were you trained?", required=True),
        _field("since", "date", "منذ متى تمارسها؟", "Since when do you practise it?",
               condition=_only_if("trained", "equals", "no"), required=True),
        _field("cost", "money", "كلفة الأدوات", "Cost of the tools", is_amount_asked=True,
               minimum="200", maximum="25000", required=True),
    ],
}  # fmt: skip

CARE: Spec = {
    "name": _words("رعاية منزلية لكبير سن", "Care at home for the elderly"),
    "purpose": _words(
        "زيارات أسبوعية للعناية والمؤانسة.",
        "Weekly visits for care and company.",
    ),
    "eligibility": _words(
        "لمن جاوز الستين ويسكن وحده أو مع من لا يقدر على رعايته.",
        "For people over sixty who live alone or with nobody able to care.",
    ),
    "priority": "high",
    "documents": [
        _document("تقرير الحالة الصحية", "Report on their health", "elderly", "patient"),
    ],
    "fields": [
        _field("cared", "person", "لمن الرعاية؟", "Who needs care?", required=True),
        _field("born", "date", "تاريخ ميلاده", "Date of birth", required=True),
        _field(
            "moves", "choice", "كيف يتنقل؟", "How do they move?", required=True,
            options=_options(("alone", "وحده", "Alone"), ("helped", "بمساعدة", "With help"),
                             ("bed", "لا يغادر الفراش", "Not at all")),
        ),
        _field("nights", "yes_no", "هل يحتاج إلى من يبيت عنده؟", "Is somebody needed at night?",
               condition=_only_if("moves", "not", "alone")),
    ],
}  # fmt: skip

SEEDS: Spec = {
    "name": _words("بذور وأسمدة للموسم", "Seeds and fertiliser"),
    "purpose": _words(
        "نصيبك من مخزن الجمعية قبل بدء الزراعة.",
        "Your share of the store before sowing.",
    ),
    "eligibility": _words(
        "للأعضاء الذين لهم أرض مزروعة هذا الموسم.",
        "For members who farm land this season.",
    ),
    "fields": [
        _field("area", "number", "مساحة الأرض بالدونم", "Land, in dunums", required=True, minimum="1",
               maximum="500"),
        _field(
            "crop", "choice", "المحصول", "Crop", required=True,
            options=_options(("wheat", "قمح", "Wheat"), ("dates", "نخيل", "Palms"),
                             ("fodder", "أعلاف", "Fodder")),
        ),
        _field("palms", "number", "عدد النخيل", "Number of palms",
               condition=_only_if("crop", "equals", "dates"), required=True),
    ],
}  # fmt: skip

OFFERED: dict[str, tuple[Spec, ...]] = {
    "sanabel": (RENT, TREATMENT, SCHOOL, HOME),
    "rumth": (SEEDS, TOOLS, HOME),
    "khuzama": (TOOLS, SCHOOL, TREATMENT),
    "murjan": (SCHOOL, RENT, TOOLS),
    "waqar": (CARE, TREATMENT, HOME),
}
DAYS_OFFERED = 50
ASKED: dict[str, tuple[str, Spec]] = {
    "سداد إيجار متأخر": (
        "سعاد بنت جابر الفيفي",
        {"landlord": "office", "months": "٣", "amount": "٦٬٧٥٠", "warned": True,
         "leave_by": "١٥/٧/١٤٤٨",
         "household": [{"name": "جنى", "birth": "٣/٩/١٤٣٨", "studies": True}, {"name": "عمر"}]},
    ),
    "أدوات مشروع صغير": (
        "محسن بن علي الشهراني",
        {"craft": "خياطة", "trained": True, "cost": "4200"},
    ),
    "رعاية منزلية لكبير سن": (
        "أحمد بن يوسف الكندري",
        {"cared": {"name": "يوسف الكندري", "relation": "father"}, "born": "1/3/1365",
         "moves": "helped"},
    ),
}  # fmt: skip


def offer_types(slug: str, people: dict[Role, User]) -> None:
    """Published before the first request; the last one also has a draft that adds a question."""
    actor = people[Role.ADMINISTRATOR]
    published: list[RequestTypeVersion] = []
    with clock.standing_at(clock.now() - timedelta(days=DAYS_OFFERED)):
        for spec in OFFERED[slug]:
            draft = services.create_type(TypeContent.model_validate(spec), actor=actor)
            published.append(services.publish(draft.pk, actor=actor, revision=draft.revision))
    _begin_draft(published[-1], actor)
    for version in published:
        _ask_for(version, people)


def _begin_draft(version: RequestTypeVersion, actor: User) -> None:
    draft = services.begin_draft(version.key, actor=actor)
    added = _field("heard", "text", "كيف عرفت عنا؟", "How did you hear of us?")
    spec = {**draft.content, "fields": [*draft.content["fields"], added]}
    services.edit_draft(
        draft.pk, actor=actor, revision=draft.revision, content=TypeContent.model_validate(spec)
    )


def _ask_for(version: RequestTypeVersion, people: dict[Role, User]) -> None:
    content = content_of(version)
    if content.name.ar not in ASKED:
        return
    name, answers = ASKED[content.name.ar]
    data = QueryDict(mutable=True)
    for key, value in flat(content, answers):
        data.appendlist(key, value)
    form = AnswersForm(data, content=content, lenient=True)
    if not form.is_valid():
        raise ValueError(form.errors.as_json())
    receive_request(
        channel_key=rules.in_force(clock.now()).channels[0].key,
        subject=content.name.ar,
        description="",
        beneficiary_data=BeneficiaryData(
            name=name,
            identity_number=identity_number(190_000_000 + len(name) * 7_919),
            mobile="0561112233",
        ),
        declaration=Declaration(declared_at=clock.now()),
        registered_by=people[Role.RELATIONS_OFFICER],
        operation_id=uuid.uuid4(),
        details=details_of(version, form),
    )
