"""A small bar at the selected words: make a claim of them, extend or trim the claim to them."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame

from ui.actions.bound import Actions
from ui.theme import look
from ui.views.marked import MarkedText
from ui.views.parts import button, row


class SelectionBar(QFrame):
    """Appears when words were selected by hand, and goes with the selection. Its keys work without it."""

    def __init__(self, text: MarkedText, actions: Actions) -> None:
        super().__init__(text.viewport())
        self._text = text
        self._actions = actions
        self.setProperty("kind", "pop")
        inside = row(self, margins=(4, 4, 4, 4), gap=0)
        self._parts = {}
        for identifier in ("claim.new", "claim.extend", "claim.trim"):
            made = button(f"action.{identifier}", actions[identifier].trigger, kind="quiet")
            self._parts[identifier] = made
            inside.addWidget(made)
        self.hide()
        text.marked_place.connect(self.place)
        text.selectionChanged.connect(self._changed)
        text.verticalScrollBar().valueChanged.connect(lambda _v: self.hide())

    def place(self) -> None:
        """Stand above the selected words, below them where there is no room above."""
        if self._text.selected() is None:
            self.hide()
            return
        for identifier, made in self._parts.items():
            made.setVisible(self._actions[identifier].isEnabled())
        self.adjustSize()
        cursor = self._text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        spot = self._text.cursorRect(cursor)
        room = self._text.viewport().width() - self.width() - look.px(8)
        x = max(look.px(8), min(spot.left() - look.px(8), room))
        above = spot.top() - self.height() - look.px(6)
        self.move(QPoint(x, above if above > 0 else spot.bottom() + look.px(26)))
        self.show()
        self.raise_()

    def _changed(self) -> None:
        if not self._text.textCursor().hasSelection():
            self.hide()
