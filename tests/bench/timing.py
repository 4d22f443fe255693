"""How long something takes, over several turns."""

import statistics
import time
from collections.abc import Callable


def milliseconds(action: Callable[[], object], times: int) -> dict[str, float]:
    spent = []
    for _turn in range(times):
        began = time.perf_counter()
        action()
        spent.append(1000 * (time.perf_counter() - began))
    ordered = sorted(spent)
    return {
        "median_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[max(0, int(0.95 * len(ordered)) - 1)], 2),
    }
