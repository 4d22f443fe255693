"""The engine against the slow oracle on many random cases: `python -m tests.bench.deadlines_soak`.

In slices of a thousand cases, each with a seed of its own, so that one can be asked again.
"""

import argparse
import json
import random
import sys
import time

from tests.core.deadlines.engine.agreement import check_many

SLICE = 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1446)
    wanted = parser.parse_args()
    began, failures = time.monotonic(), []
    for number in range(wanted.cases // SLICE):
        seed = f"{wanted.seed}/{number}"
        try:
            check_many(random.Random(seed).randint, SLICE)  # noqa: S311
        except Exception as error:
            failures.append({"slice": seed, "error": repr(error)[:500]})
    result = {
        "measure": "deadlines_soak",
        "seed": wanted.seed,
        "cases": wanted.cases // SLICE * SLICE,
        "slices_that_disagree": len(failures),
        "seconds": round(time.monotonic() - began, 1),
        "first_failures": failures[:5],
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
