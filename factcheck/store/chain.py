"""The chain of the trail, walked and compared: what was changed, removed or cut off shows.

A long chain is walked in stretches by as many processes as there are processors, at most four.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import select

from factcheck.store import tables
from factcheck.store.library import Library, Rows
from factcheck.store.walk import Finding, Stretch, Walked, walk

STRETCH = 25_000
"""Steps for which a process of their own is worth its start."""
MOST = 4
"""Processes at a time."""


class Chain(NamedTuple):
    """What a walk along the whole chain saw. ``sealed`` counts steps that their keeper verified (``sealed_steps``)."""

    steps: int
    head: str
    findings: list[Finding]
    sealed: int


def verify_chain(library: Library, progress: Callable[[int, int], None] | None = None) -> Chain:
    """Walk the whole chain."""
    where = library.walked_at
    with library.bare() as connection:
        *others, mine = stretches(connection, None if where else 1)
        total = int(connection.execute("SELECT max(number) FROM step").fetchone()[0] or 0)
        sealed = library.sealed_steps(connection)
        helpers = [_helper(where, stretch) for stretch in others if where]

        def tell(done: int) -> None:
            if progress:
                progress(min(total, done * (1 + len(helpers))), total)

        try:
            end = _walked(library, connection, mine, tell)
            told = [_answer(helper) for helper in helpers]
            begun = [seen or _walked(library, connection, s) for s, seen in zip(others, told, strict=True)]
        finally:
            for helper in helpers:
                _end(helper)
    findings = [finding for part in (*begun, end) for finding in part.findings if not _kept(finding, sealed)]
    return Chain(end.count + sum(part.count for part in begun), end.head, findings, len(sealed))


def _kept(finding: Finding, sealed: Mapping[int, bool]) -> bool:
    """Whether it only says that a sealed step does not read as it was written, and its keeper says that it is."""
    return finding.key == "step-changed" and sealed.get(int(str(finding.values["number"])), False)


def stretches(connection: Rows, processors: int | None = None) -> list[Stretch]:
    """The trail in pieces of one size, one for each process; each begins where the one before it ends."""
    total = int(connection.execute("SELECT count(*) FROM step").fetchone()[0])
    alone = bool(getattr(sys, "frozen", False))  # a frozen program has no ``python -m``
    many = 1 if alone else max(1, min(processors or os.cpu_count() or 1, MOST, total // STRETCH))
    ends: list[tuple[int, str] | None] = [(0, Stretch().previous)]
    for part in range(1, many):
        row = connection.execute(
            f"SELECT number, digest FROM step ORDER BY number LIMIT 1 OFFSET {total * part // many}"  # noqa: S608 - a number
        ).fetchone()
        ends.append((int(row[0]), str(row[1])))
    ends.append(None)
    return [Stretch(*first, last[0] if last else None) for first, last in pairwise(ends) if first]


def _walked(library: Library, connection: Rows, stretch: Stretch, tell: Callable[[int], None] | None = None) -> Walked:
    try:
        return walk(connection, stretch, tell)
    except sqlite3.OperationalError:  # a text that cannot be decoded
        with library.bare(tolerant=True) as tolerant:
            return walk(tolerant, stretch, tell)


def _helper(where: str, stretch: Stretch) -> "subprocess.Popen[bytes] | None":
    """A process that walks a stretch; None where none can be started."""
    asked = (where, str(stretch.number), stretch.previous, str(stretch.last))
    command = [sys.executable, "-P", "-m", "factcheck.store.walk", *asked]
    try:
        return subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None


def _answer(helper: "subprocess.Popen[bytes] | None") -> Walked | None:
    """What a process saw; None when it failed, so that its stretch is walked here, where a failure can be told."""
    said = helper.communicate()[0] if helper else b""
    if helper is None or helper.returncode:
        return None
    seen = json.loads(said)
    return Walked(seen["count"], seen["head"], [Finding(**finding) for finding in seen["findings"]])


def _end(helper: "subprocess.Popen[bytes] | None") -> None:
    if helper and helper.stdout:
        helper.kill()
        helper.wait()
        helper.stdout.close()


def holds(library: Library, digest: str) -> bool:
    """Whether a step with that digest is in the trail."""
    with library.reading() as session:
        return session.scalar(select(tables.Step.number).where(tables.Step.digest == digest)) is not None


def unsound_steps(connection: Rows) -> set[int]:
    """The numbers of steps whose content is not what their digest says."""
    return {int(str(one.values["number"])) for one in walk(connection).findings if one.key == "step-changed"}
