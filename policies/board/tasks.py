"""Mails about a version on its way, and moving the open cases once it is in force."""

from uuid import UUID

from policies.board import mails, moving
from policies.enums import VersionState
from policies.models import BoardBallot, ClauseComment, PolicyVersion
from tenants.jobs import association_task, defer
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission


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
