"""The Claims room: all that was ever checked here or brought in, searched as one types, with facets and a chart."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QStackedWidget, QWidget

from factcheck.domain.query import Query
from ui.jobs import Job
from ui.later import services
from ui.library import Change, Library
from ui.models.claims import FOUND, ClaimRows
from ui.rooms.bulk import Bulk
from ui.rooms.chart import ChartBox
from ui.rooms.claimshead import ClaimsHead
from ui.rooms.claimstable import ClaimsTable
from ui.rooms.facets import FIELDS, FacetView
from ui.rooms.preview import Preview
from ui.rooms.room import Room
from ui.scaled import scaled
from ui.state import State
from ui.theme import look
from ui.turns import SETTLING, once_quiet
from ui.views.parts import button, column, label, row
from ui.words import say, spoken, t

WIDE_FACETS, WIDE_PREVIEW = 860, 700
"""Logical pixels of room from which on filters and preview stand beside the table; else a button shows the filters."""


class ClaimsRoom(Room):
    """``claim_wanted`` carries (article, claim); ``told`` a sentence and what opens the file that was written."""

    claim_wanted = Signal(str, str)
    told = Signal(str, object)

    def __init__(self, library: Library, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._state = library, state
        self._query = Query(sort=str(state.get("claims_order", "")))
        self._entered = False
        self._beside: list[Job] = []
        say(self, accessibleName="claims.title")
        self.rows = ClaimRows(library, self)
        self.facets = FacetView()
        self.preview = Preview(library)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for place, part in enumerate((self._side(), self._middle(), self.preview)):
            self.split.addWidget(part)
            self.split.setStretchFactor(place, (0, 3, 2)[place])
        row(self, gap=0).addWidget(self.split)
        self._settle = once_quiet(self, SETTLING, self._reread)
        self._connect()

    def _connect(self) -> None:
        self.head.asked.connect(self.look_for)
        self.head.down.connect(self.table.setFocus)
        self.table.ordered.connect(self.head.ask_order)
        self.head.charted.toggled.connect(self._show_chart)
        self.head.filters.toggled.connect(lambda _on: self.arrange())
        self.head.export.clicked.connect(lambda *_: self.bulk.export(self._title()))
        self.facets.chosen.connect(lambda field, value: self.look_for(replace(self._query, **{field: value})))
        self.box.wanted.connect(self._chart_by)
        self.box.chart.chosen.connect(self._charted)
        self.rows.counted.connect(self._counted)
        self.rows.refused.connect(self._refused)
        self.rows.modelReset.connect(self._first_row)
        self.rows.dataChanged.connect(self._filled)
        self.table.selectionModel().currentChanged.connect(self._picked)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.activated.connect(self._activate)
        self.preview.claim_wanted.connect(self.claim_wanted)
        self.bulk.told.connect(self.told)
        self._library.changed.connect(self._changed)
        spoken.changed.connect(self._reword)
        look.changed.connect(self.arrange)

    def _side(self) -> QWidget:
        self.side = QWidget()
        inside = column(self.side, margins=(0, 12, 0, 0), gap=4)
        head = row(margins=(16, 0, 8, 0), gap=4)
        head.addWidget(label("claims.filters", "section"), 1)
        self.clear = button("claims.clear", lambda: self.look_for(Query(sort=self._query.sort)), kind="link")
        head.addWidget(self.clear)
        inside.addLayout(head)
        inside.addWidget(self.facets, 1)
        return self.side

    def _middle(self) -> QWidget:
        page = QFrame()
        page.setProperty("kind", "paper")
        inside = column(page, margins=(0, 12, 0, 0), gap=8)
        self.head = ClaimsHead(self._library, self._state)
        self.problem = label(kind="warn-caption", wrap=True)
        scaled(self.problem, "setContentsMargins", 16, 0, 16, 0)
        self.problem.hide()
        self.box = ChartBox(str(self._state.get("claims_chart", "year")))
        self.bulk = Bulk(self._library, self.rows)
        self.table = ClaimsTable(self.rows, self._state)
        self.empty = label("claims.empty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        scaled(self.empty, "setContentsMargins", 40, 40, 40, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        for part in (self.head, self.problem, self.box, self.bulk):
            inside.addWidget(part)
        inside.addWidget(self.pages, 1)
        columns = QMenu(self.head.columns)
        columns.aboutToShow.connect(lambda: self.table.offer_columns(columns))
        self.head.columns.setMenu(columns)
        self.box.setVisible(self.head.charted.isChecked())
        return page

    # -- searching

    def enter(self) -> None:
        """Come to the front: with the whole library the first time, as it was left later."""
        self._library.read(lambda desk: services.verdicts.scale(desk), self._scaled, owner=self)  # noqa: PLW0108
        self.head.list_saved()
        if self._entered:
            self._reread()
        else:
            self._entered = True
            self.look_for(self._query)
        self.head.field.setFocus()
        self.head.field.selectAll()

    def look_for(self, query: Query) -> None:
        """Show the answer to a query, with its counts and its chart."""
        if query.sort != self._query.sort:
            self._state.put(claims_order=query.sort)
        self._query = query
        self.head.show_query(query)
        self.table.show_order(query.sort)
        self.clear.setVisible(any(getattr(query, field) for field in FIELDS))
        self.rows.search(query)
        self._read_beside()

    def _charted(self, value: str, verdict: str) -> None:
        """A bar was chosen: filter by it; the same bar again lets it go."""
        name = self.box.current
        chosen: dict[str, Any] = {name: int(value) if name == "year" else value}
        if verdict:
            chosen["verdict"] = verdict
        if all(getattr(self._query, key) == one for key, one in chosen.items()):
            chosen = dict.fromkeys(chosen)
        self.look_for(replace(self._query, **chosen))

    def _read_beside(self) -> None:
        """The counts and the chart follow the lines, in pieces that a next key cancels."""
        query, by = self._query, self.box.current

        def count(job: Job) -> Any:
            return services.search.facets(self._library.desk, query, cancelled=job.cancelled)

        def draw(job: Job) -> Any:
            chart = services.browse.over_time if by == "year" else services.browse.by_claimant
            return chart(self._library.desk, query, cancelled=job.cancelled)

        for job in self._beside:
            if not job.over:
                job.cancel()
        self._beside = [self._start(count, lambda found: self.facets.show_facets(found, query))]
        if self.head.charted.isChecked():
            self._beside.append(self._start(draw, self._draw))

    def _start(self, call: Any, then: Any) -> Job:
        """A read whose failure needs no words: the lines have said already what is wrong."""
        return self._library.jobs.start("store", call, then, failed=lambda _problem: None, owner=self)

    def _draw(self, chart: Any) -> None:
        self.box.show_chart(chart, self.rows.words)
        self.box.setVisible(self.head.charted.isChecked() and bool(chart.bars))

    def _chart_by(self, key: str) -> None:
        self._state.put(claims_chart=key)
        self._read_beside()

    def _show_chart(self, on: bool) -> None:
        self._state.put(claims_charted=on)
        self.box.setVisible(on)
        if on:
            self._read_beside()

    def _counted(self, count: int, exact: bool) -> None:
        self.head.show_count(count, exact)
        say(self.empty, text="claims.none-found" if self._query.to_json().keys() - {"sort"} else "claims.empty")
        self.pages.setCurrentWidget(self.table if count else self.empty)

    def _refused(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _changed(self, change: Change) -> None:
        if self._entered and self.isVisible() and (change.done is None or change.done.touched):
            self._settle.start()

    def _reread(self) -> None:
        self.rows.refresh()
        self._read_beside()

    # -- the line in front

    def _first_row(self) -> None:
        self.preview.show_line(None, self.rows.words)
        self.bulk.show_rows([])
        if self.rows.rowCount():
            self.table.scrollToTop()
            self.table.setCurrentIndex(self.rows.index(0, 0))

    def _picked(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.preview.show_line(now.data(FOUND), self.rows.words)

    def _filled(self, first: QModelIndex, last: QModelIndex) -> None:
        now = self.table.currentIndex()
        if now.isValid() and first.row() <= now.row() <= last.row():
            self.preview.show_line(now.data(FOUND), self.rows.words)

    def _selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        spans = self.table.selectionModel().selection()
        self.bulk.show_rows([range(span.top(), span.bottom() + 1) for span in spans])

    def _activate(self, index: QModelIndex) -> None:
        line = index.data(FOUND)
        if line is not None and line.article is not None:
            self.claim_wanted.emit(line.article, line.id)

    # -- looks

    def arrange(self) -> None:
        """Give filters, table and preview their room; where there is little, the table keeps it."""
        room = self.width() * 100 / look.zoom
        wide, asked = room >= WIDE_FACETS, self.head.filters.isChecked()
        self.head.filters.setVisible(not wide)
        self.side.setVisible(wide or asked)
        self.preview.setVisible(wide or (room >= WIDE_PREVIEW and not asked))
        self.side.setMinimumWidth(look.px(180))
        self.preview.setMinimumWidth(look.px(260))
        side = look.px(200) if self.side.isVisibleTo(self) else 0
        beside = min(look.px(400), int(self.width() * 0.29)) if self.preview.isVisibleTo(self) else 0
        self.split.setSizes([side, max(self.width() - side - beside, 1), beside])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.arrange()

    def _scaled(self, scale: Any) -> None:
        self.rows.reword(scale)
        self.facets.verdicts = self.rows.words
        self.facets.reword()
        self.box.chart.reword(self.rows.words)

    def _title(self) -> str:
        return self._query.words.strip() or t("claims.report-title")

    def _reword(self) -> None:
        self.rows.reword()
        if self._entered:
            self.box.chart.reword(self.rows.words)
            self._picked(self.table.currentIndex(), QModelIndex())
