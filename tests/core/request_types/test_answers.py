"""Every kind of field with good and bad input, as people type it."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.translation import override

from core.beneficiaries.categories import categories
from core.request_types.answers import AnswersForm, flat, initial_of
from core.request_types.reading import lines_of
from tests.core.request_types.contents import EVERY_KIND, content, field, when

ALL = content(*EVERY_KIND)


def filled(made, typed=None, files=None, **options):
    data = QueryDict(mutable=True)
    for name, value in (typed or {}).items():
        data.setlist(f"a-{name}", value if isinstance(value, list) else [value])
    form = AnswersForm(
        data, {f"a-{key}": value for key, value in (files or {}).items()}, content=made, **options
    )
    form.is_valid()
    return form


def stored(made, typed, **options):
    form = filled(made, typed, **options)
    assert form.errors == {}
    return form.answers()["fields"]


GOOD = [
    ("words", {"words": "  \u200fكلمة  "}, "كلمة"),
    ("story", {"story": "سطر\nسطر"}, "سطر\nسطر"),
    ("people", {"people": "٧"}, "7"),
    ("people", {"people": "2٫50"}, "2.5"),
    ("rent", {"rent": "١٬٥٠٠"}, "1500.00"),
    ("rent", {"rent": "1,500.5"}, "1500.50"),
    ("born", {"born": "١/٩/١٤٤٥"}, {"date": "2024-03-11", "calendar": "hijri"}),
    ("born", {"born": "11/03/2024"}, {"date": "2024-03-11", "calendar": "gregorian"}),
    ("born", {"born": "1 رمضان 1445هـ"}, {"date": "2024-03-11", "calendar": "hijri"}),
    ("home", {"home": "owned"}, "owned"),
    ("needs", {"needs": ["shared", "rented"]}, ["rented", "shared"]),
    ("works", {"works": "yes"}, True),
    ("works", {"works": "no"}, False),
    (
        "guardian",
        {"guardian-name": " سالم  علي ", "guardian-identity": "١٠٠٠٠٠٠٠٠٨", "guardian-relation": "father"},
        {"name": "سالم علي", "identity": "1000000008", "relation": "father"},
    ),
    (
        "household",
        {
            "household-0-name": "ريم",
            "household-0-age": "٩",
            "household-2-name": "علي",
            "household-2-born": "١/٩/١٤٤٥",
            "household-2-studies": "no",
        },
        [
            {"name": "ريم", "age": "9", "born": None, "studies": None},
            {
                "name": "علي",
                "age": None,
                "born": {"date": "2024-03-11", "calendar": "hijri"},
                "studies": False,
            },
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "typed", "expected"), GOOD)
def test_what_is_typed_is_stored_in_one_form(key, typed, expected):
    assert stored(ALL, typed) == {key: expected}


@pytest.mark.parametrize(("key", "typed", "expected"), GOOD)
def test_what_is_stored_can_be_corrected_again(key, typed, expected):
    initial = initial_of(ALL, {"fields": {key: expected}})
    form = AnswersForm(content=ALL, initial=initial)
    page = form.as_p()
    again = dict(flat(ALL, {key: initial[f"a-{key}"]}))
    assert page != AnswersForm(content=ALL).as_p()
    data = QueryDict(mutable=True)
    for name, value in flat(ALL, {key: initial[f"a-{key}"]}):
        data.appendlist(name, value)
    second = AnswersForm(data, content=ALL)
    assert (second.is_valid(), second.answers()["fields"], bool(again)) == (
        True,
        {key: expected},
        True,
    )


BAD = [
    ("words", {"words": "ن" * 301}),
    ("story", {"story": "ن" * 5001}),
    ("people", {"people": "0"}),
    ("people", {"people": "21"}),
    ("people", {"people": "عشرة"}),
    ("people", {"people": "1e5"}),
    ("people", {"people": "NaN"}),
    ("rent", {"rent": "-5"}),
    ("rent", {"rent": "10.555"}),
    ("rent", {"rent": "100000.01"}),
    ("born", {"born": "غدا"}),
    ("born", {"born": "31/02/2024"}),
    ("born", {"born": "31/02/1445"}),
    ("home", {"home": "castle"}),
    ("needs", {"needs": ["rented", "castle"]}),
    ("works", {"works": "maybe"}),
    ("guardian", {"guardian-identity": "1000000008"}),
    ("guardian", {"guardian-name": "سالم", "guardian-identity": "1000000001"}),
    ("guardian", {"guardian-name": "سالم", "guardian-relation": "boss"}),
    ("guardian", {"guardian-name": "ن" * 201}),
    ("household", {"household-0-age": "9"}),
    ("household", {"household-0-name": "ريم", "household-0-age": "كبيرة"}),
    ("household", {"household-0-name": "ريم", "household-0-born": "غدا"}),
    ("household", {"household-0-name": "ريم", "household-0-studies": "maybe"}),
]


@pytest.mark.parametrize(("key", "typed"), BAD)
def test_what_cannot_be_is_refused_beside_its_field(key, typed):
    assert list(filled(ALL, typed).errors) == [f"a-{key}"]


@pytest.mark.parametrize("each", EVERY_KIND, ids=lambda each: each["key"])
def test_a_required_field_must_be_answered(each):
    made = content({**each, "required": True})
    assert list(filled(made).errors) == [f"a-{each['key']}"]
    assert filled(content(each)).errors == {}


@pytest.mark.parametrize("each", EVERY_KIND, ids=lambda each: each["key"])
def test_staff_leave_it_open_and_it_is_listed(each):
    form = filled(content({**each, "required": True}), lenient=True)
    listed = (form.documents(), form.open_questions())
    label = (f"سؤال {each['key']}",)
    assert form.errors == {}
    assert listed == ((label, ()) if each["kind"] == "file" else ((), label))


def test_a_file_that_came_answers_its_field():
    made = content(field("paper", "file", required=True))
    paper = SimpleUploadedFile("id.pdf", b"%PDF-1.7")
    form = filled(made, files={"paper": paper})
    assert form.errors == {}
    assert form.answers({"paper": ["7"]}) == {"fields": {"paper": ["7"]}}


def test_a_file_kept_from_before_answers_its_field():
    made = content(
        field("paper", "file", required=True),
        field("why", "text", required=True, condition=when("paper", "answered")),
    )
    form = filled(made, kept={"paper": ["a file"]})
    assert list(form.errors) == ["a-why"]


def test_the_amount_asked_for_is_the_flagged_one():
    assert filled(ALL, {"rent": "1500"}).amount_asked() == Decimal("1500.00")
    assert filled(ALL, {}).amount_asked() is None


def test_what_is_hidden_is_neither_asked_nor_stored():
    made = content(
        field("works", "yes_no"),
        field("wage", "money", required=True, condition=when("works", "equals", "yes")),
    )
    assert stored(made, {"works": "no", "wage": "12"}) == {"works": False}
    assert list(filled(made, {"works": "yes"}).errors) == ["a-wage"]


def test_what_depends_on_something_hidden_is_hidden_too():
    made = content(
        field("works", "yes_no"),
        field("wage", "money", condition=when("works", "equals", "yes")),
        field("since", "text", required=True, condition=when("wage", "greater", "100")),
    )
    assert stored(made, {"works": "no", "wage": "500", "since": "x"}) == {"works": False}


def test_categories_are_asked_where_documents_depend_on_them(governed):
    named = {"label": {"ar": "صك الطلاق"}, "categories": ["divorced"]}
    everybody = {"label": {"ar": "كشف حساب"}}
    made = content(documents=[named, everybody])
    form = filled(made, {"-categories": ["divorced"]}, categories=categories())
    assert form.documents() == ("صك الطلاق", "كشف حساب")
    assert form.answers()["categories"] == ["divorced"]
    assert filled(made, {}, categories=categories()).documents() == ("كشف حساب",)
    assert "a--categories" not in filled(content(documents=[everybody])).fields


def test_answers_are_read_on_their_wording():
    answers = {
        "fields": {
            "rent": "1500.00",
            "born": {"date": "2024-03-11", "calendar": "hijri"},
            "home": "owned",
            "works": True,
            "guardian": {"name": "سالم", "identity": "1000000008", "relation": "father"},
            "household": [{"name": "ريم", "age": "9", "born": None, "studies": None}],
        }
    }
    with override("en"):
        lines = lines_of(ALL, answers, discreet=True)
        read = [(line.label, [cell.text for cell in line.cells]) for line in lines]
    assert read == [
        ("Ask rent", ["1,500.00 riyals"]),
        ("Ask born", ["1 Ramadan 1445 AH (11 March 2024)"]),
        ("Ask home", ["Owned"]),
        ("Ask works", ["Yes"]),
        ("Ask guardian", ["سالم", "…0008", "Father"]),
        ("Ask household", []),
    ]
    assert (lines[-1].head, [cell.text for cell in lines[-1].rows[0]]) == (
        ("Name", "Age", "Born", "Studies"),
        ["ريم", "9", "—", "—"],
    )


def test_an_open_question_is_shown_as_open():
    made = content(field("words", "text", required=True), field("note", "text"))
    assert [(line.label, line.is_open) for line in lines_of(made, {"fields": {}})] == [
        ("سؤال words", True)
    ]
