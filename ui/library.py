"""The open library as the window sees it: reads and changes in the store lane, answers on the window's thread.

Services are imported on first use, in the lane: SQLAlchemy and the rest stay out of the way of the first paint. Each
change comes back as ``changed`` with what it touched and who asked for it, so that the view that is being typed in
need not be read again.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from factcheck.domain.place import Place
from factcheck.errors import Cancelled
from factcheck.settings import Settings
from ui.bridge import Bridge
from ui.changes import Act, Attempt, Change, Standoff, Typed, Unwritten
from ui.jobs import Job, Jobs, Then
from ui.later import services
from ui.shared import Shared
from ui.words import Said

if TYPE_CHECKING:
    from factcheck.services.desk import Based, Desk, Done, News

__all__ = ["Act", "Change", "Library", "Standoff", "Typed", "Unwritten"]

POLL_MILLISECONDS = 700
"""How often a library without a server is asked for news: so that others' changes show within a second."""


class Library(QObject):
    """One open library. ``opened`` comes with each, ``left`` before another is opened instead.

    ``changed`` comes after each commit, here or elsewhere; ``conflicted`` carries a ``Standoff``, ``unwritten``
    an ``Unwritten``; ``given`` says that the words typed into (claim, field) were written.
    """

    opened = Signal()
    left = Signal()
    changed = Signal(object)
    conflicted = Signal(object)
    unwritten = Signal(object)
    given = Signal(object)
    failed_to_open = Signal(object)
    reviewer_changed = Signal(str)

    def __init__(self, jobs: Jobs, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.settings = jobs, settings
        self.desk: Desk | None = None
        self._matching: Desk | None = None
        self._origin: object | None = None
        self._bridge = Bridge(self)
        self._bridge.told.connect(self._told)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MILLISECONDS)
        self._poll.timeout.connect(self.look_for_news)
        self._looking: Job | None = None
        self._look_again = False
        self.tried: Place | None = None
        """What ``open`` was last asked for."""
        self._tried_by: str | None = None
        self.shared = Shared(self)
        self.shared.news.connect(self.look_for_news)
        self.shared.back.connect(self._back)

    def open(self, where: Place | None, reviewer: str | None = None) -> None:
        """Open the library in a folder or on a server (None: the default one), in the background."""
        self.tried, self._tried_by = where, reviewer
        self.jobs.start(
            "store",
            lambda _job: services.desk.Desk.open(where, settings=self.settings, reviewer=reviewer, window=True),
            self._ready,
            failed=self.failed_to_open.emit,
            owner=self,
        )

    def close(self) -> None:
        """Close it; to be called when no lane runs any more."""
        self._poll.stop()
        self.shared.stop()
        if "factcheck.services.captures" in sys.modules:
            services.fetching.end_readers()
        if self._matching is not None:
            self._matching.close()
            self._matching = None
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    def move(self, where: Place, then: Then) -> Job:
        """Open another library instead of the one that is open, if one is; it stays open where the other cannot be."""

        def run(_job: Job) -> Any:
            old = self.desk
            reviewer = self._tried_by if old is None else old.reviewer
            opened = services.desk.Desk.open(where, settings=self.settings, reviewer=reviewer, window=True)
            self.desk = opened
            if old is not None:
                old.close()
            return opened

        def moved(opened: Any) -> None:
            self.left.emit()
            self._ready(opened)
            self.changed.emit(Change(None, None))
            then(opened)

        return self.jobs.start("store", run, moved, owner=self, title="settings.moving")

    def restore(self, chosen: Path, then: Then) -> None:
        """Put a backup in the library's place. It is closed for that, and open again whatever came of it."""

        def let_go(_job: Job) -> None:
            if self._matching is not None:  # the matcher holds the library open, too, on its own lane
                self._matching.close()
                self._matching = None

        def run(_job: Job) -> Any:
            old = self._open_desk()
            old.close()
            try:
                return services.backups.restore(old.folder, chosen)
            finally:
                self.desk = services.desk.Desk.open(
                    old.folder, settings=self.settings, reviewer=old.reviewer, window=True
                )

        def reopened(result: Any, answer: Then | None = None) -> None:
            self.left.emit()  # what was shown may not be in this state of the library
            self._ready(self._open_desk())
            self.changed.emit(Change(None, None))
            (answer or then)(result)

        def put_back(_none: object) -> None:
            self.jobs.start(
                "store", run, reopened, failed=lambda problem: reopened(problem, self.failed_to_open.emit), owner=self,
                title="settings.restoring",
            )  # fmt: skip

        self.jobs.start("match", let_go, put_back, owner=self)

    def read(self, call: "Callable[[Desk], Any]", then: Then, *, owner: QObject, failed: Then | None = None) -> Job:
        """Read something in the store lane; ``then`` gets it.

        While a shared library's server is away what is shown stays, and all is read again when it is back. While no
        library could be opened there is nothing to read, and nothing is told.
        """

        def ask(_job: Job) -> Any:
            if self.desk is None:
                raise Cancelled
            return call(self.desk)

        def refused(problem: Any) -> None:
            if self.shared.lost(problem):
                return
            if failed is not None:
                failed(problem)
            elif not isinstance(problem, Cancelled):
                self.jobs.failure.emit(job)

        job = self.jobs.start("store", ask, then, failed=refused, owner=owner)
        return job

    def look_after(self, warn: Callable[[str], object]) -> None:
        """Make the day's backup where that is due, and say what endangers the library."""

        def look(desk: "Desk") -> list[str]:
            backups = services.backups
            services.blind.catch_up(desk)
            if not desk.read_only:
                backups.daily(desk)
            return [str(sentence) for sentence in backups.warnings(desk)]

        def told(sentences: list[str]) -> None:
            for sentence in sentences:
                warn(sentence)

        self.read(look, told, owner=self)

    def match(self, call: "Callable[[Desk], Any]", then: Then, *, owner: QObject, failed: Then | None = None) -> Job:
        """Ask the matcher, on a connection of its own: building its index must not keep anybody waiting."""
        where, reviewer = self._open_desk().place, self._open_desk().reviewer

        def run(_job: Job) -> Any:
            if self._matching is not None and self._matching.place != where:
                self._matching.close()
                self._matching = None
            if self._matching is None:
                self._matching = services.desk.Desk.open(where, settings=self.settings, reviewer=reviewer)
            return call(self._matching)

        return self.jobs.start("match", run, then, failed=failed, owner=owner)

    def change(
        self,
        call: "Act",
        then: Then | None = None,
        *,
        origin: QObject | None = None,
        failed: Then | None = None,
        title: Said | None = None,
        based_on: "tuple[Based, ...]" = (),
        typed: Typed | None = None,
    ) -> Job:
        """Change something in the store lane; ``then`` gets the ``Done``.

        ``based_on`` is what the person had read: where somebody else changed the same since, nothing is written and
        ``conflicted`` asks. Where the server is away nothing is written either, and ``unwritten`` tells.
        """
        return Attempt(self, call, then, origin, failed, title, based_on, typed).start()

    def run_change(self, call: "Callable[[Desk], Any]", origin: QObject | None) -> Any:
        """Make a change, on the lane, in the name of the view that asked for it."""
        self._origin = origin
        try:
            return call(self._open_desk())
        finally:
            self._origin = None

    @property
    def evidence(self) -> Path | None:
        """The folder that a fetch may put its bytes into."""
        return self.desk.library.evidence if self.desk is not None else None

    def _back(self) -> None:
        """The server is there again: what the cut left undone is done, and everything is read anew."""

        def catch_up(desk: "Desk") -> int:
            return services.blind.catch_up(desk)

        self.read(catch_up, lambda _count: self.changed.emit(Change(None, None)), owner=self)

    def become(self, reviewer: str) -> None:
        """From now on another reviewer takes the steps; ``reviewer_changed`` follows."""
        self.read(
            lambda desk: desk.as_reviewer(reviewer), lambda _none: self.reviewer_changed.emit(reviewer), owner=self
        )

    def _open_desk(self) -> "Desk":
        assert self.desk is not None
        return self.desk

    def _ready(self, desk: "Desk") -> None:
        self.desk = desk
        self._bridge.listen(desk, lambda: self._origin)
        self.shared.listen(desk)
        if self.shared.listening:
            self._poll.stop()
        else:
            self._poll.start()
        self.opened.emit()

    def _told(self, told: tuple["Done[Any]", object]) -> None:
        self.changed.emit(Change(*told))

    def look_for_news(self) -> None:
        """Read what others did since the last look, as soon as the lane is free."""
        if self.desk is None:
            return
        self._look_again = self._looking is not None and not self._looking.over
        if not self._look_again:
            self._looking = self.read(lambda desk: desk.news(), self._take_news, owner=self)

    def _take_news(self, news: "News | None") -> None:
        if self._look_again:  # a call came after the look before it had been taken
            self.look_for_news()
        if news is None:
            return
        if news.rows is None:
            self.changed.emit(Change(None, None))
            return
        desk = services.desk
        touched = frozenset(desk.Touched(entity, row) for entity, row in news.rows)
        self.changed.emit(Change(desk.Done(None, None, "", {}, touched), None, news.articles))
