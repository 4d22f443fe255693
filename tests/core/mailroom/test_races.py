"""Two pollers at one mailbox, and two associations with one mailbox each."""

import pytest

from core.cases.models import Case
from core.mailroom import polling
from core.mailroom.models import IncomingMail
from core.mailroom.services import take_in
from core.messages.mailbox import MAILBOX, Mailbox
from tenants.people.models import User
from tenants.schemas import entered
from tests.core.mailroom.imap_server import PASSWORD, mail_server
from tests.core.mailroom.mails import letter
from tests.racing import together

pytestmark = pytest.mark.slow


def actor() -> User:
    return User.objects.create_user(email="a@people.example", password="x", display_name="منى")


def test_two_pollers_at_once_take_each_mail_once(own_association, settings):
    settings.SILAH_MAILBOX_PRIVATE_HOSTS = True
    with mail_server() as server:
        MAILBOX.write(server.mailbox(), actor=actor(), secret=PASSWORD)
        for number in range(4):
            server.deliver(letter(message_id=f"<{number}@x.example>").as_bytes())

        taken = together(own_association, 3, polling.poll)

        assert sum(map(int, taken)) == 4  # type: ignore[call-overload]
    assert (Case.objects.count(), IncomingMail.objects.count()) == (4, 4)


def test_one_mail_in_two_hands_at_once_is_one_case(own_association):
    MAILBOX.write(Mailbox(enabled=True, user="r@a.example", channel="email"), actor=actor())
    raw = letter().as_bytes()

    rows = together(own_association, 4, lambda: take_in(raw).pk)

    assert len(set(rows)) == 1
    assert (Case.objects.count(), Case.objects.get().messages.count()) == (1, 1)


def test_each_association_reads_its_own_mailbox(
    governed, other_association, set_up, settings, officer
):
    settings.SILAH_MAILBOX_PRIVATE_HOSTS = True
    with mail_server() as ours, mail_server() as theirs:
        set_up(ours.mailbox())
        with entered(other_association):
            MAILBOX.write(theirs.mailbox(), actor=officer, secret=PASSWORD)
        theirs.deliver(letter(subject="لهم").as_bytes())
        assert (polling.poll(), Case.objects.count()) == (0, 0)
        with entered(other_association):
            assert polling.poll() == 1
            assert Case.objects.get().subject == "لهم"
    assert Case.objects.count() == 0
