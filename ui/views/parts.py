"""Small parts that the views are made of: buttons with their words and icons, headings, fields that grow."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.scaled import scaled
from ui.theme import look
from ui.words import Said, say


def button(
    words: Said,
    pressed: Callable[[], object] | None = None,
    *,
    kind: str = "",
    icon: str = "",
    hint: Said | None = None,
    name: Said | None = None,
) -> QPushButton:
    """A push button. ``name`` replaces the words for screen readers; without words it is an icon and needs one."""
    made = QPushButton()
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if words:
        say(made, text=words)
    if icon:
        icons.put(made, icon, "on_accent" if kind == "primary" else "text")
    if hint or (name and not words):
        say(made, toolTip=hint or name or "")
    if name:
        say(made, accessibleName=name)
    if pressed is not None:
        made.clicked.connect(lambda *_: pressed())
    return made


def label(words: Said | None = None, kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label in plain text: what comes from outside is never read as markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    if words:
        say(made, text=words)
    return made


def typing() -> bool:
    """Whether a person is writing just now: who moves the focus then makes keys of the letters that follow."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit):
        return bool(focus.text())
    return isinstance(focus, QTextEdit) and not focus.isReadOnly()


def dress_as(widget: QWidget, kind: str) -> None:
    """Give a widget that is shown already another kind of the style sheet."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("kind", "rule")
    made.setFixedHeight(1)
    return made


def column(
    parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QVBoxLayout:
    """A vertical layout on the 4 px grid."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    scaled(made, "setContentsMargins", *margins)
    scaled(made, "setSpacing", gap)
    return made


def row(
    parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """A horizontal layout on the 4 px grid."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    scaled(made, "setContentsMargins", *margins)
    scaled(made, "setSpacing", gap)
    return made


def scrolling(widget: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page = QWidget()
    inside = column(page, margins=(20, 12, 20, 24))
    inside.addWidget(widget)
    inside.addStretch(1)
    made.setWidget(page)
    return made


def in_reading_order(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout and of all within it that Tab stops at, in the order in which they are laid out."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget
            inner = widget.layout()
        if inner is not None:
            yield from in_reading_order(inner)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Elided(QLabel):
    """A label that ends in “…” where it has no room, with the whole in its hint."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def setText(self, words: str) -> None:
        self._whole = words
        self._cut()

    def whole(self) -> str:
        """All of its words."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(24), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + look.px(4), super().sizeHint().height())

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)


class Share(QProgressBar):
    """How far a job is; where its share is not known the bar only moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        scaled(self, "setFixedWidth", 96)

    def show_share(self, share: float | None) -> None:
        """Show a share, 0 to 1."""
        self.setRange(0, 0 if share is None else 100)
        self.setValue(round((share or 0) * 100))


class Line(QLineEdit):
    """A one-line field. Where it has nothing to take back, Ctrl+Z is the library's undo."""

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            event.ignore()
            return True
        return super().event(event)


class Growing(QTextEdit):
    """A plain-text field as high as its words. ``given`` comes with Ctrl+Enter, ``left`` with Escape."""

    given = Signal()
    typed = Signal(str)
    left = Signal()

    def __init__(self, kind: str = "field", *, lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setProperty("kind", kind)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._quiet = False
        self.textChanged.connect(self._tell)

    def show_words(self, words: str) -> None:
        """Set the words without telling anybody; the caret keeps its place where they are the same."""
        if self.toPlainText() != words:
            self._quiet = True
            self.setPlainText(words)
            self._quiet = False
        self._grow()

    def words(self) -> str:
        """The typed words without the space around them."""
        return self.toPlainText().strip()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _gives(event):
                event.accept()  # in this field the key gives its words, whatever it does elsewhere
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if _gives(event):
                self.given.emit()
                return
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._grow()

    def _tell(self) -> None:
        if not self._quiet:
            self.typed.emit(self.toPlainText())

    def _grow(self) -> None:
        frame = self.height() - self.viewport().height() if self.isVisible() else look.px(12)
        least = self._lines * self.fontMetrics().lineSpacing()
        wanted = int(max(self.document().size().height(), least) + max(frame, look.px(6))) + 1
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)


def _gives(event: QKeyEvent) -> bool:
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class Flow(QLayout):
    """A layout that breaks its row where the room ends, as words do; ``even`` makes columns of one width."""

    def __init__(
        self, parent: QWidget | None = None, gap: int = 8, *, even: bool = False, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._even, self._centred = gap, even, centred
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        y, gap = rect.y(), look.px(self._gap)
        rows = self._rows(rect.width(), gap)
        for line in rows:
            deep = max(size.height() for _item, size in line)
            spare = rect.width() - sum(size.width() + gap for _item, size in line) + gap
            x = rect.x() + (max(spare, 0) // 2 if self._centred else 0)
            for item, size in line if move else ():
                item.setGeometry(QRect(QPoint(x, y + (deep - size.height()) // 2), size))
                x += size.width() + gap
            y += deep + gap
        return y - rect.y() - (gap if rows else 0)

    def _rows(self, room: int, gap: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        shown = [item for item in self._items if (widget := item.widget()) is None or not widget.isHidden()]
        wide = self._column(shown, room, gap) if self._even and shown else 0
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item in shown:
            size = item.sizeHint()
            size.setWidth(min(wide or size.width(), room))
            if not rows or x + size.width() > room:
                rows.append([])
                x = 0
            rows[-1].append((item, size))
            x += size.width() + gap
        return rows

    @staticmethod
    def _column(shown: list[QLayoutItem], room: int, gap: int) -> int:
        widest = max(item.sizeHint().width() for item in shown)
        columns = max((room + gap) // (widest + gap), 1)
        return int((room - gap * (columns - 1)) // columns)


class Section(QWidget):
    """A titled part of a panel: a small heading, optional trailing controls, and a body."""

    def __init__(self, title: Said, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=8)
        head = row(gap=8)
        self.title = label(title, "section")
        self.count = label(kind="caption")
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        self.head = head
        self.body = column(gap=8)
        whole.addLayout(head)
        whole.addLayout(self.body)
        say(self, accessibleName=title)
