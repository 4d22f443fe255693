import pytest

from policies import services
from policies.checking import SETTLED_BY_APPROVAL, fingerprint, open_errors
from policies.questions import questions
from tenants.people.roles import Role
from tests.policies.contents import TEXT


@pytest.fixture
def officer(association, make_person):
    return make_person(Role.POLICY_OFFICER, name="نورة")


@pytest.fixture
def secretary(association, make_person):
    return make_person(Role.BOARD_SECRETARY, name="ماجد")


@pytest.fixture
def draft(officer):
    return services.paste_text(TEXT, actor=officer)


def answer_all(version, actor):
    for question in questions(version):
        if question.is_open and question.finding.id not in SETTLED_BY_APPROVAL:
            services.accept_finding(
                version.pk,
                actor=actor,
                finding=fingerprint(question.finding),
                reason="كما أراد المجلس",
            )


def let_pass(version, secretary):
    """The secretary overrides every error that is left."""
    for finding in open_errors(version):
        services.override_finding(
            version.pk,
            actor=secretary,
            finding=fingerprint(finding),
            reason="اطلع المجلس عليها وأقرها",
        )


@pytest.fixture
def before_the_board(draft, officer):
    answer_all(draft, officer)
    return services.send_to_board(draft.pk, actor=officer)


@pytest.fixture
def in_force(before_the_board, secretary):
    let_pass(before_the_board, secretary)
    return services.record_approval(
        before_the_board.pk,
        actor=secretary,
        body="مجلس الإدارة",
        session_ordinal=3,
        gregorian_date="09/02/2025",
    )
