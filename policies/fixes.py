"""Questions of the linter that one click answers."""

from collections.abc import Callable

from policies.content import PolicyContent
from policies.linting.finding import Finding


def minimum_becomes_maximum(finding: Finding, content: PolicyContent) -> PolicyContent | None:
    """«لا تقل عن» was meant as «لا تزيد على»."""
    for deadline in content.deadlines:
        alone = deadline.minimum is not None and deadline.maximum is None
        if alone and (finding.line is None or finding.line == deadline.line):
            turned = deadline.model_copy(update={"maximum": deadline.minimum, "minimum": None})
            return content.model_copy(
                update={
                    "deadlines": tuple(
                        turned if row.key == deadline.key else row for row in content.deadlines
                    )
                }
            )
    return None


FIXES: dict[str, Callable[[Finding, PolicyContent], PolicyContent | None]] = {
    "BRP-D01": minimum_becomes_maximum,
}


def fixed_content(finding: Finding, content: PolicyContent) -> PolicyContent | None:
    """None where the question cannot be put right by itself."""
    fix = FIXES.get(finding.id)
    return fix(finding, content) if fix else None
