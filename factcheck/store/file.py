"""A library in a folder of this machine: ``library.sqlite`` and ``evidence/`` (files named by their SHA-256).

Opening makes a new one, migrates an older one after copying it, and refuses a newer one. The schema's number stands in
SQLite's ``user_version``, so that an up-to-date library opens without loading Alembic.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from factcheck.errors import LibraryError
from factcheck.paths import make_private
from factcheck.store import lock
from factcheck.store.engine import address, open_engine, writer
from factcheck.store.library import Library
from factcheck.store.lock import Lock
from factcheck.store.migrate import SCHEMA, UNFINISHED, create, migrate
from factcheck.store.walk import Finding, opened

FILE_NAME = "library.sqlite"
MOVING = f"{FILE_NAME}.moving"
"""The database while a move fills it: no library yet."""
LEFT_BEHIND = 3600
"""Seconds after which nobody is still writing a file that is not finished."""


class FileLibrary(Library):
    """An open library of a folder. Its locks say who has it open."""

    def __init__(self, folder: Path, engine: Engine, why_read_only: str | None, locks: tuple[Lock, ...] = ()) -> None:
        super().__init__(folder, engine, writer(engine), why_read_only)
        self._locks = locks

    @property
    def file(self) -> Path:
        """The database file."""
        return self.folder / FILE_NAME

    @property
    def walked_at(self) -> str | None:
        """The file's address: processes of their own may walk it."""
        return address(self.file, read_only=True)

    def translated(self) -> AbstractContextManager[None]:
        """Turn what SQLite and the folder say of the world into a sentence for a person."""
        return translated(self.folder)

    @contextmanager
    def bare(self, *, tolerant: bool = False) -> Iterator[sqlite3.Connection]:
        """One consistent state of the library through the bare driver, for reading (``walk.opened``)."""
        with closing(opened(address(self.file, read_only=True), tolerant=tolerant)) as connection, self.translated():
            connection.execute("BEGIN")
            yield connection

    def check(self) -> list[Finding]:
        """SQLite's integrity check and the references between rows."""
        with self.reading() as session:
            said = [str(row[0]) for row in session.execute(text("PRAGMA quick_check(5)"))]
            findings = [Finding("database", {"said": line}) for line in said if line != "ok"]
            broken = session.execute(text("PRAGMA foreign_key_check")).fetchall()
        return findings + [Finding("reference", {"table": row[0], "row": row[1]}) for row in broken]

    def close(self) -> None:
        """Let go of the file."""
        super().close()
        for held in self._locks:
            held.release()


def open_folder(folder: Path, *, create_missing: bool, read_only: str | None, window: bool) -> FileLibrary:
    """The library in ``folder``; see ``Library.open``.

    A second ``window`` only reads. After an unclean end (a log that nobody has open) SQLite's check runs first.
    """
    folder = folder.expanduser()
    path = folder / FILE_NAME
    if not path.exists() and (folder / MOVING).exists():
        raise LibraryError("library-moving", place=folder)
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
            return FileLibrary(folder, open_engine(path, read_only=bool(read_only)), read_only, tuple(locks))
    except BaseException:
        for held in locks:
            held.release()
        raise


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
