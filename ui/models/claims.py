"""What a search found, as a table that reads only the rows that are looked at.

Lines are read in blocks. A block is reached by the cursor of the line before it: the first pages bring theirs along,
and where a search is in order of time, stepping stones are laid over the whole result in the background, so that the
scroll bar leads anywhere in a million lines. Ranked results are read one block after another.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from factcheck.domain.query import Found, Page, Query
from factcheck.domain.verdict import Scale
from factcheck.errors import Cancelled, InputError
from ui.foundwords import COLUMNS, VerdictWords, colour_of, words_of
from ui.jobs import Job
from ui.later import services
from ui.library import Library
from ui.words import t

Index = QModelIndex | QPersistentModelIndex
BLOCK = 100
KEPT = 80
"""Blocks that stay in memory: eight thousand lines, about 8 MB."""
STONES = 200
"""Blocks that one piece of background work walks over."""
FOUND = Qt.ItemDataRole.UserRole + 1


class ClaimRows(QAbstractTableModel):
    """``counted`` comes with each answer's first page, ``refused`` with what is wrong in the words, "" when nothing."""

    counted = Signal(int, bool)
    refused = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.query = Query()
        self.words = VerdictWords()
        self._blocks: OrderedDict[int, tuple[Found, ...]] = OrderedDict()
        self._cursors: list[str | None] = [None]
        self._rows = 0
        self._more = False
        self._search: Job | None = None
        self._reading: Job | None = None
        self._walk: Job | None = None
        self._wanted: list[int] = []

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return t(f"claims.column-{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
            FOUND,
        }:
            return None
        line = self.line(index.row())
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        if role == FOUND:
            return line
        if role == Qt.ItemDataRole.ForegroundRole:
            return colour_of(line, COLUMNS[index.column()], self.words)
        words = words_of(line, COLUMNS[index.column()], self.words)
        return words if role == Qt.ItemDataRole.DisplayRole or len(words) > 20 else None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and self._sequential() and self._rows == self._reached()

    def fetchMore(self, _parent: Index) -> None:
        self._want(len(self._cursors) - 1)

    # -- what the room asks

    def search(self, query: Query) -> None:
        """Show the answer to a query when it has come; the last answer stays until then."""
        self.query = replace(query, limit=BLOCK, cursor=None)
        for job in (self._search, self._reading, self._walk):
            if job is not None and not job.over:
                job.cancel()
        self._reading = self._walk = None
        wanted = self.query
        self._search = self._start(wanted, lambda page: self._first(wanted, page))

    def refresh(self) -> None:
        """Read again what is shown, where it stands; from the start when the number of lines is another."""
        wanted = self.query

        def again(page: Page) -> None:
            if wanted is not self.query:
                return
            same = page.count == self._rows or (self._sequential() and page.count >= self._rows)
            if not same or (self._blocks.get(0, ()) and page.found[:1] != self._blocks[0][:1]):
                self._first(wanted, page)
                return
            shown = [block for block in self._blocks if block]
            self._blocks = OrderedDict({0: page.found})
            self._tell_block(0)
            for block in shown[-3:]:
                self._want(block)
            self.dataChanged.emit(self.index(0, 0), self.index(max(self._rows - 1, 0), len(COLUMNS) - 1))

        self._start(wanted, again)

    def line(self, row: int) -> Found | None:
        """The line of a row, or None while it is being read."""
        block, place = divmod(row, BLOCK)
        lines = self._blocks.get(block)
        if lines is None:
            self._want(block)
            return None
        return lines[place] if place < len(lines) else None

    def ids_job(self, rows: Iterable[int]) -> Any:
        """A call for the store lane that gives the claims of this desk in those rows, reading what is not in memory."""
        wanted: dict[int, list[int]] = {}
        for row in rows:
            wanted.setdefault(row // BLOCK, []).append(row % BLOCK)
        known = {block: self._blocks[block] for block in wanted if block in self._blocks}
        cursors, query = list(self._cursors), self.query

        def call(desk: Any, job: Job) -> list[str]:
            ids = []
            for block, places in wanted.items():
                lines = known.get(block)
                if lines is None and block < len(cursors):
                    asked = replace(query, cursor=cursors[block])
                    lines = services.browse.page(desk, asked, cancelled=job.cancelled).found
                ids += [line.id for place, line in enumerate(lines or ()) if place in set(places) and line.article]
            return ids

        return call

    def reword(self, scale: Scale | None = None) -> None:
        """Say everything again, with another scale where one is given."""
        if scale is not None:
            self.words = VerdictWords(scale)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, len(COLUMNS) - 1))

    # -- reading

    def _start(self, query: Query, then: Any) -> Job:
        def call(job: Job) -> Page:
            found: Page = services.browse.page(self._library.desk, query, cancelled=job.cancelled)
            return found

        def refused(problem: object) -> None:
            if isinstance(problem, InputError):
                self.refused.emit(problem.sentence())
            elif not isinstance(problem, Cancelled) and not self._library.shared.lost(problem):
                self._library.jobs.failure.emit(job)

        job = self._library.jobs.start("store", call, then, failed=refused, owner=self)
        return job

    def _first(self, query: Query, page: Page) -> None:
        if query is not self.query:
            return
        self.beginResetModel()
        self._blocks = OrderedDict({0: page.found})
        self._cursors = [None] + ([page.cursor] if page.more else [])
        self._more = page.more
        self._rows = len(page.found) if self._sequential() else max(page.count, len(page.found))
        self._wanted = []
        self.endResetModel()
        self.refused.emit("")
        self.counted.emit(page.count, page.exact)
        if page.more and not self._sequential():
            self._lay_stones()

    def _sequential(self) -> bool:
        """Whether blocks can only be read one after another: results in order of rank or of words."""
        return bool(self.query.words.strip())

    def _reached(self) -> int:
        return (len(self._cursors) - 1) * BLOCK if self._more else self._rows

    def _want(self, block: int) -> None:
        """Read a block soon: the one that was looked at last first, and what nobody looks at any more not at all."""
        if block in self._wanted:
            self._wanted.remove(block)
        self._wanted.append(block)
        del self._wanted[:-4]
        self._read_next()

    def _read_next(self) -> None:
        if self._reading is not None and not self._reading.over:
            return
        ready = [b for b in self._wanted if b < len(self._cursors) and b not in self._blocks]
        if not ready:
            return
        block, asked = ready[-1], self.query
        self._wanted.remove(block)
        query = replace(asked, cursor=self._cursors[block])
        self._reading = self._start(query, lambda page: self._landed(asked, block, page))

    def _landed(self, asked: Query, block: int, page: Page) -> None:
        if asked is not self.query:
            return
        last = block == len(self._cursors) - 1
        grow = block * BLOCK + len(page.found) - self._rows if self._sequential() and last else 0
        if grow > 0:
            self.beginInsertRows(QModelIndex(), self._rows, self._rows + grow - 1)
        self._blocks[block] = page.found
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        if last and self._sequential():
            self._more = page.more
            if page.more:
                self._cursors.append(page.cursor)
        if grow > 0:
            self._rows += grow
            self.endInsertRows()
        self._tell_block(block)
        self._read_next()

    def _tell_block(self, block: int) -> None:
        lines = len(self._blocks[block])
        if lines:
            first = block * BLOCK
            self.dataChanged.emit(self.index(first, 0), self.index(first + lines - 1, len(COLUMNS) - 1))

    def _lay_stones(self) -> None:
        """Walk on from the last cursor known, a piece at a time, behind whatever a person asks for."""
        asked = self.query
        query = replace(asked, cursor=self._cursors[-1])

        def call(job: Job) -> Any:
            return services.browse.stones(self._library.desk, query, BLOCK, STONES, cancelled=job.cancelled)

        self._walk = self._library.jobs.start("store", call, lambda found: self._laid(asked, found), owner=self)

    def _laid(self, asked: Query, found: Any) -> None:
        if asked is not self.query:
            return
        walked = (len(self._cursors) - 1) * BLOCK + found.lines
        self._cursors.extend(found.cursors)
        if not found.more and found.cursors and found.lines % BLOCK == 0:
            self._cursors.pop()  # the last stone has nothing behind it
        if walked > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, walked - 1)
            self._rows = walked
            self.endInsertRows()
        if found.more:
            self._lay_stones()
        elif walked < self._rows:
            self.beginRemoveRows(QModelIndex(), walked, self._rows - 1)
            self._rows = walked
            self.endRemoveRows()
        if not found.more:
            self.counted.emit(self._rows, True)
        self._read_next()
