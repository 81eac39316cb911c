"""The palette (Ctrl+K): every action that is possible now and every article, found by typing a few letters."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from factcheck.domain.article import ArticleSummary
from factcheck.domain.fold import fold
from ui.actions.bound import Actions, key_words
from ui.theme import look
from ui.views.parts import column
from ui.words import say, t

KEYS = Qt.ItemDataRole.UserRole + 1
GROUP = Qt.ItemDataRole.UserRole + 2
SHOWN = 60
"""Lines that are listed; who wants another types a letter more."""


SCATTERED = 3
"""The rank of words that hold the typed letters in order, but anywhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette."""

    words: str
    group: str
    keys: str
    answer: Callable[[], object]

    def fit(self, typed: str) -> int | None:
        """How well it fits what was typed; only what its own words hold in pieces may fit better by the menu's name."""
        own = rank(typed, self.words)
        if own is not None and own < SCATTERED:
            return own
        return min((fit for fit in (own, rank(typed, f"{self.group} {self.words}")) if fit is not None), default=None)


def rank(typed: str, words: str) -> int | None:
    """How well the typed letters fit: 0 as its start, 1 inside, 2 each word's start, 3 in order anywhere, None not."""
    wanted, whole = fold(typed), fold(words)
    if not wanted or whole.startswith(wanted):
        return 0
    if wanted in whole:
        return 1
    if all(any(word.startswith(part) for word in whole.split()) for part in wanted.split()):
        return 2
    letters = iter(whole)
    return SCATTERED if all(letter in letters for letter in wanted if letter != " ") else None


class Palette(QDialog):
    """Type, choose, Enter."""

    def __init__(
        self, actions: Actions, articles: list[ArticleSummary], open_article: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        say(self, windowTitle="action.help.palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "pop")
        self._actions = [
            Entry(
                action.text().replace("&", ""), t(f"menu.{row.menu}").replace("&", ""), key_words(row), action.trigger
            )
            for row, action in actions.possible()
            if row.id != "help.palette"
        ]
        self._open_article = open_article
        self._entries = self._with(articles)
        whole = column(self, margins=(8, 8, 8, 8), gap=8)
        self.field = QLineEdit()
        self.field.setFont(look.sans(16))
        say(self.field, placeholderText="palette.type", accessibleName="palette.type")
        self.field.textChanged.connect(self._fill)
        whole.addWidget(self.field)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        say(self.list, accessibleName="palette.list")
        self.list.clicked.connect(lambda _i: self._choose())
        whole.addWidget(self.list)
        self._found: list[Entry] = []
        width = min(look.px(560), parent.width() - look.px(48))
        self.resize(width, min(look.px(420), parent.height() - look.px(96)))
        self.move(parent.mapToGlobal(QPoint((parent.width() - width) // 2, look.px(72))))
        self._fill("")
        self.field.setFocus()

    def offer(self, articles: list[ArticleSummary]) -> None:
        """Offer these articles besides the actions."""
        self._entries = self._with(articles)
        self._fill(self.field.text())

    def _with(self, articles: list[ArticleSummary]) -> list[Entry]:
        group, answer = t("palette.article"), self._open_article
        return [*self._actions, *(Entry(a.title, group, "", lambda i=a.id: answer(i)) for a in articles)]

    def _fill(self, typed: str) -> None:
        ranked = [(fit, n, e) for n, e in enumerate(self._entries) if (fit := e.fit(typed)) is not None]
        self._found = [entry for _fit, _n, entry in sorted(ranked, key=lambda r: r[:2])][:SHOWN]
        self._model.clear()
        for entry in self._found:
            item = QStandardItem(entry.words)
            item.setData(entry.keys, KEYS)
            item.setData(entry.group, GROUP)
            item.setData(f"{entry.words}, {entry.keys}", Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        if self._found:
            self.list.setCurrentIndex(self._model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._found:
            at = (self.list.currentIndex().row() + step) % len(self._found)
            self.list.setCurrentIndex(self._model.index(at, 0))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        at = self.list.currentIndex().row()
        self.accept()
        if 0 <= at < len(self._found):
            QTimer.singleShot(0, self.parent(), self._found[at].answer)


class _Line(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(look.px(200), QFontMetrics(look.sans(14)).height() + look.px(14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), look.px(6), look.px(6))
        inner = box.adjusted(look.px(10), 0, -look.px(10), 0)
        keys, group = str(index.data(KEYS) or ""), str(index.data(GROUP) or "")
        small = QFontMetrics(look.sans(12))
        right = f"{group}    {keys}" if keys else group
        taken = small.horizontalAdvance(right) + look.px(16)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.sans(14))
        painter.setPen(QColor(look.tokens.text))
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(inner.width()) - taken
        )
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(look.sans(12))
        painter.setPen(QColor(look.tokens.muted))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, right)
        painter.restore()
