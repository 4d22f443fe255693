"""The only module that speaks IMAP (RFC 3501): bounded in time and size, and with hosts of the internet only.

Errors name what is wrong for who set the mailbox up, never what the server said.
"""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from core.messages.mailbox import Mailbox
from foundation.errors import DomainError
from foundation.hosts import NotOfTheInternet, address_of_host

CONNECT_SECONDS: Final = 8
READ_SECONDS: Final = 20
TAKEN: Final = b"SilahTaken"


class MailboxUnreachable(DomainError):
    code = "mailbox_unreachable"
    message = _("The mail server could not be reached. Look at its name and port, then try again.")


class HostUnknown(MailboxUnreachable):
    code = "host_unknown"
    message = _("There is no server called “%(host)s”.")


class HostNotAllowed(MailboxUnreachable):
    code = "host_not_allowed"
    message = _(
        "“%(host)s” is an address inside of a network. Name a mail server of the internet."
    )


class PlainTextNotAllowed(MailboxUnreachable):
    code = "plain_text_not_allowed"
    message = _(
        "Without encryption the password could be read on the way. Choose TLS or STARTTLS."
    )


class CertificateRefused(MailboxUnreachable):
    code = "certificate_refused"
    message = _("The server did not prove that it is “%(host)s”: its certificate is not valid.")


class SignInRefused(MailboxUnreachable):
    code = "sign_in_refused"
    message = _("The mail server did not accept this name and password.")


class FolderUnknown(MailboxUnreachable):
    code = "folder_unknown"
    message = _("The mailbox has no folder “%(folder)s”.")


class TookTooLong(MailboxUnreachable):
    code = "took_too_long"
    message = _("The mail server did not answer in time.")


def said_of(code: str, details: dict[str, Any]) -> str:
    """The sentence of an error that was kept by its code, in the language of who reads it."""
    kinds: list[type[MailboxUnreachable]] = [
        MailboxUnreachable,
        *MailboxUnreachable.__subclasses__(),
    ]
    return next((str(kind(**details)) for kind in kinds if kind.code == code), "")


class _Client(IMAPClient):  # type: ignore[misc]
    """Connects to an address that was looked at first: a name cannot change its mind in between."""

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802
        return _Connection(self.host, self.port, self.ssl, self.ssl_context)


class _Connection(imaplib.IMAP4):
    def __init__(self, host: str, port: int, tls: bool, context: ssl.SSLContext) -> None:
        self._tls, self._context = tls, context
        super().__init__(host, port, timeout=CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        address = allowed_address(self.host, self.port)
        plain = socket.create_connection((address, self.port), timeout=timeout)
        if not self._tls:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def allowed_address(host: str, port: int) -> str:
    """The first address of the host; raises where any of them lies inside of a network."""
    try:
        return address_of_host(host, port, private=settings.SILAH_MAILBOX_PRIVATE_HOSTS)
    except (OSError, UnicodeError) as error:
        raise HostUnknown(host=host) from error
    except NotOfTheInternet as error:
        raise HostNotAllowed(host=host) from error


class OpenMailbox:
    """One folder of a mailbox that we are signed in to."""

    def __init__(self, client: Any, mailbox: Mailbox) -> None:
        self._client = client
        self._mailbox = mailbox
        selected = client.select_folder(mailbox.folder)
        self.validity = int(selected[b"UIDVALIDITY"])
        self._keeps_flags = b"\\*" in selected.get(b"PERMANENTFLAGS", ())

    def waiting(self, *, after: int) -> list[int]:
        """The uids that are new, in the order of arrival. `after`: the highest that was taken before,
        which counts where the server keeps no flag of ours.
        """
        since = self._mailbox.taken_from or date(1990, 1, 1)
        new: list[Any] = ["UNKEYWORD", TAKEN] if self._keeps_flags else ["UID", f"{after + 1}:*"]
        found = sorted(map(int, self._client.search([*new, "SINCE", since])))
        # n:* names the last message even where its uid is below n (RFC 3501, 6.4.8).
        return found if self._keeps_flags else [uid for uid in found if uid > after]

    def size(self, uid: int) -> int:
        fetched = self._client.fetch([uid], ["RFC822.SIZE"])
        return int(fetched.get(uid, {}).get(b"RFC822.SIZE", 0))

    def message(self, uid: int) -> bytes:
        """Without marking it as read. Empty for what went meanwhile."""
        return self._body(uid, "BODY.PEEK[]", b"BODY[]")

    def head(self, uid: int) -> bytes:
        return self._body(uid, "BODY.PEEK[HEADER]", b"BODY[HEADER]")

    def _body(self, uid: int, item: str, key: bytes) -> bytes:
        content = self._client.fetch([uid], [item]).get(uid, {}).get(key)
        return content if isinstance(content, bytes) else b""

    def mark_taken(self, uid: int) -> None:
        if self._keeps_flags:
            self._client.add_flags([uid], [TAKEN], silent=True)
        folder = self._mailbox.processed_folder
        if not folder:
            return
        if self._client.has_capability("MOVE"):
            self._client.move([uid], folder)
            return
        self._client.copy([uid], folder)
        self._client.delete_messages([uid])
        self._client.expunge()

    def check_folders(self) -> None:
        folder = self._mailbox.processed_folder
        if folder and not self._client.folder_exists(folder):
            raise FolderUnknown(folder=folder)


@contextmanager
def opened(mailbox: Mailbox, password: str) -> Iterator[OpenMailbox]:
    """Raises a kind of MailboxUnreachable, also for what goes wrong inside."""
    if mailbox.security == "none" and not settings.SILAH_MAILBOX_PRIVATE_HOSTS:
        raise PlainTextNotAllowed
    client = None
    try:
        client = _signed_in(mailbox, password)
        yield _selected(client, mailbox)
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused(host=mailbox.host) from error
    except TimeoutError as error:
        raise TookTooLong from error
    except (OSError, ssl.SSLError, IMAPClientError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable from error
    finally:
        if client is not None:
            _leave(client)


def _signed_in(mailbox: Mailbox, password: str) -> Any:
    context = ssl.create_default_context()
    client = _Client(
        mailbox.host,
        port=mailbox.port,
        ssl=mailbox.security == "tls",
        ssl_context=context,
        timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )
    try:
        if mailbox.security == "starttls":
            client.starttls(context)
        client.login(mailbox.user, password)
    except (LoginError, UnicodeEncodeError) as error:  # IMAP's LOGIN knows no letters beyond ASCII
        _leave(client)
        raise SignInRefused from error
    except BaseException:
        _leave(client)
        raise
    return client


def _selected(client: Any, mailbox: Mailbox) -> OpenMailbox:
    try:
        return OpenMailbox(client, mailbox)
    except (IMAPClientError, KeyError, ValueError) as error:
        raise FolderUnknown(folder=mailbox.folder) from error


def _leave(client: Any) -> None:
    """A server that is gone needs no goodbye."""
    try:
        client.logout()
    except (OSError, IMAPClientError, imaplib.IMAP4.error):
        with suppress(OSError):
            client.shutdown()
