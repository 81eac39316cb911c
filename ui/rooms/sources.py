"""The Sources room: each page once, what became of it, its captures over time, and the claims that cite it."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QScrollArea, QSplitter, QStackedWidget, QWidget

from factcheck.domain import dates
from factcheck.domain.claim import Claim
from factcheck.domain.source import Capture
from ui.jobs import Job
from ui.later import services
from ui.library import Change, Library
from ui.rooms.changes import ChangesView
from ui.rooms.rows import Line, Lines, Link, list_of
from ui.theme import look
from ui.views.parts import Section, button, clear, column, label, row
from ui.words import dated, message, say, spoken, t

STANDINGS = ("never", "kept", "changed", "moved", "gone", "failed", "doubtful")
COLOURS = {"kept": "good", "changed": "warn", "moved": "warn", "gone": "warn", "failed": "warn", "doubtful": "warn"}
TYPING_MS = 120


class SourcesRoom(QFrame):
    """``claim_wanted`` carries (article, claim) of a claim that somebody wants to see."""

    claim_wanted = Signal(str, str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._entries: dict[str, Any] = {}
        self._chosen: str | None = None
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
        library.changed.connect(self._changed)
        spoken.changed.connect(self._reword)
        look.changed.connect(self.view.doItemsLayout)

    def _list(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(look.px(320))
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
        say(self.filter, placeholderText="sources.filter", accessibleName="sources.filter")
        self.kinds = QComboBox()
        say(self.kinds, accessibleName="sources.standing")
        line.addWidget(self.filter, 1)
        line.addWidget(self.kinds)
        inside.addLayout(line)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.filter.textChanged.connect(lambda _w: self._typing.start())
        self.lines = Lines(self)
        self.view = list_of(self.lines)
        say(self.view, accessibleName="sources.title")
        self.view.selectionModel().currentChanged.connect(self._picked)
        self.empty = label("sources.empty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(look.px(20), look.px(8), look.px(20), 0)
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
            return known.overview(desk, words, known.Standing(wanted) if wanted else None)

        self._library.read(read, self._take, owner=self)

    def recheck(self, source_ids: list[str]) -> None:
        """Capture sources again, one after another, each stored before the next; a stop keeps what was done."""
        found = [
            (i, self._entries[i].source.url) for i in source_ids if i in self._entries and self._entries[i].source.url
        ]
        self._fetch_next(found, len(found))

    def _fetch_next(self, left: list[tuple[str, str]], total: int) -> None:
        if not left:
            self.refresh()
            return
        (source_id, url), rest = left[0], left[1:]
        settings, folder = self._library.settings, self._library.evidence

        def fetch(job: Job) -> Any:
            return services.fetching.fetch(url, settings, progress=job.tell, cancelled=job.cancelled, evidence=folder)

        def keep(got: Any) -> None:
            self._library.change(
                lambda desk: services.recheck.keep(desk, source_id, got),
                lambda done: (self._told(done.value), self._fetch_next(rest, total)),
                origin=self,
            )

        title = ("sources.rechecking", {"n": total - len(rest), "of": total, "url": url})
        self._job = self._library.jobs.start(
            "net", fetch, keep, owner=self, title=title, failed=lambda _p: self.refresh()
        )

    def _told(self, outcome: Any) -> None:
        self.details.tell(outcome)

    def _recheck_all(self) -> None:
        self.recheck([line.id for line in self.lines.lines])

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

    def _show(self) -> None:
        self.details.show_entry(self._entries.get(self._chosen or ""))

    def _changed(self, change: Change) -> None:
        if self.isVisible() and (change.done is None or change.touches("capture") or change.touches("evidence")):
            self.refresh()

    def _name_kinds(self) -> None:
        chosen = self.kinds.currentData()
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(t("sources.any"), "")
        for key in STANDINGS:
            self.kinds.addItem(t(f"standing.{key}"), key)
        self.kinds.setCurrentIndex(max(self.kinds.findData(chosen), 0))
        self.kinds.blockSignals(False)

    def _reword(self) -> None:
        self._name_kinds()
        self._take(list(self._entries.values()))


class SourceDetails(QScrollArea):
    """One source: what it is, what became of it, who cites it, its captures, and what changed between two."""

    claim_wanted = Signal(str, str)
    recheck = Signal(str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._entry: Any = None
        self._outcome: Any = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QFrame()
        page.setProperty("kind", "paper")
        self.setWidget(page)
        whole = column(page, margins=(28, 24, 28, 28), gap=20)
        top = column(gap=6)
        self.title = label(wrap=True)
        self.under = label(kind="muted", wrap=True)
        self.news = label(kind="caption", wrap=True)
        top.addWidget(self.title)
        top.addWidget(self.under)
        top.addWidget(self.news)
        acts = row(gap=8)
        self.again = button("sources.recheck", self._ask_recheck, icon="refresh")
        self.out = button("sources.open-original", self._open_original, kind="quiet", icon="globe")
        acts.addWidget(self.again)
        acts.addWidget(self.out)
        acts.addStretch(1)
        top.addLayout(acts)
        whole.addLayout(top)
        self.cited = Section("sources.cited-by")
        self.captures = Section("sources.captures")
        whole.addWidget(self.cited)
        whole.addWidget(self.captures)
        self.changes = ChangesView()
        self.changes.hide()
        whole.addWidget(self.changes)
        whole.addStretch(1)
        self._page = page
        page.hide()
        look.changed.connect(self._retype)
        self._retype()

    def show_entry(self, entry: Any) -> None:
        """Show a source, None for none."""
        another = entry is None or self._entry is None or entry.source.id != self._entry.source.id
        self._entry = entry
        self._page.setVisible(entry is not None)
        if entry is None:
            return
        if another:
            self.changes.hide()
            self._outcome = None
        source = entry.source
        self.title.setText(source.title or source.file_name or source.url or "")
        when = dates.echo(source.date) if source.date and dates.valid(source.date) else None
        known = (
            source.publisher,
            source.author,
            when,
            source.origin and t("sources.origin", name=source.origin),
            source.url,
        )
        self.under.setText(" · ".join(part for part in known if part))
        self.news.setText(self._outcome or t(f"standing.{entry.standing}-words"))
        self.again.setVisible(bool(source.url))
        self.out.setVisible(bool(source.url))

        def read(desk: Any) -> Any:
            return services.source_list.citing(desk, source.id), services.captures.of_source(desk, source.id)

        self._library.read(read, lambda found: self._fill(source.id, *found), owner=self)

    def tell(self, outcome: Any) -> None:
        """Say how a recheck ended."""
        if self._entry is not None and outcome.source == self._entry.source.id:
            quotes = [t(f"quote.{q.status.status}", quote=_short(q.evidence.quote or "")) for q in outcome.quotes]
            self._outcome = "\n".join([outcome.sentence(), *quotes])
            self.news.setText(self._outcome)

    def _fill(self, source_id: str, claims: list[Claim], captures: list[Capture]) -> None:
        if self._entry is None or self._entry.source.id != source_id:
            return
        clear(self.cited.body)
        for claim in claims:
            show = lambda c=claim: self.claim_wanted.emit(c.article, c.id)  # noqa: E731 - bound to this claim
            self.cited.body.addWidget(Link(claim.standalone, show))
        if not claims:
            self.cited.body.addWidget(label("sources.cited-by-none", "caption", wrap=True))
        self.cited.count.setText(str(len(claims)) if claims else "")
        clear(self.captures.body)
        for place, capture in enumerate(captures):
            earlier = next((c for c in captures[place + 1 :] if c.sha256), None)
            self.captures.body.addWidget(self._capture(capture, earlier if capture.sha256 else None))
        if not captures:
            self.captures.body.addWidget(label("sources.captures-none", "caption", wrap=True))
        self.captures.count.setText(str(len(captures)) if captures else "")

    def _capture(self, capture: Capture, earlier: Capture | None) -> QWidget:
        made = QFrame()
        inside = column(made, gap=2)
        head = row(gap=8)
        when = label()
        when.setText(dated(capture.at))
        head.addWidget(when)
        status = label(kind="caption")
        status.setText(" · ".join(part for part in (str(capture.status or ""), (capture.sha256 or "")[:12]) if part))
        head.addWidget(status, 1)
        if earlier is not None:
            head.addWidget(button("sources.compare", lambda: self._compare(earlier.id, capture.id), kind="link"))
        inside.addLayout(head)
        for words in (capture.problem, *(message("flag", flag) for flag in capture.flags)):
            if words:
                told = label(kind="warn-caption", wrap=True)
                told.setText(words)
                inside.addWidget(told)
        return made

    def _compare(self, old: str, new: str) -> None:
        self._library.read(lambda desk: services.recheck.changes(desk, old, new), self._show_changes, owner=self)

    def _show_changes(self, changes: Any) -> None:
        self.changes.show_changes(changes)
        self.changes.show()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.changes))

    def _ask_recheck(self) -> None:
        if self._entry is not None:
            self.recheck.emit(self._entry.source.id)

    def _open_original(self) -> None:
        if self._entry is not None and self._entry.source.url:
            url = QUrl(self._entry.source.url)
            if url.scheme() in {"http", "https"}:
                QDesktopServices.openUrl(url)

    def _retype(self) -> None:
        self.title.setFont(look.serif(22, strong=True))


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


def _short(words: str, longest: int = 60) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
