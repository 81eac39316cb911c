"""Reading pages in a child process that can be killed: no page from a stranger may hang or fill the program.

``read_page`` keeps warm workers, since a fresh interpreter with its parsers takes most of a second to start; they end
when nothing was read for a while. A worker that overruns its deadline or its memory is killed with everything it holds.

The frames on the pipes: four bytes of length (big endian), JSON in UTF-8, and after a request's JSON the raw bytes.
A frozen build has no ``python -m``: its entry point calls ``serve()`` when its first argument is ``WORKER_ARGUMENT``.
"""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from factcheck.web.page import MAX_TAGS, Page, as_json, from_json

DEADLINE_S = 10.0
FIRST_TRY = 0.6
"""Share of the deadline for the reading that judges; the rest is for the linear one."""
SOON = 0.3
"""Share of the deadline in which a used worker may die and the page be read again by a fresh one."""

START_S = 30.0
"""What a fresh worker may take to load its parsers: no page is to blame for that, so no page's deadline counts it.
A busy machine needs many seconds where an idle one needs half of one."""

MEMORY_MB = 120
"""What a page may take beyond an idle worker."""

WORKER_ARGUMENT = "--read-pages"
IDLE_S = 60.0
PAGES_PER_WORKER = 200
"""A worker is replaced after so many pages: parsers written in C leak a little."""

_MAX_WORKERS = max(1, min(4, os.cpu_count() or 1))


def read_page(
    raw: bytes,
    *,
    url: str | None,
    media_type: str | None,
    http_charset: str | None = None,
    deadline_s: float = DEADLINE_S,
    memory_mb: int = MEMORY_MB,
) -> Page:
    """``extract.read_page`` in a worker. It never raises for what is in the page.

    ``deadline_s`` counts from when the first worker is ready, ``memory_mb`` beyond an idle worker. A page that stops
    the reader is read again in one linear pass, in what is left of the deadline, and flagged ``too-complex``; when that
    stops too it comes back empty, flagged ``reader-stopped``.
    """
    simple = raw.count(b"<") > MAX_TAGS
    request: dict[str, object] = {"url": url, "media_type": media_type, "http_charset": http_charset}
    request |= {"memory_mb": memory_mb, "simple": simple}
    page, fresh, start = _attempt(request, raw, deadline_s if simple else deadline_s * FIRST_TRY)
    if page is None and not fresh and time.monotonic() - start < deadline_s * SOON:
        page, _, _ = _attempt(request, raw, deadline_s * FIRST_TRY, start)
    if page is None and not simple:
        page, _, _ = _attempt(request | {"simple": True}, raw, deadline_s, start)
    return page or Page(media_type=media_type or "application/octet-stream", flags=("reader-stopped",))


def _attempt(
    request: dict[str, object], raw: bytes, seconds: float, start: float | None = None
) -> tuple[Page | None, bool, float]:
    """The page; whether the worker was a fresh one: what others left in its memory stopped no page then; and the time
    from which ``seconds`` count: ``start``, else when the worker was ready."""
    worker = _POOL.take()
    fresh = worker.pages == 0
    try:
        ready = worker.is_ready()
        start = start or time.monotonic()
        page = worker.read(request, raw, max(0.0, start + seconds - time.monotonic())) if ready else None
        return page, fresh, start
    finally:
        _POOL.give_back(worker)


def close() -> None:
    """End the idle workers; the next page starts a new one."""
    _POOL.close()


class _Worker:
    """One child process and the pipes to it."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
            bufsize=0,
        )
        self.pages = 0
        self._ready = False

    @property
    def alive(self) -> bool:
        """Whether it can take another page."""
        return self._process.poll() is None and self.pages < PAGES_PER_WORKER

    def is_ready(self) -> bool:
        """Wait until its parsers are loaded. False when they are not in time; it is ended then."""
        self._ready = self._ready or self._within(START_S, None, b"") is not None
        if not self._ready:
            self.end()
        return self._ready

    def read(self, request: dict[str, object], raw: bytes, deadline_s: float) -> Page | None:
        """The page, or None when the worker died or had to be killed."""
        self.pages += 1
        answer = self._within(deadline_s, request | {"size": len(raw)}, raw)
        if answer is None:
            self.end()
            return None
        return from_json(answer)

    def _within(self, seconds: float, request: dict[str, object] | None, raw: bytes) -> dict[str, object] | None:
        """The worker's next answer, to a request if there is one; None when it gave none in time and was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        killer = threading.Timer(seconds, self._process.kill)
        killer.daemon = True
        killer.start()
        try:
            if request is not None:
                _send(self._process.stdin, request, raw)
            return _receive(self._process.stdout)
        except OSError:
            return None
        finally:
            killer.cancel()

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


class _Pool:
    """Warm workers, as many as there are processors; a caller waits when all are busy."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(_MAX_WORKERS)
        self._idle: list[_Worker] = []
        self._timer: threading.Timer | None = None
        self._used = time.monotonic()

    def take(self) -> _Worker:
        self._room.acquire()
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.end()
        try:
            return _Worker()
        except BaseException:
            self._room.release()
            raise

    def give_back(self, worker: _Worker) -> None:
        with self._lock:
            self._used = time.monotonic()
            if worker.alive:
                self._idle.append(worker)
                self._watch()
            else:
                worker.end()
        self._room.release()

    def _watch(self) -> None:
        """Have the idle workers ended ``IDLE_S`` after the last page."""
        if self._timer is None:
            self._timer = threading.Timer(IDLE_S, self._end_idle)
            self._timer.daemon = True
            self._timer.start()

    def _end_idle(self) -> None:
        with self._lock:
            self._timer = None
            if time.monotonic() - self._used < IDLE_S * 0.9:
                self._watch()
                return
        self.close()

    def close(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.end()


_POOL = _Pool()
atexit.register(close)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    return [sys.executable, "-P", "-m", "factcheck.web.child"]


def _send(pipe: IO[bytes], header: dict[str, object], raw: bytes = b"") -> None:
    data = json.dumps(header).encode()
    for part in (len(data).to_bytes(4, "big") + data, raw):
        view = memoryview(part)
        while view:
            written = pipe.write(view)
            view = view[written:]


def _receive(pipe: IO[bytes]) -> dict[str, object] | None:
    """The next frame's JSON, or None at the end of the pipe."""
    size = _exactly(pipe, 4)
    data = _exactly(pipe, int.from_bytes(size, "big")) if size else None
    if not data:
        return None
    answer = json.loads(data)
    return answer if isinstance(answer, dict) else None


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    parts, left = [], size
    while left:
        part = pipe.read(min(left, 1 << 20))
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def serve() -> None:
    """The child's life: read a request, answer it, until the parent closes the pipe."""
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # a library that prints must not write into the answers
    from factcheck.web import childlimits, extract  # noqa: PLC0415  # the parsers load in the child only

    _send(answers, {"ready": True})
    while (request := _receive(source)) is not None:
        raw = _exactly(source, int(str(request["size"]))) or b""
        childlimits.allow_megabytes(int(str(request["memory_mb"])))
        page = extract.read_page(
            raw,
            url=_text(request["url"]),
            media_type=_text(request["media_type"]),
            http_charset=_text(request["http_charset"]),
            simple=bool(request["simple"]),
        )
        _send(answers, as_json(page))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


if __name__ == "__main__":
    serve()
