"""The overview strip: where in the article the claims are, and which of them still wait."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import look
from ui.views.marked import MarkedText
from ui.words import say


class Overview(QWidget):
    """A narrow strip beside the text. An undecided claim is a full tick, a decided one a faint tick in its colour."""

    asked = Signal(float)

    def __init__(self, text: MarkedText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._waiting: set[str] = set()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, accessibleName="overview.name")
        text.verticalScrollBar().valueChanged.connect(lambda _v: self.update())

    def show_waiting(self, waiting: set[str]) -> None:
        """Which marks still wait for a verdict."""
        self._waiting = waiting
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look.px(12), look.px(100))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("paper"))
        length = max(self._text.offsets.qt_length, 1)
        height = self.height() - look.px(8)
        bar = self._text.verticalScrollBar()
        if bar.maximum() > 0:
            whole = bar.maximum() + bar.pageStep()
            seen = QRectF(0, look.px(4) + height * bar.value() / whole, self.width(), height * bar.pageStep() / whole)
            painter.fillRect(seen, look.colour("hover"))
        for mark in self._text.marks.all:
            if mark.style in {"rest", "gone"}:
                continue
            y = look.px(4) + height * mark.start / length
            tick = QRectF(
                look.px(3), y, self.width() - look.px(6), max(look.px(2), height * (mark.end - mark.start) / length / 3)
            )
            if mark.id in self._waiting:
                painter.fillRect(tick, look.colour("accent"))
            else:
                painter.fillRect(tick, look.tinted(QColor(mark.colour), 0.5))
            if mark.id == self._text.chosen:
                painter.fillRect(QRectF(0, y - 1, self.width(), tick.height() + 2), look.colour("text"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        height = max(self.height() - look.px(8), 1)
        self.asked.emit(min(max((event.position().y() - look.px(4)) / height, 0.0), 1.0))
