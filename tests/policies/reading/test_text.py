import pytest

from policies.reading.text import Lines, Passage, fold, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("إلكترونيّـة", "الكترونيه"),
        ("أُسْرَة  ١٢", "اسره 12"),
        ("ﻻ\u200f ﺗﺰﻳﺪ", "لا تزيد"),
        ("على\u00a0مدى", "علي مدي"),
    ],
)
def test_fold_forgets_how_letters_were_written(text, expected):
    assert fold(text) == expected


def test_normalise_keeps_letters():
    assert normalise("المســؤولة\u200e  عن ٣") == "المسؤولة عن 3"


def test_every_letter_of_a_line_knows_its_place():
    source = "\u202b  البَريد\u200f الإلكترونيّ ﻻ الفاكس  "
    line = Lines.read(source)[0]
    assert line.text == "البريد الإلكتروني لا الفاكس"
    assert len(line.text) == len(line.folded) == len(line.offsets)
    start = line.folded.index("الالكتروني")
    assert line.words(start, start + len("الإلكتروني")) == "الإلكترونيّ"
    assert line.value() == "البَريد الإلكترونيّ لا الفاكس"


def test_lines_are_counted_as_editors_do():
    lines = Lines.read("أول\r\n\r\nثالث\nرابع")
    assert [(line.number, line.text) for line in lines] == [
        (1, "أول"), (2, ""), (3, "ثالث"), (4, "رابع"),
    ]  # fmt: skip
    assert lines.numbered(3).text == "ثالث"
    assert len(lines.filled) == 3


def test_a_tatweel_after_a_number_is_a_dash():
    assert Lines.read("٣ــ الهاتف")[0].text == "٣- الهاتف"


def test_a_passage_over_two_lines_knows_both():
    lines = Lines.read("خلال مدة\nلا تزيد على شهر")
    passage = Passage.of(lines[0]) + Passage.of(lines[1])
    assert passage.text == "خلال مدة لا تزيد على شهر"
    start = passage.folded.index("مده")
    part = passage.slice(start, passage.folded.index("علي"))
    assert (part.text.strip(), part.line) == ("مدة لا تزيد", 1)
    assert part.words == "مدة لا تزيد"
