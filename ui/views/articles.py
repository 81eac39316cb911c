"""The first column: the articles of the library, with a filter and the ways to add one."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from factcheck.domain.article import ArticleSummary
from ui.actions.bound import Actions
from ui.models.articles import EARLIER, ID, PRESENT, SUMMARY, Articles, progress, under
from ui.scaled import scaled
from ui.theme import look
from ui.turns import TYPING, once_quiet
from ui.views import present
from ui.views.parts import Line, button, column, label, row
from ui.words import say, t


class Row(QStyledItemDelegate):
    """One article: its title on up to two lines, what is known of it, and a thin line of progress."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = option.widget.width() if option.widget else 240
        lines = len(_lines(str(index.data()), QFontMetrics(look.sans(14, strong=True)), width - look.px(36)))
        title = lines * QFontMetrics(look.sans(14, strong=True)).height()
        return QSize(look.px(120), title + QFontMetrics(look.sans(12)).height() + look.px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        summary: ArticleSummary = index.data(SUMMARY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(look.px(8), look.px(2), -look.px(8), -look.px(2))
        view: QListView = self.parent()
        chosen = view.selectionModel().isSelected(index)
        over = view.underMouse() and view.indexAt(view.viewport().mapFromGlobal(QCursor.pos())) == index
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        if view.hasFocus() and chosen:
            painter.setPen(QPen(look.colour("accent"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), look.px(6), look.px(6))
        inner = box.adjusted(look.px(10), look.px(8), -look.px(10), -look.px(8))
        font = look.sans(14, strong=True)
        metrics, y = QFontMetrics(font), inner.top()
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        for line in _lines(summary.title, metrics, int(inner.width())):
            painter.drawText(QRectF(inner.left(), y, inner.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, line)
            y += metrics.height()
        painter.setFont(look.sans(12))
        small = QFontMetrics(look.sans(12))
        painter.setPen(
            look.colour("muted") if not chosen else look.readable(look.colour("muted"), look.colour("selected"))
        )
        line = QRectF(inner.left(), y + look.px(2), inner.width(), small.height())
        room = int(inner.width() - present.paint(painter, index.data(PRESENT), line))
        words = small.elidedText(_shorter(summary, index.data(EARLIER), small, room), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, 0, words)
        self._progress(painter, summary, QRectF(inner.left(), inner.bottom() - look.px(1), inner.width(), look.px(2)))
        painter.restore()

    def _progress(self, painter: QPainter, summary: ArticleSummary, box: QRectF) -> None:
        if not summary.claims:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(box, 1, 1)
        share = summary.decided / summary.claims
        if share:
            painter.setBrush(QColor(look.tokens.accent))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), max(box.width() * share, 2), box.height()), 1, 1)


def _shorter(summary: ArticleSummary, earlier: int, metrics: QFontMetrics, room: int) -> str:
    """The line below the title as far as it fits: first how far the work is and what was checked before."""
    whole = under(summary, earlier)
    if metrics.horizontalAdvance(whole) <= room:
        return whole
    before = t("articles.checked-before", n=earlier) if earlier else ""
    return " · ".join(part for part in (progress(summary), before, summary.outlet) if part)


def _lines(words: str, metrics: QFontMetrics, room: int) -> list[str]:
    """The title on at most two lines, the second cut where it must."""
    first = ""
    rest = " ".join(words.split()).split(" ")
    while rest and metrics.horizontalAdvance(f"{first} {rest[0]}".strip()) <= room:
        first = f"{first} {rest.pop(0)}".strip()
    if not rest:
        return [first]
    if not first:
        return [metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)]
    return [first, metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, room)]


class ArticleList(QFrame):
    """``chosen`` carries an article's id."""

    chosen = Signal(str)

    def __init__(self, model: Articles, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        whole = column(self, margins=(0, 10, 0, 0), gap=8)
        head = row(margins=(16, 0, 12, 0), gap=4)
        head.addWidget(label("articles.title", "section"), 1)
        self.add = button("articles.add", kind="quiet", icon="plus", hint="articles.add-hint")
        menu = QMenu(self.add)
        for identifier in ("article.open", "article.paste", "article.from-link"):
            menu.addAction(actions[identifier])
        self.add.setMenu(menu)
        head.addWidget(self.add)
        whole.addLayout(head)
        self.filter = Line()
        self.filter.setClearButtonEnabled(True)
        say(self.filter, placeholderText="articles.filter", accessibleName="articles.filter")
        boxed = row(margins=(12, 0, 12, 0))
        boxed.addWidget(self.filter)
        whole.addLayout(boxed)
        self._typing = once_quiet(self, TYPING, lambda: model.filter(self.filter.text()))
        self.filter.textChanged.connect(lambda _w: self._typing.start())
        self.view = QListView()
        self.view.setModel(model)
        self.view.setItemDelegate(Row(self.view))
        self.view.setMouseTracking(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        say(self.view, accessibleName="articles.title")
        self.view.clicked.connect(self._picked)
        self.view.activated.connect(self._picked)
        self.empty = label("articles.empty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        scaled(self.empty, "setContentsMargins", 16, 8, 16, 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        whole.addWidget(self._pages, 1)
        model.modelReset.connect(self._filled)
        model.dataChanged.connect(lambda *_: self.view.viewport().update())
        self._current: str | None = None

    def point_to(self, article_id: str | None) -> None:
        """Show which article is open."""
        self._current = article_id
        at = self.model.row_of(article_id)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        else:
            self.view.clearSelection()

    def _filled(self) -> None:
        nothing = self.model.read_once and not self.model.rows
        self._pages.setCurrentWidget(self.empty if nothing else self.view)
        say(self.empty, text="articles.none-found" if self.filter.text() else "articles.empty")
        self.point_to(self._current)

    def _picked(self, index: QModelIndex) -> None:
        found = index.data(ID)
        if found:
            self.chosen.emit(str(found))
