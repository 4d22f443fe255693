"""Remarks on clauses while a version is reviewed, and their answers."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock
from foundation.errors import Invalid, WrongState
from policies import rules
from policies.board.tasks import tell_of_answer, tell_of_remark
from policies.models import ClauseComment
from policies.services.versions import locked
from tenants.jobs import defer
from tenants.people.models import User

LONGEST_REMARK = 4000
LONGEST_ANSWER = 500


class RemarkEmpty(Invalid):
    code = "remark_empty"
    message = _("Write your remark.")


class RemarkTooLong(Invalid):
    code = "remark_too_long"
    message = _("This is too long: at most %(limit)s characters.")


class NoSuchClause(Invalid):
    code = "no_such_clause"
    message = _("This version has no such clause.")


class AnswerNeeded(Invalid):
    code = "answer_needed"
    message = _("Say what became of the remark.")


class AlreadyResolved(WrongState):
    code = "already_resolved"
    message = _("This remark has been settled already.")


@transaction.atomic
def add_comment(version_id: UUID, *, actor: User, address: str, text: str) -> ClauseComment:
    """Keeps what the clause says now; those who look after the policy, and the secretary, are told."""
    version = locked(version_id)
    rules.check_can_comment(actor, version)
    words = text.strip()
    if not words:
        raise RemarkEmpty
    if len(words) > LONGEST_REMARK:
        raise RemarkTooLong(limit=LONGEST_REMARK)
    quoted = version.load_content().clause_text(address)
    if quoted is None:
        raise NoSuchClause
    comment = ClauseComment.objects.create(
        version=version,
        address=address,
        quoted=quoted,
        text=words,
        author=actor,
        created_at=clock.now(),
    )
    audit.record("policy.remark_made", version, actor=actor, details={"clause": address})
    defer(tell_of_remark, comment_id=str(comment.pk))
    return comment


@transaction.atomic
def resolve_comment(
    version_id: UUID, comment_id: UUID, *, actor: User, resolution: str
) -> ClauseComment:
    """Raises ClauseComment.DoesNotExist for a remark on another version."""
    version = locked(version_id)
    rules.check_can_resolve_comment(actor, version)
    comment = ClauseComment.objects.select_for_update(of=("self",)).get(
        pk=comment_id, version=version
    )
    if comment.resolved_at is not None:
        raise AlreadyResolved
    answer = resolution.strip()
    if not answer:
        raise AnswerNeeded
    if len(answer) > LONGEST_ANSWER:
        raise RemarkTooLong(limit=LONGEST_ANSWER)
    comment.resolved_at, comment.resolved_by = clock.now(), actor
    comment.resolution = answer
    comment.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    details = {"clause": comment.address}
    audit.record("policy.remark_resolved", version, actor=actor, details=details)
    if comment.author_id != actor.pk:
        defer(tell_of_answer, comment_id=str(comment.pk))
    return comment
