"""Work off the window's thread: two lanes of threads and one worker process.

``store`` is one thread, so changes and reads happen in the order of the clicks; ``net`` has four and never sees a
library; ``work`` waits for the worker process; ``match`` has a connection of its own, for the matcher may build its
index for minutes. Results come back by one queued ``Signal(object)`` of an object that was made on the window's thread,
and are dropped when the owner is gone or the job was cancelled.
"""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from factcheck.errors import Cancelled, FactcheckError
from ui.words import Said
from ui.worker import Worker

Then = Callable[[Any], None]
UNTIL_PAINTED = 12
"""Milliseconds after which a change to the window has been painted: Qt waits 5 from the change to the paint."""
_TELL_EVERY = 0.05  # seconds between two progress events of one job: more would only cost the window time


class Job:
    """One piece of work. ``title`` makes it visible in the job bar; ``share`` is its progress, 0 to 1, or None."""

    def __init__(self, jobs: "Jobs", owner: QObject | None, then: Then | None, failed: Then | None) -> None:
        self._jobs, self.owner, self.then, self.failed = jobs, owner, then, failed
        self.title: Said | None = None
        self.share: float | None = None
        self.value: Any = None
        self.problem: BaseException | None = None
        self.over = False
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask it to stop; its result is dropped whatever happens."""
        self._stop.set()
        self._jobs.changed.emit()

    def cancelled(self) -> bool:
        """Whether a person asked it to stop. Handed to services as ``cancelled``."""
        return self._stop.is_set()

    def tell(self, *told: object) -> None:
        """Progress from any thread: a share (0 to 1), or a stage with done and total. Handed on as ``progress``."""
        stage = bool(told) and isinstance(told[0], str)
        done, total = (*told[1:3], None, None)[:2] if stage else (told[0] if told else None, 1.0)
        share = done / total if isinstance(done, int | float) and isinstance(total, int | float) and total else None
        self.share = None if share is None else max(0.0, min(share, 1.0))
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY:
            self._told = now
            self._jobs.progressed.emit(self)


class Jobs(QObject):
    """The lanes. ``changed`` tells that the list of visible jobs or their progress is another."""

    changed = Signal()
    progressed = Signal(object)
    failure = Signal(object)
    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = Worker()
        self._lanes = {
            "store": ThreadPoolExecutor(1, thread_name_prefix="store"),
            "net": ThreadPoolExecutor(4, thread_name_prefix="net"),
            "work": ThreadPoolExecutor(1, thread_name_prefix="work"),
            "match": ThreadPoolExecutor(1, thread_name_prefix="match"),
        }
        self._running: dict[Job, Future[None]] = {}
        self._soon = 0
        self._landed.connect(self._land)
        self.progressed.connect(self._tell)
        self._closed = False

    def start(
        self,
        lane: str,
        call: Callable[[Job], Any],
        then: Then | None = None,
        *,
        failed: Then | None = None,
        owner: QObject | None = None,
        title: Said | None = None,
    ) -> Job:
        """Run ``call(job)`` in a lane, then ``then(result)`` or ``failed(error)`` on the window's thread.

        Without ``failed`` an error goes to the signal ``failure`` as the job. A job with a ``title`` is shown while it
        runs.
        """
        job = Job(self, owner, then, failed)
        job.title = title
        if self._closed:
            job.over = True
            return job
        self._running[job] = self._lanes[lane].submit(self._run, job, call)
        if title is not None:
            self.changed.emit()
        return job

    def after_paint(self, call: Callable[[], object], *, owner: QObject) -> None:
        """Call on the window's thread when what was just changed has been painted. Counts as busy until then."""
        self._soon += 1

        def run() -> None:
            self._soon -= 1
            if not self._closed and isValid(owner):
                call()

        QTimer.singleShot(UNTIL_PAINTED, self, run)

    def in_worker(self, address: str, *arguments: object) -> Callable[[Job], Any]:
        """A call for the lane ``work`` that runs ``package.module:name`` in the worker process, without progress."""
        return lambda job: self.worker.run(address, *arguments, cancelled=job.cancelled)

    def shown(self) -> list[Job]:
        """The running jobs that have a title, oldest first."""
        return [job for job in self._running if job.title is not None]

    def busy(self) -> bool:
        """Whether anything runs or waits; after the end, whether something was left behind that still runs."""
        return bool(self._running) or self._soon > 0

    def close(self, seconds: float = 5.0) -> bool:
        """Cancel what can be, let the store finish what it began, and wait at most so long. True when all ended."""
        self._closed = True
        for job in self._running:
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
        wait([future for future in self._running.values() if not future.cancelled()], timeout=seconds)
        self.worker.stop()
        self._running = {job: future for job, future in self._running.items() if not future.done()}
        self._soon = 0
        return not self._running

    def wait_for_store(self) -> None:
        """After the end: wait until the store has finished the step that it is in."""
        self._lanes["store"].shutdown(wait=True)

    def _run(self, job: Job, call: Callable[[Job], Any]) -> None:
        try:
            job.value = None if job.cancelled() else call(job)
        except BaseException as problem:  # noqa: BLE001 - it is handed to the window's thread, which tells or records it
            job.problem = problem
        if isValid(self):
            self._landed.emit(job)

    @Slot(object)
    def _tell(self, job: Job) -> None:
        if job.title is not None and job in self._running:
            self.changed.emit()

    @Slot(object)
    def _land(self, job: Job) -> None:
        job.over = True
        if self._running.pop(job, None) is not None and job.title is not None:
            self.changed.emit()
        gone = job.owner is not None and not isValid(job.owner)
        if self._closed or gone or isinstance(job.problem, Cancelled) or job.cancelled():
            if job.problem is not None and not isinstance(job.problem, FactcheckError):
                self._record(job.problem)
            if not (self._closed or gone) and job.failed is not None:
                job.failed(Cancelled())
            return
        if job.problem is None:
            if job.then is not None:
                job.then(job.value)
            return
        if not isinstance(job.problem, FactcheckError):
            self._record(job.problem)
        if job.failed is not None:
            job.failed(job.problem)
        else:
            self.failure.emit(job)

    @staticmethod
    def _record(problem: BaseException) -> None:
        sys.excepthook(type(problem), problem, problem.__traceback__)
