"""A toast: what was just done, with its undo; spoken to screen readers; gone after a while."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.theme import look
from ui.views.parts import label, row
from ui.words import t

STAYS = 7000
"""Milliseconds that a toast stays: long enough to read two lines and reach for the undo."""


class Toast(QFrame):
    """One message at the foot of its parent, under the middle of ``over``; a new one takes the place of the last."""

    def __init__(self, parent: QWidget, over: QWidget) -> None:
        super().__init__(parent)
        self._over = over
        self.setProperty("kind", "toast")
        inside = row(self, margins=(16, 8, 8, 8), gap=12)
        self.words = label(wrap=False)
        inside.addWidget(self.words)
        self.undo = QPushButton()
        self.undo.setAutoDefault(False)
        self.undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo.clicked.connect(self._pressed)
        inside.addWidget(self.undo)
        self._answer: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        over.installEventFilter(self)
        look.changed.connect(self._refit)
        self._whole = ""
        self.hide()

    def tell(self, words: str, answer: Callable[[], object] | None = None, *, button: str = "") -> None:
        """Show words, with a button that calls ``answer`` when there is one."""
        self._answer = answer
        self.undo.setVisible(answer is not None)
        self.undo.setText(button or t("toast.undo"))
        self._whole = words
        self.words.setAccessibleName(words)
        self._fit()
        self.show()
        self.raise_()
        self._timer.start(STAYS)
        announce(self.parentWidget(), words)

    def _refit(self) -> None:
        if self.isVisible():
            QTimer.singleShot(0, self, self._fit)  # once the new sizes have reached the words

    def _fit(self) -> None:
        """Give the words the room that there is, in the size of text in force."""
        room = max(self._below().width() - look.px(180), look.px(160))
        self.words.setText(self.words.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
        self.layout().activate()
        self.adjustSize()
        self._place()

    def _below(self) -> QWidget:
        """What it stands under: the text of the desk, the whole window where another room is in front."""
        return self._over if self._over.isVisible() else self.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent, over = self.parentWidget(), self._below()
        middle = over.mapTo(parent, over.rect().center()).x()
        x = max(look.px(8), min(middle - self.width() // 2, parent.width() - self.width() - look.px(8)))
        self.move(x, parent.height() - self.height() - look.px(44))

    def _pressed(self) -> None:
        self.hide()
        if self._answer is not None:
            self._answer()


def announce(widget: QObject, words: str) -> None:
    """Say something to a screen reader without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
