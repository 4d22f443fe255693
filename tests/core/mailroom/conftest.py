"""The association reads a mailbox, and its policy names the e-mail channel."""

from collections.abc import Callable, Iterator

import pytest

from core.cases.models import Case
from core.mailroom.models import IncomingMail
from core.mailroom.services import take_in
from core.messages.mailbox import MAILBOX, Mailbox
from core.rules import Channel, ChannelKind
from tenants.models import Association
from tenants.people.models import User
from tests.core.conftest import everyone, governed, officer, policy  # noqa: F401
from tests.core.mailroom.imap_server import PASSWORD, MailServer, mail_server
from tests.core.mailroom.mails import ADDRESS, NOURA
from tests.core.provider import FixedProvider, clause
from tests.core.requests import person, receive

EMAIL = Channel("email", ChannelKind.EMAIL, "البريد الإلكتروني", clause("3-3"))


@pytest.fixture(autouse=True)
def by_email(policy: FixedProvider) -> FixedProvider:  # noqa: F811
    policy.change(channels=(*policy.rules.channels, EMAIL))
    return policy


@pytest.fixture
def set_up(officer: User) -> Callable[..., Mailbox]:  # noqa: F811
    """set_up(server.mailbox()) or set_up(opens_cases=False): how the mailbox is read."""

    def write(mailbox: Mailbox | None = None, **values: object) -> Mailbox:
        common = Mailbox(enabled=True, user=ADDRESS, channel="email")
        mailbox = (mailbox or common).model_copy(update=values)
        MAILBOX.write(mailbox, actor=officer, secret=PASSWORD)
        return mailbox

    return write


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    settings.SILAH_MAILBOX_PRIVATE_HOSTS = True
    with mail_server() as running:
        yield running


@pytest.fixture
def take(governed: Association) -> Callable[..., IncomingMail]:  # noqa: F811
    """take(letter(...)): as if it had been fetched."""

    def give(mail: object) -> IncomingMail:
        row = take_in(mail if isinstance(mail, bytes) else mail.as_bytes())  # type: ignore[attr-defined]
        return IncomingMail.objects.select_related("case").get(pk=row.pk)

    return give


@pytest.fixture
def case(officer: User, at, set_up) -> Case:  # noqa: F811
    """Of a woman who agreed to e-mail."""
    at(2026, 3, 15, 10)
    set_up()
    data = person(email=NOURA)
    return receive(officer, beneficiary_data=data, reply_channel="email").case
