"""Changes of the library as the window makes them and hears of them, and what may come between: somebody else's change
of the same, a server that is away.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from factcheck.errors import Cancelled, Clash, Conflict, LibraryError
from ui.jobs import Job, Then
from ui.words import Said

if TYPE_CHECKING:
    from factcheck.services.desk import Based, Desk, Done
    from ui.library import Library

Act = Callable[["Desk"], "Done[Any]"]
"""Something that is done at a desk."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change after its commit: what was done, and the view that asked for it (None: another program).

    ``done`` is None when anything may be different. ``within`` names the articles that others worked in, with None
    for what belongs to no one article; it is None for a change of this window.
    """

    done: "Done[Any] | None"
    origin: object | None
    within: frozenset[str | None] | None = None

    def touches(self, entity: str) -> set[str]:
        """The ids of that entity which the change touched."""
        return set() if self.done is None else {t.id for t in self.done.touched if t.entity == entity}

    def elsewhere(self, article_id: str) -> bool:
        """Whether it was another's work in other articles, which leaves this one as it is."""
        return self.within is not None and not self.within & {article_id, None}


@dataclass(frozen=True, slots=True)
class Typed:
    """Words of a change that a person typed: into which ``field`` of which claim. ``again`` is the change with other
    words, ``drop`` forgets the draft.
    """

    claim: str
    field: str
    words: str
    again: Callable[[str], Act]
    drop: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Standoff:
    """A change that waits for a person: somebody else changed the same. ``give`` makes it after all, or another one."""

    clashes: tuple[Clash, ...]
    reviewer: str
    at: str
    act: Act
    give: Callable[[Act], object]
    typed: Typed | None = None
    origin: QObject | None = None


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A change that could not be written: why, and ``again`` to try once more. What was typed is in both."""

    problem: LibraryError
    again: Callable[[], object]
    typed: Typed | None = None
    origin: QObject | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to change something: ``Library.change`` says what its parts are. ``over`` is a conflict that the
    person decided: their change replaces what it told of.
    """

    library: "Library"
    call: Act
    then: Then | None
    origin: QObject | None
    failed: Then | None
    title: Said | None
    based_on: "tuple[Based, ...]"
    typed: Typed | None
    over: Conflict | None = None

    def start(self) -> Job:
        """Make it in the store lane."""
        doubt: list[str] = []

        def act(desk: "Desk") -> Any:
            resting = desk.insisting(self.over, *self.based_on) if self.over else desk.based_on(*self.based_on)
            try:
                with resting:
                    return self.call(desk)
            except LibraryError:
                doubt.extend([desk.in_doubt] if desk.in_doubt else [])
                raise

        def refused(problem: Any) -> None:
            if isinstance(problem, Conflict):
                insist = replace(self, over=problem)
                found = (problem.clashes, problem.reviewer, problem.at)
                self.library.conflicted.emit(Standoff(*found, self.call, insist.with_act, self.typed, self.origin))
            elif self.library.shared.lost(problem):
                self.library.unwritten.emit(Unwritten(problem, lambda: self._again(doubt), self.typed, self.origin))
            elif self.failed is not None:
                self.failed(problem)
            elif not isinstance(problem, Cancelled):
                self.library.jobs.failure.emit(job)

        def written(done: Any) -> None:
            if self.typed is not None:
                self.library.given.emit((self.typed.claim, self.typed.field))
            if self.then is not None:
                self.then(done)

        run = self.library.run_change
        job = self.library.jobs.start(
            "store", lambda _job: run(act, self.origin), written, failed=refused, owner=self.origin, title=self.title
        )
        return job

    def with_act(self, act: Act) -> Job:
        """Start it with another act in place of its own."""
        return replace(self, call=act).start()

    def _again(self, doubt: list[str]) -> None:
        """Try once more; a step whose answer was lost may have been written, and is not made twice."""
        if not doubt:
            self.start()
            return

        def told(there: bool) -> None:
            if not there:
                self.start()
                return
            if self.typed is not None:
                self.typed.drop()
            self.library.changed.emit(Change(None, None))

        self.library.read(lambda desk: desk.holds(doubt[0]), told, owner=self.origin or self.library)
