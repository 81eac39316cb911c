"""Which claims were probably checked before: looked up behind the work, told by a quiet mark, never acted on by itself.

An article that was added, or opened for the first time, is asked about in the lane ``match``, a few claims at a time:
the claim that a person looks at is answered in between.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.later import services
from ui.library import Change, Library
from ui.models.reading import Reading

if TYPE_CHECKING:
    from factcheck.services.desk import Desk

FEW = 5
"""Claims that one piece of background work asks about: some tenths of a second among a million checks."""
SETTLE = 1500
"""Milliseconds that a new or just opened article is left alone: what a person sees first comes first."""


class EarlierChecks(QObject):
    """``found`` carries an article's id; ``likely`` then tells, for its claims, how many earlier checks are likely."""

    found = Signal(str)

    def __init__(self, library: Library, reading: Reading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._reading = library, reading
        self._likely: dict[str, dict[str, int]] = {}
        self._waiting: dict[str, list[str]] = {}
        self._running = False
        reading.article_changed.connect(self._opened)
        library.changed.connect(self._changed)

    def likely(self, article_id: str | None) -> dict[str, int]:
        """How many likely earlier checks each claim of an article has, as far as is known; claims with none are out."""
        return {claim: n for claim, n in self._likely.get(article_id or "", {}).items() if n}

    def ask(self, article_id: str, claim_ids: list[str] | None = None) -> None:
        """Look for earlier checks of an article's claims, or of these of them, behind everything else."""
        if self._library.desk is None:  # the window was closed before a new article had settled
            return
        self._likely.setdefault(article_id, {})
        if claim_ids is not None:
            waiting = self._waiting.setdefault(article_id, [])
            waiting += [claim for claim in claim_ids if claim not in waiting]
            self._next()
            return

        def ids(desk: "Desk") -> list[str]:
            return services.matching.worth_asking(desk, article_id)

        self._library.match(ids, lambda found: self.ask(article_id, found), owner=self, failed=self._rest)

    def _next(self) -> None:
        article_id = next((article for article, waiting in self._waiting.items() if waiting), None)
        if self._running or article_id is None:
            return
        some = self._waiting[article_id][:FEW]
        del self._waiting[article_id][:FEW]
        self._running = True

        def ask(desk: "Desk") -> dict[str, int]:
            matches = services.matching.likely(desk, some)
            return {claim: len(matches.get(claim, ())) for claim in some}

        self._library.match(ask, lambda found: self._take(article_id, found), owner=self, failed=self._rest)

    def _take(self, article_id: str, found: dict[str, int]) -> None:
        self._running = False
        before = self.likely(article_id)
        self._likely.setdefault(article_id, {}).update(found)
        if self.likely(article_id) != before:
            self.found.emit(article_id)
        self._next()

    def _rest(self, _problem: BaseException) -> None:
        """Nothing more is asked now; the claim's own part says what is wrong when a claim is chosen."""
        self._running = False
        self._waiting.clear()

    def _opened(self) -> None:
        article = self._reading.article
        if article is not None and article.id not in self._likely:
            self._soon(article.id)

    def _soon(self, article_id: str) -> None:
        self._likely.setdefault(article_id, {})
        QTimer.singleShot(SETTLE, self, lambda: self.ask(article_id))

    def _changed(self, change: Change) -> None:
        done = change.done
        if done is None:
            return
        if done.label == "article-added":
            for article_id in change.touches("article") - self._likely.keys():
                self._soon(article_id)
        elif done.label.startswith("archive-"):
            self._likely.clear()
            self._opened()
        elif self._reading.article is not None:
            touched = change.touches("match_decision") and self._reading.claim_id
            edited = {claim.id for claim in self._reading.claims} & change.touches("claim")
            again = [*edited, *([touched] if touched else [])]
            if again and len(again) <= FEW:
                self.ask(self._reading.article.id, again)
