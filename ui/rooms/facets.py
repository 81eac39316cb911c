"""The values that the lines of a search have, with counts: a list in which a value is chosen or let go."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from factcheck.domain.query import Facet, Query
from ui.foundwords import OTHER, VerdictWords, language_name
from ui.scaled import scaled
from ui.theme import look
from ui.words import number, say, spoken, t

Index = QModelIndex | QPersistentModelIndex
FIELDS = ("verdict", "state", "year", "claimant", "outlet", "language", "reviewer", "tag", "record", "kind")
SHOWN = 6
"""Values of a field that are shown before more are asked for."""
ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Row:
    """A heading, a value with its count, or the way to more of them or fewer (no heading, and no ``value``)."""

    field: str
    value: str | None
    words: str
    n: int = 0
    exact: bool = True
    chosen: bool = False
    heading: bool = False


class FacetRows(QAbstractListModel):
    """Headings and values of all fields, one under the other."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            key = "claims.facet-chosen" if row.chosen else "claims.facet-value"
            return row.words if row.value is None else t(key, words=row.words, n=row.n)
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show(self, rows: list[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class FacetView(QListView):
    """``chosen`` carries the field and the value, None to let the field go."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = FacetRows(self)
        self.verdicts = VerdictWords()
        self._facets: list[Facet] = []
        self._query = Query()
        self._open: set[str] = set()
        self.setModel(self.rows)
        self.setItemDelegate(FacetPainter(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        scaled(self, "setViewportMargins", 0, 4, 0, 12)
        say(self, accessibleName="claims.filters")
        self.clicked.connect(self._take)
        look.changed.connect(self.doItemsLayout)
        spoken.changed.connect(self.reword)

    def show_facets(self, facets: list[Facet], query: Query) -> None:
        """Show the counts under a query."""
        self._facets, self._query = facets, query
        self.reword()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        row: Row | None = index.data(ROW)
        if row is None or row.heading:
            return
        if row.value is None:
            self._open ^= {row.field}
            self.reword()
            return
        value: object = int(row.value) if row.field == "year" else row.value
        self.chosen.emit(row.field, None if row.chosen else value)

    def reword(self) -> None:
        """Say everything again."""
        at, scroll = self.currentIndex().row(), self.verticalScrollBar().value()
        by_field = {facet.field: facet for facet in self._facets}
        self.rows.show([row for field in FIELDS if field in by_field for row in self._rows_of(by_field[field])])
        if 0 <= at < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(at))
        self.verticalScrollBar().setValue(scroll)

    def _rows_of(self, facet: Facet) -> list[Row]:
        """A field's heading, its commonest values, the chosen one in any case, and the way to more."""
        field, wanted = facet.field, getattr(self._query, facet.field)
        wanted = None if wanted in (None, "") else str(wanted)
        values = list(facet.values)
        if field == "year":
            values.sort(reverse=True)
        if field == "verdict":
            place = {key: n for n, key in enumerate(self.verdicts.order)}
            values.sort(key=lambda value: place.get(value[0], len(place)))
        if not values and wanted is None:
            return []
        names = [value for value, _shown, _n in values]
        if wanted is not None and wanted not in names:
            values.insert(0, (wanted, wanted, 0))
        if len(values) < 2 and wanted is None and field in {"record", "language", "outlet", "reviewer"}:
            return []  # one value for everything parts nothing
        shown = values if field in self._open else values[:SHOWN]
        made = [Row(field, None, t(f"claims.facet-{field}"), heading=True)]
        made += [
            Row(field, value, self._words(field, value, said), n, facet.exact, value == wanted)
            for value, said, n in shown
        ]
        if len(values) > SHOWN:
            made.append(Row(field, None, t("claims.fewer" if field in self._open else "claims.more")))
        return made

    def _words(self, field: str, value: str, shown: str) -> str:
        if field == "verdict":
            said = f"{self.verdicts.glyph(value)} {self.verdicts.name(value)}"
            alike = self.verdicts.glyph(value) != OTHER and not self.verdicts.is_own(value)
            return t("claims.verdict-elsewhere", said=said) if alike else said
        if field in {"state", "kind"}:
            return t(f"{field}.{value}")
        if field == "language":
            return language_name(value)
        return t(f"claims.record-{value}") if field == "record" else shown


class FacetPainter(QStyledItemDelegate):
    """Paints a heading in small strong letters, a value with its count at the right, a chosen one on a tint."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = index.data(ROW).heading
        return QSize(look.px(120), QFontMetrics(look.sans(13)).height() + look.px(18 if heading else 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(look.px(8), 0, -look.px(8), 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if row.heading:
            painter.setFont(look.sans(12, strong=True))
            painter.setPen(look.colour("muted"))
            painter.drawText(box.adjusted(look.px(8), look.px(8), 0, 0), left, row.words)
        else:
            self._value(painter, option, row, box.adjusted(0, 1, 0, -1))
        painter.restore()

    @staticmethod
    def _value(painter: QPainter, option: QStyleOptionViewItem, row: Row, box: QRectF) -> None:
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        ground = "selected" if row.chosen else "hover" if over else "window"
        if row.chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ground))
            painter.drawRoundedRect(box, look.px(5), look.px(5))
        if focused:
            painter.setPen(QPen(look.colour("accent"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), look.px(5), look.px(5))
        inner = box.adjusted(look.px(8), 0, -look.px(8), 0)
        count = "" if not row.n else number(row.n) + ("" if row.exact else "+")
        small = QFontMetrics(look.sans(12))
        room = inner.width() - small.horizontalAdvance(count) - look.px(8)
        font = look.sans(13, strong=row.chosen)
        painter.setFont(font)
        painter.setPen(look.colour("accent" if row.value is None else "text"))
        words = QFontMetrics(font).elidedText(row.words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(look.sans(12))
        painter.setPen(look.readable(look.colour("muted"), look.colour(ground)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
