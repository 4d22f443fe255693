import pytest

from tests.policies.linting.builders import found, one, reading


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("1- قلم\n2- ورقة\n4- حبر", 4),
        ("مادة (1) قلم\nكلام\nمادة (3) حبر", 3),
        ("أولاً: قلم\nثانياً: ورقة\nرابعاً: حبر", 4),
        ("المادة الأولى: قلم\nالمادة الثالثة: حبر", 3),
        ("١. قلم\n٢. ورقة\n٥. حبر", 5),
    ],
)
def test_n01_finds_a_break(text, after):
    finding = one("N01", text)
    assert finding.line == len(text.splitlines())
    assert finding.message_ar.endswith(f"ثم {after}.")


@pytest.mark.parametrize(
    "text",
    [
        "1- قلم\n2- ورقة\n3- حبر",
        "1. أدوات\n1- قلم\n2- ورقة\n2. أثاث\n1- كرسي\n2- طاولة\n3- رف\n3. غير ذلك",
        "1. أدوات:\n1. قلم\n2. ورقة\n3. حبر\n2. أثاث",
        "مادة (1) أدوات\n1- قلم\nكلام بين البنود\n2- ورقة\nمادة (2) أثاث\n1- كرسي",
        "1\tقلم\n2\tورقة",
        "20- 25 زائرا في اليوم\n3- كذلك",
    ],
)
def test_n01_accepts_lists_in_lists(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1- قلم\n2- ورقة\n2- حبر",
        "- 1- قلم\n- 2- ورقة",
        "يحضر الزائر أوراقه كاملة 6. ثم يوقع عليها",
        ". 3 يوقع عليها",
    ],
)
def test_n02_finds_superfluous_numbers(text):
    assert found(text) == ["N02"]


@pytest.mark.parametrize(
    "text",
    [
        "الأدوات: 1- قلم 2- ورقة 3- حبر",
        "وفقا للمادة رقم 5. ثم يوقع عليها",
        "- قلم\n- ورقة",
    ],
)
def test_n02_accepts_numbers_that_belong(text):
    assert found(text) == []


def test_l01_finds_a_heading_among_items():
    text = "الأدوات:\n- قلم\n- ورقة\n- الأثاث المتاح للزائر:\n- كرسي"
    assert one("L01", text).line == 4


@pytest.mark.parametrize(
    "text",
    [
        "الأدوات:\n- قلم\n- ورقة\nالأثاث المتاح للزائر:\n- كرسي",
        "الأدوات:\n- قلم\n- أثاث من نوعين:\n  - كرسي\n  - طاولة",
        "الأدوات:\n- قلم\n- يسلم لكل زائر عند وصوله إلى القاعة الكبرى كيس فيه دفتر وقلم وخريطة"
        " وبطاقة تعريف وأمور أخرى منها:\n- كتاب",
    ],
)
def test_l01_accepts_headings_in_their_place(text):
    assert found(text) == []


def test_l02_finds_an_empty_item():
    text = "1- قلم\n2-\n3- حبر"
    assert found(text) == ["L02"]
    finding = one("L02", text)
    assert (finding.line, finding.message_ar) == (2, "بند فارغ رقم 2.")
    read = reading(empty_items=[{"list": "tools", "number": 2, "line": 2}])
    assert found(text, read) == ["L02"]


def test_l02_accepts_filled_items():
    assert found("1- قلم\n2- ورقة") == []
    assert found("صفحة\n- 5 -\nكلام") == []
