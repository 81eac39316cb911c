"""Find in the text: a line above the article, with next and previous."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.views.marked import MarkedText
from ui.views.parts import Line, button, label, row
from ui.words import say, t

MOST = 2000
"""Places that are marked at most."""


class FindBar(QFrame):
    """Finds words in a text, whatever their case; accents count."""

    def __init__(self, text: MarkedText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        inside = row(self, margins=(16, 6, 12, 6), gap=8)
        self.field = _Field()
        self.field.setMaximumWidth(420)
        say(self.field, placeholderText="find.words", accessibleName="find.words")
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(lambda: self.go(1))
        self.field.left.connect(self.close_it)
        inside.addWidget(self.field, 1)
        self.count = label(kind="caption")
        inside.addWidget(self.count)
        for by, icon, name in ((-1, "up", "action.find.previous"), (1, "down", "action.find.next")):
            inside.addWidget(button("", lambda by=by: self.go(by), kind="quiet", icon=icon, name=name))
        inside.addStretch(1)
        inside.addWidget(button("", self.close_it, kind="quiet", icon="close", name="find.close"))
        self.hide()

    def open(self) -> None:
        """Show it, with the selected words in it."""
        selected = self._text.textCursor().selectedText()
        self.show()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.setFocus()
        self.field.selectAll()
        self._look(self.field.text())

    def close_it(self) -> None:
        """Put it away; the text keeps its place."""
        self.hide()
        self._text.found, self._text.found_now = [], -1
        self._text.viewport().update()
        self._text.setFocus()

    def go(self, by: int) -> None:
        """Go to the next (1) or previous (-1) place, round and round."""
        found = self._text.found
        if not found:
            return
        self._text.found_now = (self._text.found_now + by) % len(found)
        self._show()

    def _look(self, words: str) -> None:
        text, to = self._text, self._text.offsets.to_qt
        here = text.top_position()
        places = re.finditer(re.escape(words), text.text, re.IGNORECASE) if words.strip() else ()
        text.found = [(to(m.start()), to(m.end())) for _n, m in zip(range(MOST), places, strict=False)]
        text.found_now = next((n for n, (start, _e) in enumerate(text.found) if start >= here), 0) if text.found else -1
        self._show()

    def _show(self) -> None:
        text = self._text
        self.count.setText(
            t("find.count", n=text.found_now + 1, of=len(text.found)) if text.found
            else (t("find.nothing") if self.field.text().strip() else "")
        )  # fmt: skip
        if 0 <= text.found_now < len(text.found):
            text.scroll_to(text.found[text.found_now][0], only_if_hidden=True)
        text.viewport().update()


class _Field(Line):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
