"""Earlier checks of the claim: what met, how it was rated, and a person's word on whether it is the same."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from factcheck.domain.match import Decision, Match, Precedents, Threshold
from factcheck.errors import Cancelled
from ui.jobs import Job
from ui.later import services
from ui.library import Library
from ui.scaled import scaled
from ui.views.parts import Section, button, clear, column, label, row
from ui.words import echoed, say, t

if TYPE_CHECKING:
    from factcheck.services.desk import Desk

SHOWN = 4
"""Suggestions shown: the first ones hold the right one or none does."""
WORDS = 8
"""Words of those that met that are named."""


class EarlierPart(Section):
    """Asks the matcher for the claim that is shown. ``claim_wanted`` carries the id of a claim of this desk."""

    claim_wanted = Signal(str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("earlier.title", parent)
        self._library = library
        self._claim: str | None = None
        self._job: Job | None = None
        self.note = label("earlier.looking", "caption", wrap=True)
        self.body.addWidget(self.note)
        self.rated = label(kind="caption", wrap=True)
        self.body.addWidget(self.rated)
        self.rated.hide()
        self._cards = column(gap=8)
        self.body.addLayout(self._cards)
        self.about = label(kind="caption", wrap=True)
        self.body.addWidget(self.about)
        self.about.hide()

    def show_claim(self, claim_id: str | None, *, again: bool = False) -> None:
        """Look for earlier checks of this claim, unless that was done; an answer for another claim is dropped."""
        if claim_id == self._claim and not again:
            return
        self._claim = claim_id
        if self._job is not None and not self._job.over:
            self._job.cancel()
        clear(self._cards)
        self.about.hide()
        self.rated.hide()
        self.note.setVisible(claim_id is not None)
        say(self.note, text="earlier.looking")
        self.count.setText("")
        if claim_id is None or self._library.desk is None:
            return

        def ask(desk: "Desk") -> Any:
            matching = services.matching
            found = matching.suggest(desk, claim_id, limit=SHOWN)
            if not found:
                return found, Precedents((), ()), "", None
            return found, matching.precedents(desk, claim_id), matching.about(desk), matching.threshold(desk)

        self._job = self._library.match(
            ask, lambda found: self._show(claim_id, *found), owner=self, failed=lambda p: self._fail(claim_id, p)
        )

    def cards(self) -> "list[MatchCard]":
        """The suggestions that are shown, best first."""
        items = (self._cards.itemAt(place) for place in range(self._cards.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), MatchCard)]

    def _show(
        self, claim_id: str, found: list[Match], precedents: Precedents, about: str, level: Threshold | None
    ) -> None:
        if claim_id != self._claim:
            return
        ratings = [t("earlier.rated-one", rating=rating, n=n) for rating, n in precedents.ratings]
        self.rated.setText(t("earlier.rated", ratings=", ".join(ratings)))
        self.rated.setVisible(bool(ratings))
        for match in found:
            card = MatchCard(match)
            card.decided.connect(self._decide)
            card.claim_wanted.connect(self.claim_wanted)
            self._cards.addWidget(card)
        say(self.note, text="earlier.none")
        self.note.setVisible(not found)
        if level is not None:
            key = "earlier.threshold-learned" if level.learned else "earlier.threshold"
            self.about.setText(f"{about} {t(key, value=QLocale().toString(level.value, 'f', 2), n=level.decisions)}")
        self.about.setVisible(level is not None)
        self.count.setText(str(len(found)) if found else "")

    def _fail(self, claim_id: str, problem: object) -> None:
        if claim_id == self._claim and not isinstance(problem, Cancelled):  # the same claim is being asked for anew
            say(self.note, text="earlier.failed")

    def _decide(self, match_id: str, decision: str) -> None:
        claim_id = self._claim
        if claim_id is not None:
            self._library.change(
                lambda desk: services.matching.decide(desk, claim_id, match_id, decision or None),
                lambda _done: self.show_claim(claim_id, again=True),
                origin=self,
            )


class MatchCard(QFrame):
    """One earlier check. ``decided`` carries its id and the decision, empty when it is taken away."""

    decided = Signal(str, str)
    claim_wanted = Signal(str)

    def __init__(self, match: Match, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.match = match
        self.setProperty("kind", "card")
        whole = column(self, margins=(14, 10, 10, 12), gap=6)
        words = label(wrap=True)
        words.setText(match.text)
        whole.addWidget(words)
        about = label(kind="caption", wrap=True)
        when = echoed(match.date) or match.date
        about.setText(" · ".join(part for part in (match.rating, match.publisher, match.claimant, when) if part))
        about.setVisible(bool(about.text()))
        whole.addWidget(about)
        met = label(kind="caption", wrap=True)
        met.setText(t("earlier.met", words=", ".join(match.words[:WORDS])))
        met.setVisible(bool(match.words))
        whole.addWidget(met)
        if match.likely:
            whole.addWidget(label("earlier.likely", "good"))
        line = row(gap=2)
        self.choices: dict[str, QPushButton] = {}
        for decision in Decision:
            made = button(f"earlier.{decision.value}", lambda d=decision.value: self._say(d), kind="quiet")
            made.setCheckable(True)
            made.setChecked(match.decision is decision)
            self.choices[decision.value] = made
            line.addWidget(made)
        line.addStretch(1)
        if match.record == "claim":
            line.addWidget(button("earlier.show", lambda: self.claim_wanted.emit(match.id), kind="link"))
        elif match.url and QUrl(match.url).scheme() in {"http", "https"}:
            line.addWidget(button("earlier.open", lambda: QDesktopServices.openUrl(QUrl(match.url)), kind="link"))
        whole.addLayout(line)
        scaled(self, "setMinimumWidth", 200)
        self.setAccessibleName(". ".join(part for part in (match.text, match.rating) if part))

    def _say(self, decision: str) -> None:
        taken_away = self.match.decision is not None and self.match.decision.value == decision
        for key, made in self.choices.items():
            made.setChecked(key == decision and not taken_away)
        self.decided.emit(self.match.id, "" if taken_away else decision)
