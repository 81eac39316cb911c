"""A library: one folder with ``library.sqlite`` and ``evidence/`` (files named by their SHA-256).

``Library.open`` makes a new one, migrates an older one after copying it, and refuses a newer one. The schema's number
stands in SQLite's ``user_version``, so that an up-to-date library opens without loading Alembic.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from factcheck.errors import LibraryError
from factcheck.store.engine import open_engine, writer
from factcheck.store.migrate import SCHEMA, create, migrate

FILE_NAME = "library.sqlite"


class Library:
    """An open library. ``why_read_only`` is None, or the message key of the reason that nothing can be written."""

    def __init__(self, folder: Path, engine: Engine, why_read_only: str | None) -> None:
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
    def open(cls, folder: Path, *, create_missing: bool = True, read_only: str | None = None) -> "Library":
        """The library in ``folder``; made when missing, unless ``create_missing`` is False.

        ``read_only`` is a message key that says why nothing may be written. Raises ``LibraryError``.
        """
        folder = folder.expanduser()
        path = folder / FILE_NAME
        try:
            if not path.exists():
                if not create_missing or read_only:
                    raise LibraryError("library-missing", folder=folder)
                (folder / "evidence").mkdir(parents=True, exist_ok=True)
                create(path)
            found = _schema_of(path)
            if found > SCHEMA:
                raise LibraryError("library-newer", folder=folder, found=found, known=SCHEMA)
            if found < SCHEMA:
                if read_only:
                    raise LibraryError("library-older-read-only", folder=folder)
                migrate(path, found)
            read_only = read_only or _cannot_write(path)
        except (sqlite3.DatabaseError, DBAPIError) as problem:
            raise library_error(problem, folder) from problem
        except OSError as problem:
            raise LibraryError("library-folder", folder=folder, problem=problem.strerror or problem) from problem
        return cls(folder, open_engine(path, read_only=bool(read_only)), read_only)

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


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what the database says of the world (full disk, locked, damaged) into a sentence for a person."""
    try:
        yield
    except (sqlite3.DatabaseError, DBAPIError) as problem:
        raise library_error(problem, folder) from problem


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


def _schema_of(path: Path) -> int:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _cannot_write(path: Path) -> str | None:
    """The message key when the file system lets nobody write here, else None."""
    try:
        with path.open("r+b"):
            return None
    except PermissionError:
        return "library-read-only"
    except OSError:
        return "library-read-only"
