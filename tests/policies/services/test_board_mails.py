"""The mails of the board, by the worker and over SMTP, and the vote that a link leads to."""

import re

import pytest
from django.urls import reverse

from policies import services
from policies.models import BoardBallot
from policies.services.ballots import Member
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.worker import run_worker
from tests.journeys.service import LOOPBACK, Mailbox, MailServer
from tests.policies.conftest import answer_all, let_pass
from tests.policies.contents import TEXT


@pytest.fixture
def mailbox(settings):
    mailbox = Mailbox()
    server = MailServer(mailbox)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, server.port
    yield mailbox
    server.stop()


def person(role, email):
    user = User.objects.create_user(email, display_name=email.split("@")[0])
    user.role_grants.create(role=role)
    return user


def test_secretary_and_members_are_written_to_and_a_link_votes(own_association, mailbox, site):
    officer = person(Role.POLICY_OFFICER, "officer@board.example")
    secretary = person(Role.BOARD_SECRETARY, "secretary@board.example")
    draft = services.paste_text(TEXT, actor=officer)
    services.add_comment(draft.pk, actor=secretary, address="3-2", text="من يحيل؟")
    answer_all(draft, officer)
    version = services.send_to_board(draft.pk, actor=officer)
    let_pass(version, secretary)
    services.open_vote(
        version.pk, actor=secretary, members=[Member("صالح", "member@board.example")]
    )

    run_worker(wait=False, concurrency=1)

    assert "/review/" in mailbox.text("officer@board.example")
    assert f"/policies/{version.pk}/" in mailbox.text("secretary@board.example")
    [token] = re.findall(r"/policies/board/vote/([\w-]+)/", mailbox.text("member@board.example"))
    page = reverse("policies:vote", urlconf="config.urls_association", args=[token])
    assert site(own_association).post(page, {"vote": "for"}).status_code == 302
    assert BoardBallot.objects.get().vote == "for"
