"""A vote by circulation, from the list of members to the approval or the refusal."""

import pytest
from django.core import mail

from foundation import clock
from foundation.models import AuditEntry
from policies import rules, services
from policies.board.tally import QuorumNotReached
from policies.board.tasks import send_ballot
from policies.board.tokens import ballot_token
from policies.enums import VersionState
from policies.integrity import PolicyTampered
from policies.models import ApprovalRecord, BoardBallot, PolicyVersion
from policies.services import ballots
from policies.services.ballots import Member, members_from, usable_ballot
from tests.policies.conftest import let_pass

MEMBERS = [Member(f"عضو {number}", f"member{number}@board.example") for number in range(1, 6)]


@pytest.fixture
def vote(before_the_board, secretary):
    """Tokens of five members."""
    let_pass(before_the_board, secretary)
    opened = services.open_vote(before_the_board.pk, actor=secretary, members=MEMBERS)
    return [ballot_token(ballot.pk) for ballot in opened]


def close(version, secretary, **values):
    return services.close_vote(version.pk, actor=secretary, **{"body": "مجلس الإدارة", **values})


def test_members_are_read_as_people_write_them():
    typed = (
        "صالح العتيق, saleh@board.example\n\n<Mona@Board.example> منى\nأحمد\tahmad@board.example"
    )

    assert members_from(typed) == [
        Member("صالح العتيق", "saleh@board.example"),
        Member("منى", "mona@board.example"),
        Member("أحمد", "ahmad@board.example"),
    ]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", ballots.NoMembers),
        ("صالح", ballots.MemberLineUnreadable),
        ("a@b.example", ballots.MemberLineUnreadable),
        ("صالح a@b", ballots.MemberLineUnreadable),
        ("أ a@b.example\nب A@b.example", ballots.MemberTwice),
        ("\n".join(f"م a{n}@b.example" for n in range(61)), ballots.TooManyMembers),
    ],
)
def test_a_list_that_cannot_be_used_says_where(typed, error):
    with pytest.raises(error):
        members_from(typed)


def test_each_member_gets_a_mail_with_a_link_of_their_own(vote, before_the_board, association):
    for ballot in BoardBallot.objects.order_by("email"):
        send_ballot.func(association_id=str(association.pk), ballot_id=str(ballot.pk))

    assert [sent.to for sent in mail.outbox] == [[member.email] for member in MEMBERS]
    links = {token for token in vote for sent in mail.outbox if token in sent.body}
    assert links == set(vote)
    assert f"http://{association.host}" in mail.outbox[0].body.replace("https", "http")
    assert not BoardBallot.objects.filter(token_hash__in=vote).exists()


def test_a_vote_can_be_changed_until_it_is_closed(vote, before_the_board, secretary):
    for token in vote[:3]:
        services.cast_vote(token, vote="for")
    services.cast_vote(vote[0], vote="against", remark="المدة طويلة")
    services.cast_vote(vote[0], vote="for")

    version = close(before_the_board, secretary)

    approval = ApprovalRecord.objects.get(version=version)
    assert (version.state, approval.method) == (VersionState.IN_FORCE, "circulation")
    counted = (
        approval.members_total,
        approval.members_present,
        approval.votes_for,
        approval.votes_against,
        approval.votes_abstained,
    )
    assert counted == (5, 3, 3, 0, 0)
    with pytest.raises(ballots.VoteClosed):
        services.cast_vote(vote[4], vote="against")
    assert usable_ballot(vote[0]).vote == "for"


def test_without_a_quorum_it_stays_open(vote, before_the_board, secretary):
    services.cast_vote(vote[0], vote="for")
    services.cast_vote(vote[1], vote="for")

    with pytest.raises(QuorumNotReached):
        close(before_the_board, secretary)

    version = close(before_the_board, secretary, quorum=2)
    assert version.state == VersionState.IN_FORCE


def test_without_a_majority_the_board_has_refused_it(vote, before_the_board, secretary):
    for token, said in zip(vote, ["for", "for", "against", "abstained"], strict=False):
        services.cast_vote(token, vote=said)

    version = close(before_the_board, secretary)

    assert (version.state, version.digest) == (VersionState.DRAFT, "")
    entry = AuditEntry.objects.get(action="policy.refused_by_board")
    assert (entry.details["for"], entry.details["present"]) == (2, 4)
    assert entry.reason
    assert ApprovalRecord.objects.count() == 0
    with pytest.raises(ballots.BallotForOtherWording):
        usable_ballot(vote[0])


def test_taking_the_text_back_voids_every_link_for_good(
    vote, before_the_board, officer, secretary
):
    services.cast_vote(vote[0], vote="for")
    services.withdraw_from_board(before_the_board.pk, actor=officer)

    # The very same wording again: what was cast before does not come back to life.
    services.send_to_board(before_the_board.pk, actor=officer)
    with pytest.raises(ballots.BallotForOtherWording):
        services.cast_vote(vote[0], vote="for")
    again = services.open_vote(before_the_board.pk, actor=secretary, members=MEMBERS[:2])

    with pytest.raises(ballots.BallotUnusable):
        usable_ballot(vote[0])
    assert usable_ballot(ballot_token(again[0].pk)).vote == ""
    assert AuditEntry.objects.get(action="policy.vote_voided").details["for"] == 1


def test_a_vote_that_is_called_off_leaves_the_version_before_the_board(
    vote, before_the_board, secretary
):
    services.call_off_vote(before_the_board.pk, actor=secretary)

    version = PolicyVersion.objects.get(pk=before_the_board.pk)
    assert version.state == VersionState.AWAITING_BOARD
    assert not ballots.has_open_vote(version)
    with pytest.raises(ballots.NoVoteOpen):
        close(version, secretary)


def test_no_session_is_recorded_while_members_vote(vote, before_the_board, secretary):
    with pytest.raises(ballots.VoteIsOpen):
        services.record_approval(
            before_the_board.pk,
            actor=secretary,
            body="مجلس الإدارة",
            session_number=3,
            gregorian_date="9/2/2025",
        )
    with pytest.raises(ballots.VoteIsOpen):
        services.open_vote(before_the_board.pk, actor=secretary, members=MEMBERS)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"vote": ""}, ballots.VoteUnknown),
        ({"vote": "maybe"}, ballots.VoteUnknown),
        ({"vote": "for", "remark": "ا" * 501}, ballots.BallotRemarkTooLong),
    ],
)
def test_what_is_no_vote_is_refused(vote, values, error):
    with pytest.raises(error):
        services.cast_vote(vote[0], **values)


def test_a_made_up_link_opens_nothing(vote):
    with pytest.raises(ballots.BallotUnusable):
        services.cast_vote("made-up", vote="for")


def test_only_the_secretary_asks_the_members(before_the_board, officer):
    with pytest.raises(rules.MayNotRecordApproval):
        services.open_vote(before_the_board.pk, actor=officer, members=MEMBERS)


def test_nobody_votes_on_or_approves_words_that_were_changed_in_the_database(
    vote, before_the_board, secretary
):
    content = {**before_the_board.content, "title": "سياسة لم يرها أحد"}
    PolicyVersion.objects.filter(pk=before_the_board.pk).update(content=content)

    with pytest.raises(PolicyTampered):
        usable_ballot(vote[0])
    with pytest.raises(PolicyTampered):
        services.cast_vote(vote[0], vote="for")
    BoardBallot.objects.update(vote="for", cast_at=clock.now())
    with pytest.raises(PolicyTampered):
        close(before_the_board, secretary, at_once=False)

    assert ApprovalRecord.objects.count() == 0
