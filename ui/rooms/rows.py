"""Rows of two lines with a word at the right: the list of the rooms beside the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import look

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows. ``colour`` colours the word at the right; the word says the same without it."""

    id: str
    title: str
    under: str
    word: str = ""
    colour: str = "muted"


class Lines(QAbstractListModel):
    """A list of lines that keeps the chosen row when it is read again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return ". ".join(part for part in (line.title, line.under, line.word) if part)
        return line if role == LINE else None

    def show(self, lines: list[Line]) -> None:
        """Show these."""
        if [line.id for line in lines] == [line.id for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def row_of(self, identifier: str | None) -> int:
        """The row of that id, -1 where it is not shown."""
        return next((row for row, line in enumerate(self.lines) if line.id == identifier), -1)


class TwoLines(QStyledItemDelegate):
    """Paints a ``Line``."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        height = QFontMetrics(look.sans(14)).height() + QFontMetrics(look.sans(12)).height()
        return QSize(look.px(200), height + look.px(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(look.px(8), look.px(1), -look.px(8), -look.px(1))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("accent"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), look.px(6), look.px(6))
        self._words(painter, line, box.adjusted(look.px(10), look.px(7), -look.px(10), -look.px(7)), chosen=chosen)
        painter.restore()

    @staticmethod
    def _words(painter: QPainter, line: Line, inner: QRectF, *, chosen: bool) -> None:
        small, usual = QFontMetrics(look.sans(12)), QFontMetrics(look.sans(14))
        ground = look.colour("selected" if chosen else "window")
        word_width = small.horizontalAdvance(line.word) + (look.px(12) if line.word else 0)
        painter.setFont(look.sans(12))
        painter.setPen(look.readable(look.colour(line.colour), ground))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(inner.adjusted(0, look.px(1), 0, 0), right, line.word)
        painter.setFont(look.sans(14))
        painter.setPen(look.colour("text"))
        room = int(inner.width() - word_width)
        painter.drawText(inner, 0, usual.elidedText(line.title, Qt.TextElideMode.ElideRight, room))
        painter.setFont(look.sans(12))
        painter.setPen(look.readable(look.colour("muted"), ground))
        below = inner.adjusted(0, usual.height() + look.px(2), 0, 0)
        painter.drawText(below, 0, small.elidedText(line.under, Qt.TextElideMode.ElideRight, int(inner.width())))


class Link(QPushButton):
    """A link of one line that is cut where the room ends, with the whole in its hint."""

    def __init__(self, words: str, pressed: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.clicked.connect(lambda *_: pressed())
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width() - look.px(12), look.px(24))
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))


def list_of(model: Lines, parent: QWidget | None = None) -> QListView:
    """A list view over lines."""
    view = QListView(parent)
    view.setModel(model)
    view.setItemDelegate(TwoLines(view))
    view.setMouseTracking(True)
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    return view
