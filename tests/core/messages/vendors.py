"""A provider on this machine that answers as the vendor documents, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Vendor:
    """`pause` before it answers, `drip`: a tenth of a second for each byte, `hang_up`: no answer at all."""

    url: str
    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: bool = False
    hang_up: bool = False
    asked: list[Asked] = field(default_factory=list)

    def says(self, status: int, body: Any, **headers: str) -> None:
        self.status, self.body, self.headers = status, body, headers

    @property
    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@contextmanager
def vendor() -> Iterator[Vendor]:
    box: list[Vendor] = []

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            here = box[0]
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            here.asked.append(Asked(self.command, self.path, headers, body))
            if here.hang_up:
                self.connection.close()
                return
            time.sleep(here.pause)
            self.send_response(here.status)
            for name, value in here.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(here.bytes)))
            self.end_headers()
            self._write(here)

        def _write(self, here: Vendor) -> None:
            try:
                if not here.drip:
                    self.wfile.write(here.bytes)
                    return
                for each in here.bytes:
                    self.wfile.write(bytes([each]))
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass  # whoever asked has given up

        do_GET = do_POST = _do  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    box.append(Vendor(f"http://127.0.0.1:{server.server_port}"))
    try:
        yield box[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)
