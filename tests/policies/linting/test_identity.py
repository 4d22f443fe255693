import pytest

from tests.policies.linting.builders import found, one, reading

NAME = "جمعية غيث الروابي لرعاية الأرامل"


def test_i01_names_the_other_association():
    read = reading(foreign_association_names=["جمعية مزن الساحل"])
    text = f"{NAME}\nتتعهد جمعية مزن الساحل بخدمة أهل الحي"
    finding = one("I01", text, read)
    assert (finding.line, finding.words) == (2, "جمعية مزن الساحل")
    assert found(text, read) == ["I01"]
    assert found(f"{NAME}\nتتعهد الجمعية بخدمة أهل الحي") == []


@pytest.mark.parametrize(
    "variant",
    ["جمعية غيث الروابي", "جمعية غيث الروابي لرعايه الارمل", "جمعية غيث الروبي لرعاية الأرامل"],
)
def test_i02_finds_other_forms_of_the_name(variant):
    text = f"{NAME}\nتعمل {variant} في ثلاث مدن"
    finding = one("I02", text)
    assert finding.line == 2
    assert finding.words.startswith("جمعية غيث")


@pytest.mark.parametrize(
    "text",
    [
        f"تعمل {NAME} في ثلاث مدن",
        "تعمل الجمعية في ثلاث مدن وتتعاون مع جمعية أخرى",
        "جمعية غيث الروابي\nلرعاية الأرامل",
        "جمعية غِيث الروابى لرعاية الارامل",
    ],
)
def test_i02_accepts_the_name_and_the_common_noun(text):
    assert found(text) == []


def test_i02_leaves_another_association_to_i01():
    read = reading(foreign_association_names=["جمعية غيث الروابي لكفالة الأيتام"])
    assert found("زارت جمعية غيث الروابي لكفالة الأيتام مقرنا", read) == ["I01"]


def test_i03_needs_a_name():
    assert found("نص", reading(association_name=None)) == ["I03"]
    assert found("نص", reading()) == []
