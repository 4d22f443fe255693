"""Single sentences as many authors would write them, each with what a careful person reads in it."""

import pytest

from policies.reading.reader import read_text

HEAD = (
    "سياسة العلاقة مع المستفيدين\nجمعية المثال\nقنوات التواصل:\n- الهاتف\n- البريد\nخطوات العمل:\n"
)
STEPS = "- استقبال المستفيد\n- إغلاق الطلب\n"

TIMES = (
    (
        "يتم الرد على طلب المستفيد في مدة لا تتعدى خمسة عشر يوم عمل بعد استيفاء المستندات",
        [("max", 15, "working_day", "completion", "request_decision")],
    ),
    (
        "تدرس اللجنة الطلب وتفيد مقدمه بالنتيجة قبل مضي شهر من تسلمه",
        [("max", 1, "month", "submission", "request_decision")],
    ),
    (
        "يكون البت خلال ثلاثين يوماً على الأكثر من تاريخ استكمال الملف",
        [("max", 30, "day", "completion", "request_decision")],
    ),
    (
        "المدة القصوى للبت في الطلب: 20 يوم عمل",
        [("max", 20, "working_day", "unspecified", "request_decision")],
    ),
    (
        "يرد الموظف على الاستفسارات في غضون أربع ساعات عمل",
        [("max", 4, "working_hour", "unspecified", "inquiry_reply")],
    ),
    (
        "تصدر اللجنة قرارها خلال ثلاثة أشهر كحد أقصى من تاريخ التقديم",
        [("max", 3, "month", "submission", "request_decision")],
    ),
    (
        "يبت في الطلب خلال مدة لا تقل عن (10) أيام ولا تتجاوز (20) يوماً",
        [
            ("min", 10, "day", "unspecified", "request_decision"),
            ("max", 20, "day", "unspecified", "request_decision"),
        ],
    ),
    (
        "يصرف المبلغ خلال خمسة أيام عمل تلي صدور القرار",
        [("max", 5, "working_day", "other", "service_delivery")],
    ),
    (
        "إشعار المستفيد بالقبول أو الرفض في مدة أقصاها أسبوع من تاريخ انعقاد اللجنة",
        [("max", 1, "week", "other", "request_decision")],
    ),
    (
        "يعطى المستفيد مهلة عشرة أيام لاستكمال النواقص",
        [("max", 10, "day", "unspecified", "papers_completion")],
    ),
    (
        "يلتزم القسم بألا تزيد مدة دراسة الحالة على أسبوعين",
        [("max", 2, "week", "unspecified", "request_decision")],
    ),
    (
        "خلال مدة لا تتجاوز يوماً واحداً من استلام الطلب يتصل الموظف بصاحبه",
        [("max", 1, "day", "submission", "request_decision")],
    ),
    (
        "يرد على المستفيد خلال واحد وعشرين يوماً من تاريخ اكتمال بياناته",
        [("max", 21, "day", "completion", "request_decision")],
    ),
    (
        "تبت اللجنة في الطلب خلال مائة وعشرين يوماً",
        [("max", 120, "day", "unspecified", "request_decision")],
    ),
    (
        "ينجز الطلب خلال (٧ - ١٠) أيام عمل",
        [
            ("min", 7, "working_day", "unspecified", "request_decision"),
            ("max", 10, "working_day", "unspecified", "request_decision"),
        ],
    ),
    (
        "الرد خلال ٣ إلى ٥ أيام عمل من رفع الطلب",
        [
            ("min", 3, "working_day", "submission", "request_decision"),
            ("max", 5, "working_day", "submission", "request_decision"),
        ],
    ),
    ("يبت في الطلب خلال ........ يوماً", [("max", None, "day", "unspecified", "request_decision")]),
    ("لا يجوز أن تتجاوز مدة الانتظار ثلاثين دقيقة", []),
    ("يحضر المستفيد أصل الهوية وصورة حديثة", []),
    ("يحدث ملف المستفيد كل ستة أشهر", []),
)
COMPLAINTS = (  # handler, whom to turn to next, channels
    (
        "يتقدم المستفيد بشكواه إلى إدارة الجودة عن طريق الموقع الإلكتروني.",
        ("إدارة الجودة", None, ["الموقع الإلكتروني"]),
    ),
    (
        "تحال الشكاوى إلى لجنة الشكاوى لدراستها، ويجوز رفع الأمر إلى المدير العام.",
        ("لجنة الشكاوى", "المدير العام", []),
    ),
    (
        "يستقبل مكتب المدير التنفيذي شكاوى المستفيدين عبر الهاتف والبريد الإلكتروني.",
        ("مكتب المدير التنفيذي", None, ["الهاتف", "البريد الإلكتروني"]),
    ),
    (
        "- استقبال الشكاوى من خلال صندوق الشكاوى.\n- دراستها من قبل وحدة المتابعة.\n"
        "- تصعيد الشكوى إلى مجلس الإدارة عند عدم حلها.",
        ("وحدة المتابعة", "مجلس الإدارة", ["صندوق الشكاوى"]),
    ),
    (
        "الجهة المسؤولة: قسم خدمة العملاء\nالرد خلال أسبوع\nجهة التظلم: الأمين العام",
        ("قسم خدمة العملاء", "الأمين العام", []),
    ),
    (
        "تسجل الشكوى في النظام ويباشرها أخصائي الجودة وإذا لم يرض المستفيد بالحل يرفع شكواه لمدير الجمعية.",
        ("أخصائي الجودة", "مدير الجمعية", []),
    ),
)
APPROVALS = (  # body, ordinal and number of the session, both dates
    (
        "اعتمد مجلس الإدارة هذه السياسة في جلسته المنعقدة يوم السبت 4 ذي الحجة 1445هـ الموافق 10 حزيران 2024م",
        ("مجلس الإدارة", None, None, "1445-12-04", "2024-06-10"),
    ),
    (
        "اعتُمدت في الاجتماع الحادي عشر لمجلس الأمناء بتاريخ ٣٠/٦/٢٠٢٣",
        ("مجلس الأمناء", 11, None, None, "2023-06-30"),
    ),
    (
        "صدرت هذه السياسة بموجب قرار مجلس الإدارة في جلسته رقم (14) وتاريخ 1446/3/1هـ",
        ("مجلس الإدارة", None, 14, "1446-03-01", None),
    ),
    (
        "وافق مجلس إدارة الجمعية في جلسته ذات الرقم 6/1445 المؤرخة في 11-11-1445 على السياسة",
        ("مجلس إدارة الجمعية", None, 6, "1445-11-11", None),
    ),
    (
        "هذه السياسة معتمدة من مجلس الإدارة بالجلسة الثالثة والعشرين بتاريخ 2022-12-31",
        ("مجلس الإدارة", 23, None, None, "2022-12-31"),
    ),
    (
        "محضر اعتماد: عرضت السياسة على مجلس الإدارة في اجتماعه التاسع "
        "المنعقد بتاريخ الأول من محرم لعام 1447هـ فأقرها",
        ("مجلس الإدارة", 9, None, "1447-01-01", None),
    ),
    (
        "رقم الاجتماع: 5\nتاريخ الاجتماع: 14/2/1446هـ\nجهة الاعتماد: مجلس الإدارة",
        ("مجلس الإدارة", None, 5, "1446-02-14", None),
    ),
    (
        "تمت الموافقة على هذه السياسة من قبل أعضاء مجلس الإدارة في اجتماعهم الرابع "
        "لعام 2023م بتاريخ 20 ديسمبر 2023م",
        ("مجلس الإدارة", 4, None, None, "2023-12-20"),
    ),
)
ROLES = (  # whom unclear cases are referred to, who decides
    (
        "إذا لم تتضح الإجراءات للمستفيد يوجهه الموظف إلى مسؤول خدمة المستفيدين",
        ("مسؤول خدمة المستفيدين", None),
    ),
    (
        "في حال وجود إشكال يتم تحويل المستفيد على قسم البحث الاجتماعي",
        ("قسم البحث الاجتماعي", None),
    ),
    (
        "يقوم الموظف بإحالة المستفيد للباحثة الاجتماعية لتوضيح الإجراء",
        ("الباحثة الاجتماعية", None),
    ),
    ("تعرض الطلبات على لجنة المساعدات والتمكين لاعتمادها", (None, "لجنة المساعدات والتمكين")),
    ("يتولى المدير التنفيذي البت في الطلب", (None, "المدير التنفيذي")),
    ("ترفع الحالة للجنة البحث لإقرارها", (None, "لجنة البحث")),
    ("صاحب الصلاحية في البت هو مدير إدارة البرامج", (None, "مدير إدارة البرامج")),
    ("تقوم اللجنة المختصة بدراسة الطلب وإصدار القرار", (None, "اللجنة المختصة")),
)


