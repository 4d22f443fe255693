"""What is edited and written out is read again as the same document."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.amendment import amend
from policies.content import PolicyContent
from policies.drafting import from_reading
from policies.editor.assembly import assembled
from policies.editor.commands import change
from policies.editor.rows import Sheet, of_content
from policies.editor.specification import RowKind
from policies.presets.shapes import PRESETS
from policies.reading.reader import read_text
from policies.rendering import point_mark, render

NAME, LICENSE = "جمعية الضفاف الأهلية", "4512"
WORDS = (
    "تُحفظ نسخة من الطلب في سجل الجمعية",
    "يُبلَّغ صاحب الطلب بما يلزم استكماله",
    "يُراجَع النموذج عند تغيّر الحاجة",
    "يُسلَّم الإيصال باليد أو برسالة",
)


def read(text: str) -> PolicyContent:
    return from_reading(text, read_text(text))


def carried(content: PolicyContent) -> dict[str, object]:
    """All that the text of a policy says by itself; the rest is set beside it."""
    clauses = [
        (
            article.address,
            article.heading,
            article.chapter,
            article.text,
            [
                (
                    item.address,
                    item.text.rstrip(" ."),
                    [(s.address, s.text.rstrip(" .")) for s in item.subitems],
                )
                for item in content.items_of(article)
            ],
        )
        for article in content.articles
    ]
    return {
        "title": content.title,
        "association": content.association_name,
        "license": content.license_no,
        "introduction": content.introduction,
        "clauses": clauses,
        "channels": [row.label.rstrip(" .") for row in content.channels],
        "tools": [row.label.rstrip(" .") for row in content.tools],
        "steps": [row.text.rstrip(" .") for row in content.steps],
        "documents": [row.label.rstrip(" .") for row in content.required_documents],
        "measures": [row.label.rstrip(" .") for row in content.satisfaction],
        "deadlines": [(row.minimum, row.maximum, row.start) for row in content.deadlines],
    }


def preset(key: str) -> PolicyContent:
    shape = next(each for each in PRESETS if each.key == key)
    first = read(shape.text(association_name=NAME, license_no=LICENSE))
    return read(render(first).text)


@pytest.fixture(scope="module")
def presets() -> dict[str, PolicyContent]:
    return {each.key: preset(each.key) for each in PRESETS}


@pytest.mark.parametrize("key", [each.key for each in PRESETS])
def test_a_prepared_policy_is_read_again_as_it_was(presets, key):
    content = presets[key]

    assert carried(read(render(content).text)) == carried(content)


VERBS = ("up", "down", "indent", "outdent", "remove", "add-row", "add-sub")


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    key=st.sampled_from([each.key for each in PRESETS]),
    edits=st.lists(
        st.tuples(st.sampled_from(VERBS), st.integers(0, 400), st.sampled_from(WORDS)),
        min_size=1,
        max_size=6,
    ),
)
def test_what_was_edited_is_read_again_as_it_was(presets, key, edits):
    before = presets[key]
    sheet = of_content(before)
    for verb, number, words in edits:
        _edit(sheet, verb, number, words)
    whole = assembled(sheet, before)
    if whole is None:
        return
    content = amend(before, whole.content)

    assert carried(read(render(content).text)) == carried(content)


def _edit(sheet: Sheet, verb: str, number: int, words: str) -> None:
    """To rows of the document; what was added says something of its own."""
    rows = [row for row in sheet.document if row.kind in (RowKind.ROW, RowKind.SUB)]
    if not rows:
        return
    done = change(sheet, f"{verb}:{rows[number % len(rows)].id}")
    for row in sheet.rows:
        if row.id == done.focus and not row.get("text") and verb.startswith("add"):
            row.values["text"] = f"{words} {'أ' * (number % 3 + 1)}{number}"


def test_points_have_letters_and_then_dashes():
    assert [point_mark(1), point_mark(28), point_mark(29)] == ["أ)", "غ)", "-"]


def test_points_of_steps_and_items_are_read_again(presets):
    before = presets["articles_full"]
    sheet = of_content(before)
    steps = [row for row in sheet.rows if row.get("stage")]
    change(sheet, f"indent:{steps[1].id}")
    change(sheet, f"indent:{steps[2].id}")
    whole = assembled(sheet, before)
    assert whole is not None
    content = amend(before, whole.content)

    again = read(render(content).text)

    assert [sub.address for sub in again.steps[0].subitems] == [
        f"{again.steps[0].address}-1",
        f"{again.steps[0].address}-2",
    ]
    assert [sub.text for sub in again.steps[0].subitems] == [
        steps[1].get("text"),
        steps[2].get("text"),
    ]
