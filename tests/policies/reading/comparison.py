"""When two readings say the same: letters that are written one for the other count as one."""

from typing import Any

from policies.reading.text import fold

# What the hand-made readings say about themselves, not about the policy.
ANNOTATIONS = frozenset(
    {"notes", "source_file", "provenance", "expected_lint", "title_source", "channels_raw", "audience",
     "raw_noise", "first_words_corrected", "association_name_variants"}
)  # fmt: skip
UNORDERED = frozenset({"sections_present", "sections_missing"})


def differences(expected: Any, read: Any, path: str = "") -> list[str]:
    """Where a reading departs from what is expected of it; keys that nobody expects are free."""
    if isinstance(expected, dict):
        found: list[str] = []
        for key, value in expected.items():
            if key not in ANNOTATIONS:
                given = read.get(key, "no such key") if isinstance(read, dict) else "no such key"
                found += differences(value, given, f"{path}.{key}" if path else key)
        return found
    if isinstance(expected, list):
        if not isinstance(read, list) or len(expected) != len(read):
            return [f"{path}: {expected} != {read}"]
        if path in UNORDERED:
            expected, read = sorted(expected), sorted(read)
        pairs = zip(expected, read, strict=True)
        return [
            line
            for index, (one, other) in enumerate(pairs)
            for line in differences(one, other, f"{path}.{index}")
        ]
    if isinstance(expected, str) and isinstance(read, str):
        same = fold(expected) == fold(read)
    else:
        same = type(expected) is type(read) and expected == read
    return [] if same else [f"{path}: {expected!r} != {read!r}"]
