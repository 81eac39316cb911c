"""A stretch of the trail's chain, walked and compared: what was changed or removed shows.

It loads SQLite and the trail's digest only, so that a long chain is walked by several processes
(``python -m factcheck.store.walk ADDRESS NUMBER PREVIOUS LAST``, which prints one line of JSON).
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from factcheck.domain.history import GENESIS, StoredEdit, step_digest
from factcheck.domain.ids import short

MANY = 50_000
"""Steps between two calls of ``progress``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verification found wrong: a message key under ``finding.`` and its values."""

    key: str
    values: dict[str, object]


class Stretch(NamedTuple):
    """The steps after ``number``, whose digest is ``previous``, up to ``last``, or to the end of the trail."""

    number: int = 0
    previous: str = GENESIS
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk saw: how many steps, the digest of the last one, and what is wrong."""

    count: int
    head: str
    findings: list[Finding] = field(default_factory=list)


WHOLE = Stretch()


def walk(connection: Any, stretch: Stretch = WHOLE, progress: Callable[[int], None] | None = None) -> Walked:
    """Compare every step of a stretch with its digest, with the step before it and with its edits.

    ``connection`` is a bare one (``store.library.Rows``).
    """
    rows = connection.execute(  # the conditions hold our own whole numbers
        'SELECT previous, id, number, at, reviewer, label, "values", reason, undoes, undoable, digest'  # noqa: S608
        f" FROM step WHERE {_within('number', stretch)} ORDER BY number"
    )
    columns = ("step_number", "position", "entity", "row_id", "claim_id", "article_id", "before", "after")
    edits = iter(
        connection.execute(in_order(connection, "edit", columns, columns[:2], _within("key.step_number", stretch)))
    )
    edit = next(edits, None)
    findings: list[Finding] = []
    count, number, previous = 0, stretch.number, stretch.previous
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
            findings.append(Finding("step-changed", {"number": number, "id": short(str(row[1]))}))
        previous = row[10]
        if progress and count % MANY == 0:
            progress(count)
    if edit is not None:
        findings.append(Finding("edit-without-step", {"number": str(edit[0])}))
    return Walked(count, previous, findings)


def in_order(connection: Any, table: str, columns: Sequence[str], order: Sequence[str], where: str = "") -> str:
    """The statement for a table's rows in the order of an index.

    SQLite reads a value from the index where it can, and damage to the one in the row would go unnoticed: there the
    order is the index's, and every value the table's own. ``where`` speaks of ``key``.
    """
    own = "own" if isinstance(connection, sqlite3.Connection) else "key"
    listed = ", ".join(f'{own}."{column}"' for column in columns)
    joined = f' JOIN "{table}" AS own NOT INDEXED ON own.rowid = key.rowid' if own == "own" else ""
    condition = f" WHERE {where}" if where else ""
    ordered = ", ".join(f'key."{column}"' for column in order)
    return f'SELECT {listed} FROM "{table}" AS key{joined}{condition} ORDER BY {ordered}'  # noqa: S608 - our own names


def opened(address: str, *, tolerant: bool = False) -> sqlite3.Connection:
    """A connection of the bare driver: the object layer would be ten times slower.

    ``tolerant`` reads text that is no UTF-8 any more, so that it can be told from what it was; it is slower.
    """
    connection = sqlite3.connect(address, uri=True)
    if tolerant:
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    return connection


def _within(column: str, stretch: Stretch) -> str:
    """The condition of a stretch. The first one has what stands before any number, the last one what stands after."""
    conditions = [f"{column} > {int(stretch.number)}"] if stretch.number else []
    conditions += [f"{column} <= {int(stretch.last)}"] if stretch.last is not None else []
    return " AND ".join(conditions) or "1 = 1"


def main(address: str, number: str, previous: str, last: str) -> None:
    """Walk one stretch and print what was seen."""
    connection = opened(address)
    print(json.dumps(asdict(walk(connection, Stretch(int(number), previous, int(last))))))  # noqa: T201 - the answer
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
