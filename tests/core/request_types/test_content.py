"""What a form must be before it can be published, each fault in words of its own."""

import pytest
from django.utils.translation import override
from pydantic import ValidationError

from core.request_types.building import options_of_lines
from core.request_types.comparing import changes
from core.request_types.content import TypeContent, Words
from core.request_types.enums import FieldKind
from core.request_types.faults import faults, faults_under
from tests.core.provider import RULES
from tests.core.request_types.contents import EVERY_KIND, OPTIONS, content, field, when


def said(made):
    with override("en"):
        return [str(fault) for fault in faults(made)]


def test_a_form_with_every_kind_is_sound():
    assert said(content(*EVERY_KIND)) == []


FAULTY = [
    (content(name={"en": "Rent"}), "The type needs a name in Arabic."),
    (content(eligibility={}), "Say in a sentence who may ask for this."),
    (content(field("a", "text"), field("a", "text")), "Two fields have the key “a”."),
    (
        content(field("a", "text", condition=when("b", "answered"))),
        "A condition asks about “b”, which is not there.",
    ),
    (
        content(field("a", "text", condition=when("b", "answered")), field("b", "text")),
        "The condition of “Ask a” asks about a field that comes later; move it up.",
    ),
    (
        content(field("a", "text", condition=when("a", "answered"))),
        "The condition of “Ask a” comes back to itself.",
    ),
    (content(field("a", "choice")), "“Ask a” needs at least two choices."),
    (
        content(field("a", "choice", options=[OPTIONS[0], OPTIONS[0]])),
        "A choice is there twice: rented.",
    ),
    (
        content(field("a", "choice", options=[OPTIONS[0], {"key": "x", "label": {}}])),
        "A choice of “Ask a” is empty.",
    ),
    (content(field("a", "table")), "The table “Ask a” needs at least one column."),
    (
        content(field("a", "number", minimum="5", maximum="2")),
        "In “Ask a” the smallest number is larger than the largest.",
    ),
    (
        content(field("a", "number", is_amount_asked=True)),
        "Only an amount of money can be the amount asked for, not “Ask a”.",
    ),
    (
        content(
            field("a", "money", is_amount_asked=True), field("b", "money", is_amount_asked=True)
        ),
        "Only one field can be the amount that is asked for.",
    ),
    (
        content(field("a", "date"), field("b", "text", condition=when("a", "greater", "1"))),
        "“Ask a” cannot be compared in this way.",
    ),
    (
        content(field("a", "number"), field("b", "text", condition=when("a", "greater", "x"))),
        "A condition compares a number with “x”.",
    ),
    (
        content(
            field("a", "choice", options=OPTIONS),
            field("b", "text", condition=when("a", "equals", "castle")),
        ),
        "A condition names a choice that is not there: “castle”.",
    ),
    (
        content(field("a", "yes_no"), field("b", "text", condition=when("a", "equals", "x"))),
        "A condition wants yes or no, not “x”.",
    ),
    (
        content(field("a", "text"), field("b", "text", condition=when("a", "equals"))),
        "The condition of “Ask b” does not say what the answer must be.",
    ),
    (
        content(documents=[{"label": {"ar": "صك"}}, {"label": {"ar": "صك"}}]),
        "The document “صك” is listed twice.",
    ),
    (content(documents=[{"label": {}}]), "A document needs a name."),
]


@pytest.mark.parametrize(("made", "sentence"), FAULTY)
def test_each_fault_is_said(made, sentence):
    assert sentence in said(made)


def test_fields_that_depend_on_each_other_are_found():
    made = content(
        field("a", "text", condition=when("b", "answered")),
        field("b", "text", condition=when("a", "answered")),
    )
    assert said(made) == [
        "The condition of “Ask a” comes back to itself.",
        "The condition of “Ask b” comes back to itself.",
    ]


def test_what_it_names_beyond_itself_must_be_there():
    made = content(
        channels=["pigeon"],
        deadline="decision",
        programme="0b7e2a2e-5a3c-4a53-9a0e-1c1f2f8f3a11",
        documents=[{"label": {"ar": "صك"}, "categories": ["wizard"]}],
    )
    with override("en"):
        found = [
            str(each) for each in faults_under(made, RULES, categories=["widow"], programmes=[])
        ]
    assert found == [
        "The policy names no channel “pigeon”.",
        "The policy names no date of its own “decision” besides the one for all requests.",
        "No category is called “wizard”.",
        "The programme is not there any more, or closed.",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": [field("A b", "text")]},
        {"fields": [field("a", "song")]},
        {"fields": [field(f"a{number}", "text") for number in range(61)]},
        {"fields": [field("a", "table", most_rows=21)]},
        {"fee": 5},
    ],
)
def test_what_is_no_form_at_all_cannot_be_made(wrong):
    with pytest.raises(ValidationError):
        content(**wrong)


def test_one_spelling_of_one_content():
    made = content(*EVERY_KIND)
    again = TypeContent.model_validate_json(made.canonical())
    assert (again == made, again.canonical() == made.canonical()) == (True, True)


def test_choices_keep_their_keys_under_new_words():
    before = options_of_lines("مستأجر | Rented\nملك", ())
    renamed = options_of_lines("بالإيجار | Rented\nملك", before)
    added = options_of_lines("ملك\nمستأجر\nمشترك", before)
    assert [option.key for option in before] == ["option_1", "option_2"]
    assert [(option.key, option.label.ar) for option in renamed] == [
        ("option_1", "بالإيجار"),
        ("option_2", "ملك"),
    ]
    assert [option.key for option in added] == ["option_2", "option_1", "option_3"]


def test_a_draft_is_compared_with_what_is_published(governed):
    before = content(field("a", "text"), field("b", "number"))
    after = before.model_copy(update={"name": Words(ar="إيجار", en="Rent")})
    after = after.without_field("b").with_field(content(field("c", "date")).fields[0])
    after = after.with_field(after.fields[0].model_copy(update={"required": True}), instead_of="a")
    with override("en"):
        found = [(str(each.what), each.before, each.after) for each in changes(before, after)]
        nothing = changes(before, before)
    assert found == [
        ("Name", "Overdue rent", "Rent"),
        ("Field removed", "Ask b", ""),
        ("Ask a", "No", "Yes"),
        ("Field added", "", "Ask c"),
    ]
    assert nothing == []


def test_no_kind_of_question_is_named_as_if_it_were_known_already():
    with override("ar"):
        assert [str(kind.label) for kind in FieldKind if str(kind.label).startswith("ال")] == []
