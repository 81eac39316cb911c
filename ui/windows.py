"""The windows beside the first one: which are open, how they end, and which are opened again at the next start.

All share the first window's library and its lanes, so that a step taken in one is seen in every other.
"""

import importlib
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from ui.beside import Beside
    from ui.window import Window

KEPT = "windows"
"""The state that says what stands in windows of its own: article, claim and, for a reader, evidence."""


class Windows(QObject):
    """The windows beside ``first``."""

    def __init__(self, first: "Window") -> None:
        super().__init__(first)
        self._first = first
        self._open: list[Beside] = []
        self._closing = False

    def open(self, article: str, claim: str | None = None, evidence: str | None = None) -> "Beside":
        """A window of its own for an article, or with ``evidence`` for a source's reader; an open one comes forward."""
        wanted = {"article": article, "claim": claim, "evidence": evidence}
        for window in self._open:
            if (window.shows["article"], window.shows["evidence"]) == (article, evidence):
                window.showNormal() if window.isMinimized() else window.show()
                window.raise_()
                window.activateWindow()
                return window
        beside = importlib.import_module("ui.beside")  # it is a window itself, and most days nobody opens one
        made: Beside = beside.Beside(self._first, wanted)
        made.closed.connect(self._closed)
        self._open.append(made)
        made.begin()
        self._keep()
        return made

    def all(self) -> "list[Beside]":
        """The windows that are open beside the first."""
        return list(self._open)

    def restore(self) -> None:
        """Open what stood in windows of its own when the first window was closed."""
        kept: Any = self._first.state.get(KEPT, [])
        for entry in kept if isinstance(kept, list) and not self._open else []:
            if isinstance(entry, dict) and isinstance(entry.get("article"), str):
                self.open(entry["article"], entry.get("claim"), entry.get("evidence"))

    def close(self) -> None:
        """Close them all, to be opened again at the next start with what they show now."""
        if self._open:
            self._keep()
        self._closing = True
        for window in self.all():
            window.close()

    def _closed(self, window: "Beside") -> None:
        if window in self._open:
            self._open.remove(window)
        if not self._closing:
            self._keep()

    def _keep(self) -> None:
        self._first.state.put(**{KEPT: [window.shows for window in self._open]})


def answers_for(window: "Window", owner: QObject | None) -> bool:
    """Whether a window tells what became of a job: the one that owns it, else the one that a person works in."""
    while owner is not None and not (isinstance(owner, QWidget) and owner.isWindow()):
        owner = owner.parent()
    beside = window.first.windows.all()
    if owner is window.first or owner in beside:
        return owner is window
    active = QApplication.activeWindow()
    return window is (active if active in beside else window.first)
