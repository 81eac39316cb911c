"""A total deadline for blocking calls: a thread that shuts the sockets down when time is up or a person says stop.

A read time-out starts anew with every byte, so a server that sends one byte a second is never late. The watchdog
does not look at bytes: it looks at the clock.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from factcheck.errors import Cancelled
from factcheck.web.failure import FetchFailed

_TICK = 0.05


class Watchdog:
    """``with Watchdog(seconds, cancelled, url) as watchdog``: watch sockets, ask ``check()`` after each step."""

    def __init__(self, seconds: float, cancelled: Callable[[], bool], url: str) -> None:
        self._cancelled = cancelled
        self._url = url
        self._seconds = seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._over = threading.Event()
        self._stopped: str | None = None
        self._soft_end: float | None = None
        self.cut_short = False
        self._paused = False
        self._end = time.monotonic() + seconds
        self._thread = threading.Thread(target=self._run, name="fetch-watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.release()

    @property
    def left(self) -> float:
        """Seconds until the deadline, at least a little so that it can be given as a time-out."""
        return max(self._end - time.monotonic(), 0.01)

    def watch(self, sock: socket.socket) -> None:
        """Shut this socket down when time is up.

        A duplicate is kept because wrapping in TLS empties the original object; both name one connection.
        """
        with self._lock:
            self._sockets.append(sock.dup())
            if self._stopped:
                self._shut()

    def soon(self, seconds: float) -> None:
        """Shut the sockets watched now after ``seconds`` at the latest, without ending the whole: enough was read."""
        self.cut_short = False
        self._soft_end = time.monotonic() + seconds

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Stop the clock: waiting for others' requests to the same host is not this page's time."""
        start = time.monotonic()
        self._paused = True
        try:
            yield
        finally:
            self._end += time.monotonic() - start
            self._paused = False

    def release(self) -> None:
        """Forget the sockets of a finished exchange."""
        self._soft_end = None
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def check(self) -> None:
        """Raise ``Cancelled`` or ``FetchFailed("deadline")`` when it is so."""
        reason = self._stopped or self._reason()
        if reason == "cancelled":
            raise Cancelled
        if reason == "deadline":
            raise FetchFailed("deadline", url=self._url, seconds=f"{self._seconds:g}")

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the deadline nor a stop."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.check()
            time.sleep(min(left, _TICK))

    def _reason(self) -> str | None:
        if self._cancelled():
            return "cancelled"
        late = time.monotonic() >= self._end and not self._paused
        return "deadline" if late else None

    def _run(self) -> None:
        while not self._over.wait(min(_TICK, self.left)):
            self._stopped = self._reason()
            enough = self._soft_end is not None and time.monotonic() >= self._soft_end
            self.cut_short = self.cut_short or enough
            if self._stopped or enough:
                with self._lock:
                    self._shut()
            if self._stopped:
                return

    def _shut(self) -> None:
        for sock in self._sockets:
            with contextlib.suppress(OSError):  # not connected yet, or already gone
                sock.shutdown(socket.SHUT_RDWR)
