"""Which rooms there are beside the desk, in the order of the rail, and how each is joined to the window.

A room's module is imported when somebody enters it for the first time, so that the start waits for none.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.later import Later
from ui.rooms.stack import Rooms
from ui.theme import look
from ui.words import switch, t

if TYPE_CHECKING:
    from ui.window import Window

rooms = Later("ui.rooms")


def offer(window: "Window", stack: Rooms) -> None:
    """Offer every room."""
    stack.offer("claims", lambda: _claims(window))
    stack.offer("sources", lambda: _sources(window))
    stack.offer("reports", lambda: _reports(window))
    stack.offer("queue", lambda: _queue(window))
    stack.offer("settings", lambda: _settings(window))


def _claims(window: "Window") -> QWidget:
    made: QWidget = rooms.claims.ClaimsRoom(window.library, window.state)
    _lead(window, made)
    _tell(window, made)
    return made


def _sources(window: "Window") -> QWidget:
    made: QWidget = rooms.sources.SourcesRoom(window.library)
    _lead(window, made)
    return made


def _reports(window: "Window") -> QWidget:
    made: QWidget = rooms.reports.ReportsRoom(window.library)
    made.opened_article = lambda: window.reading.article.id if window.reading.article else None
    _lead(window, made)
    _tell(window, made)
    return made


def _queue(window: "Window") -> QWidget:
    made: QWidget = rooms.queue.QueueRoom(window.library)
    _lead(window, made)
    return made


def _settings(window: "Window") -> QWidget:
    made: QWidget = rooms.settings.SettingsRoom(window.library)
    made.changed.connect(lambda key: _follow(window, key))
    return made


def _follow(window: "Window", key: str) -> None:
    """Follow a setting that was changed in its room."""
    settings = window.library.settings
    if key == "interface.language":
        switch(settings.text(key))
    elif key in {"interface.theme", "interface.zoom"}:
        look.apply(settings.text("interface.theme"), settings.number("interface.zoom"))
    elif key == "review.reviewer" and settings.text(key):
        window.library.become(settings.text(key))
    elif key.startswith("review."):
        window.reading.read_dossier()


def _lead(window: "Window", room: QWidget) -> None:
    """A claim that is wanted there is shown on the desk."""
    room.claim_wanted.connect(window.open_claim)


def _tell(window: "Window", room: QWidget) -> None:
    """What was written there is told in a toast that opens it."""
    room.told.connect(lambda words, answer: window.toast.tell(words, answer, button=t("report.open")))
