"""A folder of this machine as either end of a move.

As the source it is read and nothing of it changes, the logs beside its database neither. As the target its database has
another name until all is there (``library.sqlite.moving``), so that it is a library whole or not at all.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from factcheck.errors import LibraryError
from factcheck.paths import make_private
from factcheck.store import fulltext, lock
from factcheck.store.engine import address
from factcheck.store.file import FILE_NAME, MOVING, translated
from factcheck.store.migrate import SCHEMA, create
from factcheck.store.moving.parts import Key, Part, Row, statement
from factcheck.store.moving.side import File
from factcheck.web import vault

PIECE = 1 << 20
_NAME = re.compile(r"([0-9a-f]{62})((?:\.[a-z0-9]+)*)")
LOGS = ("-wal", "-shm")
_STATE = "CREATE TABLE IF NOT EXISTS library_state (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)"
_WORDS = {"page_fts": "text", "trail_fts": "words"}


class FolderSide:
    """A library's folder, read."""

    on_server = False

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.place = folder
        self.rows = connection

    def read(self, part: Part, *, after: Key | None = None, upto: Key | None = None) -> Iterator[Row]:
        """Rows of a table in the order of their key."""
        sql, values = statement(part, "?", after=after, upto=upto)
        try:
            for row in self.rows.execute(sql, values):  # noqa: UP028  # "yield from" would close the cursor at its end
                yield row
        except sqlite3.OperationalError as problem:
            if "decode" not in str(problem):
                raise
            raise LibraryError("library-damaged", folder=self.place) from problem

    def count(self, part: Part) -> int:
        """How many rows a table has."""
        return int(self.one(f'SELECT count(*) FROM "{part.name}"'))  # noqa: S608  # our own name

    def one(self, sql: str) -> Any:
        """The first value of a statement's first row, or None."""
        row = self.rows.execute(sql).fetchone()
        return row[0] if row else None

    def files(self) -> Iterator[File]:
        """The evidence files in the order of their names; anything else in the folder is none."""
        for place in sorted((self.place / "evidence").glob("[0-9a-f][0-9a-f]")):
            named = [(found, path) for path in place.iterdir() if (found := _NAME.fullmatch(path.name))]
            for found, path in sorted(named, key=lambda one: one[0].groups()):
                yield File(place.name + found[1], found[2], path.stat().st_size)

    def bytes_of(self, file: File) -> Iterator[bytes]:
        """The bytes of an evidence file in pieces; none when it is not there."""
        with suppress(FileNotFoundError), (self.place / "evidence" / vault.address(*file[:2])).open("rb") as opened:
            yield from iter(lambda: opened.read(PIECE), b"")


@contextmanager
def source(folder: Path) -> Iterator[FolderSide]:
    """One consistent state of the library in a folder, which stays as it is to the byte."""
    path = folder / FILE_NAME
    if not path.is_file():
        raise LibraryError("library-missing", folder=folder)
    beside = [path.with_name(path.name + ending) for ending in LOGS]
    had = [log.exists() for log in beside]
    held, _ = lock.in_use(folder)
    if held is None:
        raise LibraryError("library-restoring", folder=folder)
    try:
        with translated(folder), _reading(path) as connection:
            _refuse_schema(folder, int(connection.execute("PRAGMA user_version").fetchone()[0]))
            yield FolderSide(folder, connection)
    finally:
        held.release()
        if not any(had):
            _take_away(folder, beside)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(address(path, read_only=True), uri=True)) as connection:
        connection.execute("BEGIN")
        yield connection


def _take_away(folder: Path, logs: list[Path]) -> None:
    """Remove the empty logs that reading made, where nobody else has the library open by now."""
    alone = lock.alone(folder)
    if alone is not None:
        if all(not log.exists() or log.name.endswith("-shm") or not log.stat().st_size for log in logs):
            for log in logs:
                log.unlink(missing_ok=True)
        alone.release()


def _refuse_schema(folder: Path, found: int) -> None:
    if found != SCHEMA:
        key = "library-newer" if found > SCHEMA else "move-older"
        raise LibraryError(key, folder=folder, found=found, known=SCHEMA)


