"""Counting the votes of a board: who was there, who was for it, and whether that is enough."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.errors import Invalid


class VotesIncomplete(Invalid):
    code = "votes_incomplete"
    message = _("Give all numbers of the vote, or none of them.")


class MorePresentThanMembers(Invalid):
    code = "more_present_than_members"
    message = _("%(present)s were present, but the board has %(total)s members only.")


class VotesDoNotAddUp(Invalid):
    code = "votes_do_not_add_up"
    message = _(
        "%(votes)s votes and abstentions were given by %(present)s members present: "
        "these numbers must be the same."
    )


class QuorumNotReached(Invalid):
    code = "quorum_not_reached"
    message = _("%(present)s took part, but the quorum is %(quorum)s of %(total)s members.")


class MajorityNotReached(Invalid):
    code = "majority_not_reached"
    message = _(
        "%(for_it)s of %(present)s were for it: that is no majority, so it is not approved."
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """`quorum`: how many must take part; None: more than half of the members."""

    total: int
    present: int
    for_it: int
    against: int
    abstained: int
    quorum: int | None = None

    @property
    def needed(self) -> int:
        return self.quorum if self.quorum is not None else self.total // 2 + 1

    @property
    def has_quorum(self) -> bool:
        return self.present >= self.needed

    @property
    def has_majority(self) -> bool:
        """More than half of those who took part: who abstains is not for it."""
        return self.for_it * 2 > self.present

    def check_adds_up(self) -> None:
        if self.present > self.total:
            raise MorePresentThanMembers(present=self.present, total=self.total)
        votes = self.for_it + self.against + self.abstained
        if votes != self.present:
            raise VotesDoNotAddUp(votes=votes, present=self.present)

    def check_quorum(self) -> None:
        if not self.has_quorum:
            raise QuorumNotReached(present=self.present, quorum=self.needed, total=self.total)

    def check_passes(self) -> None:
        self.check_adds_up()
        self.check_quorum()
        if not self.has_majority:
            raise MajorityNotReached(for_it=self.for_it, present=self.present)

    def as_details(self) -> dict[str, int]:
        """For the audit log."""
        return {
            "members": self.total,
            "present": self.present,
            "for": self.for_it,
            "against": self.against,
            "abstained": self.abstained,
            "quorum": self.needed,
        }


def tally_of(
    total: int | None,
    present: int | None,
    for_it: int | None,
    against: int | None,
    abstained: int | None,
    quorum: int | None = None,
) -> Tally | None:
    """None where nothing was said of the votes, as in minutes of long ago; raises VotesIncomplete."""
    given = (total, present, for_it, against, abstained)
    if all(number is None for number in given):
        if quorum is not None:
            raise VotesIncomplete
        return None
    if total is None or present is None or for_it is None or against is None or abstained is None:
        raise VotesIncomplete
    return Tally(total, present, for_it, against, abstained, quorum)
