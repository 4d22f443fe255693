"""The prepared policies: complete, clean, and in the association's own name."""

import pytest

from policies import services
from policies.checking import SETTLED_BY_APPROVAL, obstacles
from policies.linting.engine import lint
from policies.presets.shapes import PRESETS
from policies.reading.reader import read_text
from tests.policies.test_demo_documents import SEEDS, runs

NAME, LICENSE = "جمعية أثر الإحسان الأهلية", "4821"
READ = {  # channels, tools, steps, documents, measures, referral, who decides, deadlines
    "charity_branches": (6, 5, 7, 4, 2, "الباحث الاجتماعي", "لجنة المساعدات", 5),
    "cooperative_members": (5, 4, 6, 3, 2, "الباحث الميداني", "لجنة الخدمات", 4),
    "prisoners_families": (5, 4, 6, 4, 2, "الأخصائية الاجتماعية", "لجنة الرعاية", 4),
    "elderly_care": (5, 4, 6, 3, 2, "الأخصائي الاجتماعي", "لجنة الرعاية", 5),
    "articles_full": (5, 4, 6, 3, 3, "الباحث الاجتماعي", "لجنة الخدمات", 5),
}


def text_of(preset):
    return preset.text(association_name=NAME, license_no=LICENSE)


@pytest.fixture(params=PRESETS, ids=lambda preset: preset.key)
def preset(request):
    return request.param


def test_nothing_is_asked_but_what_the_approval_settles(preset):
    text = text_of(preset)

    found = {finding.id for finding in lint(text, read_text(text))}

    assert found <= SETTLED_BY_APPROVAL


def test_each_can_go_to_the_board_as_it_is(officer, preset):
    draft = services.draft_from_preset(preset, text=text_of(preset), actor=officer)

    assert obstacles(draft) == []


def test_each_becomes_the_configuration_that_it_describes(officer, preset):
    draft = services.draft_from_preset(preset, text=text_of(preset), actor=officer)
    content = draft.load_content()

    assert (
        len(content.channels),
        len(content.tools),
        len(content.steps),
        len(content.required_documents),
        len(content.satisfaction),
        content.referral_target,
        content.decision_body,
        len(content.deadlines),
    ) == READ[preset.key]
    assert (content.association_name, content.license_no) == (NAME, LICENSE)
    assert content.beneficiary_word == preset.beneficiary_word


def test_no_blank_is_left(preset):
    assert "{" not in text_of(preset)


def test_no_sentence_comes_from_the_policies_we_were_shown(preset):
    if not SEEDS.is_dir():
        pytest.skip("the policies we were shown are not here")
    shown = {run for path in SEEDS.glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))}

    assert shown & set(runs(text_of(preset))) == set()
