"""The desk: an open library, its settings, and the reviewer at work."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.article import Article
from factcheck.domain.claim import Claim
from factcheck.domain.place import Place
from factcheck.domain.source import Evidence
from factcheck.errors import Conflict, LibraryError, Refused
from factcheck.paths import default_library
from factcheck.services.admission import Ask, let_in
from factcheck.settings import Settings
from factcheck.store import news, tables
from factcheck.store.library import Library
from factcheck.store.locking import Seen
from factcheck.store.news import News
from factcheck.store.unit import Work, unit

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Touched:
    """A row that an action changed: its table's name (article, claim, evidence, …) and id."""

    entity: str
    id: str


@dataclass(frozen=True, slots=True)
class Done(Generic[Value]):
    """What an action did. ``step`` is None when nothing changed; ``label`` and ``values`` are its wording's key."""

    value: Value
    step: str | None
    label: str
    values: dict[str, str] = field(default_factory=dict)
    touched: frozenset[Touched] = frozenset()


Based = Claim | Article | Evidence
"""A value that an action can be based on: what the person who acts had read."""
_TABLES: dict[type[Based], str] = {Claim: "claim", Article: "article", Evidence: "evidence"}

Listener = Callable[[Done[object]], None]


class Desk:
    """An open library with its settings and its reviewer. Use it from one thread at a time."""

    def __init__(self, library: Library, settings: Settings, reviewer: str) -> None:
        self.library = library
        self.settings = settings
        self.reviewer = reviewer
        self._listeners: list[Listener] = []
        self._known: set[str] = set()
        self._own: set[str] = set()
        self._based: dict[tuple[str, str], int] = {}
        self.in_doubt: str | None = None
        """The last step whose commit brought no answer: it may have been written; ``holds`` tells."""
        self.acted = False
        """Whether a step was taken at this desk since it was opened."""
        self._seen = self._head()

    @classmethod
    def open(
        cls,
        where: Place | None = None,
        *,
        settings: Settings | None = None,
        reviewer: str | None = None,
        create_missing: bool = True,
        read_only: str | None = None,
        window: bool = False,
        ask: Ask | None = None,
    ) -> "Desk":
        """The library in a folder or on a server (default: the user's); a folder's is made when missing.

        Raises ``LibraryError``.

        A second ``window`` on a library only reads, and says so; commands write beside a window.
        ``reviewer`` defaults to the setting ``review.reviewer``, then to the name of the system's user. On a server
        the login signs, and another ``reviewer`` is ``Refused``. ``ask`` asks for a password that is kept nowhere.
        """
        settings = settings or Settings()
        who = (reviewer or settings.text("review.reviewer") or _system_user()).strip()
        where = where or default_library(settings.text("library.folder"))

        def enter(place: Place) -> Library:
            return Library.open(place, create_missing=create_missing, read_only=read_only, window=window)

        library = let_in(where, enter, ask)
        try:
            return cls(library, settings, _signature(library, reviewer) or who)
        except BaseException:
            library.close()
            raise

    @property
    def place(self) -> Place:
        """What to open to have this library again."""
        return self.library.place

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self.library.folder

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.library.why_read_only is not None

    @property
    def why_read_only(self) -> str | None:
        """The message key (under ``error.``) of the reason that nothing can be written."""
        return self.library.why_read_only

    def as_reviewer(self, name: str) -> None:
        """From now on ``name`` takes the steps. ``Refused`` on a server, where the login signs."""
        self.reviewer = _signature(self.library, name) or name.strip()

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener(done)`` after each commit, on the thread that wrote; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def news(self) -> News | None:
        """What others did since the last call, through whatever connection or program; None for nothing."""
        with self.reading() as session:
            self._seen, found = news.since(session, self._seen, self._own)
        return found

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for the services' reads."""
        with self.library.reading() as session:
            yield session

    @contextmanager
    def based_on(self, *read: Based) -> Iterator[None]:
        """Actions within rest on these values as they were read.

        Where somebody else has changed a field since that an action writes, it is a ``Conflict`` and nothing is
        written; changes of other fields stay beside this one. An action that is based on nothing, as a command's,
        is about what is there now.
        """
        with self._resting({(_TABLES[type(value)], value.id): value.version for value in read}):
            yield

    @contextmanager
    def insisting(self, conflict: Conflict, *read: Based) -> Iterator[None]:
        """Actions within rest on ``read`` and on the version that the conflict told of: they write over that one."""
        seen = {(_TABLES[type(value)], value.id): value.version for value in read}
        with self._resting(seen | {(clash.entity, clash.id): conflict.seen for clash in conflict.clashes}):
            yield

    @contextmanager
    def _resting(self, based: dict[tuple[str, str], int]) -> Iterator[None]:
        before, self._based = self._based, based
        try:
            yield
        finally:
            self._based = before

    @contextmanager
    def acting(self, label: str, *, reason: str | None = None, **values: object) -> Iterator[Work]:
        """A unit of work for the services' changes, in the name of the reviewer."""
        seen, work = Seen(self._based, self._own), None
        self.in_doubt = None
        try:
            with unit(self.library, reviewer=self.reviewer, label=label, reason=reason, seen=seen) as work:
                work.values.update({name: str(value) for name, value in values.items()})
                yield work
                if work.changed and work.reviewer not in self._known:
                    ensure_reviewer(work, work.reviewer)
        except LibraryError:
            if work is not None and work.step:
                self.in_doubt = work.step
                self._own.add(work.step)
            raise
        if work.step:
            self._own.add(work.step)
            self._known.add(work.reviewer)  # reviewers are facts: no undo takes them back

    def done(self, work: Work, value: Value) -> Done[Value]:
        """The result of a committed unit of work; tells the listeners."""
        touched = frozenset(Touched(entity, row) for entity, row in work.touched)
        result = Done(value, work.step, work.label, dict(work.values), touched)
        if work.step:
            self.acted = True
            for listener in tuple(self._listeners):
                listener(result)  # type: ignore[arg-type]  # Done is read only, so its value may be any object
        return result

    def holds(self, step: str) -> bool:
        """Whether the trail has that step."""
        with self.reading() as session:
            return session.scalar(select(tables.Step.number).where(tables.Step.id == step)) is not None

    def _head(self) -> int:
        with self.reading() as session:
            return news.head(session)


def ensure_reviewer(work: Work, name: str) -> None:
    """Make ``name`` one of the library's reviewers within a step."""
    pending = any(isinstance(row, tables.Reviewer) and row.name == name for row in work.session.new)
    if not pending and work.session.scalar(select(tables.Reviewer.id).where(tables.Reviewer.name == name)) is None:
        work.add(tables.Reviewer(name=name, created_at=work.at))


def _signature(library: Library, named: str | None) -> str | None:
    """The name that a server's login signs with, if there is one; ``Refused`` when another one was asked for."""
    signs = library.signed_by
    if signs and named and named.strip() != signs:
        raise Refused("person-signs", reviewer=signs, named=named.strip())
    return signs


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"
