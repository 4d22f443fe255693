"""The pages of a version's way through the board."""

import re

import pytest
from django.urls import reverse

from policies import services
from policies.board.tokens import ballot_token
from policies.enums import VersionState
from policies.models import ApprovalRecord, BoardBallot, ClauseComment, LintAnswer, PolicyVersion
from policies.services.ballots import Member
from tenants.people.roles import Role
from tenants.schemas import entered
from tests.policies.conftest import let_pass


@pytest.fixture
def board(site, association, secretary):
    return site(association, secretary)


@pytest.fixture
def editor(site, association, officer):
    return site(association, officer)


@pytest.fixture
def anyone(site, association):
    return site(association)


def url(name, *args):
    return reverse(f"policies:{name}", urlconf="config.urls_association", args=args)


def state(version):
    return PolicyVersion.objects.get(pk=version.pk).state


def session(**values):
    return {
        "body": "مجلس الإدارة",
        "session_number": "٧",
        "hijri_date": "12/8/1446",
        "chairman": "صالح العتيق",
        "open_cases": "keep",
        "at_once": "on",
        **values,
    }


VOTES = {
    "members_total": "٧",
    "members_present": "5",
    "votes_for": "4",
    "votes_against": "1",
    "votes_abstained": "0",
}


def test_a_session_with_its_votes_is_recorded_and_shown(board, before_the_board, secretary):
    let_pass(before_the_board, secretary)

    response = board.post(url("approve", before_the_board.pk), session(**VOTES), follow=True)

    approval = ApprovalRecord.objects.get()
    assert (approval.members_total, approval.votes_for) == (7, 4)
    html = response.content.decode()
    assert (state(before_the_board), "في اجتماع" in html or "جلسة" in html) == ("in_force", True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({**VOTES, "members_present": "8"}, "members_present"),
        ({**VOTES, "votes_for": "3"}, "votes_for"),
        ({**VOTES, "members_present": "3", "votes_for": "2"}, "members_present"),
        ({**VOTES, "votes_for": "2", "votes_against": "3"}, "votes_for"),
        ({"members_total": "7"}, "members_total"),
        ({"members_total": "سبعة"}, "members_total"),
        ({"at_once": "", "planned_from": "1/1/2020"}, "planned_from"),
        ({"at_once": "", "planned_from": "الغد"}, "planned_from"),
        ({"at_once": "on", "planned_from": "1/1/2099"}, "planned_from"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(
    board, before_the_board, secretary, values, field
):
    let_pass(before_the_board, secretary)

    response = board.post(url("approve", before_the_board.pk), session(**values))

    html = response.content.decode()
    assert f'id="id_{field}_error"' in html
    assert 'value="صالح العتيق"' in html
    assert state(before_the_board) == VersionState.AWAITING_BOARD


def test_the_refusal_of_the_board_makes_it_a_draft_again(board, editor, before_the_board):
    page = url("approve", before_the_board.pk)
    empty = board.post(page, session(refused="1", refusal=" ", **VOTES))
    assert (empty.status_code, state(before_the_board)) == (200, VersionState.AWAITING_BOARD)
    assert 'value="صالح العتيق"' in empty.content.decode()

    board.post(page, session(refused="1", refusal="المدة طويلة"))

    assert state(before_the_board) == VersionState.DRAFT
    assert "المدة طويلة" in editor.get(url("version", before_the_board.pk)).content.decode()


def with_an_error(version):
    """As if the linter found an error that the policy officer kept."""
    finding = {
        "id": "BRP-X99",
        "severity": "error",
        "line": 3,
        "words": "في أقرب وقت",
        "message_ar": "خطأ مقصود في الاختبار",
        "message_en": "An error on purpose",
        "reason_ar": "",
        "reason_en": "",
    }
    PolicyVersion.objects.filter(pk=version.pk).update(findings=[*version.findings, finding])


def test_an_error_blocks_the_approval_until_the_secretary_lets_it_pass(
    board, editor, before_the_board, officer, secretary
):
    let_pass(before_the_board, secretary)
    with_an_error(before_the_board)
    page = url("approve", before_the_board.pk)

    refused = board.post(page, session()).content.decode()
    assert "خطأ مقصود في الاختبار" in refused
    assert state(before_the_board) == VersionState.AWAITING_BOARD
    [print_] = re.findall(r'name="finding" value="([0-9a-f]+)"', refused)
    board.post(url("let_pass", before_the_board.pk), {"finding": print_, "reason": " "})
    assert (
        editor.post(url("let_pass", before_the_board.pk), {"finding": print_}).status_code == 403
    )
    assert not LintAnswer.objects.filter(fingerprint=print_).exists()

    board.post(url("let_pass", before_the_board.pk), {"finding": print_, "reason": "رأي المجلس"})
    board.post(page, session())

    kept = LintAnswer.objects.get(fingerprint=print_)
    assert (kept.override_reason, kept.overridden_by) == ("رأي المجلس", secretary)
    assert state(before_the_board) == VersionState.IN_FORCE
    assert "رأي المجلس" in editor.get(url("version", before_the_board.pk)).content.decode()


# --- the vote of the members -----------------------------------------------------------------------


@pytest.fixture
def token(before_the_board, secretary):
    let_pass(before_the_board, secretary)
    member = Member("صالح العتيق", "saleh@board.example")
    [ballot] = services.open_vote(before_the_board.pk, actor=secretary, members=[member])
    return ballot_token(ballot.pk)


def test_the_secretary_asks_the_members_and_what_was_typed_comes_back(board, before_the_board):
    page = url("circulate", before_the_board.pk)

    wrong = board.post(page, {"members": "صالح saleh@board.example\nبلا بريد"})
    assert "بلا بريد" in wrong.content.decode()
    assert BoardBallot.objects.count() == 0

    board.post(page, {"members": "صالح saleh@board.example\nمنى mona@board.example"})
    assert BoardBallot.objects.count() == 2
    assert board.get(url("approve", before_the_board.pk)).status_code == 302
    assert (
        "mona@board.example" in board.get(url("close_vote", before_the_board.pk)).content.decode()
    )


def test_a_member_votes_without_an_account(anyone, board, token, before_the_board):
    page = url("vote", token)
    shown = anyone.get(page)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert before_the_board.digest[:12] in shown.content.decode()
    assert "لجنة الخدمات" in shown.content.decode()

    nothing = anyone.post(page, {"remark": "كتبت ملاحظة"})
    assert (nothing.status_code, "كتبت ملاحظة" in nothing.content.decode()) == (400, True)

    anyone.post(page, {"vote": "for", "remark": "أوافق"})
    ballot = BoardBallot.objects.get()
    assert (ballot.vote, ballot.remark) == ("for", "أوافق")
    board.post(
        url("close_vote", before_the_board.pk),
        {"body": "مجلس الإدارة", "at_once": "on", "open_cases": "keep"},
    )
    assert state(before_the_board) == VersionState.IN_FORCE
    closed = anyone.get(page).content.decode()
    assert 'name="vote"' not in closed


def test_a_link_says_why_it_does_not_work(anyone, token, before_the_board, officer):
    services.withdraw_from_board(before_the_board.pk, actor=officer)

    assert anyone.get(url("vote", token)).status_code == 410
    assert anyone.get(url("vote", "made-up")).status_code == 404


def test_a_link_of_one_association_opens_nothing_in_another(site, other_association, token):
    assert site(other_association).get(url("vote", token)).status_code == 404


def test_links_cannot_be_tried_without_end(anyone):
    for _attempt in range(60):
        anyone.get(url("vote", "guess"))

    assert anyone.get(url("vote", "guess")).status_code == 429


def test_the_quorum_of_a_vote_is_told(board, token, before_the_board):
    answer = board.post(
        url("close_vote", before_the_board.pk),
        {"body": "مجلس الإدارة", "at_once": "on", "open_cases": "keep"},
    )

    assert (answer.status_code, state(before_the_board)) == (200, VersionState.AWAITING_BOARD)
    assert 'role="alert"' in answer.content.decode()
    board.post(url("call_off_vote", before_the_board.pk))
    assert board.get(url("approve", before_the_board.pk)).status_code == 200


# --- review ----------------------------------------------------------------------------------------


def test_a_remark_stands_beside_its_clause_until_it_is_settled(
    site, association, make_person, editor, draft
):
    auditor = site(association, make_person(Role.AUDITOR, name="سعد"))
    page = url("review", draft.pk)

    empty = auditor.post(url("comment", draft.pk), {"address": "3-2", "text": " "})
    assert (empty.status_code, 'id="t-3-2"' in empty.content.decode()) == (400, True)
    auditor.post(url("comment", draft.pk), {"address": "3-2", "text": "من يحيل؟"})

    html = editor.get(page).content.decode()
    assert html.index('id="c3-2"') < html.index("من يحيل؟") < html.index('id="c3-3"')
    for name in ("version", "send"):
        assert url("review", draft.pk) in editor.get(url(name, draft.pk)).content.decode()
    remark = ClauseComment.objects.get()
    settle = url("resolve", draft.pk, remark.pk)
    assert auditor.post(settle, {"resolution": "نعم"}).status_code == 403
    assert editor.post(settle, {"resolution": ""}).status_code == 400
    editor.post(settle, {"resolution": "يحيله الضابط"})
    assert "يحيله الضابط" in auditor.get(page).content.decode()


def test_the_day_of_force_is_set_changed_and_called_off(board, before_the_board, secretary, at):
    at(2026, 6, 1, 10)
    let_pass(before_the_board, secretary)
    board.post(url("approve", before_the_board.pk), session(at_once="", planned_from="1/1/1448"))
    version = PolicyVersion.objects.get(pk=before_the_board.pk)
    assert (version.state, str(version.planned_from)) == ("approved", "2026-06-16")
    assert "1 محرم 1448" in board.get(url("version", version.pk)).content.decode()

    page = url("plan", version.pk)
    assert 'id="id_day_error"' in board.post(page, {"day": "1/1/2020"}).content.decode()
    board.post(page, {"day": "20/6/2026"})
    version.refresh_from_db()
    assert str(version.planned_from) == "2026-06-20"
    board.post(page, {"call_off": "1"})
    version.refresh_from_db()
    assert version.planned_from is None


def test_another_association_finds_nothing(site, other_association, make_person, draft):
    with entered(other_association):
        stranger = make_person(Role.BOARD_SECRETARY, Role.POLICY_OFFICER)
    client = site(other_association, stranger)

    for name in ("review", "open_cases", "open_cases_csv", "what_if", "what_if_csv", "plan"):
        assert client.get(url(name, draft.pk)).status_code == 404


def test_a_board_votes_in_one_room_and_guesses_are_limited(anyone, before_the_board, secretary):
    let_pass(before_the_board, secretary)
    members = [Member(f"عضو {n}", f"m{n}@board.example") for n in range(31)]
    opened = services.open_vote(before_the_board.pk, actor=secretary, members=members)

    answers = {
        answer.status_code
        for ballot in opened
        for link in [url("vote", ballot_token(ballot.pk))]
        for answer in (anyone.get(link), anyone.post(link, {"vote": "for"}))
    }

    assert answers == {200, 302}
