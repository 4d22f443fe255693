"""The whole service on this machine: web server, worker and mail server, on ports that are free."""

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings

from tenants.worker import run_worker

LOOPBACK = "127.0.0.1"
LONGEST_JOBS = 90


class Mailbox:
    """Keeps what arrives; a handler of aiosmtpd."""

    def __init__(self) -> None:
        self._mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self._mails.append(mail)
        return "250 OK"

    def last(self, recipient: str) -> EmailMessage:
        for mail in reversed(self._mails):
            if mail["To"] == recipient:
                return mail
        got = sorted({str(mail["To"]) for mail in self._mails})
        raise AssertionError(f"no mail came to {recipient}; some came to: {got}")

    def text(self, recipient: str) -> str:
        """The words of the newest mail to them."""
        return str(self.last(recipient).get_content())


class MailServer(Controller):
    """On any free port; aiosmtpd itself would remember what was asked for, 0."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox, hostname=LOOPBACK, port=0)

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """A browser fetches hundreds of files; what goes wrong is logged by Django."""


class Service:
    def __init__(self, port: int, mailbox: Mailbox) -> None:
        self.port = port
        self.mailbox = mailbox

    def url(self, name: str, path: str = "/") -> str:
        return f"http://{name}.silah.test:{self.port}{path}"

    def run_jobs(self) -> None:
        """Every job that waits. In a thread: this one has Playwright's event loop running."""
        failed: list[BaseException] = []

        def work() -> None:
            try:
                run_worker(wait=False, concurrency=1)
            except BaseException as error:
                failed.append(error)
            finally:
                connection.close()

        worker = threading.Thread(target=work, name="worker")
        worker.start()
        worker.join(LONGEST_JOBS)
        assert not worker.is_alive(), "the jobs did not end"
        if failed:
            raise failed[0]


@contextmanager
def running() -> Iterator[Service]:
    mailbox = Mailbox()
    mail_server = MailServer(mailbox)
    mail_server.start()
    web_server = ThreadedWSGIServer((LOOPBACK, 0), QuietHandler)
    port = web_server.server_address[1]
    with override_settings(
        SILAH_PORT=port,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST=LOOPBACK,
        EMAIL_PORT=mail_server.port,
    ):
        web_server.set_app(get_wsgi_application())
        thread = threading.Thread(target=web_server.serve_forever, name="web", daemon=True)
        thread.start()
        try:
            yield Service(port, mailbox)
        finally:
            web_server.shutdown()
            web_server.server_close()
            thread.join()
            mail_server.stop()
