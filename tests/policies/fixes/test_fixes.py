"""Each fix puts its question right: the text that is written out afterwards no longer earns it."""

from pathlib import Path

import pytest

from policies.amendment import amend
from policies.checking import disagreements, fingerprint
from policies.drafting import from_reading
from policies.fixes import FIXES, difference, fix_of, fixes_for
from policies.linting.engine import lint
from policies.linting.rule import RULES
from policies.reading.reader import read_text
from policies.rendering import render
from tests.policies.linting.mutations import spoilt_documents

CLEAN = {
    path.stem: path.read_text("utf-8")
    for path in (Path(__file__).parents[1] / "linting" / "clean").glob("*.txt")
}
# A part that only the board can finish is put in with a blank, and the blank is asked about.
ASKS_ON = {"BRP-S01", "BRP-S02", "BRP-S05"}
SPOILT = [
    *((name, text) for name, text, _expected in spoilt_documents(CLEAN)),
    (
        "two-units",
        CLEAN["decimal"].replace(
            "5-3 للحرفي",
            "5-3 يرد على الشكوى خلال ثمانية أيام من تاريخ تسجيلها.\n5-4 للحرفي",
        ),
    ),
    (
        "two-lengths",
        CLEAN["decimal"].replace(
            "5-3 للحرفي",
            "5-3 يرد المكتب على الشكوى خلال عشرين يوم عمل من تاريخ تسجيلها.\n5-4 للحرفي",
        ),
    ),
    ("letterhead", CLEAN["short"].replace("الأدوات:", "ترخيص رقم 2218\nالأدوات:")),
    ("fields", CLEAN["short"].replace("الأدوات:", "الرقم :\nالتاريخ :\nالأدوات:")),
]  # fmt: skip


def asked(text):
    reading = read_text(text)
    return from_reading(text, reading), lint(text, reading)


def remaining(content):
    rendered = render(content).text
    reading = read_text(rendered)
    return [*lint(rendered, reading), *disagreements(rendered, reading, content)]


@pytest.mark.parametrize(("name", "text"), SPOILT, ids=[name for name, _text in SPOILT])
def test_each_fix_settles_its_question_and_raises_no_other(name, text):
    content, findings = asked(text)
    already = {finding.id for finding in [*findings, *remaining(content)]}
    for finding in findings:
        for fix, fixed in fixes_for(finding, content):
            after = remaining(amend(content, fixed))
            allowed = already | ({"BRP-P02"} if finding.id in ASKS_ON else set())
            assert fingerprint(finding) not in set(map(fingerprint, after)), (finding.id, fix.key)
            assert {each.id for each in after} <= allowed, (finding.id, fix.key)


def test_each_rule_that_can_be_fixed_is_fixed_somewhere():
    fixed = {
        finding.id
        for _name, text in SPOILT
        for content, findings in [asked(text)]
        for finding in findings
        if any(True for _ in fixes_for(finding, content))
    }
    assert fixed == set(FIXES)


def test_fixes_belong_to_rules_and_have_keys_of_their_own():
    assert set(FIXES) <= set(RULES)
    for fixes in FIXES.values():
        assert len({fix.key for fix in fixes}) == len(fixes)


def test_the_difference_says_what_goes_and_what_comes():
    text = CLEAN["articles"].replace("كل ستة أشهر", "بشكل دوري")
    content, findings = asked(text)
    (finding,) = findings
    fix, fixed = fix_of(finding, content, "half_year")
    (row,) = difference(finding, content, fix, fixed)
    assert [(piece.kind, piece.text) for piece in row] == [
        ("same", "1. ترسل الجمعية استبانة قصيرة"),
        ("removed", "بشكل دوري،"),
        ("added", "كل ستة أشهر،"),
        ("same", "وتعرض نتائجها على المجلس"),
    ]


def test_the_difference_of_a_new_part_is_all_new():
    content, findings = asked(CLEAN["bullets"][: CLEAN["bullets"].index("## النشر")])
    finding = next(each for each in findings if each.id == "BRP-P01")
    fix, fixed = fix_of(finding, content, "insert")
    assert {piece.kind for row in difference(finding, content, fix, fixed) for piece in row} == {
        "added"
    }


def test_articles_are_numbered_in_order_and_what_cites_them_follows():
    text = (
        CLEAN["long_sentences"]
        .replace("المادة (2)", "المادة (12)")
        .replace("المادة (3)", "المادة (13)")
    )
    content, findings = asked(text)
    finding = next(each for each in findings if each.id == "BRP-N01")
    fixed = fix_of(finding, content, "renumber")[1]
    own = [each.address for each in fixed.articles if "-" not in each.address]
    assert own == [str(number) for number in range(1, 12)]
    complaints = next(each for each in fixed.articles if each.kind == "complaints")
    assert "من قنوات المادة (3)" in complaints.text
    assert "المادة (27) من نظام" in complaints.text
    assert "BRP-N01" not in {each.id for each in remaining(fixed)}


def test_writing_the_text_out_anew_leaves_the_document_as_it_is():
    content, findings = asked(CLEAN["ordinals"].replace("3- البحث الميداني.", "3- "))
    finding = next(each for each in findings if each.id == "BRP-L02")
    fix, fixed = fix_of(finding, content, "anew")
    assert fix.rewrites
    assert fixed == content


def test_a_fix_that_does_not_fit_is_not_offered():
    content, findings = asked(CLEAN["articles"].replace("كل ستة أشهر", "بشكل دوري"))
    elsewhere = findings[0].model_copy(update={"words": "بصورة منتظمة"})
    assert list(fixes_for(elsewhere, content)) == []
    assert fix_of(findings[0], content, "delete") is None


def test_what_the_new_words_promise_is_kept():
    text = CLEAN["wrapped"].replace("وأسبابه كتابة.", "وأسبابه كتابة في أقرب وقت.")
    content, findings = asked(text)
    (finding,) = findings
    fixed = amend(content, fix_of(finding, content, "three")[1])
    known = {each.key for each in content.deadlines}
    added = [each for each in fixed.deadlines if each.key not in known]
    assert [(each.maximum.value, each.maximum.unit) for each in added] == [(3, "working_day")]
    assert added[0].words in fixed.clause_text(added[0].address)


def test_a_part_is_put_in_before_the_approval_which_moves_on():
    text = CLEAN["articles"].replace(" وتتولى وحدة الجودة مراجعتها كل سنتين.", "")
    content, findings = asked(text)
    (finding,) = findings
    fixed = fix_of(finding, content, "executive")[1]
    assert [(each.address, each.heading) for each in fixed.articles[-2:]] == [
        ("11", "مراجعة السياسة"),
        ("12", "اعتماد مجلس الإدارة"),
    ]
