"""A found line beside the table: a claim of this desk with its sources and history, or an earlier check."""

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.query import Found
from ui.claimwords import summary
from ui.foundwords import VerdictWords
from ui.later import services
from ui.library import Library
from ui.theme import look
from ui.turns import once_quiet
from ui.views.parts import Elided, Section, button, clear, column, label, row
from ui.views.sources import STANCE_GLYPH, title_of, under_title
from ui.words import dated, echoed, t

STEPS = 30
"""Steps of the history that the preview shows; all are in the claim's article."""
REST_MS = 60
"""How long a line must stay chosen before it is read: an arrow key held down reads none in between."""


class Preview(QScrollArea):
    """``claim_wanted`` carries (article, claim)."""

    claim_wanted = Signal(str, str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._line: Found | None = None
        self._verdicts = VerdictWords()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QFrame()
        page.setProperty("kind", "paper")
        self.setWidget(page)
        whole = column(page, margins=(24, 20, 24, 28), gap=16)
        top = column(gap=8)
        self.verdict = label()
        self.wording = label(wrap=True)
        self.wording.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.under = label(kind="muted", wrap=True)
        self.where = label(kind="caption", wrap=True)
        for part in (self.verdict, self.wording, self.under, self.where):
            top.addWidget(part)
        whole.addLayout(top)
        acts = row(gap=8)
        self.open = button("claims.open", self._open, kind="primary", icon="articles")
        self.out = button("claims.open-check", self._open_page, icon="globe")
        acts.addWidget(self.open)
        acts.addWidget(self.out)
        acts.addStretch(1)
        whole.addLayout(acts)
        self.reason = label(wrap=True)
        whole.addWidget(self.reason)
        self.sources = Section("source.title")
        self.history = Section("history.title")
        whole.addWidget(self.sources)
        whole.addWidget(self.history)
        whole.addStretch(1)
        self._page = page
        page.hide()
        self._rest = once_quiet(self, REST_MS, self._read)
        look.changed.connect(self._retype)
        self._retype()

    def show_line(self, line: Found | None, verdicts: VerdictWords) -> None:
        """Show a line, None for none."""
        same = line is not None and self._line is not None and line.id == self._line.id
        self._line, self._verdicts = line, verdicts
        self._page.setVisible(line is not None)
        if line is None:
            return
        glyph, words = verdicts.of(line)
        self.verdict.setText(f"{glyph} {words}".strip() or (t(f"state.{line.state}") if line.state else ""))
        colour = verdicts.colour(line) if line.verdict else look.colour("muted")
        self.verdict.setStyleSheet(f"color: {colour.name()}")
        self.wording.setText(" ".join(line.text.split()))
        self.under.setText(" · ".join(part for part in (line.claimant, echoed(line.date)) if part))
        self.under.setVisible(bool(self.under.text()))
        self.where.setText(" · ".join(part for part in (line.title, line.outlet) if part))
        self.open.setVisible(line.article is not None)
        self.out.setVisible(line.article is None and bool(line.url))
        if not same:
            self.verticalScrollBar().setValue(0)
            for part in (self.reason, self.sources, self.history):
                part.hide()
        self._rest.start()

    def _read(self) -> None:
        line = self._line
        if line is None or line.article is None:
            return

        def read(desk: Any) -> Any:
            claim = services.claims.get(desk, line.id)
            evidence = services.sources.of_claim(desk, line.id)
            steps = services.history.steps(desk, claim=line.id, limit=STEPS)
            return claim, evidence, [(step, services.history.describe(step)) for step in steps]

        self._library.read(read, lambda found: self._fill(line.id, *found), owner=self, failed=lambda _gone: None)

    def _fill(self, identifier: str, claim: Claim, evidence: list[Any], steps: list[Any]) -> None:
        if self._line is None or self._line.id != identifier:
            return
        self.under.setText(" · ".join([summary(claim), *(f"#{tag}" for tag in claim.tags)]))
        self.under.show()
        self.reason.setText(claim.verdict.reason if claim.verdict else "")
        self.reason.setVisible(bool(claim.verdict))
        clear(self.sources.body)
        for one in evidence:
            self.sources.body.addWidget(_source(one))
        self.sources.count.setText(str(len(evidence)))
        self.sources.setVisible(bool(evidence))
        clear(self.history.body)
        for step, words in steps:
            made = column(gap=1)
            said = label(wrap=True)
            said.setText(words)
            made.addWidget(said)
            by = label(kind="caption")
            by.setText(f"{step.reviewer} · {dated(step.at)}")
            made.addWidget(by)
            self.history.body.addLayout(made)
        self.history.show()

    def _open(self) -> None:
        if self._line is not None and self._line.article is not None:
            self.claim_wanted.emit(self._line.article, self._line.id)

    def _open_page(self) -> None:
        url = QUrl(self._line.url or "") if self._line is not None else QUrl()
        if url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)

    def _retype(self) -> None:
        self.wording.setFont(look.serif(18))
        self.verdict.setFont(look.sans(14, strong=True))
        if self._line is not None:
            self.show_line(self._line, self._verdicts)


def _source(evidence: Any) -> QWidget:
    """A cited source in two lines, with its stance by glyph and word."""
    made = QWidget()
    inside = column(made, gap=1)
    title = Elided()
    title.setText(f"{STANCE_GLYPH[evidence.stance]}  {title_of(evidence)}")
    inside.addWidget(title)
    under = label(kind="caption", wrap=True)
    under.setText(f"{t(f'stance.{evidence.stance.value}')} · {under_title(evidence)}")
    inside.addWidget(under)
    return made
