import pytest

from tests.policies.linting.builders import found, one, reading


@pytest.mark.parametrize(
    "text", ["راجع خطأ! الإشارة غير معرّفة", "see Error! Reference source not found."]
)
def test_x01_finds_broken_references(text):
    assert found(text) == ["X01"]


def test_x01_leaves_ordinary_mistakes_alone():
    assert found("إذا وقع خطأ، يُصحَّح فورا") == []


HEAD = "المملكة العربية السعودية\nالرقم : 41\nالتاريخ : 1446هـ"


def test_x02_finds_the_letterhead_again():
    text = f"{HEAD}\nنستقبل الزوار كل صباح\n{HEAD}\nونودعهم بالشكر"
    assert found(text) == ["X02"]
    assert one("X02", text).line == 5


def test_x02_finds_a_running_title():
    page = "سياسة خدمة المستفيدين\nكلام يختلف في الصفحة {}\n"
    assert found("".join(page.format(word) for word in ("أولى", "تالية", "أخيرة"))) == ["X02"]


def test_x02_accepts_one_letterhead_and_a_cover():
    text = f"{HEAD}\nسياسة خدمة المستفيدين\nكلام\nسياسة خدمة المستفيدين\nكلام آخر"
    assert found(text) == []


def test_x03_finds_empty_fields():
    text = "الرقم :\nالتاريخ : \nالمرفقات :\nكلام"
    assert found(text) == ["X03"]
    assert one("X03", text).words == "الرقم :"


def test_x03_accepts_filled_fields():
    assert found("الرقم : 12\nالتاريخ : 1446هـ\nالمرفقات : ثلاثة") == []
    assert found("الرقم 12\nكلام عن التاريخ") == []


CONTENTS = "المحتويات\nالتعريفات\t2\nمواعيد الاستقبال\t3\nحقوق الزائر\t4\n\n"
BODY = "التعريفات:\nكلام\nمواعيد الاستقبال:\nكلام\n"


def test_x04_finds_an_entry_without_heading():
    finding = one("X04", CONTENTS + BODY)
    assert (finding.line, finding.message_ar) == (
        4,
        "الفهرس لا يطابق العناوين: «حقوق الزائر».",
    )


@pytest.mark.parametrize("heading", ["حقوق الزائر:", "رابعا: حقوق الزائرين", "## حقوق الزائر"])
def test_x04_accepts_headings_that_agree(heading):
    assert found(CONTENTS + BODY + heading + "\nكلام") == []


def test_x04_accepts_dotted_and_bulleted_contents():
    dotted = "الفهرس\nالتعريفات ........ 2\nمواعيد الاستقبال ...... 3\n"
    assert found(dotted + BODY) == []
    bulleted = "فهرس المحتويات\n- التعريفات\n- مواعيد الاستقبال\n\n"
    assert found(bulleted + BODY) == []


def test_x04_finds_an_article_that_is_not_listed():
    text = (
        "المحتويات\nمادة 1 التعريفات\t2\nمادة 2 الحقوق\t3\n\n"
        "مادة 1 التعريفات\nكلام\nمادة 2 الحقوق\nكلام\nمادة 3 الإعفاء من الرسوم\nكلام"
    )
    assert one("X04", text).line == 9


def test_x04_needs_contents():
    assert found(BODY, reading()) == []
