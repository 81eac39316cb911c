"""One source in the Sources room: who cites it, whom it shares its origin with, its captures, what changed in them."""

import re
from typing import Any

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.source import Capture
from ui.later import dialogs, services
from ui.library import Library
from ui.rooms.changes import ChangesView
from ui.rooms.rows import Link
from ui.theme import look
from ui.views.parts import Flow, Section, button, clear, column, label, row
from ui.words import dated, echoed, message, t


class SourceDetails(QScrollArea):
    """One source: what it is, what became of it, who cites it, its captures, and what changed between two."""

    claim_wanted = Signal(str, str)
    recheck = Signal(str)
    source_wanted = Signal(str)

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
        acts = QWidget()
        flow = Flow(acts, gap=8)
        self.again = button("sources.recheck", self._ask_recheck, icon="refresh")
        self.out = button("sources.open-original", self._open_original, kind="quiet", icon="globe")
        flow.addWidget(self.again)
        flow.addWidget(self.out)
        flow.addWidget(button("sources.name-origin", self._ask_origin, kind="quiet"))
        top.addWidget(acts)
        whole.addLayout(top)
        self.cited = Section("sources.cited-by")
        self.shared = Section("sources.shared")
        self.captures = Section("sources.captures")
        whole.addWidget(self.cited)
        whole.addWidget(self.shared)
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
        known = (
            source.publisher,
            source.author,
            echoed(source.date),
            source.origin and t("sources.origin", name=source.origin),
            source.url and breakable(source.url),
        )
        self.under.setText(" · ".join(part for part in known if part))
        self.news.setText(self._outcome or t(f"standing.{entry.standing}-words"))
        self.again.setVisible(bool(source.url))
        self.out.setVisible(bool(source.url))

        def read(desk: Any) -> Any:
            known = services.source_list
            captures = services.captures.of_source(desk, source.id)
            return known.citing(desk, source.id), captures, known.shared_with(desk, source.id)

        self._library.read(read, lambda found: self._fill(source.id, *found), owner=self)

    def tell(self, outcome: Any) -> None:
        """Say how a recheck ended."""
        if self._entry is not None and outcome.source == self._entry.source.id:
            quotes = [t(f"quote.{q.status.status}", quote=_short(q.evidence.quote or "")) for q in outcome.quotes]
            self._outcome = "\n".join([breakable(outcome.sentence()), *quotes])
            self.news.setText(self._outcome)

    def _fill(self, source_id: str, claims: list[Claim], captures: list[Capture], shared: list[Any]) -> None:
        if self._entry is None or self._entry.source.id != source_id:
            return
        self._show_shared(shared)
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

    def _show_shared(self, shared: list[Any]) -> None:
        """Whom the source shares its origin with; each leads to the other source."""
        clear(self.shared.body)
        for one in shared:
            said = label(wrap=True)
            said.setText(one.said)
            self.shared.body.addWidget(said)
            for other in one.others:
                go = lambda o=other: self.source_wanted.emit(o.id)  # noqa: E731 - bound to this source
                self.shared.body.addWidget(Link(other.title or other.file_name or other.url or "", go))
        self.shared.setVisible(bool(shared))

    def _ask_origin(self) -> None:
        if self._entry is None:
            return
        source = self._entry.source
        name = dialogs.ask.ask_line(
            self, "sources.origin-title", "sources.origin-words", "sources.origin-give", source.origin or ""
        )
        if name is not None and name != (source.origin or ""):
            self._library.change(lambda desk: services.citations.name_origin(desk, source.id, name or None))

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
        for words in (capture.problem, *(message("flag", flag.partition(":")[0]) for flag in capture.flags)):
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


def breakable(address: str) -> str:
    """An address that may be broken across lines behind its signs: a zero-width space stands there."""
    return re.sub(r"([/?&=._-])", "\\1\u200b", address)


def _short(words: str, longest: int = 60) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