@pytest.mark.parametrize(("sentence", "expected"), TIMES)
def test_times(sentence, expected):
    reading = read_text(f"{HEAD}- استقبال المستفيد\n- {sentence}\n- إغلاق الطلب\n")
    found = [(d.kind, d.value, d.unit, d.trigger, d.subject) for d in reading.deadlines]
    assert found == expected


@pytest.mark.parametrize(("sentences", "expected"), COMPLAINTS)
def test_complaints(sentences, expected):
    found = read_text(f"{HEAD}{STEPS}الشكاوى:\n{sentences}\n").complaints
    assert (found["handler"], found["escalation"], found["channels"]) == expected


@pytest.mark.parametrize(("sentence", "expected"), APPROVALS)
def test_approvals(sentence, expected):
    found = read_text(f"{HEAD}{STEPS}الاعتماد\n{sentence}\n").approval
    session = (found.session_ordinal, found.session_number)
    assert (found.body, *session, found.hijri_date, found.gregorian_date) == expected


@pytest.mark.parametrize(("sentence", "expected"), ROLES)
def test_roles(sentence, expected):
    reading = read_text(f"{HEAD}- استقبال المستفيد\n- {sentence}\n- إغلاق الطلب\n")
    assert (reading.referral_target, reading.decision_body) == expected
