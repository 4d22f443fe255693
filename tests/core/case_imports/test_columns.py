import pytest

from core.case_imports.columns import COLUMNS, Column, guess

HEADS = {
    Column.NAME: ("اسم المستفيد", "الأسم", "مقدم الطلب", "طالب المساعدة", "اسم رب الأسرة"),
    Column.IDENTITY: ("رقم الهويّة", "رقم الهوية / الإقامة", "السجل المدني", "هوية المستفيد"),
    Column.MOBILE: ("جوال", "رقم التواصل", "الهاتف الجوال", "الجوال:", "رقم الجوال*"),
    Column.EMAIL: ("البريد الالكتروني", "الايميل"),
    Column.CATEGORIES: ("فئة", "فئة المستفيد"),
    Column.CHANNEL: ("قناة", "قناة التقديم", "طريقة الورود", "ورد عن طريق", "المصدر"),
    Column.TYPE: ("نوع الطلب", "نوع الاحتياج", "الخدمة المطلوبة"),
    Column.SUBJECT: ("موضوع", "الغرض من الطلب", "المساعدة المطلوبة"),
    Column.DESCRIPTION: ("ملاحظات", "شرح الحالة", "البيان", "تفاصيل"),
    Column.RECEIVED: (
        "ورد",
        "الوارد",
        "تاريخ الورود",
        "تاريخ الورود (هجري)",
        "ورد بتاريخ",
        "تاريخ ورود الطلب",
        "تاريخ استلام الطلب",
        "تاريخ تقديم الطلب",
        "تاريخ القيد",
        "التاريخ",
        "Received",
        "date_received",
    ),
    Column.REGISTER: ("رقم القيد", "رقم الوارد", "القيد"),
    Column.OLD_REFERENCE: ("الرقم المرجعي", "رقم المعاملة", "الرقم السابق"),
    Column.STATUS: ("الحالة", "الوضع الحالي", "مرحلة الطلب"),
    Column.OUTCOME: ("القرار", "القرار النهائي", "نتيجة الطلب"),
    Column.DECIDED: ("تاريخ القرار", "تاريخ الاعتماد", "تاريخ اجتماع اللجنة"),
    Column.DECIDER: ("بريد متخذ القرار", "decider e-mail"),
    Column.REASON: ("أسباب الرفض", "الحيثيات", "سبب الاعتذار"),
    Column.ASKED: ("المبلغ المطلوب", "القيمة المطلوبة"),
    Column.GRANTED: ("المبلغ الموافق عليه", "قيمة المساعدة"),
    Column.METHOD: ("طريقة الصرف", "طريقة الدفع"),
    Column.ASSIGNEE: ("بريد الموظف", "الموظف المسؤول"),
    Column.CLOSED: ("تاريخ الصرف", "تاريخ الإنجاز", "أُغلق في"),
}


@pytest.mark.parametrize(
    ("column", "title"), [(column, title) for column, titles in HEADS.items() for title in titles]
)
def test_a_head_is_understood_as_people_write_it(column, title):
    assert guess([title]) == {column.value: 0}


def test_every_field_has_its_heads_here():
    assert set(HEADS) == set(Column) == set(COLUMNS)


def test_no_head_means_two_fields():
    meant: dict[str, set[Column]] = {}
    for column, words in COLUMNS.items():
        for word in (words.head, *words.synonyms.split("|")):
            meant.setdefault(word, set()).add(column)

    assert {word: columns for word, columns in meant.items() if len(columns) > 1} == {}


def test_of_two_heads_for_one_field_the_first_counts_and_unknown_ones_are_left():
    assert guess(["م", "الاسم", "ورد", "تاريخ الطلب"]) == {"name": 1, "received_on": 2}
