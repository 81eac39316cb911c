"""A library: one folder with ``library.sqlite`` and ``evidence/`` (files named by their SHA-256).

``Library.open`` makes a new one, migrates an older one after copying it, and refuses a newer one. The schema's number
stands in SQLite's ``user_version``, so that an up-to-date library opens without loading Alembic.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from factcheck.errors import LibraryError
from factcheck.paths import make_private
from factcheck.store import lock
from factcheck.store.engine import address, open_engine, writer
from factcheck.store.lock import Lock
from factcheck.store.migrate import SCHEMA, UNFINISHED, create, migrate

FILE_NAME = "library.sqlite"
LEFT_BEHIND = 3600
"""Seconds after which nobody is still writing a file that is not finished."""


class Library:
    """An open library. ``why_read_only`` is None, or the message key of the reason that nothing can be written."""

    def __init__(self, folder: Path, engine: Engine, why_read_only: str | None, locks: tuple[Lock, ...] = ()) -> None:
        self._locks = locks
        self.folder = folder
        self.engine = engine
        self.why_read_only = why_read_only
        self._writer = writer(engine)

    @property
    def evidence(self) -> Path:
        """The folder of evidence files."""
        return self.folder / "evidence"

    @property
    def file(self) -> Path:
        """The database file."""
        return self.folder / FILE_NAME

    @classmethod
    def open(
        cls, folder: Path, *, create_missing: bool = True, read_only: str | None = None, window: bool = False
    ) -> "Library":
        """The library in ``folder``; made when missing, unless ``create_missing`` is False.

        ``read_only`` is a message key that says why nothing may be written. A second ``window`` only reads. After an
        unclean end (a log that nobody has open) SQLite's check runs first. Raises ``LibraryError``.
        """
        folder = folder.expanduser()
        path = folder / FILE_NAME
        if not path.exists() and (read_only or not create_missing):
            raise LibraryError("library-missing", folder=folder)
        locks: list[Lock] = []
        try:
            with translated(folder):
                make_private(folder)
                (folder / "evidence").mkdir(exist_ok=True)
                unclean = _take_into_use(folder, locks)
                if not path.exists():
                    create(path)
                _prepare(path, read_only, unclean=unclean)
                read_only = read_only or _cannot_write(path)
                if window and not read_only:
                    held = lock.window(folder)
                    read_only = None if held else "library-in-use"
                    locks += [held] if held else []
                return cls(folder, open_engine(path, read_only=bool(read_only)), read_only, tuple(locks))
        except BaseException:
            for held in locks:
                held.release()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one consistent state and writes nothing."""
        with translated(self.folder), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that holds the write lock from its first statement on; committed by the unit of work."""
        if self.why_read_only:
            raise LibraryError(self.why_read_only, folder=self.folder)
        with translated(self.folder), Session(self._writer, autoflush=False, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        for held in self._locks:
            held.release()


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what the database and the folder say of the world (full, locked, damaged) into a sentence for a person."""
    try:
        yield
    except (sqlite3.DatabaseError, DBAPIError) as problem:
        raise library_error(problem, folder) from problem
    except OSError as problem:
        raise LibraryError("library-folder", folder=folder, problem=problem.strerror or problem) from problem


def library_error(problem: sqlite3.DatabaseError | DBAPIError, folder: Path) -> LibraryError:
    """The sentence for a database problem; a mistake of ours (a wrong statement) is raised as it is."""
    original = problem.orig if isinstance(problem, DBAPIError) else problem
    said = str(original).lower()
    for words, key in _PROBLEMS:
        if words in said:
            return LibraryError(key, folder=folder)
    if isinstance(original, sqlite3.OperationalError | sqlite3.IntegrityError | sqlite3.ProgrammingError):
        raise problem
    return LibraryError("library-damaged", folder=folder)


_PROBLEMS = (
    ("disk is full", "library-full"),
    ("database is locked", "library-busy"),
    ("readonly", "library-read-only"),
    ("disk i/o error", "library-io"),
    ("malformed", "library-damaged"),
    ("not a database", "library-damaged"),
    ("unable to open", "library-folder-closed"),
)


def _take_into_use(folder: Path, locks: list[Lock]) -> bool:
    """Hold the library open together with others; whether its last user ended without closing it."""
    held, first = lock.in_use(folder)
    if held is None:
        raise LibraryError("library-restoring", folder=folder)
    locks.append(held)
    log = folder / f"{FILE_NAME}-wal"
    unclean = first and log.exists() and log.stat().st_size > 0
    if first:
        for place in (folder, folder / "backups"):
            for left in place.glob(f"*{UNFINISHED}*"):
                with suppress(OSError):
                    if left.stat().st_mtime < time.time() - LEFT_BEHIND:
                        left.unlink()
    return unclean


def _prepare(path: Path, read_only: str | None, *, unclean: bool) -> None:
    """Check the library after an unclean end, and bring it to this program's schema."""
    with closing(sqlite3.connect(address(path, read_only=True), uri=True)) as connection:
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if unclean and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise LibraryError("library-damaged", folder=path.parent)
    if found > SCHEMA:
        raise LibraryError("library-newer", folder=path.parent, found=found, known=SCHEMA)
    if found < SCHEMA:
        if read_only or _cannot_write(path):
            raise LibraryError("library-older-read-only", folder=path.parent)
        migrate(path, found)


def _cannot_write(path: Path) -> str | None:
    """The message key when the file system lets nobody write here, else None.

    The database file is asked about, never opened: where SQLite's locks are POSIX ones, closing any handle on the file
    drops those of every connection that this process has on it. Another process that closes then takes itself for the
    last, removes the log, and what this one writes goes nowhere.
    """
    if not os.access(path, os.W_OK):
        return "library-read-only"
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".write-"):
            return None
    except OSError:
        return "library-read-only"
