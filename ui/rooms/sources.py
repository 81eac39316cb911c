"""The Sources room: each page once, what became of it, its captures over time, and the claims that cite it."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtWidgets import QLineEdit, QListView, QSplitter, QStackedWidget, QWidget

from factcheck.errors import Cancelled
from ui.jobs import Job
from ui.later import services
from ui.library import Change, Library
from ui.rooms.room import SEARCH, Room
from ui.rooms.rows import Line, Lines, list_of
from ui.rooms.sourcedetails import SourceDetails
from ui.scaled import scaled
from ui.theme import look
from ui.turns import TYPING, once_quiet
from ui.views.controls import Choice
from ui.views.parts import button, column, label, row
from ui.words import Count, dated, say, spoken, t

STANDINGS = ("never", "kept", "changed", "moved", "gone", "failed", "doubtful")
FLAGGED = "flagged"
"""Whatever its page became: the newest capture carries a warning."""
COLOURS = {"kept": "good", "changed": "warn", "moved": "warn", "gone": "warn", "failed": "warn", "doubtful": "warn"}
AT_ONCE = 4
"""Pages that are fetched side by side; one host is asked no faster for it."""


class SourcesRoom(Room):
    """``claim_wanted`` carries (article, claim) of a claim that somebody wants to see."""

    claim_wanted = Signal(str, str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._entries: dict[str, Any] = {}
        self._chosen: str | None = None
        self._outcomes: Counter[str] = Counter()
        self._left: list[tuple[str, str]] = []
        self._total = self._running = 0
        say(self, accessibleName="sources.title")
        whole = row(self, gap=0)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._list())
        self.details = SourceDetails(library)
        self.split.addWidget(self.details)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        whole.addWidget(self.split)
        self.details.claim_wanted.connect(self.claim_wanted)
        self.details.recheck.connect(lambda source: self.recheck([source]))
        self.details.source_wanted.connect(self._go_to)
        library.changed.connect(self._changed)
        spoken.changed.connect(self._reword)
        look.changed.connect(self.view.doItemsLayout)

    def _list(self) -> QWidget:
        page = QWidget()
        scaled(page, "setMinimumWidth", 260)
        inside = column(page, margins=(0, 12, 0, 0), gap=8)
        head = row(margins=(20, 0, 12, 0), gap=4)
        self.title = label("sources.title", "section")
        head.addWidget(self.title)
        self.count = label(kind="caption")
        head.addWidget(self.count)
        head.addStretch(1)
        self.all = button(
            "sources.recheck-all", self._recheck_all, kind="quiet", icon="refresh", hint="sources.recheck-all-hint"
        )
        head.addWidget(self.all)
        inside.addLayout(head)
        line = row(margins=(12, 0, 12, 0), gap=8)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.setObjectName(SEARCH)
        say(self.filter, placeholderText="sources.filter", accessibleName="sources.filter")
        self.kinds = Choice()
        say(self.kinds, accessibleName="sources.standing")
        line.addWidget(self.filter, 1)
        line.addWidget(self.kinds)
        inside.addLayout(line)
        self.news = label(kind="caption", wrap=True)
        scaled(self.news, "setContentsMargins", 20, 0, 20, 0)
        self.news.hide()
        inside.addWidget(self.news)
        self._typing = once_quiet(self, TYPING, self.refresh)
        self.filter.textChanged.connect(lambda _w: self._typing.start())
        self.lines = Lines(self)
        self.view = list_of(self.lines)
        say(self.view, accessibleName="sources.title")
        self.view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().currentChanged.connect(self._picked)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._name_recheck())
        self.empty = label("sources.empty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        scaled(self.empty, "setContentsMargins", 20, 8, 20, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.empty)
        inside.addWidget(self.pages, 1)
        self._name_kinds()
        self.kinds.currentIndexChanged.connect(lambda _i: self.refresh())
        return page

    def enter(self) -> None:
        """Come to the front with what is there now."""
        self.refresh()
        self.filter.setFocus()

    def refresh(self) -> None:
        """Read the list again."""
        words, wanted = self.filter.text(), self.kinds.currentData()

        def read(desk: Any) -> Any:
            known = services.source_list
            if wanted == FLAGGED:
                return [entry for entry in known.overview(desk, words) if entry.flags]
            return known.overview(desk, words, known.Standing(wanted) if wanted else None)

        self._library.read(read, self._take, owner=self)

    def recheck(self, source_ids: list[str]) -> None:
        """Capture sources again, some at a time; each is stored as it comes, so a stop keeps what was done.

        What is asked for while others are under way comes after them, and is told with them at the end.
        """
        if not self._running:
            self._total = 0
            self._outcomes.clear()
            self.news.hide()
        known = [self._entries[i].source for i in source_ids if i in self._entries]
        asked = [(source.id, source.url) for source in known if source.url]
        self._left = [*reversed(asked), *self._left]
        self._total += len(asked)
        for _ in range(min(AT_ONCE - self._running, len(self._left))):
            self._fetch_next()

    def _fetch_next(self) -> None:
        if not self._left:
            if not self._running:
                self._tell_all()
            return
        source_id, url = self._left.pop()
        self._running += 1
        settings, folder = self._library.settings, self._library.evidence

        def fetch(job: Job) -> Any:
            return services.fetching.fetch(url, settings, progress=job.tell, cancelled=job.cancelled, evidence=folder)

        def keep(got: Any) -> None:
            self._library.change(
                lambda desk: services.recheck.keep(desk, source_id, got),
                lambda done: self._ended(done.value),
                origin=self,
                failed=self._ended,
            )

        title = ("sources.rechecking", {"n": self._total - len(self._left), "of": self._total, "url": url})
        self._library.jobs.start("net", fetch, keep, owner=self, title=title, failed=self._ended)

    def _ended(self, outcome: Any) -> None:
        """One came to its end: with what was found, with what hindered it, or because a person stopped them all."""
        self._running -= 1
        if isinstance(outcome, Cancelled):
            self._left.clear()
        elif isinstance(outcome, Exception):
            self._outcomes["refused"] += 1
        else:
            self._outcomes[str(outcome.page)] += 1
            self.details.tell(outcome)
        self._fetch_next()

    def _tell_all(self) -> None:
        """Say how the rechecks ended, and show what became of the pages."""
        parts = [t(f"sources.outcome-{kind}", n=Count(n)) for kind, n in self._outcomes.most_common()]
        self.news.setText(t("sources.rechecked", n=self._outcomes.total(), how=", ".join(parts)))
        self.news.setVisible(bool(parts))
        self.refresh()

    def _recheck_all(self) -> None:
        chosen = [index.row() for index in self.view.selectionModel().selectedRows()]
        rows = sorted(chosen) if len(chosen) > 1 else range(len(self.lines.lines))
        self.recheck([self.lines.lines[row].id for row in rows])

    def _name_recheck(self) -> None:
        many = len(self.view.selectionModel().selectedRows())
        say(self.all, text=("sources.recheck-some", {"n": many}) if many > 1 else "sources.recheck-all")

    def _take(self, entries: list[Any]) -> None:
        self._entries = {entry.source.id: entry for entry in entries}
        self.lines.show([line_of(entry) for entry in entries])
        self.count.setText(str(len(entries)) if entries else "")
        filtered = bool(self.filter.text() or self.kinds.currentData())
        say(self.empty, text="sources.none-found" if filtered else "sources.empty")
        self.pages.setCurrentWidget(self.view if entries else self.empty)
        self.all.setEnabled(bool(entries))
        at = self.lines.row_of(self._chosen)
        if entries:
            self.view.setCurrentIndex(self.lines.index(max(at, 0)))
        self._show()

    def _picked(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() < len(self.lines.lines):
            self._chosen = self.lines.lines[now.row()].id
            self._show()

    def _go_to(self, source_id: str) -> None:
        """Show another source; a filter that hides it is let go."""
        self._chosen = source_id
        at = self.lines.row_of(source_id)
        if at >= 0:
            self.view.setCurrentIndex(self.lines.index(at))
        else:
            self.kinds.setCurrentIndex(0)
            self.filter.clear()
            self.refresh()

    def _show(self) -> None:
        self.details.show_entry(self._entries.get(self._chosen or ""))

    def _changed(self, change: Change) -> None:
        if self.isVisible() and (
            change.done is None or change.touches("capture") or change.touches("evidence") or change.touches("source")
        ):
            self.refresh()

    def _name_kinds(self) -> None:
        chosen = self.kinds.currentData()
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(t("sources.any"), "")
        for key in STANDINGS:
            self.kinds.addItem(t(f"standing.{key}"), key)
        self.kinds.addItem(t("standing.flagged"), FLAGGED)
        self.kinds.setCurrentIndex(max(self.kinds.findData(chosen), 0))
        self.kinds.blockSignals(False)

    def _reword(self) -> None:
        self._name_kinds()
        self._take(list(self._entries.values()))


def line_of(entry: Any) -> Line:
    """A source as a row of the list."""
    source = entry.source
    host = QUrl(source.url).host() if source.url else t("sources.file")
    parts = (source.publisher or host, t("sources.cited", n=entry.cited), entry.at and dated(entry.at))
    return Line(
        id=source.id,
        title=source.title or source.file_name or source.url or "",
        under=" · ".join(part for part in parts if part),
        word=t(f"standing.{entry.standing}"),
        colour=COLOURS.get(entry.standing, "muted"),
    )
