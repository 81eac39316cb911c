"""Who keeps the bytes of a server's evidence: the database, a folder that all machines share, an S3-compatible store.

A place is written as a person writes it: "" is the database, ``/mnt/newsroom/evidence`` a folder,
``s3://bucket/prefix?endpoint=https://host&region=name`` a bucket. It never holds a key: see ``bucket``.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from psycopg import Connection as Bare

from factcheck.errors import InputError, LibraryError
from factcheck.web import vault

PIECE = 1 << 20
"""Bytes of a piece: what a client holds in memory at a time."""
S3 = "s3://"
_ADD = "INSERT INTO evidence_piece (sha256, suffix, position, bytes) VALUES (%s, %s, %s, %s)"
_READ = "SELECT bytes FROM evidence_piece WHERE sha256 = %s AND suffix = %s ORDER BY position"
_REMOVE = "DELETE FROM evidence_piece WHERE sha256 = %s AND suffix = %s"


class Keeper(Protocol):
    """Keeps files under their SHA-256 and suffix."""

    def put(self, sha256: str, suffix: str, size: int, pieces: Iterable[bytes]) -> None:
        """Keep a file whole or not at all: an error that the pieces end with leaves nothing."""

    def pieces(self, sha256: str, suffix: str) -> Iterator[bytes]:
        """The bytes of a file; nothing when it is not there."""

    def remove(self, sha256: str, suffix: str) -> None:
        """Take a file away, if it is there."""


class DatabaseKeeper:
    """The database itself, within the caller's transaction."""

    def __init__(self, connection: "Bare[Any]") -> None:
        self._connection = connection

    def put(self, sha256: str, suffix: str, size: int, pieces: Iterable[bytes]) -> None:  # noqa: ARG002  # a keeper's
        """Keep a file in pieces."""
        for position, piece in enumerate(pieces):
            self._connection.execute(_ADD, (sha256, suffix, position, piece), binary=True)

    def pieces(self, sha256: str, suffix: str) -> Iterator[bytes]:
        """The bytes of a file, a piece at a time."""
        with self._connection.cursor(name="evidence") as cursor:
            cursor.itersize = 4
            cursor.execute(_READ, (sha256, suffix), binary=True)
            for (piece,) in cursor:
                yield piece

    def remove(self, sha256: str, suffix: str) -> None:
        """Take a file away."""
        self._connection.execute(_REMOVE, (sha256, suffix))


class FolderKeeper:
    """A folder that every machine of the newsroom reaches by the same path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, suffix: str, size: int, pieces: Iterable[bytes]) -> None:  # noqa: ARG002  # a keeper's
        """Keep a file: safe on the disk when this returns."""
        if not self._folder.is_dir():  # a share that is not mounted must not be filled under its mount point
            raise LibraryError("evidence-folder", folder=self._folder)
        vault.keep(self._folder, pieces, suffix)

    def pieces(self, sha256: str, suffix: str) -> Iterator[bytes]:
        """The bytes of a file, a piece at a time."""
        if not self._folder.is_dir():
            raise LibraryError("evidence-folder", folder=self._folder)
        with suppress(FileNotFoundError), (self._folder / vault.address(sha256, suffix)).open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")

    def remove(self, sha256: str, suffix: str) -> None:
        """Take a file away."""
        (self._folder / vault.address(sha256, suffix)).unlink(missing_ok=True)


def at(place: str) -> Keeper:
    """Who keeps the bytes at a place that is not the database. ``InputError`` for one that cannot be used."""
    if place.startswith(S3):
        from factcheck.store.server.bucket import BucketKeeper  # noqa: PLC0415  # an extra that few need

        return BucketKeeper.of(place)
    folder = Path(place)
    if not folder.is_absolute():
        raise InputError("evidence-place", place=place)
    return FolderKeeper(folder)
