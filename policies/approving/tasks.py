"""Mails about a version on its way, and moving the open cases once it is in force."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from policies.approving import mails, moving
from policies.enums import VersionState
from policies.models import BoardBallot, ClauseComment, PolicyVersion
from tenants.enums import AssociationState
from tenants.jobs import association_task, defer
from tenants.models import Association
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission
from tenants.schemas import control_plane, entered

logger = logging.getLogger(__name__)


@association_task("policies.tell_of_remark")
def tell_of_remark(comment_id: str) -> None:
    """To those who look after the policy and to the secretary, as long as it is still open."""
    comment = _comment(comment_id, resolved_at=None)
    if comment is None:
        return
    for person in _concerned(comment.author_id):
        mails.remark_made(comment, person).send()


@association_task("policies.tell_of_answer")
def tell_of_answer(comment_id: str) -> None:
    comment = _comment(comment_id, resolved_at__isnull=False, author__is_active=True)
    if comment is not None:
        mails.remark_resolved(comment, comment.author).send()


@association_task("policies.tell_secretary")
def tell_secretary(version_id: str) -> None:
    """That the board is asked; nothing to do once the version was taken back."""
    version = PolicyVersion.objects.filter(
        pk=UUID(version_id), state=VersionState.AWAITING_BOARD
    ).first()
    if version is None:
        return
    for person in people_who_may(Permission.RECORD_APPROVAL):
        mails.awaits_board(version, person).send()


@association_task("policies.send_ballot")
def send_ballot(ballot_id: str) -> None:
    """Nothing to do for one that is void, or whose vote was closed meanwhile."""
    ballot = (
        BoardBallot.objects.select_related("version")
        .filter(pk=UUID(ballot_id), version__state=VersionState.AWAITING_BOARD)
        .exclude(digest="")
        .first()
    )
    if ballot is not None and ballot.digest == ballot.version.digest:
        mails.ballot(ballot).send()


@association_task("policies.move_open_cases")
def move_open_cases(version_id: str) -> None:
    """A batch, and the next one behind the jobs that wait: nobody's mail is held up by it."""
    if moving.move_batch(UUID(version_id)):
        defer(move_open_cases, version_id=version_id)


@app.periodic(cron="* * * * *")
@app.task(name="policies.come_into_force", queue="control")
def bring_due_into_force(timestamp: int) -> None:
    """Versions whose day has come. An association that fails does not keep the others waiting."""
    # Services defer the tasks above.
    from policies.services.force import bring_due  # noqa: PLC0415

    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                bring_due()
        except Exception:
            logger.exception("Could not bring a version of %s into force", association.pk)


@app.periodic(cron="23 * * * *")
@app.task(name="policies.finish_moves", queue="control")
def finish_moves(timestamp: int) -> None:
    """A move that was interrupted goes on; what arrived at the very moment of the change follows."""
    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                version = moving.unfinished()
                if version is not None:
                    defer(move_open_cases, version_id=str(version.pk))
        except Exception:
            logger.exception("Could not finish the move of association %s", association.pk)


def _concerned(author_id: UUID) -> list[User]:
    """Each once, without whoever wrote the remark."""
    people = {
        person.pk: person
        for permission in (Permission.EDIT_POLICIES, Permission.RECORD_APPROVAL)
        for person in people_who_may(permission)
    }
    people.pop(author_id, None)
    return list(people.values())


def _comment(comment_id: str, **conditions: object) -> ClauseComment | None:
    comments = ClauseComment.objects.select_related("version", "author")
    return comments.filter(pk=UUID(comment_id), **conditions).first()
