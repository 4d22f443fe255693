"""Which open cases a version takes over, what changes for them, and moving them in batches."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from core import rules as governing
from core.cases import repinning
from core.cases.models import Case
from core.cases.repinning import Change, Progress
from core.rules import DeadlineRule
from policies.compilation import rules_of_draft
from policies.enums import OpenCases, VersionState
from policies.models import PolicyVersion
from policies.workflow import GOVERNING

BATCH = 50


def deadlines_of(version: PolicyVersion) -> tuple[DeadlineRule, ...]:
    """The clocks that a version would run, in force or not."""
    return rules_of_draft(version.load_content()).deadlines


def cases_before(version: PolicyVersion) -> QuerySet[Case]:
    """Open cases of the versions that governed before this one."""
    return repinning.open_cases(_versions_before(version))


def changes_for(version: PolicyVersion) -> list[Change]:
    return repinning.changes(cases_before(version), deadlines_of(version))


def progress_of(version: PolicyVersion) -> Progress | None:
    """None where open cases keep their version."""
    approval = getattr(version, "approval", None)
    moves = approval is not None and approval.open_cases == OpenCases.MOVE
    if not moves or version.state not in GOVERNING:
        return None
    return repinning.progress(version.pk, _versions_before(version))


def unfinished() -> PolicyVersion | None:
    """The version in force, where its open cases should have moved and some have not."""
    version = (
        PolicyVersion.objects.filter(
            state=VersionState.IN_FORCE, approval__open_cases=OpenCases.MOVE
        )
        .only("pk", "in_force_from", "state")
        .order_by("number")
        .first()
    )
    return version if version is not None and cases_before(version).exists() else None


def move_batch(version_id: UUID, *, size: int = BATCH) -> bool:
    """Each case in a transaction of its own; whether some are left. Safe to stop and to run again."""
    version = PolicyVersion.objects.filter(
        pk=version_id, state=VersionState.IN_FORCE, approval__open_cases=OpenCases.MOVE
    ).first()
    if version is None:
        return False
    rules = governing.pinned(version.pk)
    waiting = list(cases_before(version).values_list("pk", flat=True)[: size + 1])
    for case_id in waiting[:size]:
        repinning.repin(case_id, rules)
    return len(waiting) > size


def _versions_before(version: PolicyVersion) -> Iterable[UUID]:
    governed = PolicyVersion.objects.filter(state__in=GOVERNING).exclude(pk=version.pk)
    if version.in_force_from is not None:
        governed = governed.filter(in_force_from__lt=version.in_force_from)
    return governed.order_by("number").values_list("pk", flat=True)
