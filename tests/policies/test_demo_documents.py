import re
from pathlib import Path

import pytest

from demo.documents import KINDS, document
from policies import services
from policies.checking import disagreements, obstacles
from policies.drafting import from_reading
from policies.linting.engine import lint
from policies.reading.reader import read_text
from policies.rendering import render

SEEDS = Path(__file__).parents[3] / "shared" / "policies" / "seeds"


@pytest.fixture(params=KINDS)
def text(request):
    return document(request.param).decode()


def test_an_unknown_kind_has_no_document():
    with pytest.raises(ValueError, match="no document"):
        document("../secret")


def test_there_is_nothing_to_ask_about_them(text):
    assert [finding.id for finding in lint(text, read_text(text))] == []


def test_each_gives_everything_that_drives_the_work(text):
    content = from_reading(text, read_text(text))

    assert len(content.channels) >= 4
    assert len(content.tools) >= 2
    assert len(content.steps) >= 6
    assert content.association_name
    assert content.decision_body
    assert content.referral_target
    assert content.required_documents
    assert content.satisfaction
    assert {(d.milestone is None, d.start is None) for d in content.deadlines} == {(False, False)}
    assert [str(d.milestone) for d in content.deadlines] == [
        "request_decision",
        "complaint_reply",
        "complaint_appeal",
    ]


def test_written_out_and_read_again_they_say_the_same(text):
    reading = read_text(text)
    content = from_reading(text, reading)
    rendered = render(content).text

    again = read_text(rendered)

    assert disagreements(rendered, again, content) == []
    assert (again.channels, again.tools, again.handling_steps.texts) == (
        reading.channels,
        reading.tools,
        reading.handling_steps.texts,
    )
    assert (again.decision_body, again.referral_target) == (
        reading.decision_body,
        reading.referral_target,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_can_go_to_the_board_as_it_is(officer, kind):
    draft = services.upload_document(document(kind), filename=f"{kind}.txt", actor=officer)

    assert obstacles(draft) == []


def test_no_sentence_comes_from_the_policies_we_were_shown(text):
    if not SEEDS.is_dir():
        pytest.skip("the policies we were shown are not here")
    shown = {run for path in SEEDS.glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))}

    assert shown & set(runs(text)) == set()


def runs(text, length=9):
    words = re.findall("[\u0621-\u064a0-9]+", re.sub("[\u064b-\u0652\u0640]", "", text))
    return [tuple(words[i : i + length]) for i in range(len(words) - length + 1)]
