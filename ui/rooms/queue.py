"""The review queue: what waits for me, what for, and how long it has; each leads to its claim."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QWidget

from factcheck.domain.query import Found
from ui.foundwords import VerdictWords
from ui.later import services
from ui.library import Change, Library
from ui.rooms.preview import Preview
from ui.rooms.room import Room
from ui.rooms.rows import Line, Lines, list_of
from ui.scaled import scaled
from ui.theme import look
from ui.turns import SETTLING, once_quiet
from ui.views.parts import Flow, button, column, label, row
from ui.views.present import in_words
from ui.words import dated, say, spoken, t

SORTS = ("", "settle", "second", "approve", "returned", "assigned", "overdue")
WIDE = 640
"""Logical pixels of room from which on the preview stands beside the list."""


class QueueRoom(Room):
    """``claim_wanted`` carries (article, claim)."""

    claim_wanted = Signal(str, str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._waiting: list[Any] = []
        self._verdicts = VerdictWords()
        self._sort = ""
        self._read_once = False
        say(self, accessibleName="queue.title")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.preview = Preview(library)
        self.split.addWidget(self._list())
        self.split.addWidget(self.preview)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        row(self, gap=0).addWidget(self.split)
        self._settle = once_quiet(self, SETTLING, self.refresh)
        self.preview.claim_wanted.connect(self.claim_wanted)
        library.changed.connect(self._changed)
        library.reviewer_changed.connect(lambda _name: self.refresh() if self.isVisible() else None)
        library.shared.present_changed.connect(self._show)
        spoken.changed.connect(self._show)
        look.changed.connect(self.view.doItemsLayout)

    def _list(self) -> QWidget:
        page = QWidget()
        inside = column(page, margins=(0, 12, 0, 0), gap=8)
        head = row(margins=(20, 0, 12, 0), gap=8)
        self.title = label("queue.title", "section")
        self.who = label(kind="caption")
        head.addWidget(self.title)
        head.addWidget(self.who, 1)
        inside.addLayout(head)
        chips = QWidget()
        flow = Flow(chips, gap=4)
        self.chips: dict[str, QPushButton] = {}
        for sort in SORTS:
            made = button("", lambda sort=sort: self.choose(sort), kind="quiet")
            made.setCheckable(True)
            flow.addWidget(made)
            self.chips[sort] = made
        boxed = row(margins=(12, 0, 12, 0))
        boxed.addWidget(chips)
        inside.addLayout(boxed)
        self.lines = Lines(self)
        self.view = list_of(self.lines)
        say(self.view, accessibleName="queue.title")
        self.view.selectionModel().currentChanged.connect(self._picked)
        self.view.activated.connect(self._open)
        self.empty = label("queue.empty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        scaled(self.empty, "setContentsMargins", 40, 40, 40, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.empty)
        inside.addWidget(self.pages, 1)
        return page

    def enter(self) -> None:
        """Come to the front with what waits now."""
        self._library.read(lambda desk: services.verdicts.scale(desk), self._scaled, owner=self)  # noqa: PLW0108
        self.refresh()
        self.view.setFocus()

    def refresh(self) -> None:
        """Read again what waits."""
        self._library.read(lambda desk: (desk.reviewer, services.queue.waiting(desk)), self._take, owner=self)

    def choose(self, sort: str) -> None:
        """Show only what is asked so, ``overdue`` what waits too long, "" everything."""
        self._sort = sort
        self._show()

    def _take(self, found: tuple[str, list[Any]]) -> None:
        reviewer, self._waiting = found
        self._read_once = True
        self.who.setText(reviewer)
        counts = Counter(one.sort.value for one in self._waiting)
        if self._sort and self._sort != "overdue" and not counts[self._sort]:
            self._sort = ""
        self._show()

    def shown(self) -> list[Any]:
        """What waits under the chosen sort."""
        if self._sort == "overdue":
            return [one for one in self._waiting if one.overdue]
        return [one for one in self._waiting if not self._sort or one.sort.value == self._sort]

    def _show(self) -> None:
        counts = Counter(one.sort.value for one in self._waiting)
        counts["overdue"] = sum(one.overdue for one in self._waiting)
        counts[""] = len(self._waiting)
        for sort, chip in self.chips.items():
            chip.setText(f"{t('queue.sort-' + (sort or 'all'))}  {counts[sort]}")
            chip.setChecked(sort == self._sort)
            chip.setVisible(bool(counts[sort]) or not sort)
        chosen = self._current()
        shown = self.shown()
        at_work = self._library.shared.at
        self.lines.show([line_of(one, at_work(claim=one.claim.id)) for one in shown])
        if self._read_once:
            self.pages.setCurrentWidget(self.view if shown else self.empty)
        at = self.lines.row_of(chosen)
        if shown:
            self.view.setCurrentIndex(self.lines.index(max(at, 0)))
        self._preview()

    def _current(self) -> str | None:
        at = self.view.currentIndex().row()
        return self.lines.lines[at].id if 0 <= at < len(self.lines.lines) else None

    def _picked(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._preview()

    def _preview(self) -> None:
        identifier = self._current()
        one = next((one for one in self.shown() if one.claim.id == identifier), None)
        self.preview.show_line(found_of(one) if one is not None else None, self._verdicts)

    def _open(self, index: QModelIndex) -> None:
        one = self.shown()[index.row()]
        self.claim_wanted.emit(one.claim.article, one.claim.id)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and (change.done is None or change.done.touched):
            self._settle.start()

    def _scaled(self, scale: Any) -> None:
        self._verdicts = VerdictWords(scale)
        self._preview()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() * 100 / look.zoom >= WIDE
        self.preview.setVisible(beside)
        part = min(look.px(440), int(self.width() * 0.42)) if beside else 0
        self.split.setSizes([max(self.width() - part, 1), part])


def line_of(one: Any, present: list[str]) -> Line:
    """What waits as a row of the list: the claim, its article, who asks, what is asked, and who looks at it now."""
    urgent = t(f"priority.is-{one.claim.priority}") if one.claim.priority else ""
    asks = t("queue.by", name=one.by) if one.by else ""
    since = t("queue.overdue" if one.overdue else "queue.since", at=dated(one.since, with_time=False))
    return Line(
        id=one.claim.id,
        title=one.claim.standalone,
        under=" · ".join(part for part in (in_words(present), urgent, one.title, asks, since) if part),
        word=t(f"queue.asks-{one.sort.value}"),
        colour="warn" if one.overdue or one.claim.priority > 1 else "accent",
    )


def found_of(one: Any) -> Found:
    """What waits as the preview takes it."""
    claim = one.claim
    verdict = claim.verdict.rating if claim.verdict else None
    return Found(
        id=claim.id,
        record="claim",
        text=claim.standalone,
        title=one.title,
        claimant=claim.claimant,
        rating=verdict,
        verdict=verdict,
        state=claim.state.value,
        date=claim.date,
        checked=None,
        outlet=one.outlet,
        language=one.language,
        url=None,
        own_id=None,
        article=claim.article,
    )
