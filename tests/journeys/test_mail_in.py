"""A woman writes an e-mail; it becomes a request, is answered, and her answer stands on the same page."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from django.test import Client, override_settings

from core import rules
from core.cases.models import Case
from core.mailroom.tasks import poll_mailbox
from core.messages.mailbox import MAILBOX
from core.rules import Channel, ChannelKind
from tenants.jobs import defer
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.conftest import provision
from tests.core.mailroom.imap_server import PASSWORD, MailServer, mail_server
from tests.core.mailroom.mails import NOURA, letter
from tests.core.provider import FixedProvider, clause
from tests.journeys.service import Service
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "by-mail"
EMAIL = Channel("email", ChannelKind.EMAIL, "البريد الإلكتروني", clause("3-3"))


@pytest.fixture
def place(service: Service) -> Iterator[Association]:
    """With rules in force that name the e-mail channel; the web server asks the same provider."""
    before = list(rules._providers)
    provider = FixedProvider()
    provider.change(channels=(*provider.rules.channels, EMAIL))
    rules.register(provider)
    yield provision(NAME, "جمعية البريد")
    rules._providers[:] = before


@pytest.fixture
def officer(place: Association) -> User:
    with entered(place):
        return create_person(
            email=f"officer@{NAME}.example",
            display_name="منى الشمري",
            roles=[Role.RELATIONS_OFFICER],
            password=PASSWORD,
        )


@pytest.fixture
def server(place: Association, officer: User) -> Iterator[MailServer]:
    """The association's own mail server; outgoing mail goes to the one of the service."""
    with override_settings(SILAH_MAILBOX_PRIVATE_HOSTS=True), mail_server() as running:
        with entered(place):
            MAILBOX.write(running.mailbox(), actor=officer, secret=PASSWORD)
        yield running


@pytest.fixture
def arrives(
    place: Association, server: MailServer, service: Service
) -> Callable[[EmailMessage], None]:
    """The mail is delivered, the next minute comes, and every job runs."""

    def deliver(mail: EmailMessage) -> None:
        server.deliver(mail.as_bytes())
        with entered(place):
            defer(poll_mailbox)
        service.run_jobs()

    return deliver


def test_from_a_mail_to_an_answer_and_back(
    place: Association,
    officer: User,
    arrives: Callable[[EmailMessage], None],
    service: Service,
    visitor: Callable[..., Visitor],
) -> None:
    arrives(letter("تأخرت في دفع الإيجار شهرين وأحتاج المساعدة.", subject="مساعدة في الإيجار"))

    with entered(place):
        case = Case.objects.get()
    assert case.reference in service.mailbox.text(NOURA)
    assert service.mailbox.last(NOURA)["Auto-Submitted"] == "auto-generated"

    staff = visitor("منى", language="ar")
    sign_in(staff, place, officer)
    staff.go(NAME, "/desk/")
    staff.page.get_by_role("link", name="مساعدة في الإيجار").first.click()
    staff.reads("تأخرت في دفع الإيجار شهرين")
    staff.follow("Write a message")
    staff.look("mail-write")
    staff.type("Subject", "موعد الزيارة")
    staff.type("Your message", "هل يناسبكم الثلاثاء؟")
    staff.press("Preview")
    staff.sees("This is what will arrive")
    staff.look("mail-preview")
    staff.press("Send")
    staff.sees("The message is on its way.")
    service.run_jobs()

    received = service.mailbox.last(NOURA)
    assert "هل يناسبكم الثلاثاء؟" in received.get_content()
    assert received["Reply-To"] == "requests@alpha.example"
    arrives(answer_to(received, "نعم، بعد العاشرة."))

    staff.go(NAME, f"/desk/requests/{case.pk}/")
    staff.reads("نعم، بعد العاشرة.")
    staff.sees("The beneficiary, by e-mail")
    staff.look("mail-case")
    assert "هل يناسبكم الثلاثاء؟" not in last_words(staff)

    arrives(letter("أكتب عن جاري.", sender="Ali <ali@x.example>", subject=f"بخصوص {case.reference}",
                   message_id="<ali@x.example>"))  # fmt: skip
    staff.go(NAME, "/desk/mail/")
    staff.look("mail-inbox")
    staff.page.get_by_role("link", name="بخصوص").first.click()
    staff.sees("It names a request, but its sender is not known there.")
    staff.look("mail-waiting")
    staff.press("File here")
    staff.sees("The e-mail was filed with the request.")
    staff.reads("أكتب عن جاري.")


def answer_to(mail: EmailMessage, text: str) -> EmailMessage:
    """As her mail program makes it: with what she answers below."""
    quoted = "\n".join(f"> {line}" for line in mail.get_content().splitlines())
    return letter(
        f"{text}\n\nفي الأحد، 15 مارس 2026 كتب جمعية البريد <{mail['Reply-To']}>:\n{quoted}",
        subject=f"رد: {mail['Subject']}",
        message_id="<her-answer@mail.example>",
        In_Reply_To=mail["Message-ID"],
        References=f"{mail['References']} {mail['Message-ID']}",
    )


def sign_in(staff: Visitor, place: Association, user: User) -> None:
    with entered(place):
        client = Client()
        client.force_login(user)
        key = client.session.session_key
    cookie = {"name": "session", "value": key, "url": staff.service.url(NAME)}
    staff.page.context.add_cookies([cookie])  # type: ignore[list-item]


def last_words(staff: Visitor) -> str:
    """Of the newest line of the conversation: without what it quoted."""
    section = staff.page.get_by_role("region", name=staff.say("Conversation"))
    return section.get_by_role("listitem").last.inner_text()
