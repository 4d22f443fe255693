"""Who plays in the demo: invented associations, people, and what beneficiaries ask for."""

from dataclasses import dataclass

from tenants.people.roles import Role


@dataclass(frozen=True, slots=True)
class Company:
    """A demo association; `document` is the policy that it uploads (demo.documents)."""

    slug: str
    name: str
    license_no: str
    kind: str
    document: str
    people: tuple[tuple[Role, str], ...]


def _people(*names: str) -> tuple[tuple[Role, str], ...]:
    roles = (
        Role.ADMINISTRATOR,
        Role.EXECUTIVE,
        Role.POLICY_OFFICER,
        Role.BOARD_SECRETARY,
        Role.RELATIONS_OFFICER,
        Role.SOCIAL_RESEARCHER,
        Role.COMMITTEE_MEMBER,
        Role.BRANCH_DELEGATE,
        Role.AUDITOR,
        Role.COMPLAINTS_OFFICER,
        Role.INVESTIGATOR,
    )
    return tuple(zip(roles, names, strict=True))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, and how far their request has come."""

    subject: str
    description: str
    stage: str
    days_ago: int


WISHES = (
    Wish("مساعدة في إيجار السكن", "تراكم إيجار شهرين بعد انقطاع العمل.", "received", 0),
    Wish("سلة غذائية شهرية", "أسرة من ستة أفراد بلا دخل ثابت.", "received", 2),
    Wish("جهاز قياس السكر", "والدتي مصابة بالسكري ونحتاج جهازًا وشرائح.", "received", 1),
    Wish("رسوم دراسية لابنتين", "ابنتاي في المرحلة المتوسطة.", "waiting", 6),
    Wish("ترميم سقف المنزل", "تسرب مياه الأمطار إلى غرفتين.", "waiting", 9),
    Wish("كرسي متحرك", "بعد عملية في الركبة لا أستطيع المشي.", "complete", 4),
    Wish("تسديد فاتورة كهرباء", "فُصل التيار عن البيت أمس.", "complete", 27),
    Wish("دورة مهنية في الخياطة", "أرغب في مشروع من المنزل.", "study", 8),
    Wish("أثاث أساسي لأسرة جديدة", "انتقلنا إلى بيت فارغ.", "committee", 10),
    Wish("كسوة شتوية لأربعة أطفال", "الأعمار من ثلاث إلى تسع سنوات.", "committee", 30),
    Wish("علاج أسنان لطفل", "ألم مستمر منذ شهر.", "accepted", 12),
    Wish("أجهزة منزلية", "ثلاجة وغسالة بدل التالفة.", "rejected", 20),
    Wish("دعم مشروع صغير", "بسطة لبيع القهوة في الحي.", "partly", 24),
    Wish("مساعدة زواج", "زواجي بعد شهرين.", "closed", 40),
    Wish("سماعة طبية", "ضعف سمع شديد في الأذنين.", "closed", 45),
)

BENEFICIARIES = (
    "هند بنت ماجد السالمي",
    "عبدالرحمن بن علي الحازمي",
    "نوف بنت سعد الجهني",
    "يوسف بن خالد العمري",
    "أمل بنت حسن الزبيدي",
    "تركي بن ناصر الوادعي",
    "جواهر بنت فهد العصيمي",
    "سلمان بن عوض الثبيتي",
    "مها بنت إبراهيم الغامدي",
    "راشد بن محمد الكعبي",
    "لطيفة بنت صالح المالكي",
    "بدر بن سعيد القرني",
    "عائشة بنت عمر باوزير",
    "حمد بن جابر اليامي",
    "فاطمة بنت أحمد العلي",
)

COMPANIES = (
    Company(
        "sanabel", "جمعية سنابل الوادي الخيرية", "9811", "charity", "charity",
        _people("أروى الراجح", "سامي الحمدان", "ليلى القاضي", "مازن العبيد", "ريم الشهري",
                "هدى الفارس", "فهد المنيع", "عادل الحربي", "نورة السعيد",
                "أمجاد الدوسري", "صالح العمر"),
    ),
    Company(
        "rumth", "الجمعية التعاونية الزراعية بوادي الرمث", "9812", "cooperative", "cooperative",
        _people("سلوى المقبل", "طارق الدخيل", "أسماء العنزي", "خالد الرويلي", "منى الشمري",
                "بسمة البلوي", "راكان الفهد", "ماهر العطوي", "غادة الجابر",
                "هيفاء السرحان", "عواد الخمعلي"),
    ),
    Company(
        "khuzama", "مؤسسة ضفاف الخزامى الأهلية", "9813", "foundation", "foundation",
        _people("وفاء الفوزان", "ياسر النجار", "شهد الخطيب", "أنس البكري", "دانة الصالح",
                "عبير الزامل", "نايف السبيعي", "زياد الهاشمي", "رنا التميمي",
                "سحر الغانم", "إياد المرشد"),
    ),
    Company(
        "murjan", "مؤسسة صندوق أسرة المرجان الأهلية", "9814", "family_fund", "family_fund",
        _people("نجلاء المرجان", "بندر المرجان", "حصة المرجان", "فيصل المرجان", "لمى المرجان",
                "ابتسام المرجان", "سعود المرجان", "مشاري المرجان", "الجوهرة المرجان",
                "عهود المرجان", "معاذ المرجان"),
    ),
    Company(
        "waqar", "جمعية دوحة الوقار لرعاية كبار السن", "9815", "charity", "elderly_care",
        _people("دلال الملا", "جاسم العوضي", "مريم الخليفي", "حسين البناي", "أبرار القطان",
                "سميرة الأنصاري", "وليد المطوع", "علي الصفار", "زينب الحداد",
                "فجر الكندري", "يعقوب الدرويش"),
    ),
)  # fmt: skip
