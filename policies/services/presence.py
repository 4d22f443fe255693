"""Who has a draft open in the editor, so that two people do not write over each other unawares."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from foundation import clock
from policies import rules
from policies.models import PolicyVersion
from tenants.people.models import User

GONE_AFTER = timedelta(seconds=70)


@dataclass(frozen=True, slots=True)
class Present:
    name: str
    seen_at: datetime


def note_presence(version_id: UUID, *, actor: User) -> Present | None:
    """`actor` is in the editor now; returns who else was there a moment ago.

    Not a change of the draft: its revision stays.
    """
    version = PolicyVersion.objects.select_related("editor").get(pk=version_id)
    rules.check_can_edit(actor, version)
    other = present(version, apart_from=actor)
    PolicyVersion.objects.filter(pk=version.pk).update(editor=actor, editor_seen_at=clock.now())
    return other


def present(version: PolicyVersion, *, apart_from: User) -> Present | None:
    """Who is in the editor, as far as is known."""
    editor, seen_at = version.editor, version.editor_seen_at
    if editor is None or seen_at is None or editor.pk == apart_from.pk:
        return None
    if clock.now() - seen_at > GONE_AFTER:
        return None
    return Present(editor.display_name, seen_at)
