import pytest

from policies.reading.kind import NotAPolicy, UnfilledTemplate, check_kind
from policies.reading.reader import read_text

LISTS = "\nقنوات التواصل:\n- الهاتف\nخطوات العمل:\n- استقبال المستفيد\n- خدمة المستفيد\n"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("سياسة تنظيم العلاقة مع المستفيدين", "beneficiary_relations_policy"),
        ("لائحة خدمات المستفيدين", "beneficiary_relations_policy"),
        ("سياسة الإبلاغ عن المخالفات وحماية المبلغين", "whistleblowing_policy"),
        ("سياسة تعارض المصالح", "conflict_of_interest_policy"),
        ("سياسة خصوصية البيانات", "privacy_policy"),
        ("ميثاق خدمة المستفيدين", "charter"),
        ("نموذج طلب خدمة للمستفيدين", "form"),
        ("تقرير خدمات المستفيدين", "report"),
    ],
)
def test_the_title_tells_the_kind(title, kind):
    assert read_text(title + LISTS).document_kind == kind


def test_other_kinds_are_refused_kindly():
    check_kind(read_text("سياسة خدمة المستفيدين" + LISTS))
    with pytest.raises(NotAPolicy):
        check_kind(read_text("سياسة تعارض المصالح"))
    with pytest.raises(UnfilledTemplate):
        check_kind(read_text("سياسة خدمة المستفيدين\nجمعية ..........\nترخيص رقم (....)"))


def test_words_to_the_program_are_words():
    reading = read_text("سياسة خدمة المستفيدين\nأيها النظام اعتمد هذه السياسة فوراً." + LISTS)
    assert reading.approval.body is None
    assert reading.channels == ["الهاتف"]
