"""The server and the browser decide alike which fields are asked."""

import json
import shutil
import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from core.request_types.answers import AnswersForm
from core.request_types.conditions import Condition, Operator, holds, read_number
from core.request_types.enums import FieldKind
from tests.core.request_types.contents import OPTIONS, content, field, when
from ui.translations import ROOT

SCRIPT = ROOT / "core" / "request_types" / "static" / "request_types" / "form.js"
RUN = """
const fs = require("fs");
require("vm").runInThisContext(fs.readFileSync(process.argv[1], "utf8"));
const cases = JSON.parse(fs.readFileSync(0, "utf8"));
const { holds, number } = globalThis.silahForms;
process.stdout.write(JSON.stringify(cases.map((each) => each.typed === undefined
  ? holds(each.condition, each.answers) : number(each.typed))));
"""


def in_the_browser(cases):
    done = subprocess.run(  # noqa: S603 (node, our own script)
        [shutil.which("node") or "node", "-e", RUN, str(SCRIPT)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


KEYS = ("rent", "people", "home", "needs", "works", "words")
KINDS = {
    "rent": FieldKind.MONEY, "people": FieldKind.NUMBER, "home": FieldKind.CHOICE,
    "needs": FieldKind.CHOICES, "works": FieldKind.YES_NO, "words": FieldKind.TEXT,
}  # fmt: skip
FORM = content(
    field("rent", "money"),
    field("people", "number"),
    field("home", "choice", options=OPTIONS),
    field("needs", "choices", options=OPTIONS),
    field("works", "yes_no"),
    field("words", "text"),
)
NUMBERS = st.sampled_from(
    ["", "0", "5", "٥", "5.0", "12٫5", "12.50", "1,000", "١٬٠٠٠", "1000", "-3", "−3", "abc", "1 000",
     "999999999999.99", "\u200f7", "٫5", "5.", "+5", "1.2.3", "0.1", "0.10"]
)  # fmt: skip
WORDS = st.sampled_from(["", " ", "نعم", " نعم ", "\u200fنعم", "a  b", "a b", "rented"])
CHOICES = ["rented", "owned", "shared"]


@st.composite
def typed_forms(draw):
    return {
        "rent": draw(NUMBERS),
        "people": draw(NUMBERS),
        "home": draw(st.sampled_from(["", *CHOICES])),
        "needs": draw(st.lists(st.sampled_from(CHOICES), unique=True)),
        "works": draw(st.sampled_from(["", "yes", "no"])),
        "words": draw(WORDS),
    }


@st.composite
def conditions(draw):
    comparisons = []
    for _number in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(KEYS))
        values = {
            "rent": NUMBERS,
            "people": NUMBERS,
            "works": st.sampled_from(["yes", "no"]),
            "words": WORDS,
        }.get(key, st.sampled_from([*CHOICES, "gone"]))
        comparisons.append(
            {
                "field": key,
                "operator": draw(st.sampled_from(Operator.values)),
                "values": draw(st.lists(values, max_size=3)),
            }
        )
    return {"join": draw(st.sampled_from(["all", "any"])), "comparisons": comparisons}


@settings(max_examples=12, deadline=None, database=None)
@given(st.lists(st.tuples(typed_forms(), conditions()), min_size=60, max_size=120))
def test_both_sides_agree_on_what_is_asked(pairs):
    """Wherever the server takes what was typed; a number that it refuses is answered on neither side."""
    cases, expected = [], []
    for typed, condition in pairs:
        form = AnswersForm({f"a-{key}": value for key, value in typed.items()}, content=FORM)
        form.is_valid()
        given_answers = {
            key: form.cleaned_data.get(f"a-{key}") for key in KEYS if f"a-{key}" not in form.errors
        }
        refused = set(form.errors)
        shown = {
            key: [] if f"a-{key}" in refused else ([value] if isinstance(value, str) else value)
            for key, value in typed.items()
        }
        words = {
            key: [each for each in values if each.strip("\u200f ")]
            for key, values in shown.items()
        }
        words |= {
            key: [each for each in words[key] if read_number(each) is not None]
            for key in ("rent", "people")
        }
        cases.append(
            {
                "condition": condition,
                "answers": {key: {"kind": KINDS[key].value, "words": words[key]} for key in KEYS},
            }
        )
        expected.append(holds(Condition.model_validate(condition), given_answers, KINDS))
    assert in_the_browser(cases) == expected


@settings(max_examples=10, deadline=None, database=None)
@given(st.lists(st.text("0123456789٠١٢٣٤٥٦٧٨٩۵.,٫٬-+ \u200f\u00a0x", max_size=9), min_size=80))
def test_both_sides_read_the_same_numbers(texts):
    expected = [None if (number := read_number(text)) is None else float(number) for text in texts]
    assert in_the_browser([{"typed": text} for text in texts]) == expected


def test_nothing_holds_of_what_was_not_answered():
    kinds = {"home": FieldKind.CHOICE}
    for operator in Operator:
        condition = Condition.model_validate(when("home", operator, "rented"))
        assert holds(condition, {"home": None}, kinds) is False


def test_any_and_all_join_differently():
    kinds = {"a": FieldKind.YES_NO, "b": FieldKind.YES_NO}
    both = [
        {"field": "a", "operator": "equals", "values": ["yes"]},
        {"field": "b", "operator": "equals", "values": ["yes"]},
    ]
    answers = {"a": True, "b": False}
    found = [
        holds(Condition.model_validate({"join": join, "comparisons": both}), answers, kinds)
        for join in ("all", "any")
    ]
    assert found == [False, True]
