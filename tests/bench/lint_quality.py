"""Precision and recall of the linter over our own documents, by rule, as JSON.

    python -m tests.bench.lint_quality

Clean policies must earn nothing; spoilt ones exactly the finding of what was spoilt; the policies
of the reader's tests what their authors noted.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from demo.documents import KINDS, document
from policies.linting.engine import lint
from policies.reading.reader import read_text
from tests.policies.linting.mutations import spoilt_documents

TESTS = Path(__file__).parents[1] / "policies"
SHARED = Path(__file__).parents[3] / "shared" / "policies"

Document = tuple[str, str, frozenset[str]]


def documents() -> Iterator[Document]:
    """Kind, text, and the rules that must speak."""
    clean = {
        path.stem: path.read_text("utf-8")
        for path in sorted((TESTS / "linting" / "clean").glob("*.txt"))
    }
    for text in clean.values():
        yield "clean", text, frozenset()
    for kind in KINDS:
        yield "clean", document(kind).decode(), frozenset()
    for _name, text, expected in spoilt_documents(clean):
        yield "spoilt", text, frozenset(expected)
    for folder in (TESTS / "reading" / "unseen", SHARED / "seeds", SHARED / "variants"):
        for path in sorted(folder.glob("*.txt")):
            noted = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
            if "expected_lint" in noted:
                yield "as noted", _text(path), frozenset(noted["expected_lint"])


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def measured() -> dict[str, Any]:
    right: Counter[str] = Counter()
    false_alarms: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    loud_clean = 0
    for kind, text, expected in documents():
        found = frozenset(finding.id for finding in lint(text, read_text(text)))
        kinds[kind] += 1
        loud_clean += kind == "clean" and bool(found)
        right.update(found & expected)
        false_alarms.update(found - expected)
        missed.update(expected - found)
    rules = {
        rule_id: _share(right[rule_id], false_alarms[rule_id], missed[rule_id])
        for rule_id in sorted(right | false_alarms | missed)
    }
    everything = (right.total(), false_alarms.total(), missed.total())
    return {
        "documents": dict(kinds),
        "clean_documents_with_a_finding": loud_clean,
        "all": _share(*everything),
        "rules": rules,
    }


def _share(right: int, false_alarms: int, missed: int) -> dict[str, Any]:
    return {
        "right": right,
        "false_alarms": false_alarms,
        "missed": missed,
        "precision": round(right / (right + false_alarms), 3) if right + false_alarms else None,
        "recall": round(right / (right + missed), 3) if right + missed else None,
    }


if __name__ == "__main__":
    json.dump(measured(), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
