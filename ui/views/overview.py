"""The overview strip: where in the article the claims are, and which of them still wait."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.marks import Mark
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
        self._drawn: tuple[object, ...] = ()
        self._ticks = QPixmap()
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
        height = self.height() - look.px(8)
        bar = self._text.verticalScrollBar()
        if bar.maximum() > 0:
            whole = bar.maximum() + bar.pageStep()
            seen = QRectF(0, look.px(4) + height * bar.value() / whole, self.width(), height * bar.pageStep() / whole)
            painter.fillRect(seen, look.colour("hover"))
        drawn = (self._text.marks, self.size(), look.tokens, look.zoom, frozenset(self._waiting))
        if drawn != self._drawn:
            self._drawn, self._ticks = drawn, self._draw_ticks(height)
        painter.drawPixmap(0, 0, self._ticks)
        chosen = self._text.marks.get(self._text.chosen)
        if chosen is not None:
            painter.fillRect(self._tick(chosen, height).adjusted(-look.px(3), -1, look.px(3), 1), look.colour("text"))

    def _tick(self, mark: Mark, height: int) -> QRectF:
        length = max(self._text.offsets.qt_length, 1)
        y = look.px(4) + height * mark.start / length
        deep = max(look.px(2), height * (mark.end - mark.start) / length / 3)
        return QRectF(look.px(3), y, self.width() - look.px(6), deep)

    def _draw_ticks(self, height: int) -> QPixmap:
        """The ticks once, not at each scroll step; those that would fall on one pixel are drawn once."""
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        accent = look.colour("accent")
        seen: set[tuple[int, str]] = set()
        for mark in self._text.marks.all:
            if mark.style in {"rest", "gone"}:
                continue
            tick = self._tick(mark, height)
            colour = accent if mark.id in self._waiting else look.tinted(QColor(mark.colour), 0.5)
            place = (int(tick.top()), colour.name())
            if place not in seen:
                seen.add(place)
                painter.fillRect(tick, colour)
        painter.end()
        return made

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        height = max(self.height() - look.px(8), 1)
        self.asked.emit(min(max((event.position().y() - look.px(4)) / height, 0.0), 1.0))
