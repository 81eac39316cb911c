"""One request and its response over ``requests``: to a checked address only, everything recorded as on the wire.

``requests`` and ``urllib3`` speak HTTP; three of their joints are ours. The connection dials the addresses that the
guard found (``_new_conn``); what it sends is written down (``send``); what comes back is written down below every
parser, as it leaves the socket (``response_class``), so that even a broken answer is kept byte for byte.
"""

import hashlib
import http.client
import io
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import parse_url

from factcheck.web.failure import FetchFailed
from factcheck.web.guard import Address, Target, look_up
from factcheck.web.spool import Spool
from factcheck.web.watchdog import Watchdog

MAX_HEAD = 1 << 20
"""Bytes of a head, interim answers (``100 Continue``) included; ordinary ones have some thousand."""
_MAX_LINE = 1 << 16
_INTERIM = re.compile(rb"HTTP/1\.\d 1(?!01)\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
_SECRET = re.compile(rb"(?im)^(Proxy-Authorization|Authorization):[^\r\n]*\r\n")


class Enough(Exception):
    """The rest of a body that nobody reads (a redirect's) is left on the wire."""


@dataclass(frozen=True, slots=True)
class Tls:
    """How a connection was secured. ``problem`` is why the certificate was not trusted, when a person overrode it."""

    version: str
    cipher: str
    certificate_sha256: str
    verified: bool
    problem: str | None = None


@dataclass
class Tap:
    """What one exchange put on the wire and got from it; filled while it runs.

    ``on_bytes(total)`` is called with the bytes received so far; ``left()`` says how many more may come.
    """

    target: Target
    addresses: tuple[Address, ...]
    watchdog: Watchdog
    connect_timeout: float
    max_bytes: int
    on_bytes: Callable[[int], None]
    proxied: bool = False
    sent: bytearray = field(default_factory=bytearray)
    wire: Spool = field(default_factory=Spool)
    peer: str | None = None
    tls: Tls | None = None
    head_end: int = 0
    status: int | None = None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    enough_bytes: int | None = None
    lost: ConnectionError | None = None

    def received(self, data: memoryview) -> None:
        """Write down what came, then see whether more may come."""
        self.wire.write(data)
        size = self.wire.size
        self.watchdog.check()
        if self.enough_bytes is not None and size > self.enough_bytes:
            raise Enough
        if not self.head_end and size > MAX_HEAD:
            raise FetchFailed("broken-response", host=self.target.host, problem=f"head > {MAX_HEAD >> 20} MiB")
        if size > self.max_bytes:
            raise FetchFailed("too-large", url=self.target.url, megabytes=f"{self.max_bytes / 1e6:.0f}")
        self.on_bytes(size)

    def dial(self, connection: HTTPConnection) -> socket.socket:
        """A connected socket to a checked address (or to the proxy that the user named)."""
        addresses, port = self.addresses, self.target.port
        if self.proxied:
            port = connection.port
            addresses = look_up(connection.host, port, self.watchdog)
        places = [_place(address, port) for address in addresses]
        problem: OSError | None = None
        for family, place in places:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                self.watchdog.watch(sock)
                sock.settimeout(min(self.connect_timeout, self.watchdog.left))
                sock.connect(place)
                self.watchdog.check()
                self._check_peer(sock, place)
            except OSError as error:
                sock.close()
                self.watchdog.check()
                problem = error
                continue
            except BaseException:
                sock.close()
                raise
            # The watchdog ends silence; this only keeps a lost watchdog from meaning forever.
            sock.settimeout(self.watchdog.left + 5)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        kind = "timeout" if isinstance(problem, TimeoutError) else "connect"
        raise FetchFailed(kind, host=connection.host, problem=_words(problem)) from problem

    def _check_peer(self, sock: socket.socket, place: Any) -> None:
        name = sock.getpeername()
        if (ipaddress.ip_address(name[0]), name[1]) != (ipaddress.ip_address(place[0]), place[1]):
            raise FetchFailed("refused-address", reason="peer", url=self.target.url, address=str(name[0]))
        self.peer = f"[{name[0]}]:{name[1]}" if ":" in name[0] else f"{name[0]}:{name[1]}"

    def secured(self, sock: object, verified: bool) -> None:
        """Note how the connection was secured."""
        if isinstance(sock, ssl.SSLSocket):
            certificate = sock.getpeercert(binary_form=True) or b""
            cipher = sock.cipher()
            self.tls = Tls(
                sock.version() or "?", cipher[0] if cipher else "?", hashlib.sha256(certificate).hexdigest(), verified
            )

    @property
    def request(self) -> bytes:
        """The request as sent, without passwords."""
        return _SECRET.sub(rb"\1: (left out)\r\n", bytes(self.sent))

    @property
    def head_start(self) -> int:
        """Where the last response's head begins, after interim answers (``100 Continue``)."""
        head, start = self.wire.read(0, self.head_end), 0
        while (match := _INTERIM.match(head, start)) and match.end() < self.head_end:
            start = match.end()
        return start


class PinnedAdapter(HTTPAdapter):
    """An adapter for one exchange, whose connections are ``tap``'s."""

    def __init__(self, tap: Tap) -> None:
        self._classes = _pool_classes(tap)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._classes
        return manager


def proxy_place(proxy: str) -> str:
    """A proxy's address without its password, as records show it. ``ValueError`` when it is no proxy's address."""
    url = parse_url(proxy if "://" in proxy else f"http://{proxy}")
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("no proxy's address")  # without the address, which may hold a password
    return url._replace(auth=None, path=None, query=None, fragment=None).url


class _Recorder(io.RawIOBase):
    """The socket's own bytes, told to the tap before any parser sees them."""

    def __init__(self, raw: io.RawIOBase, tap: Tap) -> None:
        self._raw = raw
        self._tap = tap

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            count = self._raw.readinto(buffer) or 0
        except ConnectionError as problem:
            # As an end, so that the buffer above still gives what came before it; ``lost`` tells the difference.
            self._tap.lost = problem
            return 0
        if count:
            self._tap.received(memoryview(buffer)[:count])
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Lines(io.BufferedReader):
    """Counts the bytes of lines (so of the head) and never lets one line grow without end."""

    consumed = 0
    last = b""

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(_MAX_LINE + 1 if size is None or size < 0 else size)
        self.consumed += len(line)
        self.last = line
        return line


class _Response(http.client.HTTPResponse):
    """A response that reads through the recorder and remembers where its head ends."""

    def __init__(self, sock: socket.socket, tap: Tap, method: str | None) -> None:
        super().__init__(sock, method=method)
        raw = self.fp.detach()
        self.fp = _Lines(_Recorder(raw, tap))
        self._tap = tap

    def begin(self, **options: Any) -> None:  # later Pythons pass a limit of headers
        super().begin(**options)
        lines = self.fp
        assert isinstance(lines, _Lines)
        if lines.last not in (b"\r\n", b"\n"):
            # The standard library takes the end of the connection for the end of the head.
            raise http.client.HTTPException("the answer breaks off in its head")
        self._tap.head_end = lines.consumed
        self._tap.status, self._tap.reason = self.status, self.reason
        self._tap.headers = tuple((name, _utf8(value)) for name, value in self.getheaders())


def _pool_classes(tap: Tap) -> dict[str, Any]:
    """Connection pools whose connections dial, send and receive through ``tap``."""

    class Recording:
        def _new_conn(self) -> socket.socket:
            return tap.dial(self)  # type: ignore[arg-type]  # mixed into HTTPConnection below

        def putrequest(self, *args: Any, **kwargs: Any) -> None:
            tap.sent.clear()  # a proxy's CONNECT went before; it is not part of the exchange
            super().putrequest(*args, **kwargs)  # type: ignore[misc]

        def send(self, data: Any) -> None:
            super().send(data)  # type: ignore[misc]
            tap.sent += data if isinstance(data, bytes) else bytes(str(data), "utf-8")

        def response_class(self, sock: socket.socket, method: str | None = None, **_: Any) -> _Response:
            tap.wire = Spool()
            return _Response(sock, tap, method)

    class Plain(Recording, HTTPConnection):  # type: ignore[misc]  # a method where the base keeps a class
        pass

    class Secure(Recording, HTTPSConnection):  # type: ignore[misc]  # the same
        def connect(self) -> None:
            super().connect()
            tap.secured(self.sock, self.is_verified)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

        def _validate_conn(self, conn: Any) -> None:
            # The base class warns of every unverified connection; here a person chose it and the record says so.
            if conn.is_closed:
                conn.connect()

    return {"http": PlainPool, "https": SecurePool}


def _place(address: Address, port: int) -> tuple[socket.AddressFamily, Any]:
    if address.version == 6:
        return socket.AF_INET6, (str(address), port, 0, 0)
    return socket.AF_INET, (str(address), port)


def _utf8(value: str) -> str:
    """A header's value; HTTP says ISO-8859-1, servers mostly send UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _words(problem: OSError | None) -> str:
    return (problem.strerror or str(problem)) if problem else "no address"
