"""The engine against the slow oracle on many random cases: `python -m tests.bench.deadlines_soak`."""

import argparse
import json
import random
import sys
import time
from collections import Counter

from tests.core.deadlines.engine.agreement import check
from tests.core.deadlines.engine.cases import build


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1446)
    wanted = parser.parse_args()
    began, units, failures = time.monotonic(), Counter(), []
    for number in range(wanted.cases):
        case = build(random.Random(f"{wanted.seed}/{number}").randint)  # noqa: S311
        units.update(
            str(amount.unit) for amount in (case.term.minimum, case.term.maximum) if amount
        )
        try:
            check(case)
        except Exception as error:
            failures.append({"case": number, "error": repr(error), "input": repr(case)})
    result = {
        "measure": "deadlines_soak",
        "seed": wanted.seed,
        "cases": wanted.cases,
        "disagreements": len(failures),
        "seconds": round(time.monotonic() - began, 1),
        "amounts_by_unit": dict(sorted(units.items())),
        "first_failures": failures[:5],
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
