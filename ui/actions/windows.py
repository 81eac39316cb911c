"""Windows of their own for an article and for the reader of a source."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.window import Window


class WindowVerbs(QObject):
    """The verbs that tear something off."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        window.actions_.bind("article.own-window", self.article)
        window.actions_.bind("reader.own-window", self.reader)

    def article(self) -> None:
        """Show the open article in a window of its own, with the claim that is chosen here."""
        reading = self._window.reading
        if reading.article is not None:
            self._window.keep_place()
            self._window.first.windows.open(reading.article.id, reading.claim_id)

    def reader(self) -> None:
        """Move the open source into a window of its own; here the article has its room again."""
        held, reading = self._window.room.reader.held, self._window.reading
        if held is None or reading.article is None:
            return
        evidence = held.evidence
        if self._window.first is self._window:
            self._window.actions_["reader.close"].trigger()
        self._window.first.windows.open(reading.article.id, evidence.claim, evidence.id)
