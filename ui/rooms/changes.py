"""What changed between two captures, side by side: removed words struck through left, new ones underlined right."""

from typing import Any

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ui.scaled import scaled
from ui.theme import look
from ui.views.parts import Growing, label
from ui.words import say, spoken, t

SHOWN = 200
"""Changed sentences shown; a page that has more is another page."""


class ChangesView(QFrame):
    """A heading for each side and one row for each changed sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scaled(self._grid, "setHorizontalSpacing", 20)
        scaled(self._grid, "setVerticalSpacing", 10)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._changes: Any = None
        say(self, accessibleName="sources.compare")
        look.changed.connect(self._lay)
        spoken.changed.connect(self._lay)

    def show_changes(self, changes: Any) -> None:
        """Show them; only what differs."""
        self._changes = changes
        self._lay()

    def _lay(self) -> None:
        """Lay them out in the colours and the language in force."""
        changes = self._changes
        if changes is None:
            return
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        differing = [change for change in changes.sentences if change.kind.value != "same"]
        self._grid.addWidget(label("sources.before", "section"), 0, 0)
        self._grid.addWidget(label("sources.after", "section"), 0, 1)
        place = 1
        for name, old, new in changes.fields:
            for side, words in enumerate((old, new)):
                said = label(wrap=True)
                said.setText(t("labelled", name=t(f"page-field.{name}"), words=words or "–"))
                self._grid.addWidget(said, place, side)
            place += 1
        for change in differing[:SHOWN]:
            self._grid.addWidget(_side(change, old=True), place, 0)
            self._grid.addWidget(_side(change, old=False), place, 1)
            place += 1
        if not differing and not changes.fields:
            self._grid.addWidget(label("sources.no-changes", "caption", wrap=True), place, 0, 1, 2)


def _side(change: Any, *, old: bool) -> Growing:
    """One sentence on one side; words that are only here are marked and, at the left, struck through too."""
    made = Growing("plain")
    made.setReadOnly(True)
    cursor = QTextCursor(made.document())
    words = change.old if old else change.new
    if change.words:
        for piece in change.words:
            mine = piece.old if old else piece.new
            if mine:
                cursor.insertText(mine, _format(old=old, marked=piece.kind.value != "same"))
    elif words:
        cursor.insertText(words, _format(old=old, marked=True))
    made.setAccessibleName(words)
    return made


def _format(*, old: bool, marked: bool) -> QTextCharFormat:
    face = QTextCharFormat()
    face.setFont(look.serif(15))
    face.setForeground(look.colour("text"))
    if marked:
        face.setBackground(look.tinted(QColor(look.tokens.warn if old else look.tokens.good)))
        face.setFontStrikeOut(old)
        face.setFontUnderline(not old)
    return face
