"""One request and its answer: sent, read under the limits, decoded, and told as a ``Hop`` whatever happened."""

import contextlib
import http.client
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import requests
import urllib3
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import HTTPError, InvalidChunkLength

from factcheck.web.failure import FetchFailed
from factcheck.web.fetched import Hop, Limits
from factcheck.web.guard import Address, Target
from factcheck.web.inflate import Inflater, TooMuch
from factcheck.web.spool import Spool
from factcheck.web.transport import Enough, PinnedAdapter, Tap, proxy_place
from factcheck.web.watchdog import Watchdog

REDIRECTS = (301, 302, 303, 307, 308)
_REDIRECT_BODY = 1 << 18
_REDIRECT_SECONDS = 2.0
_PIECE = 1 << 16


@dataclass(frozen=True)
class Ask:
    """What is asked of a server, beside its address. Headers here come before the usual ones."""

    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    data: bytes | None = None
    follow: bool = True


class Exchange:
    """One request to one checked target. ``run`` may raise; ``hop`` tells what was exchanged in any case."""

    def __init__(
        self,
        target: Target,
        addresses: tuple[Address, ...],
        ask: Ask,
        limits: Limits,
        watchdog: Watchdog,
        on_bytes: Callable[[int, int | None], None],
    ) -> None:
        self.target = target
        self.body = Spool()
        self.entity_sha1 = b""
        self.flags: list[str] = []
        self._ask = ask
        self._limits = limits
        self._watchdog = watchdog
        self._on_bytes = on_bytes
        self._started_at = self._ended_at = datetime.now(UTC)
        self._cut: str | None = None
        self._tap = Tap(
            target,
            addresses,
            watchdog,
            limits.connect_timeout_s,
            limits.max_bytes,
            self._received,
            proxied=bool(limits.proxy),
        )

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as the server wrote it."""
        if self._tap.status not in REDIRECTS or not self._ask.follow:
            return None
        return next((v for k, v in self._tap.headers if k.lower() == "location"), None)

    def run(self, cookies: RequestsCookieJar, *, trusted: bool = True, distrust: str | None = None) -> None:
        """Send and read. ``trusted=False`` accepts any certificate; ``distrust`` is why a person had to say so.

        Raises ``FetchFailed`` (kinds of this module's errors) or ``Cancelled``.
        """
        self._started_at = datetime.now(UTC)
        prepared = requests.Request(
            self._ask.method, self.target.url, headers=self._headers(), data=self._ask.data, cookies=cookies
        ).prepare()
        try:
            with (
                contextlib.closing(PinnedAdapter(self._tap)) as adapter,
                self._told(),
                self._send(adapter, prepared, trusted) as response,
            ):
                self._watchdog.check()
                cookies.update(response.cookies)
                self._read(response)
                self._watchdog.check()
        finally:
            self._ended_at = datetime.now(UTC)
            self._watchdog.release()
            if self._tap.tls and distrust:
                self._tap.tls = replace(self._tap.tls, problem=distrust)

    def hop(self) -> Hop:
        """What was exchanged so far."""
        tap = self._tap
        return Hop(
            url=self.target.url,
            method=self._ask.method,
            request=tap.request,
            started_at=self._started_at,
            ended_at=self._ended_at,
            addresses=tuple(map(str, tap.addresses)),
            peer=tap.peer,
            tls=tap.tls,
            status=tap.status,
            reason=tap.reason,
            headers=tap.headers,
            wire=tap.wire,
            head_start=tap.head_start,
            head_end=tap.head_end,
            cut=self._cut,
        )

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._limits.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.7",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **self._ask.headers,
        }

    def _send(self, adapter: PinnedAdapter, prepared: requests.PreparedRequest, trusted: bool) -> requests.Response:
        limits = self._limits
        proxy = limits.proxy if "://" in limits.proxy or not limits.proxy else f"http://{limits.proxy}"
        return adapter.send(
            prepared,
            stream=True,
            timeout=(limits.connect_timeout_s, self._watchdog.left + 5),
            verify=(limits.ca_bundle or True) if trusted else False,
            proxies={"http": proxy, "https": proxy} if proxy else None,
        )

    def _received(self, size: int) -> None:
        if self._tap.head_end:
            length = next((v for k, v in self._tap.headers if k.lower() == "content-length"), "")
            total = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
            self._on_bytes(size - self._tap.head_end, total)

    def _read(self, response: requests.Response) -> None:
        if self.location is not None:
            self._tap.enough_bytes = self._tap.wire.size + _REDIRECT_BODY
            self._watchdog.soon(_REDIRECT_SECONDS)
            self._read_rest(response)
            return
        declared = response.headers.get("Content-Length", "") if self._ask.method != "HEAD" else ""
        if declared.isascii() and declared.isdigit() and int(declared[:18]) > self._limits.max_bytes:
            self._cut = "length"
            raise self._too_large()
        self._read_page(response)

    def _read_rest(self, response: requests.Response) -> None:
        """A redirect's body: kept as far as it comes quickly, never inflated, never a reason to fail."""
        try:
            for _ in response.raw.stream(_PIECE, decode_content=False):
                pass
        except (Enough, HTTPError, http.client.HTTPException, OSError, ValueError):
            self._cut = "unread"
        if self._tap.lost or self._watchdog.cut_short:
            self._cut = "unread"

    def _read_page(self, response: requests.Response) -> None:
        response.raw.headers.pop("Content-Encoding", None)  # urllib3 would judge it although it does not decode here
        inflater = Inflater(", ".join(_all(self._tap.headers, "content-encoding")), self._limits.max_inflated_bytes)
        entity = Spool()
        try:
            for piece in self._pieces(response):
                entity.write(piece)
                for plain in inflater.feed(piece):
                    self.body.write(plain)
                    self._watchdog.check()
            for plain in inflater.finish():
                self.body.write(plain)
        except TooMuch:
            self._cut = "length"
            raise self._too_large() from None
        except FetchFailed as failure:
            self._cut = "length" if failure.key == "too-large" else "time"
            raise
        self.entity_sha1 = entity.sha1
        if inflater.problem == "corrupt-encoding" and not self.body.size:
            for piece in entity.chunks():  # nothing could be decoded: the bytes as they came are the page
                self.body.write(piece)
        self.flags += [f for f in (inflater.problem,) if f]
        if self._cut or inflater.unfinished:
            self.flags.append("truncated")

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        """The body without its transfer encoding; a server that stops early leaves ``_cut``, not an error."""
        try:
            yield from pieces(response.raw)
        except BrokenOff as broken:
            self._watchdog.check()
            self._cut = broken.cut
        self._watchdog.check()  # a socket that was shut looks like a body's end
        if self._tap.lost:
            self._cut = "disconnect"

    def _too_large(self) -> FetchFailed:
        return FetchFailed("too-large", url=self.target.url, megabytes=f"{self._limits.max_bytes / 1e6:g}")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """The libraries' errors as ours."""
        host = self.target.host
        try:
            yield
        except (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError) as problem:
            self._watchdog.check()
            insecure = next((p for p in _chain(problem) if isinstance(p, ssl.SSLError)), None)
            if insecure is not None and not self._tap.sent:
                words = getattr(insecure, "verify_message", "") or insecure.reason or str(insecure)
                certificate = isinstance(insecure, ssl.SSLCertVerificationError)
                raise FetchFailed("tls", host=host, problem=words, certificate=certificate) from problem
            if isinstance(problem, requests.exceptions.SSLError) and not self._tap.sent:
                raise FetchFailed("tls", host=host, problem=_innermost(problem), certificate=True) from problem
            if isinstance(problem, requests.exceptions.ProxyError):
                proxy = proxy_place(self._limits.proxy)
                raise FetchFailed("connect", host=proxy, problem=_innermost(problem)) from problem
            raise FetchFailed("broken-response", host=host, problem=_innermost(problem)) from problem


class BrokenOff(Exception):
    """A body that stopped before its end, after some of it came. ``cut`` is disconnect or broken."""

    def __init__(self, cut: str) -> None:
        super().__init__(cut)
        self.cut = cut


def pieces(raw: urllib3.HTTPResponse) -> Iterator[bytes]:
    """A body without its transfer encoding, to the last byte that came; then ``BrokenOff`` when there should be more.

    A body that breaks before its first byte raises what the library raised.
    """
    got = False
    try:
        for piece in raw.stream(_PIECE, decode_content=False):
            got = got or bool(piece)
            yield piece
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as problem:
        rest = _partial(problem)
        if not got and not rest:
            raise
        if rest:
            yield rest
        # Chunk sizes below zero come out of http.client as ValueError.
        raise BrokenOff(
            "broken" if isinstance(problem, (InvalidChunkLength, ValueError)) else "disconnect"
        ) from problem


def _all(headers: tuple[tuple[str, str], ...], name: str) -> list[str]:
    return [value for key, value in headers if key.lower() == name]


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """An error and those inside it: libraries wrap by cause, by context, by ``reason`` and by argument."""
    waiting, met = [problem], set[int]()
    while waiting:
        error = waiting.pop(0)
        if id(error) in met:
            continue
        met.add(id(error))
        yield error
        inner = (error.__cause__, error.__context__, getattr(error, "reason", None), *error.args)
        waiting += [e for e in inner if isinstance(e, BaseException)]


def _partial(problem: BaseException) -> bytes:
    """The bytes of a chunk that broke off."""
    for error in _chain(problem):
        if isinstance(error, http.client.IncompleteRead) and isinstance(error.partial, bytes):
            return error.partial
    return b""


def _innermost(problem: BaseException) -> str:
    words = str(list(_chain(problem))[-1]) or type(problem).__name__
    return words if len(words) <= 200 else words[:200] + "…"
