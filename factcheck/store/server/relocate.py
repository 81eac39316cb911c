"""Where a server's library keeps the bytes of its evidence: told, changed, and rid of what nothing names.

A change takes effect at once: new files go to the new place, and the ones from before follow, each read again there.
A change that was broken off goes on when it is asked for again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from factcheck.domain.place import Server
from factcheck.errors import Cancelled, LibraryError
from factcheck.store import tables
from factcheck.store.server import engine, evidence
from factcheck.store.server.evidence import Places, kept_at
from factcheck.store.server.keepers import DatabaseKeeper, Keeper

Bare = psycopg.Connection[Any]
UNNAMED_DAYS = 1
"""Days after which a file that no row names is swept: it may be about to be named."""
_FILES = "SELECT sha256, suffix, size FROM public.evidence_file ORDER BY sha256, suffix"
_OLD = _FILES.replace(" ORDER", f" WHERE stored_at < now() - interval '{UNNAMED_DAYS} days' ORDER")
_REMOVE = "DELETE FROM public.evidence_file WHERE sha256 = %s AND suffix = %s"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the bytes are ("" is the database), where the rest of them still is, and how much that is."""

    place: str
    before: str | None
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Relocated:
    """What came to the new place, and the names of files whose bytes could not be had at the old one."""

    files: int
    bytes: int
    lost: tuple[str, ...]


def standing(server: Server) -> Standing:
    """Where the evidence is kept."""
    with _connected(server) as connection:
        now = evidence.places(connection)
        row = connection.execute("SELECT count(*), coalesce(sum(size), 0) FROM public.evidence_file").fetchone()
        files, size = row or (0, 0)
        return Standing(now.now, now.before, int(files), int(size))


def relocate(
    server: Server, place: str, tell: Callable[[int, int], None], stop: Callable[[], bool] = lambda: False
) -> Relocated:
    """Keep the evidence at another place ("" is the database), and bring there what is at the one before.

    ``LibraryError`` where the new place cannot be used; nothing is changed then. ``Cancelled``: asked again it goes on.
    """
    with _connected(server) as connection:
        now = evidence.places(connection)
        if now.before is not None and place != now.now:
            raise LibraryError("evidence-unfinished", before=now.before or "database", now=now.now or "database")
        if place == now.now and now.before is None:
            return Relocated(0, 0, ())
        _try(kept_at(place, connection))
        before = now.before if now.before is not None else now.now
        evidence.set_places(connection, Places(place, before))
        connection.commit()
        done = _bring(connection, kept_at(before, connection), kept_at(place, connection), tell, stop)
        evidence.set_places(connection, Places(place))
        if not before:
            connection.execute("DELETE FROM public.evidence_piece WHERE sha256 <> ALL(%s)", (_digests(done.lost),))
        connection.commit()
    return done


def _try(keeper: Keeper) -> None:
    """Write something there, read it and take it away again: a place that fails is told before anything changes."""
    said = b"factcheck"
    digest = hashlib.sha256(said).hexdigest()
    if not isinstance(keeper, DatabaseKeeper):
        keeper.put(digest, ".try", len(said), [said])
        if not _sound(keeper, digest, ".try"):
            raise LibraryError("evidence-lost", file=digest[:12], problem="?")
        keeper.remove(digest, ".try")


def _bring(
    connection: Bare, old: Keeper, new: Keeper, tell: Callable[[int, int], None], stop: Callable[[], bool]
) -> Relocated:
    found = connection.execute(_FILES).fetchall()
    total = sum(size for _, _, size in found)
    moved, done, lost = 0, 0, []
    for sha256, suffix, size in found:
        if stop():
            raise Cancelled
        if not _sound(new, sha256, suffix):
            try:
                new.put(sha256, suffix, size, evidence.checked(old.pieces(sha256, suffix), sha256, size))
                connection.commit()
                moved += 1
            except LibraryError as problem:
                if problem.key != "evidence-lost":
                    raise
                connection.rollback()
            if not _sound(new, sha256, suffix):
                lost.append(sha256 + suffix)
        done += size
        tell(done, total)
    return Relocated(moved, done, tuple(lost))


def _sound(keeper: Keeper, sha256: str, suffix: str) -> bool:
    digest, there = hashlib.sha256(), False
    for piece in keeper.pieces(sha256, suffix):
        digest.update(piece)
        there = True
    return there and digest.hexdigest() == sha256


def _digests(names: Iterable[str]) -> list[str]:
    return [name[:64] for name in names]


def sweep(server: Server) -> tuple[int, int]:
    """Remove files that no row names and no step ever named: how many, how many bytes.

    They are left when a step that was to name them came to nothing.
    """
    with _connected(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (evidence.PLACES,))  # nobody stores a file meanwhile
        row = connection.execute("SELECT coalesce(max(number), 0) FROM public.step").fetchone()
        seen = int(row[0]) if row else 0
        named = set(_named(connection, 0))
        files = [file for file in connection.execute(_OLD).fetchall() if file[0] not in named]
        connection.commit()
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (engine.WRITERS,))
        late = set(_named(connection, seen))
        files = [file for file in files if file[0] not in late]
        keeper = kept_at(evidence.places(connection).now, connection)
        for sha256, suffix, _ in files:
            if isinstance(keeper, DatabaseKeeper):
                keeper.remove(sha256, suffix)
            connection.execute(_REMOVE, (sha256, suffix))
        connection.commit()
        if not isinstance(keeper, DatabaseKeeper):
            for sha256, suffix, _ in files:
                keeper.remove(sha256, suffix)
    return len(files), sum(size for _, _, size in files)


def _named(connection: Bare, after: int) -> Iterator[str]:
    """The SHA-256 of every file that rows name and that steps after a number named."""
    for table, columns in tables.EVIDENCE.items():
        name = table.__tablename__
        for column in columns if not after else ():
            said = f"SELECT {column} FROM public.{name} WHERE {column} IS NOT NULL"  # noqa: S608  # our own names
            yield from (sha256 for (sha256,) in connection.execute(said.encode()))
        with connection.cursor(name="edits") as edits:
            edits.execute("SELECT before, after FROM public.edit WHERE entity = %s AND step_number > %s", (name, after))
            for row in edits:
                for side in (json.loads(written) for written in row if written):
                    yield from (side[column] for column in columns if side.get(column))


@contextmanager
def _connected(server: Server) -> Iterator[Bare]:
    with engine.translated(server), engine.connect(server, unbounded=True) as connection:
        connection.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', false)")
        connection.commit()
        yield connection
