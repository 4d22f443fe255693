"""A vote of the board by circulation: links go out, members vote, the secretary closes and counts."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock
from foundation.errors import Invalid, WrongState
from policies import rules
from policies.board.tally import Tally
from policies.board.tasks import send_ballot
from policies.board.tokens import ballot_token, hashed
from policies.enums import VersionState, Vote
from policies.integrity import checked_content
from policies.models import BoardBallot, PolicyVersion
from policies.services.versions import locked
from tenants.jobs import defer
from tenants.people.models import User, normalised_email

MOST_MEMBERS = 60
LONGEST_REMARK = 500
BOARD_MEMBER = "board member"


class NoMembers(Invalid):
    code = "no_members"
    message = _("Write the members of the board, one on each line: name and e-mail.")


class MemberLineUnreadable(Invalid):
    code = "member_line_unreadable"
    message = _("Line %(line)s needs a name and an e-mail address: “%(words)s”.")


class MemberTwice(Invalid):
    code = "member_twice"
    message = _("The address %(email)s stands there twice; each member has one vote.")


class TooManyMembers(Invalid):
    code = "too_many_members"
    message = _("At most %(limit)s members can vote.")


class VoteIsOpen(WrongState):
    code = "vote_is_open"
    message = _("The members are voting. Close the vote or call it off first.")


class NoVoteOpen(WrongState):
    code = "no_vote_open"
    message = _("No vote is open on this version.")


class BallotUnusable(WrongState):
    """The same for a link that is wrong, replaced, or another association's."""

    code = "ballot_unusable"
    message = _("This link does not open a vote. It may have been replaced by a newer one.")


class BallotForOtherWording(WrongState):
    code = "ballot_for_other_wording"
    message = _(
        "The text was taken back after this link was sent, so it cannot be voted on any more. "
        "If the board is asked about a new wording, you will get a new link."
    )


class VoteClosed(WrongState):
    code = "vote_closed"
    message = _("This vote is closed.")


class VoteUnknown(Invalid):
    code = "vote_unknown"
    message = _("Choose: for, against, or abstained.")


class BallotRemarkTooLong(Invalid):
    code = "ballot_remark_too_long"
    message = _("This is too long: at most %(limit)s characters.")


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    email: str


def members_from(lines: str) -> list[Member]:
    """«صالح العتيق saleh@example.org», one on each line, in whatever order and with any sign between."""
    members: list[Member] = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        words = line.replace("<", " ").replace(">", " ").replace("،", " ").replace(",", " ")
        words = words.replace(";", " ").replace("\t", " ").replace("|", " ")
        emails = [word for word in words.split() if "@" in word]
        name = " ".join(word for word in words.split() if "@" not in word).strip(" -–—:")
        if len(emails) != 1 or not name or not _is_email(emails[0]):
            raise MemberLineUnreadable(line=number, words=line.strip()[:60])
        members.append(Member(name[:200], normalised_email(emails[0])))
    if not members:
        raise NoMembers
    if len(members) > MOST_MEMBERS:
        raise TooManyMembers(limit=MOST_MEMBERS)
    addresses = [member.email for member in members]
    for address in addresses:
        if addresses.count(address) > 1:
            raise MemberTwice(email=address)
    return members


def _is_email(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True


@transaction.atomic
def open_vote(
    version_id: uuid.UUID, *, actor: User, members: Sequence[Member]
) -> list[BoardBallot]:
    """A link for each member. Ballots of an earlier wording make room."""
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    if not members:
        raise NoMembers
    if has_open_vote(version):
        raise VoteIsOpen
    version.ballots.all().delete()
    now = clock.now()
    ballots = []
    for member in members:
        ballot_id = uuid.uuid4()
        ballots.append(
            BoardBallot(
                id=ballot_id,
                version=version,
                member_name=member.name,
                email=member.email,
                token_hash=hashed(ballot_token(ballot_id)),
                digest=version.digest,
                sent_at=now,
            )
        )
    BoardBallot.objects.bulk_create(ballots)
    details = {"members": len(ballots), "digest": version.digest}
    audit.record("policy.vote_opened", version, actor=actor, details=details)
    for ballot in ballots:
        defer(send_ballot, ballot_id=str(ballot.pk))
    return ballots


@transaction.atomic
def call_off_vote(version_id: uuid.UUID, *, actor: User) -> PolicyVersion:
    """The version goes on waiting for the board; what was cast counts for nothing."""
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    if not has_open_vote(version):
        raise NoVoteOpen
    void_ballots(version, actor=actor)
    return version


@transaction.atomic
def cast_vote(token: str, *, vote: str, remark: str = "") -> BoardBallot:
    """May be changed until the secretary closes: the version is locked, so nothing slips in after."""
    found = BoardBallot.objects.filter(token_hash=hashed(token)).only("version_id").first()
    if found is None:
        raise BallotUnusable
    version = locked(found.version_id)
    ballot = usable_ballot(token)
    if ballot.version.state != VersionState.AWAITING_BOARD:
        raise VoteClosed
    if vote not in Vote.values:
        raise VoteUnknown
    if len(remark.strip()) > LONGEST_REMARK:
        raise BallotRemarkTooLong(limit=LONGEST_REMARK)
    changed = ballot.vote != ""
    ballot.vote, ballot.remark, ballot.cast_at = Vote(vote), remark.strip(), clock.now()
    ballot.save(update_fields=["vote", "remark", "cast_at"])
    # Who voted what stands on the ballot; the log says that somebody did.
    details = {"ballot": str(ballot.pk), "changed": changed}
    audit.record("policy.vote_cast", version, actor=BOARD_MEMBER, details=details)
    return ballot


def usable_ballot(token: str) -> BoardBallot:
    """For its page; raises BallotUnusable, BallotForOtherWording, PolicyTampered. A closed vote shows."""
    ballot = BoardBallot.objects.select_related("version").filter(token_hash=hashed(token)).first()
    if ballot is None:
        raise BallotUnusable
    if ballot.digest == "" or ballot.digest != ballot.version.digest:
        raise BallotForOtherWording
    checked_content(ballot.version)
    return ballot


def has_open_vote(version: PolicyVersion) -> bool:
    return (
        version.state == VersionState.AWAITING_BOARD
        and version.ballots.filter(digest=version.digest).exists()
    )


def tally_of_vote(version: PolicyVersion, *, quorum: int | None = None) -> Tally:
    """Whoever has not voted was not present."""
    votes = list(
        version.ballots.filter(digest=version.digest).order_by("pk").values_list("vote", flat=True)
    )
    cast = [vote for vote in votes if vote]
    return Tally(
        total=len(votes),
        present=len(cast),
        for_it=cast.count(Vote.FOR),
        against=cast.count(Vote.AGAINST),
        abstained=cast.count(Vote.ABSTAINED),
        quorum=quorum,
    )


def void_ballots(version: PolicyVersion, *, actor: User) -> None:
    """Their links say from now on that the wording was taken back."""
    open_ones = version.ballots.exclude(digest="")
    if not open_ones.exists():
        return
    tally = tally_of_vote(version)
    open_ones.update(digest="")
    audit.record("policy.vote_voided", version, actor=actor, details=tally.as_details())
