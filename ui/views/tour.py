"""A tour of four steps over the real window. It can be left at any time, and nothing waits for its end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import say, spoken, t

if TYPE_CHECKING:
    from ui.window import Window

STEPS = ("bring", "read", "decide", "rooms")
WIDE = 340


class Tour(QFrame):
    """A card beside the part of the window that it speaks of; that part is framed."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window.centralWidget())
        self._window = window
        self._at = 0
        self.setProperty("kind", "pop")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, accessibleName="tour.title")
        self.frame = _Frame(window.centralWidget())
        whole = column(self, margins=(20, 16, 16, 14), gap=8)
        self.count = label(kind="caption")
        self.heading = label(wrap=True)
        self.words = label(wrap=True)
        for part in (self.count, self.heading, self.words):
            whole.addWidget(part)
        foot = row(gap=6)
        self.leave = button("tour.leave", self.end, kind="quiet")
        self.back = button("tour.back", lambda: self.go(-1))
        self.next = button("tour.next", lambda: self.go(1), kind="primary")
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        whole.addLayout(foot)
        window.centralWidget().installEventFilter(self)
        look.changed.connect(self._show)
        spoken.changed.connect(self._show)
        self.hide()

    def begin(self) -> None:
        """Show the first step."""
        self._at = 0
        self._show()
        self.next.setFocus()

    def go(self, by: int) -> None:
        """Go on or back; after the last step the tour is over."""
        self._at += by
        if self._at >= len(STEPS):
            self.end()
        else:
            self._show()

    def end(self) -> None:
        """Leave the tour."""
        self._window.centralWidget().removeEventFilter(self)
        self.frame.hide()
        self.frame.deleteLater()
        self.hide()
        self.deleteLater()

    def _target(self) -> QWidget:
        room = self._window.room
        targets: dict[str, QWidget] = {
            "bring": room.list if room.list.isVisible() else self._window.rail,
            "read": room.pages,
            "decide": room.claim,
            "rooms": self._window.rail,
        }
        return targets[STEPS[self._at]]

    def _show(self) -> None:
        key = STEPS[self._at]
        self.count.setText(t("tour.count", n=self._at + 1, of=len(STEPS)))
        self.heading.setText(t(f"tour.{key}"))
        self.heading.setFont(look.sans(17, strong=True))
        self.words.setText(t(f"tour.{key}-words"))
        self.back.setVisible(self._at > 0)
        say(self.next, text="tour.done" if self._at == len(STEPS) - 1 else "tour.next")
        self._place()
        self.frame.show()
        self.frame.raise_()
        self.show()
        self.raise_()

    def _place(self) -> None:
        page = self._window.centralWidget()
        target = self._target()
        box = QRect(target.mapTo(page, QPoint(0, 0)), target.size())
        self.frame.setGeometry(box)
        self.setFixedWidth(min(look.px(WIDE), page.width() - look.px(32)))
        self.adjustSize()
        gap = look.px(16)
        right, left = box.right() + gap, box.left() - gap - self.width()
        if right + self.width() <= page.width() - gap:
            x = right
        elif left >= gap:
            x = left
        else:
            x = box.center().x() - self.width() // 2
        y = min(box.top() + look.px(64), page.height() - self.height() - gap)
        self.move(max(x, gap), max(y, gap))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(event.key())
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif step is not None and self._at + step >= 0:
            self.go(step)
        else:
            super().keyPressEvent(event)


class _Frame(QWidget):
    """A line in the accent colour around a part of the window; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), look.px(6), look.px(6))
