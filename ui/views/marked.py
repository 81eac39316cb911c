"""A text to read with marks drawn over it: the base of the article and of the reader.

Tints are painted under the words, lines over them, by the geometry of the laid-out lines.
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ui.marks import Mark, Marks
from ui.theme import look
from ui.views.typeset import TypesetText, top_point


class MarkedText(TypesetText):
    """A text with marks. ``pointed`` carries the id of a mark that was clicked."""

    pointed = Signal(str)
    marked_place = Signal()  # the selection was made or unmade by hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.marks = Marks()
        self.chosen: str | None = None
        self.hinted: list[tuple[int, int, str]] = []  # spans with a label: where a field was read from
        self.found: list[tuple[int, int]] = []
        self.found_now = -1
        self._pressed_at = -1

    def show_text(self, text: str) -> None:
        """Show another text from its start, without marks."""
        self.marks, self.hinted, self.found, self.chosen = Marks(), [], [], None
        super().show_text(text)

    def set_marks(self, marks: list[Mark]) -> None:
        """Draw these marks from now on."""
        self.marks = Marks(marks)
        self.viewport().update()

    def choose(self, identifier: str | None) -> None:
        """Outline one mark."""
        self.chosen = identifier
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = self.cursorForPosition(event.position().toPoint()).position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            mark = self._next_at(self.position_at(event.position()))
            if mark is not None:
                self.pointed.emit(mark.id)
        self.marked_place.emit()

    def _next_at(self, position: int) -> Mark | None:
        """The mark to choose at a place: the innermost, or on a repeated click the next one around it."""
        here = [mark for mark in self.marks.at(position) if mark.style != "rest"] if position >= 0 else []
        if not here:
            return None
        ids = [mark.id for mark in here]
        return here[(ids.index(self.chosen) + 1) % len(ids)] if self.chosen in ids else here[0]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scroll = self.verticalScrollBar().value()
        painter.translate(0, -scroll)
        area = QRectF(event.rect()).translated(0, scroll)
        visible = self._visible(area)
        self.paint_under(painter, visible)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -scroll)
        self.paint_over(painter, visible)
        painter.end()

    def _visible(self, area: QRectF) -> list[Mark]:
        top = self.cursorForPosition(top_point(self)).block().position()
        layout = self.document().documentLayout()
        bottom = layout.hitTest(QPointF(self.column().x() + 1, area.bottom()), Qt.HitTestAccuracy.FuzzyHit)
        block = self.document().findBlock(max(bottom, 0))
        return self.marks.between(top, block.position() + block.length())

    def paint_under(self, painter: QPainter, visible: list[Mark]) -> None:
        """Tints: found words, filled marks of lane 0, the spans that the chosen claim was read from."""
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in visible:
            if mark.lane == 0 and mark.style in {"accepted", "decided", "passage"}:
                painter.setBrush(look.tinted(QColor(mark.colour)))
                for rect in self.lines(mark.start, mark.end):
                    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 3, 3)
        for number, (start, end) in enumerate(self.found):
            painter.setBrush(look.tinted(look.colour("warn"), 0.55 if number == self.found_now else 0.28))
            for rect in self.lines(start, end):
                painter.drawRoundedRect(rect, 2, 2)

    def paint_over(self, painter: QPainter, visible: list[Mark]) -> None:
        """Lines: proposed marks, deeper lanes, hints, and the outline of the chosen one."""
        for mark in visible:
            self._paint_line(painter, mark)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for start, end, _label in self.hinted:
            painter.setPen(QPen(look.colour("accent"), look.px(1.6)))
            for rect in self.lines(start, end):
                painter.drawLine(rect.bottomLeft() + QPointF(0, 1), rect.bottomRight() + QPointF(0, 1))
        chosen = self.marks.get(self.chosen)
        if chosen is not None and chosen in visible:
            painter.setPen(QPen(look.colour("accent"), 1.5 if look.zoom < 150 else 2))
            for rect in self.lines(chosen.start, chosen.end):
                painter.drawRoundedRect(rect.adjusted(-2.5, -2, 2.5, 2.5), 4, 4)

    def _paint_line(self, painter: QPainter, mark: Mark) -> None:
        if mark.lane == 0 and mark.style in {"accepted", "decided", "passage"}:
            return
        colour = look.readable(QColor(mark.colour))
        depth = 1.5 + mark.lane * look.px(3)
        if mark.style in {"proposed", "rest", "gone"}:
            dots = dotted(colour.name(), look.px(2), self.devicePixelRatioF(), dashed=mark.style != "proposed")
            for rect in self.lines(mark.start, mark.end):
                painter.drawTiledPixmap(rect.adjusted(1, 0, -1, 0).toRect().left(), int(rect.bottom() + depth),
                                        int(rect.width()) - 2, look.px(2), dots)  # fmt: skip
            return
        for rect in self.lines(mark.start, mark.end):
            painter.fillRect(QRectF(rect.left() + 1, rect.bottom() + depth - 1, rect.width() - 2, look.px(2.5)), colour)


@lru_cache(maxsize=64)
def dotted(colour: str, size: int, ratio: float, *, dashed: bool) -> QPixmap:
    """One dot, or dash, and the gap after it: tiling it is thirty times as quick as a dashed pen."""
    wide = size * (4 if dashed else 2)
    made = QPixmap(QSize(wide, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if dashed:
        painter.drawRect(QRectF(0, 0, wide / 2, max(size / 2, 1)))
    else:
        painter.drawEllipse(QRectF(0, 0, size, size))
    painter.end()
    return made
