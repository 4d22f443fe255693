"""A small policy document to change in tests, and a text to read."""

from core.deadlines.engine.terms import Unit
from core.rules import ChannelKind, Milestone, Stage, StartEvent
from policies.content import (
    Article,
    ArticleKind,
    Channel,
    Deadline,
    Entry,
    Item,
    Length,
    Measure,
    Officer,
    PolicyContent,
    Step,
)
from tenants.people.roles import Role

TEXT = """جمعية روافد الخير الأهلية
ترخيص رقم (9820)
سياسة العلاقة مع المستفيدين
المادة (1): قنوات التواصل
1. المقابلة في المقر.
2. الهاتف.
3. البريد الإلكتروني.
المادة (2): أدوات موظف علاقات المستفيدين
1. دليل الخدمات.
2. نموذج الطلب.
المادة (3): خطوات التعامل مع المستفيد
1. استقبال المستفيد وتسجيل طلبه.
2. إحالة غير الواضح إلى الباحث الاجتماعي.
3. عرض الطلب على لجنة الخدمات للبت فيه بمدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب.
4. تسليم الخدمة للمستفيد.
المادة (4): الشكاوى
1. تُقدَّم الشكوى إلى وحدة المتابعة.
2. يُرد على الشكوى خلال عشرة أيام عمل من تاريخ تقديم الشكوى.
3. يجوز التظلم إلى المدير التنفيذي خلال ثلاثين يومًا من تاريخ الرد.
المادة (5): التعويض
1. تُعدّ لجنة التحقيق محضرًا بالضرر ويُعوَّض المتضرر عنه.
المادة (6): قياس الرضا
1. استبانة كل ستة أشهر.
المادة (7): خصوصية المستفيدين
1. لا يطّلع على البيانات إلا من يحتاج إليها.
المادة (8): النشر والمراجعة
1. تُنشر السياسة على الموقع ويُبلَّغ بها المستفيدون.
2. يراجعها مسؤول السياسات كل سنة.
المادة (9): اعتماد مجلس الإدارة
اعتمد مجلس الإدارة هذه السياسة في جلسته الثالثة بتاريخ 10/08/1446هـ الموافق 09/02/2025م.
رئيس مجلس الإدارة
صالح بن حمد العتيق
"""


def sample_content(**changes: object) -> PolicyContent:
    content = PolicyContent(
        title="سياسة العلاقة مع المستفيدين",
        association_name="جمعية روافد الخير الأهلية",
        articles=(
            Article(address="1", heading="قنوات التواصل", kind=ArticleKind.CHANNELS),
            Article(address="2", heading="أدوات الموظف", kind=ArticleKind.TOOLS),
            Article(address="3", heading="خطوات التعامل", kind=ArticleKind.HANDLING),
            Article(
                address="4",
                heading="الشكاوى",
                kind=ArticleKind.COMPLAINTS,
                items=(Item(address="4-1", text="يُرد على الشكوى خلال عشرة أيام عمل."),),
            ),
            Article(address="5", heading="المستندات المطلوبة", kind=ArticleKind.DOCUMENTS),
            Article(address="6", heading="قياس الرضا", kind=ArticleKind.SATISFACTION),
        ),
        channels=(
            Channel(key="phone", kind=ChannelKind.PHONE, label="الهاتف", address="1-1"),
            Channel(key="letter", kind=ChannelKind.LETTER, label="الخطابات", address="1-2"),
        ),
        tools=(Entry(label="دليل الخدمات", address="2-1"),),
        steps=(
            Step(
                key="step-1",
                text="استقبال المستفيد وتسجيل طلبه",
                role=None,
                stage=Stage.COMPLETION,
                address="3-1",
            ),
            Step(
                key="step-2",
                text="عرض الطلب على اللجنة خلال مدة لا تقل عن أسبوعين من تاريخ اكتمال الطلب",
                role=Role.RELATIONS_OFFICER,
                stage=Stage.COMMITTEE,
                address="3-2",
            ),
        ),
        deadlines=(
            Deadline(
                key="request-decision",
                milestone=Milestone.REQUEST_DECISION,
                start=StartEvent.COMPLETION,
                minimum=Length(value=2, unit=Unit.WEEK),
                words="خلال مدة لا تقل عن أسبوعين من تاريخ اكتمال الطلب",
                address="3-2",
            ),
        ),
        required_documents=(Entry(label="صورة الهوية", address="5-1"),),
        referral_target="الباحث الاجتماعي",
        decision_body="لجنة الخدمات",
        satisfaction=(Measure(label="استبانة", address="6-1"),),
        liaison_officers=(Officer(name="ليلى", field="الأسر", contact="0110000000"),),
        beneficiary_word="عضو",
    )
    return content.model_copy(update=changes)
