"""A library: rows, the trail and evidence, in a folder of this machine or on a server that a newsroom shares.

What differs between the two stands behind ``Library``: ``store.file`` is the folder's, ``store.server`` the server's.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from factcheck.domain.place import Place, Server
from factcheck.errors import LibraryError
from factcheck.store.walk import Finding
from factcheck.web import vault


class Rows(Protocol):
    """A bare connection that reads: statements without the object layer, which would be ten times slower."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """The rows of a statement, one after the other."""


class Library(ABC):
    """An open library. ``why_read_only`` is None, or the message key of the reason that nothing can be written.

    ``folder`` is the library's own, or where this machine keeps its copies of a server's evidence.
    """

    server: Server | None = None
    """The server, or None for a library of this machine."""
    signed_by: str | None = None
    """The name that the login signs with, where a server says so; None where whoever is at work names themselves."""

    def __init__(self, folder: Path, engine: Engine, writer: Engine, why_read_only: str | None) -> None:
        self.folder = folder
        self.engine = engine
        self.why_read_only = why_read_only
        self._writer = writer

    @staticmethod
    def open(
        place: Place, *, create_missing: bool = True, read_only: str | None = None, window: bool = False
    ) -> "Library":
        """The library in a folder or on a server; a folder's is made when missing, unless ``create_missing`` is False.

        ``read_only`` is a message key that says why nothing may be written. Of a folder a second ``window`` only reads.
        Raises ``LibraryError``.
        """
        if isinstance(place, Server):
            from factcheck.store.server.library import open_server  # noqa: PLC0415  # most libraries need no server

            return open_server(place, read_only=read_only)
        from factcheck.store.file import open_folder  # noqa: PLC0415  # it is made of this class

        return open_folder(place, create_missing=create_missing, read_only=read_only, window=window)

    @property
    def place(self) -> Place:
        """What to open to have this library again."""
        return self.server or self.folder

    @property
    def evidence(self) -> Path:
        """The folder of evidence files."""
        return self.folder / "evidence"

    @property
    def walked_at(self) -> str | None:
        """The address at which processes of their own may walk the trail, or None where one process does."""
        return None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one consistent state and writes nothing."""
        with self.translated(), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that holds the write lock from its first statement on; committed by the unit of work."""
        if self.why_read_only:
            raise LibraryError(self.why_read_only, folder=self.place)
        with self.translated(), Session(self._writer, autoflush=False, expire_on_commit=False) as session:
            yield session

    @abstractmethod
    def translated(self) -> AbstractContextManager[None]:
        """Turn what the database says of the world (full, locked, damaged, away) into a sentence for a person."""

    @abstractmethod
    def bare(self, *, tolerant: bool = False) -> AbstractContextManager[Rows]:
        """One consistent state through the bare driver; ``tolerant`` reads text that is no UTF-8 any more."""

    @abstractmethod
    def check(self) -> list[Finding]:
        """What the database itself finds wrong."""

    def sealed_steps(self, connection: Rows) -> dict[int, bool]:  # noqa: ARG002  # a folder hides nothing from its program
        """The numbers of steps that are not for this reviewer yet, and whether each is what its digest says.

        Their keeper tells: whoever may not read a step cannot verify it.
        """
        return {}

    def keep_evidence(self, session: Session, files: Iterable[tuple[str, str]]) -> None:  # noqa: B027  # a folder has them
        """Make evidence files (SHA-256, suffix) of the local folder part of the library, in the step that names them.

        In a folder they are that already.
        """

    def bring_evidence(self, files: Iterable[tuple[str, str]]) -> None:  # noqa: B027  # a folder has them
        """Store evidence files (SHA-256, suffix) of the local folder before the step that will name them begins.

        ``keep_evidence`` brings what was not brought so, but holds up everybody else's steps meanwhile.
        """

    def evidence_file(self, sha256: str, suffix: str = "") -> Path:
        """Where the bytes of an evidence file are to be read; they may be missing or damaged, which readers tell."""
        return self.evidence / vault.address(sha256, suffix)

    def evidence_damage(self, sha256: str, suffix: str = "") -> vault.Damage | None:
        """What is wrong with the library's own copy of an evidence file, or None when it is what its name says."""
        return vault.damage(self.evidence / vault.address(sha256, suffix), sha256)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


class MemoryLibrary(Library):
    """Rows in memory that stand for a library; its evidence is that library's, and nothing can be written there."""

    def __init__(self, stands_for: Library, engine: Engine, why_read_only: str) -> None:
        super().__init__(stands_for.folder, engine, engine, why_read_only)
        self._stands_for = stands_for

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Nothing of the world can happen to memory."""
        yield

    @contextmanager
    def bare(self, *, tolerant: bool = False) -> Iterator[sqlite3.Connection]:  # noqa: ARG002  # memory is UTF-8
        """The memory's own connection."""
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield driver

    def check(self) -> list[Finding]:
        """Nothing."""
        return []

    def evidence_file(self, sha256: str, suffix: str = "") -> Path:
        """Where the library has it."""
        return self._stands_for.evidence_file(sha256, suffix)
