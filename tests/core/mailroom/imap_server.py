"""A real mail server on loopback: people deliver into it, and the association's mailbox reads it."""

import asyncio
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag

from core.messages.mailbox import Mailbox

USER = "requests@alpha.example"
PASSWORD = "a mailbox password"
LOOPBACK = "127.0.0.1"


class KeepingFlags(MailboxData):
    """A folder that keeps any flag, as most servers do."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Flag(rb"\*")}


class MailServer:
    """`deliver` puts a mail into the inbox, as the association's mail server does."""

    def __init__(
        self,
        *,
        context: ssl.SSLContext | None = None,
        starttls: bool = False,
        keeps_flags: bool = True,
    ) -> None:
        self._context = context
        self._keeps_flags = keeps_flags
        self._starttls = starttls
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imap", daemon=True)
        self.port = 0

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10), "the mail server did not start"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def mailbox(self, **values: Any) -> Mailbox:
        """Settings that lead here."""
        common = {"enabled": True, "host": LOOPBACK, "port": self.port, "security": "none"}
        return Mailbox(**common | {"user": USER, "channel": "email"} | values)

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        self._do(self._append(raw, folder))

    def add_folder(self, name: str) -> None:
        self._do(self._folders.add_mailbox(name))

    def flags(self) -> list[set[str]]:
        """Of each mail in the inbox."""
        return self._do(self._flags())

    def count(self, folder: str = "INBOX") -> int:
        return len(self._do(self._flags(folder)))

    def renumber(self) -> None:
        """As after a restore: the same mails under a new UIDVALIDITY."""
        self._do(self._renumber())

    def _do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        args = Namespace(passlib_cfg=None, proxy_protocol=None, inherited_sockets=None)
        tls: dict[str, Any] = {"tls_enabled": self._starttls}
        if self._starttls:
            tls["ssl_context"] = self._context
        self._config = Config(
            args, host=LOOPBACK, port=0, demo_data=False, demo_user=USER, demo_password=PASSWORD,
            invalid_user_sleep=0.0, **tls,
        )  # fmt: skip
        self._config.apply_context()
        login = Login(self._config)
        await DictBackend._add_demo_user(self._config, login)
        self._folders = MailboxSet()
        if self._keeps_flags:
            (await self._inbox()).__class__ = KeepingFlags
        self._config.set_cache[USER] = (self._folders, FilterSet())
        reader = ProxyProtocolReader(ProxyProtocolNoop())
        server = await asyncio.start_server(
            reader.get_callback(IMAPServer(login, self._config)),
            host=LOOPBACK,
            port=0,
            ssl=None if self._starttls else self._context,
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()

    async def _inbox(self, name: str = "INBOX") -> MailboxData:
        return await self._folders.get_mailbox(name)

    async def _append(self, raw: bytes, folder: str) -> None:
        await (await self._inbox(folder)).append(
            AppendMessage(raw, datetime.now(UTC), frozenset())
        )

    async def _flags(self, folder: str = "INBOX") -> list[set[str]]:
        box = await self._inbox(folder)
        return [
            {flag.value.decode() for flag in message.permanent_flags}
            async for message in box.messages()
        ]

    async def _renumber(self) -> None:
        (await self._inbox())._uid_validity += 1


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    server = MailServer(**options)
    server.start()
    try:
        yield server
    finally:
        server.stop()
