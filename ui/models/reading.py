"""The open article: its text, its claims in reading order, and the one that is being worked on.

Everything is read in the store lane; the signals come on the window's thread. After a change only the touched claims
are read again, so that an article of five thousand claims stays quick.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from factcheck.domain.article import Article
from factcheck.domain.claim import Claim, ClaimState, Rest
from factcheck.domain.history import Step
from factcheck.domain.note import Note
from factcheck.domain.source import Evidence
from factcheck.domain.verdict import Scale, Verdict
from factcheck.errors import Cancelled, NotFound
from ui.claimwords import OPEN
from ui.jobs import Job
from ui.later import services
from ui.library import Change, Library

if TYPE_CHECKING:
    from factcheck.services.desk import Desk

FEW = 40
"""Up to so many touched claims are read one by one; beyond it the whole article is."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that belongs to one claim: what the panel shows below its fields; ``one_source`` says which count as one."""

    claim: Claim
    evidence: tuple[Evidence, ...]
    verdicts: tuple[Verdict, ...]
    missing: tuple[str, ...]
    actions: dict[str, tuple[bool, str]]
    steps: tuple[tuple[Step, str], ...]
    notes: tuple[Note, ...]
    one_source: tuple[str, ...] = ()
    since: dict[str, str] = field(default_factory=dict)
    """What became of the page of each piece of evidence since the capture that it cites."""


