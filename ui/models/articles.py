"""The list of articles, as a model over their summaries."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from factcheck.domain.article import ArticleSummary
from ui.later import services
from ui.library import Change, Library
from ui.turns import once_quiet
from ui.views.present import in_words
from ui.words import echoed, since, t

ID = Qt.ItemDataRole.UserRole + 1
SUMMARY = Qt.ItemDataRole.UserRole + 2
EARLIER = Qt.ItemDataRole.UserRole + 3
PRESENT = Qt.ItemDataRole.UserRole + 4
SOON = 400
"""Milliseconds in which the steps of others are gathered before the list is read again."""


class Articles(QAbstractListModel):
    """The library's articles, newest first, filtered by words."""

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._words = ""
        self.rows: list[ArticleSummary] = []
        self._earlier: dict[str, int] = {}
        self._present: dict[str, list[str]] = {}
        self.read_once = False
        self._soon = once_quiet(self, SOON, self.refresh)
        library.opened.connect(self.refresh)
        library.changed.connect(self._changed)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            parts = (row.title, under(row, self._earlier.get(row.id, 0)), in_words(self._present.get(row.id, ())))
            return ". ".join(part for part in parts if part)
        here = self._present.get(row.id, [])
        return {ID: row.id, SUMMARY: row, EARLIER: self._earlier.get(row.id, 0), PRESENT: here}.get(role)

    def filter(self, words: str) -> None:
        """Show only articles that match the words."""
        self._words = words
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        words = self._words
        self._library.read(lambda desk: services.articles.list_all(desk, words), self._take, owner=self)

    def tell_earlier(self, article_id: str, claims: int) -> None:
        """Say beside an article how many of its claims were probably checked before."""
        self._earlier[article_id] = claims
        at = self.row_of(article_id)
        if at >= 0:
            self.dataChanged.emit(self.index(at), self.index(at))

    def show_present(self, names: dict[str, list[str]]) -> None:
        """Say who else looks at which article."""
        changed = {key for key in names.keys() | self._present.keys() if names.get(key) != self._present.get(key)}
        self._present = names
        for at, row in enumerate(self.rows):
            if row.id in changed:
                self.dataChanged.emit(self.index(at), self.index(at))

    def row_of(self, article_id: str | None) -> int:
        """The row of an article, -1 where it is not shown."""
        return next((n for n, row in enumerate(self.rows) if row.id == article_id), -1)

    def _take(self, rows: list[ArticleSummary]) -> None:
        first, self.read_once = not self.read_once, True
        if not first and [r.id for r in rows] == [r.id for r in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _changed(self, change: Change) -> None:
        if change.within is None:
            self.refresh()
        elif not self._soon.isActive():
            self._soon.start()  # thirty others at work are read about once in a while


def under(row: ArticleSummary, earlier: int = 0) -> str:
    """The line below a title: outlet, date, how far the work is, how many claims were probably checked before."""
    when = echoed(row.date) or since(row.created_at)
    before = t("articles.checked-before", n=earlier) if earlier else ""
    return " · ".join(part for part in (row.outlet, when, progress(row), before) if part)


def progress(row: ArticleSummary) -> str:
    """How many claims are decided of how many."""
    return t("articles.progress", decided=row.decided, claims=row.claims) if row.claims else t("articles.no-claims")
