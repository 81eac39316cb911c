"""The open library as the window sees it: reads and changes in the store lane, answers on the window's thread.

Services are imported on first use, in the lane: SQLAlchemy and the rest stay out of the way of the first paint. Each
change comes back as ``changed`` with what it touched and who asked for it, so that the view that is being typed in
need not be read again.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from factcheck.errors import Cancelled, Clash, Conflict
from factcheck.settings import Settings
from ui.bridge import Bridge
from ui.jobs import Job, Jobs, Then
from ui.later import services
from ui.words import Said

if TYPE_CHECKING:
    from factcheck.services.desk import Based, Desk, Done, News

    Act = Callable[[Desk], Done[Any]]

POLL_MILLISECONDS = 700
"""How often a library without a server is asked for news: so that others' changes show within a second."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change after its commit: what was done, and the view that asked for it (None: another program).

    ``done`` is None when anything may be different. ``within`` names the articles that others worked in, with None
    for what belongs to no one article; it is None for a change of this window.
    """

    done: "Done[Any] | None"
    origin: object | None
    within: frozenset[str | None] | None = None

    def touches(self, entity: str) -> set[str]:
        """The ids of that entity which the change touched."""
        return set() if self.done is None else {t.id for t in self.done.touched if t.entity == entity}

    def elsewhere(self, article_id: str) -> bool:
        """Whether it was another's work in other articles, which leaves this one as it is."""
        return self.within is not None and not self.within & {article_id, None}


@dataclass(frozen=True, slots=True)
class Typed:
    """Words of a change that a person typed: into which ``field`` of which claim. ``again`` is the change with other
    words, ``drop`` forgets the draft.
    """

    claim: str
    field: str
    words: str
    again: "Callable[[str], Act]"
    drop: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Standoff:
    """A change that waits for a person: somebody else changed the same. ``give`` makes it after all, or another one."""

    clashes: tuple[Clash, ...]
    reviewer: str
    at: str
    act: "Act"
    give: "Callable[[Act], object]"
    typed: Typed | None = None
    origin: QObject | None = None


class Library(QObject):
    """One open library. ``opened`` comes with each, ``left`` before another is opened instead.

    ``changed`` comes after each commit, here or by another program; ``conflicted`` carries a ``Standoff``.
    """

    opened = Signal()
    left = Signal()
    changed = Signal(object)
    conflicted = Signal(object)
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

    def open(self, folder: Path | None, reviewer: str | None = None) -> None:
        """Open the library in a folder (None: the default one), in the background."""
        self.jobs.start(
            "store",
            lambda _job: services.desk.Desk.open(folder, settings=self.settings, reviewer=reviewer, window=True),
            self._ready,
            failed=self.failed_to_open.emit,
            owner=self,
        )

    def close(self) -> None:
        """Close it; to be called when no lane runs any more."""
        self._poll.stop()
        if "factcheck.services.captures" in sys.modules:
            services.fetching.end_readers()
        if self._matching is not None:
            self._matching.close()
            self._matching = None
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    def move(self, folder: Path, then: Then) -> Job:
        """Open the library in another folder instead; where it cannot be opened this one stays open."""

        def run(_job: Job) -> Any:
            old = self._open_desk()
            opened = services.desk.Desk.open(folder, settings=self.settings, reviewer=old.reviewer, window=True)
            self.desk = opened
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
        """Read something in the store lane; ``then`` gets it."""
        return self.jobs.start("store", lambda _job: call(self._open_desk()), then, failed=failed, owner=owner)

    def look_after(self, warn: Callable[[str], object]) -> None:
        """Make the day's backup where that is due, and say what endangers the library."""

        def look(desk: "Desk") -> list[str]:
            backups = services.backups
            if not desk.read_only:
                backups.daily(desk)
            return [str(sentence) for sentence in backups.warnings(desk)]

        def told(sentences: list[str]) -> None:
            for sentence in sentences:
                warn(sentence)

        self.read(look, told, owner=self)

    def match(self, call: "Callable[[Desk], Any]", then: Then, *, owner: QObject, failed: Then | None = None) -> Job:
        """Ask the matcher, on a connection of its own: building its index must not keep anybody waiting."""
        folder, reviewer = self._open_desk().folder, self._open_desk().reviewer

        def run(_job: Job) -> Any:
            if self._matching is not None and self._matching.folder != folder:
                self._matching.close()
                self._matching = None
            if self._matching is None:
                self._matching = services.desk.Desk.open(folder, settings=self.settings, reviewer=reviewer)
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
        over: Conflict | None = None,
    ) -> Job:
        """Change something in the store lane; ``then`` gets the ``Done``.

        ``based_on`` is what the person had read: where somebody else changed the same since, nothing is written and
        ``conflicted`` asks. ``over`` is a conflict that the person decided: their change replaces what it told of.
        """

        def run(_job: Job) -> Any:
            desk = self._open_desk()
            self._origin = origin
            try:
                with desk.insisting(over, *based_on) if over else desk.based_on(*based_on):
                    return call(desk)
            finally:
                self._origin = None

        def refused(problem: Any) -> None:
            if isinstance(problem, Conflict):

                def give(act: "Act") -> Job:
                    return self.change(
                        act, then, origin=origin, failed=failed, title=title, based_on=based_on, typed=typed,
                        over=problem,
                    )  # fmt: skip

                waits = Standoff(problem.clashes, problem.reviewer, problem.at, call, give, typed, origin)
                self.conflicted.emit(waits)
            elif failed is not None:
                failed(problem)
            elif not isinstance(problem, Cancelled):
                self.jobs.failure.emit(job)

        job = self.jobs.start("store", run, then, failed=refused, owner=origin, title=title)
        return job

    @property
    def evidence(self) -> Path | None:
        """The folder that a fetch may put its bytes into."""
        return self.desk.library.evidence if self.desk is not None else None

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
        self._poll.start()
        self.opened.emit()

    def _told(self, told: tuple["Done[Any]", object]) -> None:
        self.changed.emit(Change(*told))

    def look_for_news(self) -> None:
        """Read what others did since the last look, as soon as the lane is free."""
        if self.desk is not None and (self._looking is None or self._looking.over):
            self._looking = self.read(lambda desk: desk.news(), self._take_news, owner=self)

    def _take_news(self, news: "News | None") -> None:
        if news is None:
            return
        if news.rows is None:
            self.changed.emit(Change(None, None))
            return
        desk = services.desk
        touched = frozenset(desk.Touched(entity, row) for entity, row in news.rows)
        self.changed.emit(Change(desk.Done(None, None, "", {}, touched), None, news.articles))
