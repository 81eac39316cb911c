"""The table of what was found: columns that are chosen, sized and kept."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from factcheck.domain.query import SORTS
from ui.foundwords import COLUMNS
from ui.models.claims import ClaimRows, Index
from ui.state import State
from ui.theme import look
from ui.words import say, t

FIRST = ("text", "verdict", "claimant", "checked", "outlet")
"""Columns that are shown until somebody chooses others."""
WIDTHS = {"text": 420, "verdict": 124, "claimant": 140, "outlet": 124, "state": 120, "date": 136, "checked": 136}
USUAL = 104
NEWEST_FIRST = ("date", "checked")
LEAST = 260
"""Logical pixels that the claim keeps."""


class ClaimsTable(QTableView):
    """Rows of one line; the claim takes the room that the other columns leave. ``ordered`` carries an order that was
    asked for by a click on a heading: dates begin with the newest, a second click turns round, a third lets go.
    """

    ordered = Signal(str)

    def __init__(self, rows: ClaimRows, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._order = ""
        self.setModel(rows)
        self.setItemDelegate(Cell(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._ask_order)
        say(self, accessibleName="claims.title")
        self.lay_columns()
        header.sectionResized.connect(lambda *_: self._keep_widths())
        look.changed.connect(self.lay_columns)

    def shown(self) -> list[str]:
        """The columns that are shown."""
        kept = self._state.get("claims_columns")
        return [name for name in kept if name in COLUMNS] if isinstance(kept, list) and kept else list(FIRST)

    def show_column(self, name: str, on: bool) -> None:
        """Show or hide a column, now and next time."""
        shown = [one for one in COLUMNS if (one in self.shown() or one == name) and (one != name or on)]
        self._state.put(claims_columns=shown)
        self.lay_columns()

    def show_order(self, order: str) -> None:
        """Show by which column the lines are sorted, by none for the orders that no column has."""
        self._order = order
        name, header = order.removeprefix("-"), self.horizontalHeader()
        header.setSortIndicatorShown(name in COLUMNS)
        if name in COLUMNS:
            back = order.startswith("-")
            header.setSortIndicator(
                COLUMNS.index(name), Qt.SortOrder.DescendingOrder if back else Qt.SortOrder.AscendingOrder
            )

    def _ask_order(self, place: int) -> None:
        name = COLUMNS[place]
        ways = [f"-{name}", name] if name in NEWEST_FIRST else [name, f"-{name}"]
        if name not in SORTS:
            self.ordered.emit("")  # sentences from A to Z help nobody: back to the usual order
        else:
            at = ways.index(self._order) + 1 if self._order in ways else 0
            self.ordered.emit((*ways, "")[at])

    def offer_columns(self, menu: QMenu) -> None:
        """Fill a menu with the columns that there are."""
        menu.clear()
        shown = self.shown()
        for name in COLUMNS[1:]:
            action = menu.addAction(t(f"claims.column-{name}"))
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.toggled.connect(lambda on, name=name: self.show_column(name, on))

    def lay_columns(self) -> None:
        """Give the columns their widths for the text zoom in force."""
        shown, widths = self._fitting(), self._widths()
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setMinimumSectionSize(look.px(64))
        for place, name in enumerate(COLUMNS):
            self.setColumnHidden(place, name not in shown)
            self.setColumnWidth(place, look.px(widths.get(name, WIDTHS.get(name, USUAL))))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.blockSignals(False)
        self.verticalHeader().setDefaultSectionSize(look.px(32))
        self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if [name for place, name in enumerate(COLUMNS) if not self.isColumnHidden(place)] != self._fitting():
            self.lay_columns()

    def _fitting(self) -> list[str]:
        """The chosen columns that leave the claim its room: the last ones give way first, all but the verdict."""
        shown, widths = self.shown(), self._widths()
        while len(shown) > 2 and self.viewport().width() < look.px(
            LEAST + sum(widths.get(name, WIDTHS.get(name, USUAL)) for name in shown if name != "text")
        ):
            shown.pop()
        return shown

    def _widths(self) -> dict[str, int]:
        kept = self._state.get("claims_widths", {})
        return kept if isinstance(kept, dict) else {}

    def _keep_widths(self) -> None:
        widths = {
            name: round(self.columnWidth(place) * 100 / look.zoom)
            for place, name in enumerate(COLUMNS)
            if place and not self.isColumnHidden(place)
        }
        if any(self._widths().get(name) != width for name, width in widths.items()):
            self._state.put(claims_widths={**self._widths(), **widths})

    def _header_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.offer_columns(menu)
        menu.exec(self.horizontalHeader().mapToGlobal(at))


class Cell(QStyledItemDelegate):
    """A cell whose words keep their colour on the chosen row; the chosen row is framed where the focus is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, look.colour("selected"))
        colour: Any = index.data(Qt.ItemDataRole.ForegroundRole) or look.colour("text")
        ground = look.colour("selected" if chosen else "paper")
        painter.setFont(look.sans(14 if index.column() == 0 else 13))
        painter.setPen(look.readable(colour, ground))
        room = option.rect.adjusted(look.px(16 if index.column() == 0 else 8), 0, -look.px(8), 0)
        words = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, max(room.width(), 1)
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(
                option.rect.left(), option.rect.top(), look.px(3), option.rect.height(), look.colour("accent")
            )
        painter.restore()
