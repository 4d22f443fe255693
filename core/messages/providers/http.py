"""Asking a provider's web address: hosts of the internet only, bounded in time and size, no redirects.

The connection goes to the address that was looked at, while the certificate is that of the name.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from core.messages.providers.port import Refused, Unreachable
from foundation.hosts import NotOfTheInternet, address_of_host

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 15.0
LARGEST_ANSWER: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class _Connection(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, address: str, *, tls: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._address, self._tls = address, tls

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=CONNECT_SECONDS)
        if not self._tls:
            self.sock = plain
            return
        try:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def check_address(url: str) -> None:
    """Raises Refused for what is no https address; its host is looked at when it is asked."""
    parts = urlsplit(url)
    schemes = ("https", "http") if settings.SILAH_PROVIDER_PRIVATE_HOSTS else ("https",)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in schemes or not parts.hostname or port == 0 or parts.username:
        raise Refused("address_not_allowed")


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    seconds: float | None = None,
) -> Answer:
    """Raises Refused for an address that is not allowed, Unreachable where nobody answers in time."""
    check_address(url)
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    host, port = str(parts.hostname), parts.port or (443 if tls else 80)
    try:
        address = address_of_host(host, port, private=settings.SILAH_PROVIDER_PRIVATE_HOSTS)
        connection = _Connection(host, port, address, tls=tls)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            until = time.monotonic() + (ANSWER_SECONDS if seconds is None else seconds)
            connection.request(method, target, body=body or None, headers=dict(headers))
            return _answer(connection, until)
        finally:
            connection.close()
    except NotOfTheInternet as error:
        raise Refused("address_not_allowed") from error
    except ssl.SSLCertVerificationError as error:
        raise Unreachable("certificate_refused") from error
    except TimeoutError as error:
        raise Unreachable("took_too_long") from error
    except (UnicodeError, ValueError, http.client.InvalidURL) as error:
        raise Refused("address_not_allowed") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable("not_reached") from error


def _answer(connection: _Connection, until: float) -> Answer:
    """A server that drips one byte after the other is given up too."""
    sock = connection.sock
    sock.settimeout(_left(until))
    received = bytearray()
    with connection.getresponse() as response:
        while chunk := response.read1(16 * 1024):
            received += chunk
            if len(received) > LARGEST_ANSWER:
                raise Unreachable("answer_too_large")
            if not response.isclosed():
                sock.settimeout(_left(until))
        return Answer(response.status, bytes(received))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
