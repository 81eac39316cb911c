"""The claim that is being worked on: the third column of the Articles room."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.verdict import Scale
from ui.actions.bound import Actions
from ui.later import views
from ui.library import Library
from ui.models.reading import Dossier, Reading
from ui.state import State
from ui.theme import look
from ui.views.parts import Section, column, in_reading_order, label, rule
from ui.words import say


class ClaimPanel(QFrame):
    """Head, fields, verdict, sources, what the desk notes, earlier checks and history of the selected claim.

    ``claim_wanted`` carries the id of an earlier claim that somebody wants to see.
    """

    claim_wanted = Signal(str)

    def __init__(
        self, reading: Reading, actions: Actions, library: Library, state: State, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reading, self._actions, self._library, self._state = reading, actions, library, state
        self._shown: str | None = None
        self._waiting = False
        say(self, accessibleName="claim.panel")
        self._stack = QStackedLayout(self)
        self.empty = QWidget()
        inside = column(self.empty, margins=(24, 24, 24, 24), gap=8)
        inside.addStretch(2)
        self._none = label("claim.none", "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self._none)
        inside.addStretch(3)
        self._stack.addWidget(self.empty)
        self.refresh()

    def furnish(self) -> Iterator[None]:
        """Make the parts of the panel, step by step: after the first paint, which shows it empty."""
        reading, state = self._reading, self._state
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        self._whole = column(page, margins=(20, 14, 20, 40), gap=20)
        self.scroll.setWidget(page)
        self._stack.addWidget(self.scroll)
        yield
        self.head = self._add(views.claimhead.ClaimHead(reading, self._actions, state))
        yield
        self.fields = self._add(views.fields.Fields(self._library))
        yield
        self.verdict = self._add(views.verdict.VerdictPart(state))
        self.sources = self._add(views.sources.SourcesPart(state))
        yield
        self.team = self._add(views.team.TeamPart(state))
        self.earlier = self._add(views.earlier.EarlierPart(self._library))
        self.history = self._add(views.timeline.TimelinePart())
        self._whole.addStretch(1)
        yield
        self.earlier.claim_wanted.connect(self.claim_wanted)
        reading.selected.connect(self.refresh)
        reading.claims_changed.connect(self._claims_changed)
        reading.dossier_changed.connect(self._show_dossier)
        self.refresh()

    def _add(self, part: Any) -> Any:
        if isinstance(part, Section):
            self._whole.addWidget(rule())
        self._whole.addWidget(part)
        return part

    def prepare(self, scale: Scale) -> None:
        """Make the ratings before the first claim is shown."""
        if self._reading.claim is None:
            self.verdict.prepare(scale)

    def refresh(self) -> None:
        """Show the selected claim from what is known, or that none is selected."""
        claim = self._reading.claim
        self._stack.setCurrentWidget(self.scroll if claim is not None else self.empty)
        if claim is None:
            self._shown = None
            here = "claim.none" if self._reading.article else "claim.none-no-article"
            say(self._none, text="claim.coming" if self._waiting else here)
            return
        if claim.id != self._shown:
            self.scroll.verticalScrollBar().setValue(0)
            self._shown = claim.id
            self.sources.show_evidence(())
            self.history.show_steps(())
        self._show(claim)

    def wait(self, *, waiting: bool) -> None:
        """Say whether claims are to come."""
        self._waiting = waiting
        self.refresh()

    def _claims_changed(self) -> None:
        claim = self._reading.claim
        if claim is not None:
            self._show(claim)

    def _show(self, claim: Claim) -> None:
        self.head.show_claim(claim)
        self.fields.show_claim(claim)
        self.verdict.show_claim(claim, self._reading.scale)
        self.team.show_claim(claim)

    def _show_dossier(self) -> None:
        dossier = self._reading.dossier
        self.verdict.show_dossier(dossier)
        if dossier is not None:
            self.sources.show_evidence(dossier.evidence, dossier.one_source, dossier.since)
            self._library.jobs.after_paint(lambda: self._show_rest(dossier), owner=self)

    def _show_rest(self, dossier: Dossier) -> None:
        if dossier is self._reading.dossier:
            self.team.show_notes(dossier.notes)
            self.history.show_steps(dossier.steps)
            self.earlier.show_claim(dossier.claim.id)
            self._order_tabs()

    def _order_tabs(self) -> None:
        """Cards and ratings come and go; Tab goes through the panel from top to bottom all the same."""
        stops = list(in_reading_order(self._whole))
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def reword(self) -> None:
        """Say everything again in another language, theme or zoom."""
        claim, dossier = self._reading.claim, self._reading.dossier
        if claim is not None:
            self._show(claim)
        if dossier is not None:
            self.verdict.show_dossier(dossier)
            self.sources.show_evidence(dossier.evidence, dossier.one_source, dossier.since, again=True)
            self.team.show_notes(dossier.notes, again=True)
            self.history.show_steps(dossier.steps, again=True)
            self.earlier.show_claim(dossier.claim.id, again=True)

    def sizeHint(self) -> QSize:
        return QSize(look.px(400), look.px(600))
