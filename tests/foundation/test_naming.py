import pytest

from foundation.naming import Word, renamed

MEMBER = Word.of("عضو")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("خدمات المستفيدين", "خدمات الأعضاء"),
        ("بانتظار المستفيد", "بانتظار العضو"),
        ("سؤال للمستفيد", "سؤال للعضو"),
        ("رسالة للمستفيدين", "رسالة للأعضاء"),
        ("والمستفيدون والمستفيد", "والأعضاء والعضو"),
        ("طلب لمستفيد آخر", "طلب لعضو آخر"),
        ("الجمعية ومستفيديها", "الجمعية وأعضائها"),
        ("12 مستفيدًا", "12 عضوًا"),
        ("مستفيدان", "عضوان"),
        ("استفاد المستفيدين،", "استفاد الأعضاء،"),
        ("لا شيء هنا", "لا شيء هنا"),
    ],
)
def test_each_form_becomes_the_same_form_of_the_other_word(said, meant):
    assert renamed(said, MEMBER) == meant


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("العضو", ("عضو", "أعضاء", "أعضاء")),
        ("رفيق / رفقاء", ("رفيق", "رفقاء", "رفقاء")),
        ("منتسب", ("منتسب", "منتسبون", "منتسبين")),
        ("حاضنة", ("حاضنة", "حاضنات", "حاضنات")),
    ],
)
def test_the_plural_is_the_one_that_is_written_else_the_usual_one(written, forms):
    word = Word.of(written)
    assert word is not None
    assert (word.one, word.many, word.many_oblique) == forms


@pytest.mark.parametrize("written", ["", "مستفيد", "المستفيد", "<b>عضو</b>", "عضو / <i>", "123"])
def test_what_is_no_other_word_changes_nothing(written):
    assert Word.of(written) is None
    assert renamed("خدمات المستفيدين", Word.of(written)) == "خدمات المستفيدين"


def test_a_word_that_begins_with_lam_loses_none():
    assert renamed("سؤال للمستفيد إلى المستفيدين", Word.of("لاجئ / لاجئون")) == (
        "سؤال للاجئ إلى اللاجئين"
    )
