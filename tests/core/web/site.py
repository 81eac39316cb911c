"""A web site on 127.0.0.1 that does what a test tells it, well or badly, down to the bytes and the moment they come.

::

    with Site() as site:
        site.page("/good", "<p>Hello</p>")
        site.raw("/broken", b"HTTP/1.1 banana")
        site.on("/drip", drip)          # drip(call): call.send(b"…"), call.wait(seconds)
        site.url("/good")               # http://127.0.0.1:PORT/good
        site.calls                      # what was asked, in order

Each call runs on its own thread and is over when its function returns; closing the site ends the ones that still wait.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class Call:
    """One request that came in, and the wire to answer on."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    raw: bytes
    connection: socket.socket = field(repr=False)
    closing: threading.Event = field(repr=False)

    def send(self, data: bytes) -> None:
        """Bytes as they are; ``ConnectionError`` when the other side has gone."""
        self.connection.sendall(data)

    def wait(self, seconds: float) -> None:
        """Do nothing for that long, or until the site closes."""
        self.closing.wait(seconds)

    @property
    def over(self) -> bool:
        return self.closing.is_set()

    def reset(self) -> None:
        """Drop the connection so that the other side gets an RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


Answer = Callable[[Call], None]
Headers = dict[str, str] | Iterable[tuple[str, str]]


def head(status: int = 200, headers: Headers = (), reason: str = "OK") -> bytes:
    """A response's head."""
    rows = headers.items() if isinstance(headers, dict) else headers
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in rows)]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n"


class Site:
    """A server on 127.0.0.1 and a free port; with a TLS context it speaks https."""

    def __init__(self, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> None:
        self.calls: list[Call] = []
        self.connections = 0
        self._tls = tls
        self._answers: dict[str, Answer] = {}
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family, backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name="site")
        self._acceptor.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def host(self) -> str:
        """What ``fetch.allowed_hosts`` must hold."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def on(self, path: str, answer: Answer) -> None:
        """Answer ``path`` (its query left out) by calling ``answer(call)``."""
        self._answers[path] = answer

    def raw(self, path: str, data: bytes, then: float = 0) -> None:
        """Answer with these bytes and nothing else, keep silent for ``then`` seconds, hang up."""

        def answer(call: Call) -> None:
            call.send(data)
            if then:
                call.wait(then)

        self.on(path, answer)

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        headers: Headers = (),
        delay: float = 0,
    ) -> None:
        """Answer with a well-made response."""
        content = body.encode("utf-8") if isinstance(body, str) else body
        more = list(headers.items()) if isinstance(headers, dict) else list(headers)
        whole = head(status, [("Content-Type", kind), ("Content-Length", str(len(content))), *more]) + content

        def answer(call: Call) -> None:
            if delay:
                call.wait(delay)
            call.send(whole)

        self.on(path, answer)

    def redirect(self, path: str, to: str, *, status: int = 302, headers: Headers = (), body: bytes = b"") -> None:
        """Answer with a redirect; ``to`` is written as it is."""
        more = list(headers.items()) if isinstance(headers, dict) else list(headers)
        rows = [("Location", to), ("Content-Length", str(len(body))), *more]
        self.raw(path, head(status, rows, "Found") + body)

    def asked(self, path: str) -> list[Call]:
        """The calls for that path."""
        return [call for call in self.calls if call.path.partition("?")[0] == path]

    def close(self) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), name="site-call")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        with contextlib.suppress(OSError, ssl.SSLError), contextlib.closing(connection):
            if self._tls:
                with self._tls.wrap_socket(connection, server_side=True) as secure:
                    self._answer(secure)
            else:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        call = self._read(connection)
        if call is None:
            return
        self.calls.append(call)
        answer = self._answers.get(call.path.partition("?")[0]) or self._answers.get("*")
        if answer is None:
            call.send(head(404, {"Content-Type": "text/plain", "Content-Length": "9"}, "Not Found") + b"not found")
        else:
            answer(call)
        # Reading what is left lets the other side get the answer rather than a reset.
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(0.2)
            connection.recv(1024)

    def _read(self, connection: socket.socket) -> Call | None:
        raw = b""
        while b"\r\n\r\n" not in raw:
            piece = connection.recv(65536)
            if not piece:
                return None
            raw += piece
            if raw.startswith(b"\x16"):  # a TLS greeting to a server without TLS
                connection.sendall(head(400, {"Content-Length": "0"}, "Bad Request"))
                return None
        start, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = start.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(body) < length:
            body += connection.recv(65536)
        method, path, _ = first.split(" ", 2)
        return Call(method, path, headers, body, raw, connection, self._closing)
