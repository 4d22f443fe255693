"""Single sentences as many authors would write them, each with what a careful person reads in it."""

import pytest

from policies.reading.part_names import guess_section
from policies.reading.reader import read_text
from policies.reading.text import fold

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

HEADS = (  # association, register number, title
    (
        "جمعية البر الخيرية بمحافظة الليث\nترخيص رقم ( 45 )\nسياسة العلاقة مع المستفيدين",
        ("جمعية البر الخيرية بمحافظة الليث", "45", "سياسة العلاقة مع المستفيدين"),
    ),
    (
        "سياسة تنظيم العلاقة مع المستفيدين – جمعية أكناف لرعاية الأيتام",
        (
            "جمعية أكناف لرعاية الأيتام",
            None,
            "سياسة تنظيم العلاقة مع المستفيدين – جمعية أكناف لرعاية الأيتام",
        ),
    ),
    (
        "الجمعية السعودية للتصلب المتعدد\nسياسة خدمة المستفيدين\nرقم الترخيص: 1000222333",
        ("الجمعية السعودية للتصلب المتعدد", "1000222333", "سياسة خدمة المستفيدين"),
    ),
    (
        "اسم الجمعية: جمعية سواعد البناء\nاسم السياسة: سياسة علاقات المستفيدين\nالترخيص: 321",
        ("جمعية سواعد البناء", "321", "سياسة علاقات المستفيدين"),
    ),
    (
        "مركز نور الحياة للتأهيل\nسياسة التعامل مع المستفيدين\nسجل تجاري رقم 1010101010",
        ("مركز نور الحياة للتأهيل", "1010101010", "سياسة التعامل مع المستفيدين"),
    ),
    (
        "جمعية الدعوة والإرشاد وتوعية الجاليات بالسليل\n(مرخصة برقم ٣٣٣٤)\nلائحة خدمة المستفيدين",
        ("جمعية الدعوة والإرشاد وتوعية الجاليات بالسليل", "3334", "لائحة خدمة المستفيدين"),
    ),
    (
        "جمعية الملك فهد الخيرية النسائية بجازان\nسياسة العلاقة مع المستفيدين",
        ("جمعية الملك فهد الخيرية النسائية بجازان", None, "سياسة العلاقة مع المستفيدين"),
    ),
    (
        "مبرة الإحسان الخيرية\nسياسة العلاقة مع المستفيدين\nمشهرة برقم 12 لسنة 2015",
        ("مبرة الإحسان الخيرية", "12", "سياسة العلاقة مع المستفيدين"),
    ),
    (
        "دليل سياسات وإجراءات خدمة المستفيدين\nجمعية تكافل",
        ("جمعية تكافل", None, "دليل سياسات وإجراءات خدمة المستفيدين"),
    ),
)
HEADINGS = (
    ("كيفية التواصل مع الجمعية", "channels"),
    ("القنوات الرسمية لاستقبال طلبات المستفيدين", "channels"),
    ("منهجية التعامل مع المستفيدين", "handling"),
    ("الإجراءات التنفيذية", "handling"),
    ("ضمان حقوق المستفيدين وخصوصيتهم", "privacy"),
    ("مؤشرات قياس رضا المستفيدين", "satisfaction"),
    ("آلية تقديم الشكاوى والبت فيها", "complaints"),
    ("جبر الأضرار", "compensation"),
    ("أحكام ختامية", None),
    ("الوثائق والنماذج ذات العلاقة", "tools"),
    ("سريان السياسة وتحديثها", "review"),
    ("مدة سريان السياسة ومراجعتها", "review"),
    ("مستويات الخدمة المتفق عليها", "deadlines"),
    ("المدد الزمنية لإنجاز الطلبات", "deadlines"),
    ("مقدمة عامة", "preamble"),
    ("الغرض والأهداف", "general_goal"),
    ("تمكين المستفيد من المعلومات", "information"),
    ("استمرارية العلاقة مع المستفيد", "relationship"),
    ("الاعتماد والنشر", "board_approval"),
    ("التزامات موظفي الجمعية", "responsibilities"),
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


@pytest.mark.parametrize(("lines", "expected"), HEADS)
def test_heads_of_papers(lines, expected):
    found = read_text(f"{lines}\n{HEAD.split('المثال')[1]}{STEPS}")
    assert (found.association_name, found.license_no, found.title) == expected


@pytest.mark.parametrize(("title", "key"), HEADINGS)
def test_headings(title, key):
    assert guess_section(fold(title)) == key


def test_who_presided_is_the_chairman():
    presided = (
        "اعتمد مجلس الإدارة السياسة برئاسة الدكتور سامي الراشد في جلسته الأولى بتاريخ 1/1/1446هـ"
    )
    text = f"{HEAD}{STEPS}الاعتماد\n{presided}"
    assert read_text(text).approval.chairman == "الدكتور سامي الراشد"


@pytest.mark.parametrize(
    ("signed", "chairman"),
    [
        ("، ووقعها رئيس المجلس خالد بن سعيد العتيبي.", "خالد بن سعيد العتيبي"),
        (". رئيس المجلس: هند بنت محمد السبيعي", "هند بنت محمد السبيعي"),
        ("، وبتوقيع رئيس مجلس الإدارة د. سامي الراشد.", "د. سامي الراشد"),
        ("، ووقعها نائب رئيس المجلس خالد العتيبي.", None),
        ("، وأبلغ رئيس المجلس الأعضاء بذلك.", None),
    ],
)
def test_who_signs_the_sentence_of_approval_is_the_chairman(signed, chairman):
    sentence = f"أقر مجلس الإدارة هذه السياسة في اجتماعه رقم (8) بتاريخ 20 مايو 2024م{signed}"
    assert read_text(f"{HEAD}{STEPS}الاعتماد\n{sentence}").approval.chairman == chairman


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("التعاونية الزراعية بسهل الندى", "التعاونية الزراعية بسهل الندى"),
        ("تعاونية سهل الندى", "تعاونية سهل الندى"),
        ("الجمعية التعاونية الزراعية بسهل الندى", "الجمعية التعاونية الزراعية بسهل الندى"),
    ],
)
def test_a_cooperative_is_an_association_whatever_it_calls_itself(lines, name):
    assert read_text(f"{lines}\nسياسة العلاقة مع المستفيدين\n{STEPS}").association_name == name


@pytest.mark.parametrize("after", ["وما يجب عليهم", "ولا يجوز غيره", "وكيفية خدمتهم"])
def test_a_name_ends_where_the_sentence_goes_on(after):
    text = f"جمعية روافد المودة\nسياسة العلاقة مع المستفيدين\nتبين للمستفيدين من جمعية روافد المودة {after}.\n"
    assert read_text(text + STEPS).association_name_variants == []
