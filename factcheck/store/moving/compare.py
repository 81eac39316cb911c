"""Both ends after a move, looked at anew: every row of every table, the chain, the bytes of the evidence."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.errors import Cancelled
from factcheck.store.moving.parts import PARTS, Part
from factcheck.store.moving.side import File, Side, Stop, Tell
from factcheck.store.walk import Walked, walk

_MANY = 5000
"""Rows between two looks at whether somebody wants it to stop."""
_VERSION = "SELECT version_num FROM alembic_version"


@dataclass(frozen=True, slots=True)
class Compared:
    """A table at both ends: how many rows, and the SHA-256 over all of them in the order of their keys."""

    name: str
    rows: int
    moved: int
    digest: str
    moved_digest: str

    @property
    def same(self) -> bool:
        """Whether both ends hold the same."""
        return (self.rows, self.digest) == (self.moved, self.moved_digest)


@dataclass(frozen=True, slots=True)
class Files:
    """The evidence at both ends. ``lost`` are files that the target lacks, has damaged, or has beyond the source's."""

    count: int
    bytes: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was compared. ``chain`` is the walk along the target's trail, ``head`` the source's newest digest."""

    tables: tuple[Compared, ...]
    chain: Walked
    head: str
    schemas: tuple[str, str]
    files: Files

    @property
    def same(self) -> bool:
        """Whether nothing differs and the chain is sound."""
        return (
            all(table.same for table in self.tables)
            and self.chain.head == self.head
            and not self.chain.findings
            and self.schemas[0] == self.schemas[1]
            and not self.files.lost
        )


def compare(source: Side, moved: Side, tell: Tell, stop: Stop) -> Comparison:
    """Read both ends whole. ``Cancelled`` when ``stop`` says so."""
    tables = []
    for at, part in enumerate(PARTS):
        tell("move-compare", at, len(PARTS))
        (rows, digest), (there, moved_digest) = (_digest(side, part, stop) for side in (source, moved))
        tables.append(Compared(part.name, rows, there, digest, moved_digest))
    chain = walk(moved.rows)
    head = source.one("SELECT digest FROM step ORDER BY number DESC LIMIT 1")
    schemas = str(source.one(_VERSION)), str(moved.one(_VERSION))
    return Comparison(tuple(tables), chain, str(head or chain.head), schemas, _files(source, moved, tell, stop))


def _digest(side: Side, part: Part, stop: Stop) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 over them."""
    digest, count = hashlib.sha256(), 0
    for row in side.read(part):
        if count % _MANY == 0 and stop():
            raise Cancelled
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
        count += 1
    return count, digest.hexdigest()


def _files(source: Side, moved: Side, tell: Tell, stop: Stop) -> Files:
    """Every file of both ends by name, and the target's by its bytes."""
    count = size = 0
    lost: list[str] = []
    total = sum(file.size for file in source.files())
    theirs = moved.files()
    other = next(theirs, None)
    for file in source.files():
        if stop():
            raise Cancelled
        count, size = count + 1, size + file.size
        while other is not None and other[:2] < file[:2]:
            lost.append(_name(other))
            other = next(theirs, None)
        found = other if other is not None and other[:2] == file[:2] else None
        if found is None or found.size != file.size or not _sound(moved, file):
            lost.append(_name(file))
        other = next(theirs, None) if found is not None else other
        tell("move-hashes", size, total)
    lost += [_name(file) for file in _rest(other, theirs)]
    return Files(count, size, tuple(lost))


def _rest(first: File | None, others: Iterator[File]) -> Iterator[File]:
    if first is not None:
        yield first
        yield from others


def _name(file: File) -> str:
    return file.sha256 + file.suffix


def _sound(side: Side, file: File) -> bool:
    digest = hashlib.sha256()
    for piece in side.bytes_of(file):
        digest.update(piece)
    return digest.hexdigest() == file.sha256
