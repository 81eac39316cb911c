"""One request at a time per host, a pause between two of them, and the rest that a server asks for (Retry-After)."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from factcheck.errors import Cancelled
from factcheck.web import headerdate

_TICK = 0.05


class Politeness:
    """Whose turn it is, by host. One per process is shared by all fetches (``shared``), tests make their own."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy: set[str] = set()
        self._last: dict[str, float] = {}
        self._not_before: dict[str, float] = {}

    def take(self, host: str, cancelled: Callable[[], bool]) -> None:
        """Wait until ``host`` is free and hold it until ``leave``. ``Cancelled`` when a person stops the wait."""
        with self._changed:
            while host in self._busy:
                if cancelled():
                    raise Cancelled
                self._changed.wait(_TICK)
            self._busy.add(host)

    def leave(self, host: str) -> None:
        """Let the next one have ``host``; its pause starts now."""
        with self._changed:
            self._busy.discard(host)
            self._last[host] = time.monotonic()
            self._changed.notify_all()

    def is_busy(self, host: str) -> bool:
        """Whether a request to ``host`` is under way."""
        return host in self._busy

    def pause_left(self, host: str, pause: float) -> float:
        """Seconds of the usual pause after the last request that are still to wait."""
        last = self._last.get(host)
        return 0.0 if last is None else max(last + pause - time.monotonic(), 0.0)

    def rest_left(self, host: str) -> float:
        """Seconds that the host itself asked us to stay away and that are still to come."""
        return max(self._not_before.get(host, 0.0) - time.monotonic(), 0.0)

    def ask_to_wait(self, host: str, seconds: float) -> None:
        """Remember a Retry-After."""
        self._not_before[host] = time.monotonic() + seconds


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None when unreadable."""
    written = (value or "").strip()
    if written.isascii() and written.isdigit():
        return float(int(written[:9]))  # nine digits are thirty years; nobody waits for the rest
    when = headerdate.read(written)
    return None if when is None else max((when - (now or datetime.now(UTC))).total_seconds(), 0.0)


shared = Politeness()
