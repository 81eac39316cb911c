"""The evidence of a server's library: which files there are, and the place where their bytes are kept.

``evidence_file`` lists them. Their bytes are in the database, in pieces, unless the library says another place: a
folder that all machines share, or an S3-compatible store (``keepers``). Each file is stored once, under its SHA-256,
and this machine keeps its own copy of what it captured or has read, in the shape of a folder's ``evidence/``.

The place may be changed while people work: new files go to the new one at once, and a file that is not there yet is
read from the one before it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection as Bare

from factcheck.errors import LibraryError
from factcheck.store.server import keepers
from factcheck.store.server.keepers import PIECE, DatabaseKeeper, Keeper
from factcheck.web import vault

PLACE = "evidence"
"""The name of the setting in ``library_state``."""
PLACES = 0x65766964
"""The key of the lock that whoever stores a file shares, and whoever changes the place holds alone ("evid")."""

_STATE = "SELECT value FROM library_state WHERE name = %s"
_SET = "INSERT INTO library_state (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_KNOWN = "SELECT 1 FROM evidence_file WHERE sha256 = %s AND suffix = %s"
_ADD = "INSERT INTO evidence_file (sha256, suffix, size) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Places:
    """Where bytes are kept: ``now``, and ``before`` while they are on their way from there. "" is the database."""

    now: str = ""
    before: str | None = None


def places(connection: "Bare[Any]") -> Places:
    """What the library says."""
    row = connection.execute(_STATE, (PLACE,)).fetchone()
    return Places(**json.loads(row[0])) if row else Places()


def set_places(connection: "Bare[Any]", wanted: Places) -> None:
    """Let the library say another place, once nobody is storing a file any more. An administrator's right."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (PLACES,))
    connection.execute(_SET, (PLACE, json.dumps(asdict(wanted))))


def known(connection: "Bare[Any]", sha256: str, suffix: str) -> bool:
    """Whether the library has the file."""
    return connection.execute(_KNOWN, (sha256, suffix)).fetchone() is not None


def put(connection: "Bare[Any]", path: Path, sha256: str, suffix: str) -> None:
    """Store a file of this machine in the caller's transaction, unless it is there.

    ``LibraryError`` when its bytes are missing or are not what its name says: nothing is stored then.
    """
    if known(connection, sha256, suffix):
        return
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            store(connection, sha256, suffix, size, iter(lambda: file.read(PIECE), b""))
    except OSError as problem:
        raise LibraryError("evidence-lost", file=path.name[:12], problem=problem.strerror or problem) from problem


def store(connection: "Bare[Any]", sha256: str, suffix: str, size: int, pieces: Iterable[bytes]) -> None:
    """Store a file of that many bytes in the caller's transaction; see ``put``.

    Its line comes first: of two clients that store the same file, the second one waits for the first.
    """
    connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (PLACES,))
    if connection.execute(_ADD, (sha256, suffix, size)).rowcount:
        kept_at(places(connection).now, connection).put(sha256, suffix, size, checked(pieces, sha256, size))


def pieces(connection: "Bare[Any]", sha256: str, suffix: str) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time; nothing when the library does not have them."""
    asked = places(connection)
    for place in [asked.now, *([asked.before] if asked.before is not None else [])]:
        found = kept_at(place, connection).pieces(sha256, suffix)
        first = next(found, None)
        if first is not None:
            yield first
            yield from found
            return


def damage(connection: "Bare[Any]", sha256: str, suffix: str) -> vault.Damage | None:
    """What is wrong with the library's copy of a file, or None when its bytes have their digest."""
    digest, there = hashlib.sha256(), False
    for piece in pieces(connection, sha256, suffix):
        digest.update(piece)
        there = True
    if not there and sha256 != digest.hexdigest():
        return vault.Damage.MISSING
    return None if digest.hexdigest() == sha256 else vault.Damage.ALTERED


def kept_at(place: str, connection: "Bare[Any]") -> Keeper:
    """Who keeps the bytes at a place."""
    return keepers.at(place) if place else DatabaseKeeper(connection)


def checked(pieces: Iterable[bytes], sha256: str, size: int) -> Iterator[bytes]:
    """The pieces, and an error behind the last one when they are not what the name says: nothing is kept then."""
    digest, seen = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        seen += len(piece)
        yield piece
    if digest.hexdigest() != sha256 or seen != size:
        raise LibraryError("evidence-lost", file=sha256[:12], problem=vault.Damage.ALTERED)
