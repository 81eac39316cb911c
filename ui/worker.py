"""The worker process: heavy pure work outside the window, so that spaCy's memory and the interpreter's lock stay out.

A request is a function by its address, its arguments and nothing else; the answer is plain data. The process starts
with the first request, ends when it was idle for five minutes, and is killed when a person cancels or the deadline
passes; the next request starts a new one. This module imports no Qt: the child imports it.
"""

import contextlib
import importlib
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.errors import Cancelled, FactcheckError, WorldError
from factcheck.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

IDLE_SECONDS = 300
Progress = Callable[..., None]


class WorkerBug(RuntimeError):
    """The worker raised something that is no message for people; carries its traceback as text."""


class Worker:
    """One child process, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Any = None
        self._pipe: Connection | None = None

    def run(
        self,
        address: str,
        *arguments: object,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        deadline: float = 600.0,
        **named: object,
    ) -> Any:
        """Call the function at ``package.module:name`` in the child and return what it returns.

        ``progress`` gets what the function tells; ``deadline`` is in seconds. Raises what the function raised
        when it is a ``FactcheckError``; ``Cancelled``; ``WorldError`` when the child died or took
        too long; ``WorkerBug`` otherwise.
        """
        with self._lock:
            pipe = self._started()
            try:
                pipe.send((address, arguments, named, progress is not None))
                return self._answer(pipe, progress, cancelled, time.monotonic() + deadline)
            except (EOFError, OSError) as problem:
                self._kill()
                raise WorldError("worker-died") from problem

    def stop(self) -> None:
        """End the child now."""
        self._kill()

    def _answer(
        self, pipe: "Connection", progress: Progress | None, cancelled: Callable[[], bool] | None, until: float
    ) -> Any:
        while True:
            if cancelled is not None and cancelled():
                self._kill()
                raise Cancelled
            if time.monotonic() > until:
                self._kill()
                raise WorldError("worker-slow")
            if not pipe.poll(0.05):
                continue
            sort, *rest = pipe.recv()
            if sort == "progress" and progress is not None:
                progress(*rest)
            elif sort == "done":
                return rest[0]
            elif sort == "told":
                raise _rebuilt(*rest)
            elif sort == "bug":
                raise WorkerBug(rest[0])

    def _started(self) -> "Connection":
        if self._pipe is not None and self._process is not None and self._process.is_alive() and not self._pipe.poll():
            return self._pipe  # with nothing to read: an idle child that has just closed its end is about to go
        self._kill()
        context = importlib.import_module("multiprocessing").get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="factcheck-worker", daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def _kill(self) -> None:
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join(5)
            process.close()


def _rebuilt(kind: type[FactcheckError], key: str, values: dict[str, object]) -> FactcheckError:
    return Cancelled() if kind is Cancelled else kind(key, **values)


def serve(pipe: "Connection") -> None:
    """The child's loop: one request after the other until the window goes away or nothing came for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    with contextlib.suppress(EOFError, OSError):
        while pipe.poll(IDLE_SECONDS):
            address, arguments, named, tells = pipe.recv()
            pipe.send(_call(pipe, address, arguments, named, tells=tells))
    pipe.close()  # at once: the end of a process with spaCy in it takes a while, and a request would meet it


def _call(pipe: "Connection", address: str, arguments: tuple[Any, ...], named: dict[str, Any], *, tells: bool) -> Any:
    module, _, name = address.partition(":")
    if tells:
        named = named | {"progress": lambda *told: pipe.send(("progress", *told))}
    try:
        return ("done", getattr(importlib.import_module(module), name)(*arguments, **named))
    except FactcheckError as told:
        return ("told", type(told), told.key, told.values)
    except Exception:  # noqa: BLE001 - it is told to the window, which records it as a bug
        return ("bug", traceback.format_exc())


def write_report(folder: Path, article_id: str, path: Path, language: str) -> Path:
    """Write an article's report from the library in ``folder``, opened for reading: its writers stay in the child."""
    desk = importlib.import_module("factcheck.services.desk").Desk.open(
        folder, settings=Settings(), create_missing=False, read_only="library-in-use"
    )
    try:
        reports = importlib.import_module("factcheck.services.reports")
        return reports.write(desk, article_id, path, language=language, replace=True)
    finally:
        desk.close()


def read_file(where: str) -> Any:
    """The draft of an article file; the parsers of file formats stay in the child."""
    intake = importlib.import_module("factcheck.services.intake")
    return intake.read(where, Settings()).draft
