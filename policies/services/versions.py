"""How a version is written: locked, checked, changed by an UPDATE that names what it expects."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.errors import WrongState
from policies.models import PolicyVersion
from policies.workflow import step
from tenants.people.models import User


class EditedMeanwhile(WrongState):
    code = "edited_meanwhile"
    message = _(
        "Someone else changed this draft meanwhile. What you typed is still here: "
        "open the draft in another window, compare, and save again."
    )


def locked(version_id: UUID) -> PolicyVersion:
    return PolicyVersion.objects.select_for_update(of=("self",)).get(pk=version_id)


def take_step(
    version: PolicyVersion,
    name: str,
    *,
    actor: User,
    revision: int | None = None,
    **changes: Any,
) -> PolicyVersion:
    """Writes `changes` and the new state, only if state and revision are still what they were.

    What is frozen takes no change of content: no step that changes it starts from there.
    """
    transition = step(name, version.state)
    expected = version.revision if revision is None else revision
    changed = PolicyVersion.objects.filter(
        pk=version.pk, state__in=transition.sources, revision=expected
    ).update(
        state=transition.target,
        revision=expected + 1,
        updated_at=clock.now(),
        updated_by=actor,
        **changes,
    )
    if changed != 1:
        raise EditedMeanwhile
    version.refresh_from_db()
    return version
