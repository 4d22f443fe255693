"""What the last edits of a draft replaced: taken back, and brought back again.

`PolicyVersion.history` holds first what can be taken back, the newest last, then what was taken back.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock
from foundation.errors import Invalid
from policies import rules
from policies.checking import fingerprint
from policies.content import PolicyContent
from policies.enums import Answer
from policies.models import PolicyVersion
from policies.services.versions import EditedMeanwhile, locked, take_step
from tenants.people.models import User

REMEMBERED_EDITS = 20
TAKEN_BACK = "taken_back"
HELD = ("content", "source_text", "reading", "findings")
ABOVE_THE_ARTICLES = (
    "title", "association_name", "license_no", "introduction", "decision_body", "referral_target"
)  # fmt: skip
ONE_SPELL = timedelta(minutes=1)
"""What somebody types in one place within it is one edit to take back, however often it was kept."""


class NothingToUndo(Invalid):
    code = "nothing_to_undo"
    message = _("There is no edit left to take back.")


class NothingToRedo(Invalid):
    code = "nothing_to_redo"
    message = _("There is no edit left to bring back.")


def undoable(version: PolicyVersion) -> list[dict[str, Any]]:
    return [entry for entry in version.history if TAKEN_BACK not in entry]


def redoable(version: PolicyVersion) -> list[dict[str, Any]]:
    return [entry for entry in version.history if TAKEN_BACK in entry]


def remembered(
    version: PolicyVersion, after: PolicyContent, *, actor: User, typing: bool
) -> list[dict[str, Any]]:
    """The history once `after` takes the place of what stands there; what was taken back is gone."""
    earlier = undoable(version)
    if typing and earlier and not redoable(version) and _goes_on(version, earlier, after, actor):
        return earlier
    return [*earlier[1 - REMEMBERED_EDITS :], _now(version)]


def _goes_on(
    version: PolicyVersion, earlier: list[dict[str, Any]], after: PolicyContent, actor: User
) -> bool:
    """More of the same: typed in the same place, and nothing came, went or moved."""
    recent = clock.now() - version.updated_at < ONE_SPELL
    return (
        recent
        and version.updated_by_id == actor.pk
        and _frame(version.load_content()) == _frame(after)
        and len(_differing(PolicyContent.model_validate(earlier[-1]["content"]), after)) <= 1
    )


def _frame(content: PolicyContent) -> list[object]:
    return [
        *((article.address, article.kind) for article in content.articles),
        *(address for address, _text in content.clauses()),
        *(row.key for row in content.channels),
        *(row.key for row in content.steps),
        *((row.key, row.address) for row in content.deadlines),
    ]


def _differing(before: PolicyContent, after: PolicyContent) -> list[str]:
    """Whose words are not the same; somebody who goes on to another field begins another edit."""
    then, now = _words(before), _words(after)
    return [place for place in then | now if then.get(place) != now.get(place)]


def _words(content: PolicyContent) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(content, name) for name in ABOVE_THE_ARTICLES}
    for article in content.articles:
        for name in ("heading", "chapter", "text"):
            found[f"{name} {article.address}"] = getattr(article, name)
        for item in content.items_of(article):
            found[f"item {item.address}"] = item.text
            found |= {f"item {sub.address}": sub.text for sub in item.subitems}
    return found


def _now(version: PolicyVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in HELD}


@transaction.atomic
def undo_last_edit(version_id: UUID, *, actor: User, revision: int) -> PolicyVersion:
    version = _for_change(version_id, actor, revision)
    if not undoable(version):
        raise NothingToUndo
    *earlier, last = undoable(version)
    history = [*earlier, *redoable(version), {**_now(version), TAKEN_BACK: True}]
    version = take_step(version, "edit", actor=actor, history=history, **last)
    _ask_again(version)
    audit.record("policy.edit_undone", version, actor=actor)
    return version


@transaction.atomic
def redo_last_edit(version_id: UUID, *, actor: User, revision: int) -> PolicyVersion:
    version = _for_change(version_id, actor, revision)
    if not redoable(version):
        raise NothingToRedo
    *later, last = redoable(version)
    brought_back = {name: last[name] for name in HELD}
    history = [*undoable(version), _now(version), *later]
    version = take_step(version, "edit", actor=actor, history=history, **brought_back)
    _ask_again(version)
    audit.record("policy.edit_redone", version, actor=actor)
    return version


def _ask_again(version: PolicyVersion) -> None:
    """What an edit had put right is a question again where its words are back."""
    asked = {fingerprint(finding) for finding in version.load_findings()}
    version.lint_answers.filter(fingerprint__in=asked, answer=Answer.FIXED).delete()


def _for_change(version_id: UUID, actor: User, revision: int) -> PolicyVersion:
    version = locked(version_id)
    rules.check_can_edit(actor, version)
    if version.revision != revision:
        raise EditedMeanwhile
    return version
