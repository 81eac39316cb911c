"""A library that others work in at the same time: whether its server is there, and who looks at what.

Nothing here happens for a library of this machine alone.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from factcheck.errors import LibraryError
from ui.later import services

if TYPE_CHECKING:
    from factcheck.services.desk import Desk
    from factcheck.services.watching import Heard, Present, Watcher

AWAY = {"server-away", "server-full"}
"""Keys of the errors that say that the server cannot be reached now: others need a person."""


class Shared(QObject):
    """``news``: others may have done something. ``away_changed``: the server went away or came back. ``back``: it came
    back, and anything may be different. ``present_changed``: others look at something else.
    """

    news = Signal()
    back = Signal()
    away_changed = Signal()
    present_changed = Signal()
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher: Watcher | None = None
        self.away: LibraryError | None = None
        self.present: tuple[Present, ...] = ()
        self._heard.connect(self._hear)

    @property
    def listening(self) -> bool:
        """Whether news come by themselves; else the library must be asked."""
        return self._watcher is not None

    def listen(self, desk: "Desk") -> None:
        """Listen to the server of a library, if it has one."""
        self.stop()
        if desk.library.server is None:  # most libraries need nothing of a server's
            return

        def tell(heard: "Heard") -> None:
            if isValid(self):
                self._heard.emit(heard)

        self._watcher = services.watching.watch(desk, tell)

    def stop(self) -> None:
        """Stop listening."""
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher = None
        self.present = ()
        self._set_away(None)

    def retry(self) -> None:
        """Try at once to reach the server."""
        if self._watcher is not None:
            self._watcher.retry()

    def move(self, reviewer: str, article: str | None, claim: str | None) -> None:
        """Tell the others what is looked at here."""
        if self._watcher is not None:
            self._watcher.move(services.watching.Present(reviewer, article, claim))

    def lost(self, problem: object) -> bool:
        """Whether a problem means that the server is away, which is known from now on."""
        gone = self.listening and isinstance(problem, LibraryError) and problem.key in AWAY
        if gone and self.away is None and isinstance(problem, LibraryError):
            self._set_away(problem)
            self.retry()  # the listener finds out, and tells when it is back
        return gone

    def at(self, *, article: str | None = None, claim: str | None = None) -> list[str]:
        """Who else looks at an article or a claim, by name."""
        return sorted(
            {p.reviewer for p in self.present if (claim and p.claim == claim) or (article and p.article == article)}
        )

    def _hear(self, heard: "Heard") -> None:
        if not self.listening:
            return
        if heard.away is not None:
            self._set_away(heard.away)
        if heard.present is not None:
            self.present = heard.present
            self.present_changed.emit()
        if heard.back or (heard.news and self.away is not None):
            self._set_away(None)
            self.back.emit()
        elif heard.news:
            self.news.emit()

    def _set_away(self, problem: LibraryError | None) -> None:
        if (problem is None) != (self.away is None):
            self.away = problem
            self.away_changed.emit()
