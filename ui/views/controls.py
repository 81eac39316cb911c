"""Controls that the mouse wheel does not change by accident, on its way over a page: a choice and a number."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox

from ui.theme import look


class Choice(QComboBox):
    """A list to choose from; an arrow tells that it is one."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("kind") == "inline" and not (self.underMouse() or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("muted" if self.isEnabled() else "line"), look.px(1.5)))
        x, y, arm = self.width() - look.px(14), self.height() / 2, look.px(4)
        painter.drawPolyline([QPointF(x - arm, y - arm / 2), QPointF(x, y + arm / 2), QPointF(x + arm, y - arm / 2)])


class Number(QSpinBox):
    """A whole number to type, or to change with the arrow keys."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
