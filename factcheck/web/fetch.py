"""A page fetched safely: checked addresses, own redirects, one total deadline, caps on bytes, sent and inflated.

``fetch`` returns everything that was exchanged, ready to be kept as evidence, or raises ``FetchFailed`` that carries
what was exchanged until then. Limits come from the settings.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from requests.cookies import RequestsCookieJar

from factcheck.web import charset, guard, politeness, sniff
from factcheck.web.exchange import Ask, Exchange
from factcheck.web.failure import FetchFailed
from factcheck.web.fetched import Fetched, Hop, Limits, Progress, charset_label
from factcheck.web.guard import Target
from factcheck.web.spool import Spool
from factcheck.web.watchdog import Watchdog

__all__ = ["Ask", "FetchFailed", "Fetched", "Hop", "Limits", "Progress", "fetch"]

_BUSY = (429, 503)
_UNSPECIFIC = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")


def fetch(
    url: str,
    limits: Limits,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    accept_tls: bool = False,
    ask: Ask | None = None,
    manners: politeness.Politeness | None = None,
) -> Fetched:
    """Fetch ``url`` and everything that it redirects to.

    ``progress(stage, bytes, total)`` is called on this thread, ``cancelled()`` also on the watchdog's, often: both must
    be quick. ``accept_tls`` accepts a certificate that cannot be trusted, for this fetch only, and records why it could
    not. The deadline counts the pause before the request and every redirect, not the wait for another fetch's turn.

    Raises ``FetchFailed`` (its ``fetched`` holds the exchanges so far) and ``Cancelled``.
    """
    run = _Run(
        url.encode("utf-8", "replace").decode("utf-8"),  # a lone surrogate could be neither sent nor recorded
        limits,
        progress or (lambda *_: None),
        cancelled or (lambda: False),
        accept_tls,
        ask or Ask(),
        manners or politeness.shared,
    )
    try:
        target = guard.parse(run.url, limits.allowed_hosts)
        with Watchdog(limits.deadline_s, run.cancelled, target.url) as watchdog:
            run.visit(target, watchdog)
    except FetchFailed as failure:
        failure.fetched = run.fetched(failure)
        raise
    return run.fetched()


@dataclass
class _Run:
    """One fetch while it runs."""

    url: str
    limits: Limits
    progress: Progress
    cancelled: Callable[[], bool]
    accept_tls: bool
    ask: Ask
    manners: politeness.Politeness
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    hops: list[Hop] = field(default_factory=list)
    last: Exchange | None = None
    final_url: str = ""
    _cookies: dict[str, RequestsCookieJar] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _hosts: set[str] = field(default_factory=set)
    _retried: bool = False

    def visit(self, target: Target, watchdog: Watchdog) -> None:
        """Fetch ``target`` and follow it to the page."""
        redirects = 0
        while True:
            self.final_url = target.url
            exchange = self._exchange(target, watchdog)
            if exchange.location is None:
                if not self._wait_as_asked(target, watchdog):
                    return
                continue
            redirects += 1
            if redirects > self.limits.max_redirects:
                raise FetchFailed("too-many-redirects", url=self.url, count=self.limits.max_redirects)
            target = guard.follow(target, exchange.location, self.limits.allowed_hosts)
            self.final_url = target.url
            self._note(target)

    def _note(self, target: Target) -> None:
        """A page met again is a loop, unless it set a cookie since (consent pages come back once)."""
        jar = self._cookies.get(target.host, RequestsCookieJar())
        state = (target.url.partition("#")[0], repr(sorted((c.name, str(c.value)) for c in jar)))
        if state in self._seen:
            raise FetchFailed("redirect-loop", url=target.url)
        self._seen.add(state)

    def _exchange(self, target: Target, watchdog: Watchdog) -> Exchange:
        host = target.key
        if not self._seen:
            self._note(target)
        if self.manners.is_busy(host):
            self.progress("waiting", 0, None)
        with watchdog.paused():
            self.manners.take(host, self.cancelled)
        try:
            self._rest(target, watchdog)
            self.progress("resolving", 0, None)
            addresses = () if self.limits.proxy else guard.resolve(target, watchdog)
            self.progress("connecting", 0, None)
            return self._run(target, addresses, watchdog)
        finally:
            self.manners.leave(host)

    def _rest(self, target: Target, watchdog: Watchdog) -> None:
        """The pause between two captures of one host, and the time it asked us to stay away."""
        host = target.key
        asked = self.manners.rest_left(host)
        if asked > watchdog.left:
            raise FetchFailed("retry-later", host=target.host, seconds=round(asked))
        pause = 0.0 if host in self._hosts else self.manners.pause_left(host, self.limits.pause_s)
        pause = min(pause, watchdog.left / 2)  # a short deadline must leave time for the page itself
        self._hosts.add(host)
        if max(asked, pause) > 0:
            self.progress("waiting", 0, None)
            watchdog.sleep(max(asked, pause))

    def _run(self, target: Target, addresses: tuple[guard.Address, ...], watchdog: Watchdog) -> Exchange:
        cookies = self._cookies.setdefault(target.host, RequestsCookieJar())
        try:
            return self._once(target, addresses, watchdog, cookies)
        except FetchFailed as failure:
            if not (self.accept_tls and failure.key == "tls" and failure.values.get("certificate")):
                raise
            return self._once(target, addresses, watchdog, cookies, distrust=str(failure.values["problem"]))

    def _once(
        self,
        target: Target,
        addresses: tuple[guard.Address, ...],
        watchdog: Watchdog,
        cookies: RequestsCookieJar,
        distrust: str | None = None,
    ) -> Exchange:
        def on_bytes(size: int, total: int | None) -> None:
            self.progress("receiving", size, total)

        self.last = exchange = Exchange(target, addresses, self.ask, self.limits, watchdog, on_bytes)
        try:
            exchange.run(cookies, trusted=distrust is None, distrust=distrust)
        finally:
            self.hops.append(exchange.hop())
        return exchange

    def _wait_as_asked(self, target: Target, watchdog: Watchdog) -> bool:
        """After 429 or 503 with Retry-After: remember it; wait and say True when there is time for one more try."""
        hop = self.hops[-1]
        if hop.status not in _BUSY:
            return False
        seconds = politeness.retry_after(hop.header("Retry-After"))
        if seconds is None:
            return False
        self.manners.ask_to_wait(target.key, seconds)
        if self._retried or seconds >= watchdog.left or self.ask.method != "GET":
            return False
        self._retried = True
        return True

    def fetched(self, failure: FetchFailed | None = None) -> Fetched:
        """Everything so far, with what the last answer is."""
        last = self.last
        body = last.body if last else Spool()
        declared = self.hops[-1].header("Content-Type") if self.hops else None
        kind = sniff.media_type(body.read(0, sniff.HEAD), declared) if body.size else sniff.essence(declared)
        flags = list(last.flags) if last else []
        found = None
        if sniff.is_text(kind) and body.size:
            label = charset_label(declared)
            markup, cut = sniff.is_markup(kind), "truncated" in flags or failure is not None
            found = charset.detect(body.chunks, label, markup=markup, truncated=cut)
            flags += ["replacements"] if found.replacements else []
            flags += ["guessed-charset"] if found.rule == "guess" else []
        packed = "unknown-encoding" in flags  # its bytes tell nothing of what is inside
        flags += ["mime-mismatch"] if _lies(kind, sniff.essence(declared)) and body.size and not packed else []
        flags += ["tls-overridden"] if any(hop.tls and hop.tls.problem for hop in self.hops) else []
        flags += ["proxied"] if self.limits.proxy else []
        return Fetched(
            url=self.url,
            final_url=self.final_url or self.url,
            hops=tuple(self.hops),
            body=body,
            media_type=kind,
            charset=found,
            flags=tuple(flags),
            started_at=self.started_at,
            ended_at=datetime.now(UTC),
            limits=self.limits,
            failure=(failure.key, failure.details()) if failure else None,
            entity_sha1=last.entity_sha1 if last else b"",
        )


def _lies(kind: str, declared: str) -> bool:
    """Whether the bytes contradict the declared type (dialects of one kind do not)."""
    if declared in _UNSPECIFIC or kind == declared:
        return False
    return not (sniff.is_text(kind) and sniff.is_text(declared) and sniff.is_markup(kind) == sniff.is_markup(declared))
