"""Where things were: the window's size, and how far an article was read. Found again at the next start."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from ui.models.reading import Reading
from ui.state import State
from ui.views.article import ArticleView

USUAL = (1440, 900)
SHARE = 0.9
"""Of a screen that is smaller than the usual size."""


def restore_size(window: QMainWindow, state: State) -> None:
    """Give the window the size and place that it had, or the usual ones."""
    kept = state.get("geometry")
    if not (isinstance(kept, str) and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
        screen = window.screen().availableSize()
        window.resize(min(USUAL[0], int(screen.width() * SHARE)), min(USUAL[1], int(screen.height() * SHARE)))


def keep_size(window: QMainWindow, state: State) -> None:
    """Keep the window's size and place."""
    state.put(geometry=bytes(window.saveGeometry().toBase64().data()).decode())


def keep(reading: Reading, text: ArticleView, state: State) -> None:
    """Keep which claim is chosen in the open article, and what stands at the top."""
    if reading.article is not None:
        at, top = text.offsets.from_qt(text.top_position()), text.verticalScrollBar().value() == 0
        state.put_place(reading.article.id, claim=reading.claim_id, at=at, top=top)


def find(reading: Reading, text: ArticleView, state: State) -> None:
    """Go where the open article was left."""
    if reading.article is None:
        return
    place = state.place(reading.article.id)
    reading.select(place.get("claim"))
    if isinstance(place.get("at"), int) and not place.get("top", True):
        text.scroll_to(text.offsets.to_qt(place["at"]), at=0.0)
