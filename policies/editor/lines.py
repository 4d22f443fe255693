"""Lines that were typed or pasted into one field, as they would be read: words before a list, and the list."""

import re

from foundation.arabic import fold_digits

MARK = re.compile(r"^(?:[-–—•*▪●]+\s*|[(\[]?[0-9]{1,2}[)\].\-–:/]+\s+)(?=\S)")


def cut(typed: str) -> tuple[list[str], list[str]]:
    """A line that begins with a dash or a number is an item of its own; so is what follows it."""
    lead: list[str] = []
    listed: list[str] = []
    for line in filter(None, (" ".join(line.split()) for line in typed.splitlines())):
        if match := MARK.match(fold_digits(line)):
            listed.append(line[match.end() :])
        elif listed:
            listed.append(line)
        else:
            lead.append(line)
    return lead, listed
