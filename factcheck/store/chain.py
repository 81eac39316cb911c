"""The chain of the trail, walked and compared: what was changed, removed or cut off shows."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from factcheck.domain.history import GENESIS, StoredEdit, step_digest
from factcheck.store import tables
from factcheck.store.engine import address
from factcheck.store.library import Library, translated

MANY = 50_000
"""Steps between two calls of ``progress``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verification found wrong: a message key under ``finding.`` and its values."""

    key: str
    values: dict[str, object]


@contextmanager
def bare(library: Library, *, tolerant: bool = False) -> Iterator[sqlite3.Connection]:
    """One consistent state of the library through the bare driver: the object layer would be ten times slower.

    ``tolerant`` reads text that is no UTF-8 any more, so that it can be told from what it was; it is slower.
    """
    connection = sqlite3.connect(address(library.file, read_only=True), uri=True)
    if tolerant:
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        with translated(library.folder):
            connection.execute("BEGIN")
            yield connection
    finally:
        connection.close()


def verify_chain(
    library: Library, progress: Callable[[int, int], None] | None = None
) -> tuple[int, str, list[Finding]]:
    """Walk the whole chain: (number of steps, head, findings)."""
    try:
        with bare(library) as connection:
            return _walk(connection, progress)
    except sqlite3.OperationalError:  # a text that cannot be decoded
        with bare(library, tolerant=True) as connection:
            return _walk(connection, progress)


def holds(library: Library, digest: str) -> bool:
    """Whether a step with that digest is in the trail."""
    with library.reading() as session:
        return session.scalar(select(tables.Step.number).where(tables.Step.digest == digest)) is not None


def unsound_steps(connection: sqlite3.Connection) -> set[int]:
    """The numbers of steps whose content is not what their digest says."""
    _, _, findings = _walk(connection, None)
    return {int(str(one.values["number"])) for one in findings if one.key == "step-changed"}


def _walk(
    connection: sqlite3.Connection, progress: Callable[[int, int], None] | None
) -> tuple[int, str, list[Finding]]:
    total = int(connection.execute("SELECT max(number) FROM step").fetchone()[0] or 0)
    rows = connection.execute(
        'SELECT previous, id, number, at, reviewer, label, "values", reason, undoes, undoable, digest'
        " FROM step ORDER BY number"
    )
    edits = connection.execute(
        "SELECT step_number, position, entity, row_id, claim_id, article_id, before, after"
        " FROM edit ORDER BY step_number, position"
    )
    edit = next(edits, None)
    findings: list[Finding] = []
    count, number, previous = 0, 0, GENESIS
    for row in rows:
        count += 1
        number += 1
        gap = row[2] != number
        if gap:
            findings.append(Finding("step-missing", {"first": number, "last": row[2] - 1}))
            number = row[2]
        mine: list[StoredEdit] = []
        # damage may have put something else than a number there
        while edit is not None and (edit[0] == number or not isinstance(edit[0], int) or edit[0] < number):
            if edit[0] == number and edit[1] == len(mine):
                mine.append(edit[2:])
            else:  # it names a step that is not there, or its place among its step's edits is not the one written
                findings.append(Finding("edit-without-step", {"number": str(edit[0])}))
            edit = next(edits, None)
        if row[0] != previous and not gap:
            findings.append(Finding("step-link", {"number": number}))
        if step_digest(row[:10], mine) != row[10]:
            findings.append(Finding("step-changed", {"number": number, "id": str(row[1])[-8:]}))
        previous = row[10]
        if progress and count % MANY == 0:
            progress(count, total)
    if edit is not None:
        findings.append(Finding("edit-without-step", {"number": str(edit[0])}))
    return count, previous, findings