class FolderTarget:
    """A new library's folder, being filled. References between rows are checked at the end."""

    on_server = False

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.place = folder
        self._connection = connection

    @property
    def file(self) -> Path:
        """The database while it is filled."""
        return self.place / MOVING

    def state(self) -> dict[str, str]:
        """What ``note`` kept."""
        return dict(self._connection.execute("SELECT name, value FROM library_state"))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        with translated(self.place):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def note(self, name: str, value: str) -> None:
        """Keep how far a part came."""
        self._connection.execute("REPLACE INTO library_state (name, value) VALUES (?, ?)", (name, value))

    def put(self, part: Part, rows: Iterable[Row]) -> None:
        """Add rows; triggers index their words."""
        columns = ", ".join(f'"{column}"' for column in part.columns)
        places = ", ".join("?" * len(part.columns))
        self._connection.executemany(f'INSERT INTO "{part.name}" ({columns}) VALUES ({places})', rows)  # noqa: S608  # our own names

    def remove(self, part: Part, keys: Iterable[Key]) -> None:
        """Take rows away."""
        condition = " AND ".join(f'"{key}" = ?' for key in part.keys)
        self._connection.executemany(f'DELETE FROM "{part.name}" WHERE {condition}', keys)  # noqa: S608  # our own names

    def put_words(self, index: str, lines: Iterable[tuple[int, str]]) -> None:
        """Index texts under their numbers."""
        self._connection.executemany(
            f"INSERT INTO {index} (rowid, {_WORDS[index]}) VALUES (?, ?)",  # noqa: S608  # our own names
            ((number, fulltext.plain(words)) for number, words in lines),
        )

    def put_file(self, file: File, pieces: Iterable[bytes]) -> None:
        """Store an evidence file."""
        place, sha256, _ = vault.keep(self.place / "evidence", pieces, file.suffix)
        if sha256 != file.sha256:
            (self.place / "evidence" / place).unlink()
            raise LibraryError("evidence-lost", file=file.sha256[:12], problem=vault.Damage.ALTERED)

    @contextmanager
    def reading(self) -> Iterator[FolderSide]:
        """What is there by now."""
        with translated(self.place), _reading(self.file) as connection:
            yield FolderSide(self.place, connection)

    def finish(self) -> None:
        """Give the database its name, after its references were checked."""
        with translated(self.place):
            broken = self._connection.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise LibraryError("library-references", table=broken[0][0], count=len(broken))
            self._connection.execute("DROP TABLE library_state")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
            self.file.rename(self.place / FILE_NAME)
            lock.sync_folder(self.place)


@contextmanager
def target(folder: Path) -> Iterator[FolderTarget]:
    """A folder to be filled: a new one, or one that a move was broken off in."""
    if (folder / FILE_NAME).exists() or (not (folder / MOVING).exists() and _holds_files(folder)):
        raise LibraryError("move-target-used", to=folder)
    with translated(folder):
        make_private(folder)
        (folder / "evidence").mkdir(exist_ok=True)
    held = lock.Lock.take(folder / "moving.lock", alone=True)
    if held is None:
        raise LibraryError("move-running", to=folder)
    try:
        with translated(folder):
            if not (folder / MOVING).exists():
                create(folder / MOVING)
            connection = sqlite3.connect(folder / MOVING, isolation_level=None)
        with closing(connection):
            for said in ("synchronous=NORMAL", "foreign_keys=OFF", "cache_size=-64000"):
                connection.execute(f"PRAGMA {said}")
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if found != SCHEMA:
                raise LibraryError("move-target-used", to=folder)
            connection.execute(_STATE)
            yield FolderTarget(folder, connection)
    finally:
        with suppress(OSError):  # Windows lets nobody remove what is open
            (folder / "moving.lock").unlink(missing_ok=True)
        held.release()


def _holds_files(folder: Path) -> bool:
    """Whether anything is there that no move has put there."""
    if not folder.exists():
        return False
    left = [path for path in folder.iterdir() if path.suffix != ".lock" and MOVING not in path.name]
    return any(path.name != "evidence" or any(path.iterdir()) for path in left)
