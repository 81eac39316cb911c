"""Evidence in the database: the bytes of each file once, in pieces, by its SHA-256.

This machine keeps its own copy of what it captured or has read, in the same shape as a folder's ``evidence/``.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from psycopg import Connection as Bare
from sqlalchemy import Connection, text

from factcheck.errors import LibraryError
from factcheck.web import vault

PIECE = 1 << 20
"""Bytes of a piece: what a client holds in memory at a time."""

_KNOWN = text("SELECT 1 FROM evidence_file WHERE sha256 = :sha256 AND suffix = :suffix")
_ADD_FILE = text("INSERT INTO evidence_file (sha256, suffix, size) VALUES (:sha256, :suffix, :size)")
_ADD_PIECE = text(
    "INSERT INTO evidence_piece (sha256, suffix, position, bytes) VALUES (:sha256, :suffix, :position, :bytes)"
)
_PIECES = "SELECT bytes FROM evidence_piece WHERE sha256 = %s AND suffix = %s ORDER BY position"


def known(connection: Connection, sha256: str, suffix: str) -> bool:
    """Whether the database has the file."""
    return connection.execute(_KNOWN, {"sha256": sha256, "suffix": suffix}).first() is not None


def put(connection: Connection, path: Path, sha256: str, suffix: str) -> None:
    """Store a file of this machine in the caller's transaction, unless it is there.

    ``LibraryError`` when its bytes are missing or are not what its name says: nothing is stored then.
    """
    if known(connection, sha256, suffix):
        return
    digest, size = hashlib.sha256(), 0
    where = {"sha256": sha256, "suffix": suffix}
    try:
        with path.open("rb") as file:
            for position, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
                digest.update(piece)
                size += len(piece)
                connection.execute(_ADD_PIECE, {**where, "position": position, "bytes": piece})
    except OSError as problem:
        raise LibraryError("evidence-lost", file=path.name[:12], problem=problem.strerror or problem) from problem
    if digest.hexdigest() != sha256:
        raise LibraryError("evidence-lost", file=path.name[:12], problem=vault.Damage.ALTERED)
    connection.execute(_ADD_FILE, {**where, "size": size})


def pieces(connection: "Bare[tuple[bytes]]", sha256: str, suffix: str) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time; nothing when the database does not have it."""
    with connection.cursor(name="evidence") as cursor:
        cursor.itersize = 4
        cursor.execute(_PIECES, (sha256, suffix), binary=True)
        for (piece,) in cursor:
            yield piece


def damage(connection: "Bare[tuple[bytes]]", sha256: str, suffix: str) -> vault.Damage | None:
    """What is wrong with the database's copy of a file, or None when its bytes have their digest."""
    digest, there = hashlib.sha256(), False
    for piece in pieces(connection, sha256, suffix):
        digest.update(piece)
        there = True
    if not there and sha256 != digest.hexdigest():
        return vault.Damage.MISSING
    return None if digest.hexdigest() == sha256 else vault.Damage.ALTERED