class Reading(QObject):
    """``article_changed``: another article or its metadata. ``claims_changed``: claims or marks. ``selected``: another
    claim. ``dossier_changed``: what belongs to the selected claim was read.
    """

    article_changed = Signal()
    claims_changed = Signal()
    selected = Signal()
    dossier_changed = Signal()

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.article: Article | None = None
        self.claims: list[Claim] = []
        self.rest: tuple[Rest, ...] = ()
        self.scale: Scale | None = None
        self.claim_id: str | None = None
        self.dossier: Dossier | None = None
        self._places: dict[str, int] = {}
        self._wanted: str | None = None
        library.changed.connect(self._library_changed)

    # -- the article

    def open(self, article_id: str | None, then: Callable[[], object] | None = None) -> None:
        """Read another article and show it; None shows none."""
        self._wanted = article_id
        if article_id is None:
            self._take_article((None, [], (), self.scale))
            return

        def read(desk: "Desk") -> Any:
            article = services.articles.get(desk, article_id)
            claims = services.claims.of_article(desk, article_id)
            return article, claims, services.articles.rest(desk, article_id), services.verdicts.scale(desk)

        def take(found: Any) -> None:
            if self._wanted == article_id:
                self._take_article(found)
                if then is not None:  # the article is painted before its claim is worked on
                    self.library.jobs.after_paint(lambda: self._wanted == article_id and then(), owner=self)

        self.library.read(read, take, owner=self)

    def _take_article(self, found: tuple[Article | None, list[Claim], tuple[Rest, ...], Scale | None]) -> None:
        self.article, _claims, self.rest, self.scale = found
        self.claim_id, self.dossier = None, None
        self._set_claims(found[1])
        self.article_changed.emit()
        self.claims_changed.emit()
        self.selected.emit()
        self.dossier_changed.emit()

    def _set_claims(self, claims: list[Claim]) -> None:
        self.claims = claims
        self._places = {claim.id: place for place, claim in enumerate(claims)}

    # -- the claim

    @property
    def claim(self) -> Claim | None:
        """The selected claim."""
        place = self._places.get(self.claim_id or "")
        return self.claims[place] if place is not None else None

    def get(self, claim_id: str) -> Claim | None:
        """A claim of this article."""
        place = self._places.get(claim_id)
        return self.claims[place] if place is not None else None

    def select(self, claim_id: str | None) -> None:
        """Work on another claim."""
        if claim_id not in self._places:
            claim_id = None
        if claim_id == self.claim_id:
            return
        self.claim_id, self.dossier = claim_id, None
        self.selected.emit()
        self.read_dossier()

    def step(self, by: int, *, open_only: bool = False) -> None:
        """Select the next (1) or previous (-1) claim that is not dismissed; stays where there is none."""
        living = [c for c in self.claims if c.state is not ClaimState.DISMISSED or c.id == self.claim_id]
        if not living:
            return
        ids = [c.id for c in living]
        at = ids.index(self.claim_id) if self.claim_id in ids else (-1 if by > 0 else len(ids))
        at += by
        while open_only and 0 <= at < len(ids) and living[at].state not in OPEN:
            at += by
        if 0 <= at < len(ids):
            self.select(ids[at])

    def following(self) -> Claim | None:
        """The next claim after the selected one that waits for a verdict."""
        claim = self.claim
        if claim is None:
            return None
        later = self.claims[self._places[claim.id] + 1 :]
        return next((c for c in later if c.state in OPEN), None)

    def standing(self) -> tuple[int, int]:
        """How many claims are decided, of how many that are not dismissed."""
        living = [c for c in self.claims if c.state is not ClaimState.DISMISSED]
        return sum(c.verdict is not None for c in living), len(living)

    def read_dossier(self) -> None:
        """Read again what belongs to the selected claim."""
        claim_id = self.claim_id
        if claim_id is None:
            self.dossier_changed.emit()
            return

        def read(desk: "Desk") -> Dossier:
            steps = services.history.steps(desk, claim=claim_id)
            return Dossier(
                services.claims.get(desk, claim_id),
                tuple(services.sources.of_claim(desk, claim_id)),
                tuple(services.verdicts.of_claim(desk, claim_id)),
                tuple(services.verdicts.missing(desk, claim_id)),
                {a.key: (a.allowed, a.why_not) for a in services.verdicts.actions(desk, claim_id)},
                tuple((step, services.history.describe(step)) for step in steps),
                tuple(services.marks.notes(desk, claim_id)),
                tuple(services.citations.told(desk, claim_id)),
                {one: str(standing) for one, standing in services.source_list.since_cited(desk, claim_id).items()},
            )

        def ask() -> None:
            if claim_id == self.claim_id:  # who steps on quickly needs the last one only
                job = self.library.read(read, self._take_dossier, owner=self, failed=lambda p: self._not_read(job, p))

        self.library.jobs.after_paint(ask, owner=self)  # both at once would take the paint twice as long

    def _not_read(self, job: Job, problem: object) -> None:
        if not isinstance(problem, Cancelled | NotFound):  # a claim that is gone goes from the list as well
            self.library.jobs.failure.emit(job)

    def _take_dossier(self, found: Dossier) -> None:
        if found.claim.id == self.claim_id:
            self.dossier = found
            self.dossier_changed.emit()

    # -- changes

    def _library_changed(self, change: Change) -> None:
        if change.done is None and self._wanted not in {None, self.article.id if self.article else None}:
            self.open(self._wanted)  # it could not be read when it was asked for
        if self.article is None or change.elsewhere(self.article.id):
            return
        touched = change.touches("claim") | ({self.claim_id} if self.claim_id else set())
        touched |= {mark.partition(":")[0] for mark in change.touches("claim_tag")} & self._places.keys()
        if change.touches("article") and self.article.id in change.touches("article"):
            self._read_article()
        if change.done is None or len(touched) > FEW or not touched <= self._places.keys():
            self._read_all()
        elif touched:
            ids = sorted(touched)
            self.library.read(
                lambda desk: [services.claims.get(desk, i) for i in ids], self._take_some, owner=self, failed=self._gone
            )
        self.read_dossier()

    def _gone(self, _problem: object) -> None:
        if self.article is not None:  # else the article went as well
            self._read_all()

    def _read_article(self) -> None:
        assert self.article is not None
        article_id = self.article.id

        def take(article: Article) -> None:
            if self.article is not None and self.article.id == article.id:
                self.article = article
                self.article_changed.emit()
                self.claims_changed.emit()

        self.library.read(
            lambda desk: services.articles.get(desk, article_id), take, owner=self, failed=lambda _p: self.open(None)
        )

    def _read_all(self) -> None:
        assert self.article is not None
        article_id = self.article.id

        def take(claims: list[Claim]) -> None:
            if self.article is None or self.article.id != article_id:
                return
            self._set_claims(claims)
            if self.claim_id not in self._places:
                self.claim_id = self.dossier = None
                self.selected.emit()
            self.claims_changed.emit()

        self.library.read(
            lambda desk: services.claims.of_article(desk, article_id), take, owner=self, failed=lambda _p: None
        )

    def _take_some(self, claims: list[Claim]) -> None:
        moved = False
        for claim in claims:
            place = self._places.get(claim.id)
            if place is not None:
                moved |= self.claims[place].start != claim.start
                self.claims[place] = claim
        if moved:
            self._set_claims(sorted(self.claims, key=lambda c: (c.start, -c.end)))
        self.claims_changed.emit()
