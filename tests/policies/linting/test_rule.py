import re

import pytest

from policies.linting import engine
from policies.linting.document import Document
from policies.linting.finding import Finding
from policies.linting.rule import RULES, Hit, rule
from tests.policies.linting.builders import reading

CATALOGUE = {
    "A01": "error", "A02": "error", "A03": "error", "A04": "error", "A05": "error", "A06": "warn",
    "A08": "info", "D01": "error", "D02": "error", "D03": "warn", "D04": "warn", "D05": "error",
    "I01": "error", "I02": "warn", "I03": "error", "X01": "error", "X02": "info", "X03": "warn",
    "X04": "warn", "T01": "warn", "T02": "error", "T03": "info", "T04": "info", "L01": "warn",
    "L02": "error", "N01": "error", "N02": "warn", "O01": "warn", "O02": "info", "O03": "error",
    "Q01": "info", "S01": "error", "S02": "info", "S03": "warn", "S04": "warn", "S05": "warn",
    "S06": "warn", "C01": "error", "C02": "warn", "F01": "warn", "P01": "warn", "P02": "error",
    "R01": "warn", "R02": "info", "V01": "warn", "U01": "warn",
}  # fmt: skip
ADDED = {
    "A50": "warn", "A51": "error", "C50": "warn", "C51": "warn", "D50": "warn", "D51": "warn",
    "D52": "error", "D53": "error", "D54": "warn", "D55": "warn", "D56": "warn", "E50": "warn",
    "F50": "warn", "G50": "warn", "G51": "info", "G52": "warn", "H50": "info", "H51": "warn",
    "H52": "warn", "I50": "error", "I51": "warn", "N50": "error", "P50": "warn", "P51": "warn",
    "P52": "info", "R50": "warn", "R51": "warn", "R52": "info", "R53": "warn", "S50": "warn",
    "S51": "warn", "S52": "info", "T50": "info", "T51": "warn", "V50": "warn", "V51": "warn",
    "X50": "info",
}  # fmt: skip


def test_the_table_holds_the_catalogue_and_what_was_added():
    expected = {f"BRP-{key}": severity for key, severity in (CATALOGUE | ADDED).items()}
    assert {key: item.severity for key, item in RULES.items()} == expected


def test_every_rule_speaks_both_languages():
    arabic = re.compile("[ء-ي]{2,}")
    for item in RULES.values():
        assert arabic.search(item.message_ar), item.id
        assert arabic.search(item.reason_ar), item.id
        assert re.search("[A-Za-z]{2,}", item.message_en), item.id
        assert re.search("[A-Za-z]{2,}", item.reason_en), item.id


def test_an_id_is_entered_once():
    again = rule("A01", "info", ar="", en="", why_ar="", why_en="")
    with pytest.raises(ValueError, match="BRP-A01 is taken"):
        again(lambda document: iter([Hit()]))


def test_a_finding_carries_line_words_messages_and_reasons():
    text = "تمهيد\nانظر خطأ! لم يتم العثور على مصدر المرجع."
    assert engine.lint(text, reading()) == [
        Finding(
            id="BRP-X01",
            severity="error",
            line=2,
            words="خطأ! لم يتم العثور على مصدر المرجع.",
            message_ar="مرجع معطّل في الملف: «خطأ! لم يتم العثور على مصدر المرجع.».",
            message_en="A broken reference in the file: “خطأ! لم يتم العثور على مصدر المرجع.”.",
            reason_ar=RULES["BRP-X01"].reason_ar,
            reason_en=RULES["BRP-X01"].reason_en,
        )
    ]


def test_findings_are_ordered_by_line_then_id():
    text = "يعلن ذلك ........ لاحقا\nالقبول إلي اللجنة ثم ...... بعدها"
    places = [(item.line, item.id) for item in engine.lint(text, reading())]
    assert places == [(1, "BRP-P02"), (2, "BRP-P02"), (2, "BRP-T03")]


def test_one_finding_for_each_rule_and_line():
    text = "خطأ! مرجع مفقود\tخطأ! مرجع آخر مفقود"
    assert [item.id for item in engine.lint(text, reading())] == ["BRP-X01"]


def test_braces_in_the_text_do_not_disturb_the_message():
    text = "المبلغ {المبلغ}"
    (finding,) = engine.lint(text, reading())
    assert finding.message_ar == "فراغ أو نص بديل لم يُملأ: «{المبلغ}»."


def test_an_empty_text_is_linted():
    assert Document("", reading()).filled == []
    assert engine.lint("", reading()) == []
