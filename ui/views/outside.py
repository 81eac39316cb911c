"""Where else a captured page can be seen. Each way opens outside: nothing of a page runs in this window."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from factcheck.domain.source import Evidence
from ui.later import services
from ui.library import Library
from ui.words import say

ARCHIVE = "https://web.archive.org/web/*/"


class OutsideMenu(QMenu):
    """The original at the quote, its copies in the Web archive, and the folder of the saved copy."""

    def __init__(self, library: Library, shown: Callable[[], Evidence | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._shown = library, shown
        for key, answer in (
            ("reader.original", self._original),
            ("reader.archive", self._archive),
            ("reader.saved", self._folder),
        ):
            action = self.addAction("")
            say(action, text=key)
            action.triggered.connect(lambda _on=False, answer=answer: answer())

    def _original(self) -> None:
        evidence = self._shown()
        if evidence is not None:
            self._library.read(lambda desk: services.sources.fragment(desk, evidence.id), open_outside, owner=self)

    def _archive(self) -> None:
        evidence = self._shown()
        if evidence is not None and evidence.source.url:
            open_outside(ARCHIVE + evidence.source.url)

    def _folder(self) -> None:
        evidence = self._shown()
        capture = evidence.capture if evidence is not None else None
        if capture is not None:
            self._library.read(lambda desk: services.captures.saved_copy(desk, capture.id), open_folder, owner=self)


def open_outside(address: str | None) -> None:
    """Open a web address in the browser; anything else is no address."""
    url = QUrl(address or "")
    if url.scheme() in {"http", "https"}:
        QDesktopServices.openUrl(url)


def open_folder(path: Any) -> None:
    """Show the folder that a file is in."""
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
