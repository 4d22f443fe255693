import pytest

from policies.reading.damage import Damage, restore
from policies.reading.reader import read_text
from policies.reading.text import Lines

TURNED = "الئحة العالقة مع املستفيدين\nاألدوات املتاحة"
BACKWARDS = """ -: تمهيد
 .1  زيارة المقر. - 1
 .2  البريد المسجل. - 2
 .3  الاستقبال المسائي. - 3
 عن طريق المنصة.  يقدم صاحب الحاجة طلبه -
"""


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("الجتماعي", "الاجتماعي"),
        ("الستفسارات", "الاستفسارات"),
        ("الموقع اللكتروني", "الموقع الإلكتروني"),
        ("ل تزيد على شهر", "لا تزيد على شهر"),
        ("معاملت", "معاملات"),
    ],
)
def test_restores_only_what_leaves_no_other_reading(damaged, expected):
    assert restore(damaged) == expected


@pytest.mark.parametrize(
    "word", ["القرار", "الطالب", "البلاغ", "الجديد", "التقني", "الحالة", "خلل"]
)
def test_leaves_words_alone_that_are_words(word):
    assert restore(word) == word
    assert Damage(Lines.read(word)).repaired()[0].text == word


def test_turns_lam_alef_back():
    damage = Damage(Lines.read(TURNED))
    assert damage.quality == "lam_alef_swapped"
    assert [line.text for line in damage.repaired()] == [
        "اللائحة العلاقة مع المستفيدين".replace("اللائحة", "لائحة"),
        "الأدوات المتاحة",
    ]


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("ال يصرف املبلغ", "لا يصرف المبلغ"),
        ("ال تقبل األوراق", "لا تقبل الأوراق"),
        ("ال مستندات", "المستندات"),
        ("ال تقديم", "التقديم"),
    ],
)
def test_a_lone_article_is_a_negation_before_a_verb_alone(damaged, expected):
    repaired = Damage(Lines.read(f"{TURNED}\n{damaged}")).repaired()
    assert repaired[2].text == expected


def test_puts_lines_in_visual_order_right():
    damage = Damage(Lines.read(BACKWARDS))
    assert damage.quality == "word_order_noise"
    assert [line.text for line in damage.repaired()][1:5] == [
        "- 1 زيارة المقر.",
        "- 2 البريد المسجل.",
        "- 3 الاستقبال المسائي.",
        "- يقدم صاحب الحاجة طلبه عن طريق المنصة.",
    ]


def test_a_text_in_order_is_left_alone():
    text = "قنوات التواصل:\n- الهاتف.\n- زيارة   المقر.\n\n1- تسجيل الطلب."
    damage = Damage(Lines.read(text))
    assert (damage.kinds, damage.quality) == ([], "clean")
    assert [line.text for line in damage.repaired()] == [line.text for line in Lines.read(text)]


def test_repaired_values_wait_for_a_person():
    reading = read_text(f"{TURNED}:\n- دليل االستفسارات")
    tool = next(source for source in reading.sources if source.path == "tools.0")
    assert reading.tools == ["دليل الاستفسارات"]
    assert tool.words == "دليل االستفسارات"
    assert tool.confidence < 0.8
    assert reading.values_repaired
    assert "lam_alef_turned" in reading.review_needed
