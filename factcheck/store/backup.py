"""Backups of a library's database: made while it is in use, thinned by age, put back whole or not at all.

Evidence is only ever added, so a library's own ``evidence`` folder serves every older state of its database; to be safe
from a lost disk, copy the whole folder elsewhere.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from factcheck.errors import LibraryError
from factcheck.paths import make_private
from factcheck.store import lock
from factcheck.store.engine import address
from factcheck.store.file import FILE_NAME, translated
from factcheck.store.migrate import SCHEMA, copy_library

FOLDER = "backups"
DAILY, MANUAL, REPLACED = "daily", "manual", "replaced"
STAMP, PRECISE = "%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S.%fZ"
"""How a backup's name tells its time: precisely where two of one sort may be made within a second."""
LOGS = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: where it is, when it was made, what for (daily, manual, replaced, before-schema-…), its size in bytes.

    ``steps`` is how long its trail is, None when the file cannot be read.
    """

    path: Path
    at: datetime
    sort: str
    size: int
    steps: int | None


def make(folder: Path, sort: str = MANUAL, now: datetime | None = None) -> Backup:
    """Copy the library's database while it may be in use, check the copy, and name it by ``sort`` and time."""
    at = now or datetime.now(UTC)
    path = folder / FOLDER / f"{sort}-{at.strftime(STAMP)}.sqlite"
    if path.exists():
        path = path.with_name(f"{sort}-{at.strftime(PRECISE)}.sqlite")
    with translated(folder):
        copy_library(folder / FILE_NAME, path)
    return _read(path, at, sort)


def list_all(folder: Path) -> list[Backup]:
    """The backups of a library, newest first."""
    return [_read(path, at, sort) for at, sort, path in _named(folder)]


def thin(folder: Path, kept: int) -> list[Path]:
    """Remove daily backups that are not among the ``kept`` to keep; returns what was removed. Others are left alone."""
    daily = {at: path for at, sort, path in _named(folder) if sort == DAILY}
    staying = to_keep(daily, kept)
    gone = [path for at, path in daily.items() if at not in staying]
    for path in gone:
        path.unlink()
    return gone


def to_keep(times: Iterable[datetime], kept: int) -> set[datetime]:
    """Which backups stay: the newest of each of the last days, then of weeks, then of months, ``kept`` in all.

    Half are days, the rest are weeks and months (of 14: 7 days, 4 weeks, 3 months).
    """
    newest_first = sorted(times, reverse=True)
    days = max(1, kept // 2)
    weeks = (kept - days + 1) // 2
    chosen: set[datetime] = set()
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (days, lambda at: at.date()),
        (weeks, lambda at: at.isocalendar()[:2]),
        (kept - days - weeks, lambda at: (at.year, at.month)),
    )
    for most, span in spans:
        seen = {span(at) for at in chosen}
        limit = len(chosen) + most
        for at in newest_first:
            if len(chosen) < limit and span(at) not in seen:
                seen.add(span(at))
                chosen.add(at)
    return chosen


def due(folder: Path, now: datetime | None = None) -> bool:
    """Whether the library has steps that no backup of today holds."""
    now = now or datetime.now(UTC)
    newest = next(((at, path) for at, sort, path in _named(folder) if sort == DAILY), None)
    if newest and newest[0].date() >= now.date():
        return False
    steps = _steps(folder / FILE_NAME)
    return bool(steps) and (newest is None or _steps(newest[1]) != steps)


def restore(folder: Path, chosen: Path, now: datetime | None = None) -> Path | None:
    """Put a backup in the library's place; the replaced database is kept among the backups, and returned.

    Whole or not at all: the backup is checked and copied first, then takes the place in one move. ``LibraryError`` when
    somebody has the library open, or the backup cannot be used.
    """
    path = folder / FILE_NAME
    with translated(folder):
        _check(chosen)
        make_private(folder)
        held = lock.alone(folder)
        if held is None:
            raise LibraryError("restore-in-use", folder=folder)
        try:
            ready = folder / f"{FILE_NAME}.restored"
            ready.unlink(missing_ok=True)
            copy_library(chosen, ready)
            replaced = _set_aside(path, now or datetime.now(UTC)) if path.exists() else None
            ready.replace(path)
            lock.sync_folder(folder)
        finally:
            held.release()
    return replaced


def _set_aside(path: Path, now: datetime) -> Path:
    """Keep the database that is being replaced, with what its log holds. It stays in place until the move."""
    aside = path.parent / FOLDER / f"{REPLACED}-{now.strftime(PRECISE)}.sqlite"
    aside.parent.mkdir(parents=True, exist_ok=True)
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in ("", *LOGS):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            shutil.copy2(beside, aside.with_name(aside.name + ending))
    for ending in LOGS:  # a log of the old database must never meet the new one
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    lock.sync_folder(aside.parent)
    return aside


def _check(chosen: Path) -> None:
    """``LibraryError`` unless the file is a whole library of a schema that this program knows."""
    if not chosen.is_file():
        raise LibraryError("restore-missing", path=chosen)
    try:
        with closing(sqlite3.connect(address(chosen, read_only=True), uri=True)) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
            connection.execute("SELECT max(number) FROM step").fetchone()
    except sqlite3.DatabaseError as problem:
        raise LibraryError("restore-unusable", path=chosen, problem=problem) from problem
    if not whole:
        raise LibraryError("restore-unusable", path=chosen, problem="quick_check")
    if found > SCHEMA:
        raise LibraryError("library-newer", folder=chosen, found=found, known=SCHEMA)


def _named(folder: Path) -> list[tuple[datetime, str, Path]]:
    """When, what for and where each backup was made, by the files' names, newest first."""
    found = []
    for path in (folder / FOLDER).glob("*.sqlite"):
        sort, _, stamp = path.stem.rpartition("-")
        with suppress(ValueError):
            written = PRECISE if "." in stamp else STAMP
            found.append((datetime.strptime(stamp, written).replace(tzinfo=UTC), sort, path))
    return sorted(found, reverse=True)


def _read(path: Path, at: datetime, sort: str) -> Backup:
    return Backup(path, at, sort, path.stat().st_size, _steps(path))


def _steps(path: Path) -> int | None:
    try:
        with closing(sqlite3.connect(address(path, read_only=True), uri=True)) as connection:
            return int(connection.execute("SELECT coalesce(max(number), 0) FROM step").fetchone()[0])
    except sqlite3.DatabaseError:
        return None
