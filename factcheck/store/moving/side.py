"""What both ends of a move can do: a ``Side`` reads one consistent state, a ``Target`` writes a library that is new."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from factcheck.domain.place import Place
from factcheck.store.library import Rows
from factcheck.store.moving.parts import Key, Part, Row

Tell = Callable[[str, int, int | None], None]
"""What is being done (a message under ``stage.``), how much of it of how much: rows, or bytes."""
Stop = Callable[[], bool]


class File(NamedTuple):
    """An evidence file: its SHA-256, its suffix, its size in bytes."""

    sha256: str
    suffix: str
    size: int


class Side(Protocol):
    """One consistent state of a library, read as it stands in its tables."""

    on_server: bool

    @property
    def place(self) -> Place:
        """Where it is."""

    @property
    def rows(self) -> Rows:
        """The bare connection, for the walk along the chain."""

    def read(self, part: Part, *, after: Key | None = None, upto: Key | None = None) -> Iterator[Row]:
        """Rows of a table in the order of their key."""

    def count(self, part: Part) -> int:
        """How many rows a table has."""

    def one(self, sql: str) -> Any:
        """The first value of a statement's first row, or None."""

    def files(self) -> Iterator[File]:
        """The evidence files in the order of their names."""

    def bytes_of(self, file: File) -> Iterator[bytes]:
        """The bytes of an evidence file in pieces. They may be damaged: whoever reads them takes their digest."""


class Target(Protocol):
    """A new library that is being filled, and keeps by itself how far that came."""

    on_server: bool

    @property
    def place(self) -> Place:
        """Where it is."""

    def state(self) -> Mapping[str, str]:
        """What ``note`` kept."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: everything within is kept together, or nothing."""

    def note(self, name: str, value: str) -> None:
        """Keep how far a part came, in the transaction that brought it there."""

    def put(self, part: Part, rows: Iterable[Row]) -> None:
        """Add rows, with their words where search finds them by words of their own."""

    def remove(self, part: Part, keys: Iterable[Key]) -> None:
        """Take rows away."""

    def put_words(self, index: str, lines: Iterable[tuple[int, str]]) -> None:
        """Index texts under their numbers: ``page_fts`` or ``trail_fts``."""

    def put_file(self, file: File, pieces: Iterable[bytes]) -> None:
        """Store an evidence file; ``LibraryError("evidence-lost")`` when the bytes are not what its name says."""

    def reading(self) -> AbstractContextManager[Side]:
        """What is there, by a connection of its own."""

    def finish(self) -> None:
        """Make it a library that can be opened."""


@dataclass(frozen=True, slots=True)
class Done:
    """How far a part came: how many rows, the key of the last one, whether that was all."""

    rows: int = 0
    last: Key | None = None
    complete: bool = False

    def written(self) -> str:
        """As a target keeps it."""
        return json.dumps([self.rows, self.last, self.complete])

    @classmethod
    def read(cls, written: str | None) -> "Done":
        """What a target kept."""
        if written is None:
            return cls()
        rows, last, complete = json.loads(written)
        return cls(rows, tuple(last) if last is not None else None, complete)


HEADER = "move"
"""The name under which a target keeps that it is being filled, and from what."""


def head(side: Side) -> tuple[int, str]:
    """Number and digest of the newest step; (0, "") for an empty trail."""
    number = int(side.one("SELECT max(number) FROM step") or 0)
    return number, str(digest_at(side, number) or "")


def digest_at(side: Side, number: int) -> str | None:
    """The digest of a step, or None when the trail has none of that number."""
    found = side.one(f"SELECT digest FROM step WHERE number = {int(number)}")  # noqa: S608  # a number
    return str(found) if found else None
