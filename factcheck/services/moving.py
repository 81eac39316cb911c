"""Moving a library to another place: from a folder of this machine to a server that a newsroom shares, or back.

The library that is moved stays as it is. What was moved is then compared with it, row by row and byte by byte.
"""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass

from factcheck.domain.place import Place, Server
from factcheck.errors import InputError
from factcheck.services import history
from factcheck.services.admission import Ask, let_in
from factcheck.services.desk import Desk
from factcheck.store.moving import folder, server
from factcheck.store.moving.compare import Compared, Comparison, compare
from factcheck.store.moving.move import move
from factcheck.store.moving.side import Side, Stop, Target, Tell
from factcheck.store.server.engine import connect, translated


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved and what the comparison of both ends found.

    ``findings`` are sentences; ``ok`` says that nothing differs and that the verification of the new library found
    nothing. ``moved_s`` and ``compared_s`` are the seconds of moving and of comparing. ``lost`` names files of evidence
    by their SHA-256 and suffix.
    """

    tables: tuple[Compared, ...]
    steps: int
    head: str
    files: int
    bytes: int
    lost: tuple[str, ...]
    findings: tuple[str, ...]
    same: bool
    ok: bool
    moved_s: float
    compared_s: float

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.moved for table in self.tables)


def run(
    here: Place, there: Place, tell: Tell = lambda *_: None, stop: Stop = lambda: False, ask: Ask | None = None
) -> Moved:
    """Move the library at ``here`` to ``there``, which is new, or go on with a move that was broken off.

    Nothing at ``here`` is changed. ``there`` cannot be opened before all of it is there. ``ask`` is asked for passwords
    that no keyring holds. Raises ``LibraryError``, ``Refused`` for who may not read or fill all of a server's library,
    ``Cancelled``: what is there by then is kept, and the next run goes on from it.
    """
    if here == there:
        raise InputError("move-same", place=here)
    here, there = (let_in(where, reached, ask) for where in (here, there))
    begun = time.monotonic()
    with source(here) as whole, target(there) as new:
        move(whole, new, tell, stop)
        moved_s = time.monotonic() - begun
        with new.reading() as moved:
            found = compare(whole, moved, tell, stop)
        new.finish()
    verified = _verified(there, tell)
    return _told(found, verified, moved_s, time.monotonic() - begun - moved_s)


def _verified(there: Place, tell: Tell) -> history.Verification:
    """The new library as any other is verified; its files were read when both ends were compared."""
    desk = Desk.open(there, create_missing=False, read_only="library-read-only")
    try:
        return history.verify(desk, progress=lambda done, total: tell("move-chain", done, total), files=False)
    finally:
        desk.close()


def _told(found: Comparison, verified: history.Verification, moved_s: float, compared_s: float) -> Moved:
    return Moved(
        found.tables,
        found.chain.count,
        found.chain.head,
        found.files.count,
        found.files.bytes,
        found.files.lost,
        verified.findings,
        found.same,
        found.same and verified.ok,
        moved_s,
        compared_s,
    )


def reached(place: Place) -> Place:
    """The place itself, once its server has let the login in. ``LibraryError``."""
    if isinstance(place, Server):
        with translated(place), connect(place):
            pass
    return place


def source(place: Place) -> AbstractContextManager[Side]:
    """One consistent state of a library, to be moved."""
    return server.source(place) if isinstance(place, Server) else folder.source(place)


def target(place: Place) -> AbstractContextManager[Target]:
    """A place to be filled, which nobody else fills meanwhile."""
    return server.target(place) if isinstance(place, Server) else folder.target(place)
