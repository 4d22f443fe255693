"""Whatever the text: no rule fails, no fix fails, and what is quoted stands in the text."""

import random
import time
from pathlib import Path

import pytest

from policies.amendment import amend
from policies.drafting import from_reading
from policies.fixes import difference, fixes_for
from policies.linting.engine import lint
from policies.reading.reader import read_text

PAGES = [
    path.read_text("utf-8") for path in sorted((Path(__file__).parent / "clean").glob("*.txt"))
]
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤةىأإآ ًٌٍَُِّْـ٠١٢٣٤٥٦٧٨٩0123456789().:؛،-–•«»[]{}|\t\n"


def shuffled_lines(random_):
    lines = [line for page in random_.sample(PAGES, 3) for line in page.splitlines()]
    random_.shuffle(lines)
    return "\n".join(lines[:60])


def shuffled_words(random_):
    words = random_.choice(PAGES).split()
    random_.shuffle(words)
    return "".join(word + random_.choice("    \n") for word in words)


def damaged(random_):
    letters = list(random_.choice(PAGES))
    for _ in range(len(letters) // 12):
        letters[random_.randrange(len(letters))] = random_.choice(ALPHABET)
    return "".join(letters)


def letters(random_):
    return "".join(random_.choices(ALPHABET, k=1500))


def collapsed(text):
    return " ".join(text.split())


@pytest.mark.parametrize("made", [shuffled_lines, shuffled_words, damaged, letters])
@pytest.mark.parametrize("seed", range(4))
def test_any_text(made, seed):
    text = made(random.Random(seed))  # noqa: S311 - the same texts every time
    reading = read_text(text)
    began = time.process_time()
    findings = lint(text, reading)
    assert time.process_time() - began < 5
    content = from_reading(text, reading)
    whole = collapsed(text)
    for finding in findings:
        assert finding.words is None or collapsed(finding.words) in whole, finding.id
        for fix, fixed in fixes_for(finding, content):
            amend(content, fixed)
            assert all(
                piece.text is not None
                for row in difference(finding, content, fix, fixed)
                for piece in row
            )


@pytest.mark.parametrize(
    "words",
    [
        "ا ",
        "لا ",
        "تبت لجنة ",
        "يدفع المستفيد ",
        "تحفظ بيانات ",
        "1. ",
        "المادة (1) ",
        "خمسة (7) ",
        "تنشر السياسة ",
        "الرد في أقرب وقت ",
        "رفض دون إبداء الأسباب ",
        "تشارك بيانات المستفيدين مع الجهات ",
        "\t|",
    ],
)
def test_a_long_run_of_one_word_takes_no_longer_than_its_length(words):
    text = words * 2000
    reading = read_text(text)
    began = time.process_time()
    lint(text, reading)
    assert time.process_time() - began < 5
