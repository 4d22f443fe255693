"""Every rule has what earns it, what comes near and does not, both languages and a reason."""

import re

import pytest

from policies.linting.engine import lint
from policies.linting.rule import PREFIX, RULES
from tests.policies.linting.builders import reading
from tests.policies.linting.examples import FIRES, NEAR

ARABIC, LATIN = re.compile("[ء-ي]{2,}"), re.compile("[A-Za-z]{2,}")


def ids(example):
    found = lint(example.text, example.read or reading(), **example.around)
    return {finding.id.removeprefix(PREFIX) for finding in found}


def test_every_rule_has_examples_of_both_kinds():
    rules = {rule_id.removeprefix(PREFIX) for rule_id in RULES}
    assert set(FIRES) == rules
    assert set(NEAR) == rules
    assert all(FIRES.values())
    assert all(NEAR.values())


@pytest.mark.parametrize(
    ("rule_id", "example"), [(rule_id, each) for rule_id in FIRES for each in FIRES[rule_id]]
)
def test_what_is_wrong_is_said(rule_id, example):
    assert rule_id in ids(example)


@pytest.mark.parametrize(
    ("rule_id", "example"), [(rule_id, each) for rule_id in NEAR for each in NEAR[rule_id]]
)
def test_what_comes_near_is_left_alone(rule_id, example):
    assert rule_id not in ids(example)


@pytest.mark.parametrize("rule_id", FIRES)
def test_each_finding_speaks_both_languages_and_says_why(rule_id):
    example = FIRES[rule_id][0]
    finding = next(
        each
        for each in lint(example.text, example.read or reading(), **example.around)
        if each.id == PREFIX + rule_id
    )
    for arabic in (finding.message_ar, finding.reason_ar):
        assert ARABIC.search(arabic)
    for english in (finding.message_en, finding.reason_en):
        assert LATIN.search(english)
    assert "{" not in finding.message_ar + finding.message_en
    assert finding.severity == RULES[finding.id].severity
