"""The head of the Claims room: the field that searches as it is typed in, the order, and saved searches."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from factcheck.domain.query import SORTS, Query
from ui import icons
from ui.later import dialogs, services
from ui.library import Library
from ui.rooms.room import SEARCH
from ui.state import State
from ui.turns import TYPING, once_quiet
from ui.views.controls import Choice
from ui.views.parts import Elided, button, column, row
from ui.words import Count, say, spoken, t


class SearchLine(QLineEdit):
    """Down goes to what was found."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class ClaimsHead(QWidget):
    """``asked`` carries a query that was typed, ordered or recalled here; ``down`` leaves the field."""

    asked = Signal(object)
    down = Signal()

    def __init__(self, library: Library, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.query = Query()
        self._total = (0, True)
        both = column(self, margins=(16, 0, 12, 0), gap=6)
        line = row(gap=8)
        self.field = SearchLine()
        self.field.setClearButtonEnabled(True)
        self.field.setObjectName(SEARCH)
        say(self.field, placeholderText="claims.search", accessibleName="claims.search", toolTip="claims.search-hint")
        self.order = Choice()
        say(self.order, accessibleName="claims.order")
        self.turn = button("", self._turned, kind="quiet", icon="down", name="claims.turn")
        self.saved = button("claims.saved", kind="quiet")
        self.saved_menu = QMenu(self.saved)
        self.saved.setMenu(self.saved_menu)
        self.offer_saved([])
        line.addWidget(self.field, 1)
        line.addWidget(self.order)
        line.addWidget(self.turn)
        line.addWidget(self.saved)
        both.addLayout(line)
        under = row(gap=4)
        self.count = Elided("caption")
        self.charted = button("claims.chart-short", kind="quiet", name="claims.chart")
        self.charted.setCheckable(True)
        self.charted.setChecked(bool(state.get("claims_charted", True)))
        self.columns = button("claims.columns", kind="quiet")
        self.export = button("claims.export", kind="quiet", icon="export")
        self.filters = button("claims.filters", kind="quiet")
        self.filters.setCheckable(True)
        under.addWidget(self.count, 1)
        for part in (self.filters, self.charted, self.columns, self.export):
            under.addWidget(part)
        both.addLayout(under)
        self._typing = once_quiet(self, TYPING, self._typed)
        self.field.textChanged.connect(lambda _w: self._typing.start())
        self.field.down.connect(self._down)
        self.order.activated.connect(lambda _i: self.ask_order(self.order.currentData()))
        self._name_orders()
        library.changed.connect(lambda _change: self.list_saved() if self.isVisible() else None)
        spoken.changed.connect(self._reword)

    def show_query(self, query: Query) -> None:
        """Show what is asked for now; the field is left alone while it says the same."""
        self.query = query
        if self.field.text() != query.words:
            self.field.blockSignals(True)
            self.field.setText(query.words)
            self.field.blockSignals(False)
        name = query.sort.removeprefix("-")
        self.order.setCurrentIndex(max(self.order.findData("" if name == "best" else name), 0))
        self.turn.setEnabled(name in SORTS[2:])
        icons.put(self.turn, "up" if query.sort.startswith("-") else "down", "text")

    def ask_order(self, order: str) -> None:
        """Ask for the lines in another order."""
        self.asked.emit(replace(self.query, sort=order))

    def _turned(self) -> None:
        order = self.query.sort
        self.ask_order(order.removeprefix("-") if order.startswith("-") else f"-{order}")

    def show_count(self, count: int, exact: bool) -> None:
        """How many lines were found."""
        self._total = (count, exact)
        self.count.setText(t("claims.count" if exact else "claims.count-more", n=Count(count)))
        self.export.setEnabled(bool(count))

    def _typed(self) -> None:
        self.asked.emit(replace(self.query, words=self.field.text()))

    def _down(self) -> None:
        self._typing.stop()
        if self.query.words != self.field.text():
            self._typed()
        self.down.emit()

    # -- saved searches

    def list_saved(self) -> None:
        """Read the saved searches again."""
        self._library.read(lambda desk: services.search.saved(desk), self.offer_saved, owner=self)  # noqa: PLW0108

    def offer_saved(self, found: list[Any]) -> None:
        """Fill the menu."""
        menu = self.saved_menu
        menu.clear()
        for one in found:
            menu.addAction(one.name).triggered.connect(lambda *_, query=one.query: self.asked.emit(query))
        if found:
            menu.addSeparator()
        menu.addAction(t("claims.save")).triggered.connect(lambda *_: self._save())
        if found:
            away = menu.addMenu(t("claims.forget"))
            for one in found:
                away.addAction(one.name).triggered.connect(lambda *_, name=one.name: self.forget(name))

    def _save(self) -> None:
        ask = dialogs.ask.ask_line
        name = ask(self, "claims.save-title", "claims.save-words", "claims.save-give", self.query.words)
        if name:
            self.save(name)

    def save(self, name: str) -> None:
        """Keep the search under a name."""
        query = self.query
        self._library.change(lambda desk: services.search.save(desk, name, query), origin=self)

    def forget(self, name: str) -> None:
        """Take a saved search away."""
        self._library.change(lambda desk: services.search.forget(desk, name), origin=self)

    def _name_orders(self) -> None:
        chosen = self.order.currentData()
        self.order.clear()
        for key in ("", "newest", *SORTS[2:]):
            self.order.addItem(t(f"claims.order-{key or 'best'}"), key)
        self.order.setCurrentIndex(max(self.order.findData(chosen), 0))

    def _reword(self) -> None:
        self._name_orders()
        self.show_count(*self._total)
        if self._library.desk is not None:
            self.list_saved()
